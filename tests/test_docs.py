"""The pages a newcomer reads name only what there is, and all that there is."""

import importlib.util
import re
import shlex
import shutil
from collections.abc import Iterator
from importlib import import_module
from operator import itemgetter
from pathlib import Path
from types import ModuleType

import click
import pytest

from healthkg import turtle
from healthkg.prefixes import read_prefixes
from miniature import TEXTS
from support import Outcome, Run

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.fr.md")
PAGES = (
    *READMES,
    "CONTRIBUTING.md",
    *(str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("docs/**/*.md"))),
)
CLI: click.Group = import_module("healthkg.cli.main").healthkg
# Where a reader puts a name of their own.
PLACEHOLDER = re.compile(r"[<…*]|\b[A-Z]{3,}\b|NNNN|\.\.\./")


def text(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


def command_lines(page: str) -> list[str]:
    """Return the lines of the shell blocks of `page`, without comments and continuation marks."""
    blocks = re.findall(r"```(?:sh|bash|console)\n(.*?)```", text(page), re.S)
    lines = (line for block in blocks for line in block.replace("\\\n", " ").splitlines())
    return [shlex.join(words) for line in lines if (words := shlex.split(line, comments=True))]


def quoted(page: str) -> list[str]:
    """Return what stands `between backquotes` in the prose of `page`."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text(page), flags=re.S))


def commands(group: click.Group = CLI, path: str = "healthkg") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")


def wrong(line: str) -> str | None:
    """Return the first word of a `healthkg …` line that is no command or option of ours."""
    command: click.Command = CLI
    for word in shlex.split(line)[1:]:
        if word == ">":
            break
        if word.startswith("--"):
            known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
            if word.split("=")[0] not in known:
                return word
        elif isinstance(command, click.Group):
            if word.isupper():  # COMMAND stands for any of them
                return None
            if word not in command.commands:
                return word
            command = command.commands[word]
    return None


def tasks() -> ModuleType:
    spec = importlib.util.spec_from_file_location("do", ROOT / "tools" / "do.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_only_commands_that_exist(page: str) -> None:
    # A bare «healthkg» is the project; a line with an ellipsis shows a form, not a command to run.
    lines = [line for line in command_lines(page) + quoted(page) if line.startswith("healthkg ")]
    assert {line: word for line in lines if "…" not in line and (word := wrong(line))} == {}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_only_tasks_that_exist(page: str) -> None:
    said = re.findall(r"(?:\bmake|tools/do\.py) ([a-z]+)", "\n".join(command_lines(page) + quoted(page)))
    assert set(said) <= set(tasks().TASKS)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_only_files_that_exist(page: str) -> None:
    here = (ROOT / page).parent
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text(page))
    assert [link for link in links if not (here / link).exists()] == []
    paths = (word for word in quoted(page) if "/" in word and " " not in word and ":" not in word)
    ours = [path for path in paths if not PLACEHOLDER.search(path) and not path.startswith(("../", "http"))]
    assert [path for path in ours if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_only_queries_that_exist(page: str) -> None:
    lines = (shlex.split(line) for line in command_lines(page))
    asked = {line[2] for line in lines if line[:2] in (["healthkg", "query"], ["healthkg", "view"]) and line[2:]}
    library = {path.stem for path in (ROOT / "queries").rglob("*.rq")}
    assert {name for name in asked if not name.startswith("-") and not name.endswith(".rq")} <= library


@pytest.mark.parametrize("page", READMES)
def test_a_readme_shows_every_command(page: str) -> None:
    shown = "\n".join(command_lines(page) + quoted(page))
    leaves = [name for name, command in commands() if not isinstance(command, click.Group)]
    assert [name for name in leaves if not re.search(rf"{re.escape(name)}\b", shown)] == []


@pytest.mark.parametrize("page", READMES)
def test_the_first_screen_says_what_to_type(page: str) -> None:
    first = "\n".join(text(page).splitlines()[:40])
    assert [line for line in ("make run", "make test", "python3 tools/do.py run") if line not in first] == []


def test_both_readmes_give_the_same_commands() -> None:
    english, french = (command_lines(page) for page in READMES)
    assert english == french


def test_every_command_has_help_with_an_example() -> None:
    catalogue = (ROOT / "src" / "healthkg" / "messages.toml").read_text("utf-8")
    leaves = [name for name, command in commands() if not isinstance(command, click.Group)]
    assert [name for name in leaves if f": {name}" not in catalogue] == []


def test_make_has_the_tasks_of_do() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", text("Makefile"), re.M)
    assert phony is not None
    assert phony.group(1).split() == list(tasks().TASKS)


# ---- The guides: what they show is run, and read, as it stands ----

AUTHORING = "data/turtle/README.md"
# Told on the real data, and on the miniature world to which the authoring guide has added its document.
ON_THE_DATA = ("chercheurs", "researchers", "analystes", "analysts")
ON_A_COPY = ("contributeurs", "stewards")


def blocks(page: str) -> list[tuple[str, str, str]]:
    """Return the fenced blocks of `page`: language, the file that the fence names (or ""), content."""
    return re.findall(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", text(page), re.S | re.M)


def follow(page: str, project: Path, run: Run, options: tuple[object, ...] = ()) -> list[Outcome]:
    """Do what `page` says, block by block, from `project`: write the files that it names, run its commands."""
    outcomes = []
    for language, name, content in blocks(page):
        if language == "sh":
            outcomes += [do(line, project, run, options) for line in content.splitlines() if line.strip()]
        elif name:
            add(content, project / ("data/turtle" if language == "turtle" else "") / name)
    return outcomes


def do(line: str, project: Path, run: Run, options: tuple[object, ...]) -> Outcome:
    words = shlex.split(line, comments=True)
    if words[:1] != ["healthkg"]:
        return Outcome(0, "", "")
    words, target = (words[:-2], words[-1]) if words[-2] == ">>" else (words, None)
    outcome = run(*options, *words[1:])
    assert outcome.code == 0, line + "\n" + outcome.out + outcome.err
    if target:
        add(outcome.out, project / target)
    return outcome


def add(content: str, path: Path) -> None:
    """Add to the end of a file; to a Turtle file, with every prefix, as the guide says to copy them."""
    known = path.read_text("utf-8") if path.is_file() else ""
    path.parent.mkdir(exist_ok=True)
    path.write_text(known + (PREFIXES if path.suffix == ".ttl" else "") + content, "utf-8")


PREFIXES = "".join(
    f"PREFIX {name}: <{iri}>\n" for name, iri in read_prefixes(ROOT / "ontology" / "prefixes.ttl").namespaces.items()
)


@pytest.fixture
def workshop(miniature: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the miniature world to work in, from its own folder, with its texts beside it."""
    shutil.copytree(miniature, tmp_path / "project")
    shutil.copytree(TEXTS, tmp_path / "textes")
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


@pytest.mark.parametrize("block", [block for block in blocks(AUTHORING) if block[0] == "turtle"], ids=itemgetter(1))
def test_a_block_of_the_authoring_guide_is_turtle(block: tuple[str, str, str]) -> None:
    assert "#" not in re.sub(r"<[^>]*>", "", block[2])
    assert turtle.parse(PREFIXES + block[2], block[1]) or block[2].startswith("PREFIX")


@pytest.mark.slow
def test_the_guides_of_the_data_can_be_followed_to_the_end(workshop: Path, run: Run) -> None:
    follow(AUTHORING, workshop, run, ("--project", workshop))
    judged = run("--project", workshop, "validate", "--fail-on", "info")
    assert (judged.code, judged.out) == (0, "")
    shutil.copytree(workshop.parent / "textes", workshop.parent / "texts")  # the same folder, for English readers
    for name in ON_A_COPY:
        follow(f"docs/guide-{name}.md", workshop, run, ("--project", workshop))


@pytest.mark.slow
@pytest.mark.parametrize("name", ON_THE_DATA)
def test_a_guide_to_the_data_shows_commands_that_run(
    name: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert follow(f"docs/guide-{name}.md", tmp_path, run)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["chercheurs", "researchers"])
def test_the_first_cell_of_a_notebook_runs(name: str) -> None:
    cells = [content for language, _, content in blocks(f"docs/guide-{name}.md") if language == "python"]
    world: dict[str, object] = {}
    for cell in cells:
        exec(cell, world)  # noqa: S102 - it is ours, and it is what a reader will run
    assert world["rows"]


def test_the_authoring_guide_names_only_what_there_is() -> None:
    test_a_page_names_only_commands_that_exist(AUTHORING)
    test_a_page_names_only_files_that_exist(AUTHORING)


def test_a_guide_stands_in_both_languages_with_the_same_commands() -> None:
    for french, english in zip((*ON_THE_DATA[::2], ON_A_COPY[0]), (*ON_THE_DATA[1::2], ON_A_COPY[1]), strict=True):
        pages = (f"docs/guide-{french}.md", f"docs/guide-{english}.md")
        heads = [[line.split()[:2] for line in command_lines(page)] for page in pages]
        assert heads[0] == heads[1]
