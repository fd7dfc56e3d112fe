"""What runs on a forge, and before a commit: it is well-formed, names only what exists, and does what it says."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from support import ROOT, Run

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
ACTIONS = re.compile(r"(?:actions/(?:checkout|setup-python)|github/codeql-action/upload-sarif)@v\d+")
HEALTHKG = (sys.executable, "-m", "healthkg")


def read(path: Path) -> dict[Any, Any]:
    return dict(yaml.safe_load(path.read_text("utf-8")))


def steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in read(path)["jobs"].values():
        yield from job["steps"]


def lines(path: Path) -> list[str]:
    """Return the lines that a workflow runs."""
    return [line for step in steps(path) for line in str(step.get("run", "")).splitlines()]


def ours(commands: list[str]) -> list[list[str]]:
    """Return the words of those that call the command line, without its name."""
    return [words[1:] for line in commands if (words := shlex.split(line)) and words[0] == "healthkg"]


# ---- Form ----


def test_there_are_two_workflows() -> None:
    assert [path.name for path in WORKFLOWS] == ["test.yml", "validate.yml"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_says_when_it_runs_what_it_may_do_and_how_long(path: Path) -> None:
    said = read(path)
    assert set(said[True]) == {"push", "pull_request"}  # YAML 1.1 reads `on` as true
    assert said["permissions"]["contents"] == "read"
    assert {name for name, right in said["permissions"].items() if right == "write"} <= {"security-events"}
    assert all(job["timeout-minutes"] <= 60 for job in said["jobs"].values())


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_uses_known_actions_pinned_by_major_version(path: Path) -> None:
    assert [used for step in steps(path) if (used := step.get("uses")) and not ACTIONS.fullmatch(used)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_words_of_a_change_become_part_of_a_script(path: Path) -> None:
    assert [line for line in lines(path) if "${{" in line] == []


def test_the_tests_are_run_as_the_readme_says() -> None:
    assert lines(ROOT / ".github" / "workflows" / "test.yml") == ["make test"]
    assert "\nmake test " in (ROOT / "README.md").read_text("utf-8")


# ---- Commands ----


def commands() -> list[list[str]]:
    return [words for path in WORKFLOWS for words in ours(lines(path))] + ours([hook["entry"] for hook in HOOKS])


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_a_command_and_its_options_exist(words: list[str], run: Run) -> None:
    options = {word.split("=")[0] for word in words if word.startswith("--")}
    command = next(word for word in words if word in ("diff", "format", "validate"))
    told = run("--help").out + run(command, "--help").out
    assert [option for option in sorted(options) if option not in told] == []


@pytest.fixture
def repository(miniature: Path, tmp_path: Path) -> Path:
    """The miniature world in a git repository, as it was committed."""
    folder = Path(shutil.copytree(miniature, tmp_path / "world", ignore=shutil.ignore_patterns("verdict.json")))
    call(folder, "git", "init", "--quiet")
    call(folder, "git", "add", ".")
    call(folder, "git", "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "World")
    return folder


def call(folder: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HEALTHKG_LANG": "en", **more}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_steps_of_validate_do_what_they_say(repository: Path) -> None:
    spoil(repository)
    summary = repository / "summary.md"
    codes = {}
    for step in steps(ROOT / ".github" / "workflows" / "validate.yml"):
        if "healthkg" in (script := step.get("run", "")):
            script = script.replace("healthkg ", f"{shlex.join(HEALTHKG)} --project . ")
            if "pip install" not in script:
                done = call(repository, "bash", "-e", "-c", script, BASE="HEAD", GITHUB_STEP_SUMMARY=str(summary))
                codes[step["name"]] = (done.returncode, done.stdout.splitlines()[:1], done.stderr.splitlines()[-1:])
    place = "file=data/turtle/reference/personnes.ttl"
    assert [code for code, _, _ in codes.values()] == [1, 0, 0, 0]
    assert codes["Judge, each finding beside its line"][1][0].startswith(f"::error {place}")
    told = summary.read_text("utf-8")
    assert ("Identity-prefLabel-fr" in told, "Review sheet" in told, told.endswith("````\n")) == (True, True, True)
    assert '"ruleId": "Identity-prefLabel-fr"' in (repository / "healthkg.sarif").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("base", ["0" * 40, "", "1" * 40])
def test_a_push_with_nothing_before_it_has_all_its_files_judged(repository: Path, base: str) -> None:
    spoil(repository)
    commit = ("git", "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "-a", "-m", "First")
    assert call(repository, *commit).returncode == 0
    (script,) = (
        step["run"]
        for step in steps(ROOT / ".github" / "workflows" / "validate.yml")
        if step.get("name") == "What this change would change"
    )
    script = script.replace("healthkg ", f"{shlex.join(HEALTHKG)} --project . ")
    summary = repository / "summary.md"
    done = call(repository, "bash", "-e", "-c", script, BASE=base, GITHUB_STEP_SUMMARY=str(summary))
    told = summary.read_text("utf-8")
    assert (done.returncode, "Identity-prefLabel-fr" in told) == (0, True), done.stderr
    assert "No earlier state to compare with: all files are judged." in told


def spoil(repository: Path) -> None:
    """Take its French label from a person."""
    path = repository / "data" / "turtle" / "reference" / "personnes.ttl"
    path.write_text(path.read_text("utf-8").replace('"@fr', '"@en', 1), "utf-8")


# ---- Before a commit, in another repository ----


def hook(repository: Path, name: str, *files: str) -> int:
    """Do what pre-commit does with one of our hooks; return the exit code."""
    (said,) = (hook for hook in HOOKS if hook["id"] == name)
    if not said.get("pass_filenames", True):
        files = ()
    return call(repository, *HEALTHKG, *shlex.split(said["entry"])[1:], *files).returncode


def test_hooks_are_named_told_and_of_python() -> None:
    assert [one["id"] for one in HOOKS] == ["healthkg-format", "healthkg-validate", "healthkg-contribution"]
    assert all(one["language"] == "python" and one["name"] and one["description"] for one in HOOKS)
    seen = {one["id"]: re.compile(one["files"]) for one in HOOKS}
    paths = ("data/turtle/sources/a.ttl", "shapes/a.ttl", "README.md", "queries/checks/a.rq", "drafts/a.ttl")
    assert {name: [path for path in paths if files.search(path)] for name, files in seen.items()} == {
        "healthkg-format": ["data/turtle/sources/a.ttl"],
        "healthkg-validate": ["data/turtle/sources/a.ttl", "shapes/a.ttl", "queries/checks/a.rq"],
        "healthkg-contribution": ["data/turtle/sources/a.ttl", "shapes/a.ttl", "drafts/a.ttl"],
    }


@pytest.mark.slow
def test_the_hook_that_validates_refuses_what_is_new_and_lets_pass_what_was_there(repository: Path) -> None:
    assert hook(repository, "healthkg-validate") == 0
    spoil(repository)
    assert hook(repository, "healthkg-validate") == 1
    commit = ("git", "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "-a", "-m", "Known")
    assert call(repository, *commit).returncode == 0
    assert hook(repository, "healthkg-validate") == 0


def test_the_hook_that_formats_mends_the_file(repository: Path) -> None:
    path = repository / "data" / "turtle" / "reference" / "personnes.ttl"
    canonical = path.read_text("utf-8")
    path.write_text(canonical.replace(" ;\n", " ;\n\n"), "utf-8")
    assert (hook(repository, "healthkg-format"), path.read_text("utf-8") == canonical) == (0, True)


@pytest.mark.slow
def test_the_hook_for_contributions_judges_a_file_beside_the_corpus_of_the_package(tmp_path: Path) -> None:
    call(tmp_path, "git", "init", "--quiet")
    (tmp_path / "note.ttl").write_text(
        "<https://w3id.org/healthkg/id/plan-x> a <https://w3id.org/healthkg/def#Plann> .\n"
    )
    assert hook(tmp_path, "healthkg-contribution", "note.ttl") == 1
