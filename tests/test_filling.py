"""An engine is filled in parts: everything arrives, and the thread that fills it is left as it was."""

import os
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from healthkg.store import filling

NAME = ox.NamedNode("urn:a")


def some(count: int, *, broken: bool = False) -> Iterator[ox.Quad]:
    for number in range(count):
        yield ox.Quad(NAME, NAME, ox.Literal(number))
    if broken:
        raise LookupError


def held(engine: ox.Store) -> set[str]:
    return {quad.object.value for quad in engine}


@pytest.mark.parametrize("count", [0, 1, 10, 11, 25])
def test_everything_arrives_whatever_is_left_for_the_last_call(count: int) -> None:
    engine = ox.Store()
    filling.fill(engine, some(count), 10)
    assert held(engine) == set(map(str, range(count)))


@pytest.mark.parametrize("without", [False, True])
def test_a_store_on_disk_is_filled_with_or_without_a_say_over_processors(
    *, without: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BATCH", "LARGE"):
        monkeypatch.setattr(filling, name, 10)
    if without:
        monkeypatch.delattr(os, "sched_setaffinity", raising=False)
    engine = ox.Store(str(tmp_path / "store"))
    filling.pour(engine, some(25))
    assert held(engine) == set(map(str, range(25)))


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system has no say over processors")
def test_the_engine_is_shown_one_processor_as_it_begins_and_the_thread_gets_all_back(tmp_path: Path) -> None:
    usable, seen = os.sched_getaffinity(0), []

    class Engine:
        def bulk_extend(self, quads: Iterator[ox.Quad]) -> None:
            seen.append(len(os.sched_getaffinity(0)))
            next(quads)
            seen.append(len(os.sched_getaffinity(0)))

    filling.pour(Engine(), some(3))  # type: ignore[arg-type]
    assert seen[:2] == [1, len(usable)]
    with pytest.raises(LookupError):
        filling.pour(ox.Store(str(tmp_path / "store")), some(3, broken=True))
    assert os.sched_getaffinity(0) == usable
