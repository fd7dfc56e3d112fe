"""What test modules import: where things are, and what a command did."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT.parent / "shared" / "sources"


def missing(what: str, cure: str) -> None:
    """Skip a test that lacks `what`, with its cure; fail when HEALTHKG_REQUIRE asks for it."""
    if what in os.environ.get("HEALTHKG_REQUIRE", "").split(","):
        pytest.fail(f"{what} is required here: {cure}")
    pytest.skip(f"no {what}: {cure}")


def children_of(pid: int) -> list[int]:
    """Return the processes that `pid` started and has not buried; none where /proc does not tell."""
    files = Path(f"/proc/{pid}/task").glob("*/children")
    return sorted(int(one) for file in files for one in file.read_text().split())


@dataclass(frozen=True)
class Outcome:
    """What a command did: its exit code, standard output, standard error."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]
