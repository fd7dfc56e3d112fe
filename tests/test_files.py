"""The repository's files: nothing of one machine, nothing copied from a source, nothing too long."""

import re
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest

ROOT = Path(__file__).resolve().parents[1]
BINARY = {".png", ".gz", ".zip", ".ico", ".woff2", ".xlsx"}
# Written in pieces, so that this file holds none of them.
REGISTRIES = {
    "pypi": "org", "pythonhosted": "org", "npmjs": "org|com", "yarnpkg": "com", "debian": "org",
    "ubuntu": "com", "anaconda": "org", "crates": "io", "golang": "org", "rubygems": "org",
}  # fmt: skip
REGISTRY = re.compile("|".join(rf"\b{name}\.(?:{ends})\b" for name, ends in REGISTRIES.items()))
MACHINE_PATH = re.compile(r"(?<![\w.:/])/(?:work|farm|root|tmp|home|Users)/[\w.-]+|\b[A-Z]:\\Users\b")
# What a thing is called may stand here word for word, however long; what is said of it may not.
NAMES = {"prefLabel", "altLabel", "hiddenLabel", "label", "namedAs", "title", "acronym", "section", "statedTitle"}
ADDRESS = re.compile(r"<https?://[^<>\s]*>")
RUN = 8


def project_files() -> list[Path]:
    """Return the text files that belong to the project: what git would keep."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    if listing.returncode:
        pytest.skip("not a git checkout: get the project by git clone to run this test")
    paths = (ROOT / name for name in sorted(set(listing.stdout.decode().split("\0"))) if name)
    return [path for path in paths if path.suffix not in BINARY and path.is_file()]


def found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {match.group()}"
        for path in project_files()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if (match := pattern.search(line))
    ]


def test_no_file_names_a_folder_of_one_machine() -> None:
    assert found(MACHINE_PATH) == []


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert found(REGISTRY) == []


def test_text_files_are_utf8_with_unix_line_ends() -> None:
    assert [str(path.relative_to(ROOT)) for path in project_files() if b"\r" in path.read_bytes()] == []


def test_a_module_holds_one_noun() -> None:
    too_long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "src").rglob("*.py")
        if (lines := len(path.read_text("utf-8").splitlines())) > 250
    }
    assert too_long == {}


# ---- Nothing copied ----


def runs(text: str) -> set[tuple[str, ...]]:
    """Return every run of eight words of `text`, in lower case, punctuation left out."""
    found: set[tuple[str, ...]] = set()
    for cell in text.lower().split("\t"):  # what stands in two cells of a table is no sentence
        words = re.findall(r"\w+", cell)
        found |= {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}
    return found


def names_in_data() -> set[tuple[str, ...]]:
    files = (ROOT / "data").rglob("*.ttl")
    quads = (quad for path in files for quad in pyoxigraph.parse(path=str(path)))
    return {
        run
        for quad in quads
        if re.split("[#/]", quad.predicate.value)[-1] in NAMES and isinstance(quad.object, pyoxigraph.Literal)
        for run in runs(quad.object.value)
    }


def test_no_file_holds_a_sentence_of_a_source(texts: Path) -> None:
    sentences = {run for path in texts.glob("*.txt") for run in runs(path.read_text("utf-8"))} - names_in_data()
    copied = {
        str(path.relative_to(ROOT)): " ".join(min(shared))
        for path in project_files()
        if (shared := runs(ADDRESS.sub(" ", path.read_text("utf-8"))) & sentences)
    }
    assert copied == {}


# ---- The linters ----


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["-m", "ruff", "check", "--no-cache"], id="ruff"),
        pytest.param(["-m", "ruff", "format", "--check", "--no-cache"], id="ruff-format"),
        pytest.param(["-m", "mypy"], id="mypy"),
        pytest.param(
            ["-c", "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache'])"],
            id="import-linter",
        ),
    ],
)
def test_a_linter_has_nothing_to_say(command: list[str]) -> None:
    result = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
