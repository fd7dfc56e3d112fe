"""The pages a newcomer reads name only what there is, and all that there is."""

import importlib.util
import re
import shlex
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import click
import pytest

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
