"""The lists that a generation keeps for judging: what things are named, and what their labels are, in order."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from healthkg.errors import StoreProblem
from healthkg.prefixes import Registry
from healthkg.store.lines import Lines, write_lines
from healthkg.turtle import Statement
from healthkg.validation import checks
from healthkg.validation.alike import Alike, entries
from healthkg.validation.nearness import Names, turned_round

_NAMES, _TURNED, _ALIKE, _PROPERTIES = "names", "names-turned", "alike", "alike.json"
FILES = frozenset(f"{name}{ending}" for name in (_NAMES, _TURNED, _ALIKE) for ending in ("", ".ends")) | {_PROPERTIES}
_DEFAULT = ox.DefaultGraph()


def write_lists(engine: ox.Store, registry: Registry, queries: Path, generation: Path) -> None:
    """Write the lists of what a store holds; `queries` has the checks that say by which properties things are alike."""
    described = (quad.subject for quad in engine.quads_for_pattern(None, checks.TYPE, None, _DEFAULT))
    names = checks.names(described, registry)
    write_lines(names, generation / _NAMES)
    write_lines(map(turned_round, names), generation / _TURNED)
    rules = checks.read_checks(queries / "checks") if (queries / "checks").is_dir() else ()
    properties = checks.named_alike(rules, registry)
    write_lines({*entries(_having(engine, properties), properties)}, generation / _ALIKE)
    (generation / _PROPERTIES).write_text(json.dumps([one.value for one in properties]), "utf-8")


def _having(engine: ox.Store, properties: Collection[ox.NamedNode]) -> Iterator[Statement]:
    for one in properties:
        yield from engine.quads_for_pattern(None, one, None, _DEFAULT)  # type: ignore[misc]


def read_names(generation: Path) -> Names:
    """Return the names of what a generation describes. Raises StoreProblem("store-damaged") where they are missing."""
    with _whole(generation):
        return Names(Lines(generation / _NAMES), Lines(generation / _TURNED))


def read_alike(generation: Path, properties: Collection[ox.NamedNode]) -> Alike | None:
    """Return the entries of a generation; None when it was made for other properties than these. Raises as above."""
    with _whole(generation):
        listed = json.loads((generation / _PROPERTIES).read_text("utf-8"))
        return Alike(Lines(generation / _ALIKE)) if {one.value for one in properties} <= {*listed} else None


@contextmanager
def _whole(generation: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, TypeError) as error:
        raise StoreProblem("store-damaged", folder=generation.parents[1]) from error
