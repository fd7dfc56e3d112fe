"""A cold command imports what it needs, and little else: a fresh process each, and what it has imported at its end."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from healthkg import messages
from support import ROOT

SOURCES = ROOT / "src"
LAZY = sorted(path for path in SOURCES.rglob("__init__.py") if " exports(" in path.read_text("utf-8"))
TELLING = """
import sys
from healthkg.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    if end.code:
        raise
print(*sys.modules, file=sys.stderr, sep="\\n")
"""


def imported(*arguments: object) -> set[str]:
    command = [sys.executable, "-c", TELLING, *map(str, arguments)]
    return set(subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8").stderr.split("\n"))


def of_ours(modules: set[str]) -> set[str]:
    """Return the rooms among them: `healthkg.cli` for `healthkg.cli.asking`."""
    return {".".join(name.split(".")[:2]) for name in modules if name.startswith("healthkg.")}


def test_help_imports_neither_an_engine_nor_a_command() -> None:
    modules = imported("--help")
    assert modules & {"rdflib", "pyoxigraph", "yaml", "hashlib", "pathlib", "importlib.metadata"} == set()
    assert of_ours(modules) == {"healthkg.cli", "healthkg.errors", "healthkg.messages"}
    assert {name.removeprefix("healthkg.cli.") for name in modules if name.startswith("healthkg.cli.")} == {
        "context", "language", "main",
    }  # fmt: skip


def test_a_query_of_a_stored_graph_imports_neither_rules_nor_a_reader_of_files(stored: Path, miniature: Path) -> None:
    modules = imported("--project", miniature, "query", "chantiers_of_plan", "--store", stored)
    assert modules & {"rdflib", "pyshacl", "networkx", "yaml", "hashlib", "importlib.metadata", "xml.etree"} == set()
    assert of_ours(modules) & {f"healthkg.{room}" for room in ("turtle", "dates", "validation", "isolation")} == set()


def test_a_query_of_the_files_imports_no_rules(miniature: Path) -> None:
    modules = imported("--project", miniature, "query", "chantiers_of_plan")
    assert modules & {"rdflib", "pyshacl", "networkx", "yaml", "healthkg.validation.shacl", "healthkg.dates"} == set()


@pytest.fixture
def stored(miniature: Path, tmp_path: Path) -> Path:
    """The miniature world on disk."""
    command = [sys.executable, "-m", "healthkg", "--project", miniature, "load", tmp_path / "store"]
    subprocess.run(command, capture_output=True, check=True)
    return tmp_path / "store"


# ---- What is postponed is the same ----


def test_a_message_read_alone_is_what_the_whole_catalogue_says() -> None:
    whole = messages.catalogue()
    assert {code: messages.sentences(code) for code in whole} == whole


def test_a_code_that_the_catalogue_has_not_is_no_message() -> None:
    with pytest.raises(KeyError):
        messages.sentences("no-such-code")


def test_a_command_is_listed_under_the_name_that_it_bears() -> None:
    commands = import_module("healthkg.cli.main").healthkg.commands
    assert {name: command.name for name, command in commands.items()} == {name: name for name in commands}


def offered(path: Path) -> tuple[ModuleType, dict[str, str]]:
    """Return a package, and name → module of what its type checker reads that it offers."""
    package = import_module(".".join(path.parent.relative_to(SOURCES).parts))
    tree = ast.parse(path.read_text("utf-8"))
    blocks = (node for node in tree.body if isinstance(node, ast.If))
    imports = (line for block in blocks for line in block.body if isinstance(line, ast.ImportFrom))
    return package, {name.name: str(line.module) for line in imports for name in line.names}


@pytest.mark.parametrize("path", LAZY, ids=lambda path: path.parent.name)
def test_a_package_offers_what_its_type_checker_reads(path: Path) -> None:
    package, said = offered(path)
    assert sorted(package.__all__) == sorted(said)
    for name, home in said.items():
        assert getattr(package, name) is getattr(import_module(home), name)


@pytest.mark.parametrize("path", LAZY, ids=lambda path: path.parent.name)
def test_no_module_bears_a_name_that_its_package_imports_later(path: Path) -> None:
    _, said = offered(path)
    modules = {one.stem for one in path.parent.iterdir() if one.is_dir() or one.suffix == ".py"}
    assert modules & set(said) == set()


def test_a_package_that_offers_its_names_later_says_which_it_has_not() -> None:
    with pytest.raises(AttributeError, match=r"module 'healthkg\.answers' has no attribute 'nothing'"):
        import_module("healthkg.answers").nothing  # noqa: B018
