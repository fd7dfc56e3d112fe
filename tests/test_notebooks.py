"""The notebooks: stories told with the public API. Each runs from top to bottom, offline, and defines nothing."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import healthkg
from healthkg.answers import sparql
from healthkg.store import Store
from support import ROOT, missing

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
STORIES = [
    "1-premier-regard",
    "2-qui-pilote-quoi",
    "3-cibles-et-resultats",
    "4-suivre-l-argent",
    "5-de-ma-sante-2022-au-cnr",
    "6-deux-horloges",
    "7-point-d-acces-distant",
    "8-apporter-sa-source",
]
NAMES = f"from healthkg import {', '.join(healthkg.__all__)}"
ABSOLUTE = re.compile(r"""["'](?:/(?:\w|$)|~/|[A-Za-z]:[\\/])""")
# Runs the cells that come on standard input in one namespace. Whatever asks beyond this machine fails.
RUNNER = """
import json, socket, sys

connect = socket.socket.connect

def at_home(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1"):
        raise AssertionError(f"a notebook asked {address}")
    return connect(self, address)

socket.socket.connect = at_home
sys.stdin.reconfigure(encoding="utf-8")
names = {"__name__": "__main__"}
for cell, code in json.load(sys.stdin):
    exec(compile(code, cell, "exec"), names)
"""
every = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path: Path) -> dict[str, Any]:
    book: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return book


def code(path: Path) -> list[tuple[str, str]]:
    """Return the name and the text of each code cell."""
    return [(cell["id"], "".join(cell["source"])) for cell in read(path)["cells"] if cell["cell_type"] == "code"]


def run(cells: list[tuple[str, str]], folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run `cells` in `folder`, in a Python of their own, where a warning is a failure."""
    environment = {name: said for name, said in os.environ.items() if name != "HEALTHKG_ENDPOINT"}
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", RUNNER],
        input=json.dumps(cells), encoding="utf-8", capture_output=True, cwd=folder, timeout=300, check=False,
        env={**environment, "PYTHONUTF8": "1"},
    )  # fmt: skip


def test_every_story_is_there_and_named_in_both_languages_of_the_index() -> None:
    assert [path.stem for path in NOTEBOOKS] == STORIES
    index = (ROOT / "notebooks" / "README.md").read_text("utf-8")
    assert {name: index.count(f"({name}.ipynb)") for name in STORIES} == dict.fromkeys(STORIES, 2)


@every
def test_a_notebook_has_the_form_of_nbformat_4_5_and_no_output(path: Path) -> None:
    book = read(path)
    assert set(book) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    identifiers = [cell["id"] for cell in book["cells"]]
    assert len(set(identifiers)) == len(identifiers)
    assert all(re.fullmatch(r"[\w-]{1,64}", name) for name in identifiers)
    for cell in book["cells"]:
        own = {"code": {"execution_count": None, "outputs": []}, "markdown": {}}[cell["cell_type"]]
        assert set(cell) == {"cell_type", "id", "metadata", "source", *own}
        assert {name: cell[name] for name in own} == own
        assert cell["metadata"] == {}
        assert all(line.endswith("\n") for line in cell["source"][:-1])


@every
def test_a_notebook_begins_with_its_summary_and_ends_with_its_key_figures(path: Path) -> None:
    opening = read(path)["cells"][0]
    assert opening["cell_type"] == "markdown"
    assert "".join(opening["source"]).startswith("# ")
    assert "*In English. " in "".join(opening["source"])
    (_, first), *_, (_, last) = code(path)
    assert NAMES in first
    assert 'print(f"Données {store.version}")' in first
    assert re.search(r"^assert ", last, re.M)
    assert read(path)["cells"][-1]["cell_type"] == "code"


@every
def test_a_notebook_defines_nothing_and_names_no_folder_of_one_machine(path: Path) -> None:
    for cell, text in code(path):
        assert not re.search(r"^\s*(?:async\s+)?(?:def|class) |\blambda\b", text, re.M), cell
        assert not ABSOLUTE.search(text), cell


@pytest.mark.slow
@every
def test_a_notebook_runs_from_top_to_bottom_offline(path: Path, tmp_path: Path) -> None:
    done = run(code(path), tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Données ")
    assert list(tmp_path.iterdir()) == []
    if "Serveur : aucun" in done.stdout:
        missing("oxigraph", "no server beside this Python nor on the path: pip install oxigraph")


@pytest.mark.slow
def test_without_a_server_the_notebook_on_one_says_so_and_does_nothing_more(tmp_path: Path) -> None:
    cells = code(ROOT / "notebooks" / "7-point-d-acces-distant.ipynb")
    without = [(cell, re.sub(r"^program = .*$", "program = None", text, flags=re.M)) for cell, text in cells]
    assert without != cells
    done = run(without, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Serveur : aucun" in done.stdout


# ---- What a console shows ----


def test_an_answer_and_a_network_say_themselves_in_one_short_line(store: Store) -> None:
    chantiers = healthkg.query(store, "chantiers_of_plan")
    assert repr(chantiers).startswith("<Answer chantiers_of_plan, 11 rows × 12 columns: plan, number, ")
    assert repr(chantiers).endswith(f"; data {store.version}>")
    assert repr(healthkg.ask(store, "Que pilote la DSS ?")).startswith("<Reply who_pilots_what, 2 rows × ")
    assert repr(sparql(store, "ASK { ?s ?p ?o }")) == f"<Answer sparql, True; data {store.version}>"
    drawn = healthkg.network(healthkg.query(store, "plan_whole"))
    assert repr(drawn) == "<Network plan_whole, 60 nodes, 63 edges, 0 hidden>"
