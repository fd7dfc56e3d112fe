"""One goal: ours, the peer's, their ratio, the bar; and how medians are taken."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Goal:
    """A measured goal: `ours` and `peer` in `unit`, `ratio` of ours to the peer's; `met` is None without a bar."""

    goal: str
    ours: float
    peer: float | None
    ratio: float | None
    unit: str
    against: str
    bar: str
    met: bool | None


def at_most(goal: str, ours: float, peer: float, bar: float, against: str, unit: str = "s") -> Goal:
    """Return the goal that ours is at most `bar` times the peer's."""
    return Goal(goal, ours, peer, ours / peer, unit, against, f"≤ {bar:g} ×", ours / peer <= bar)


def faster(goal: str, ours: float, peer: float, bar: float, against: str, unit: str = "s") -> Goal:
    """Return the goal that the peer's is at least `bar` times ours."""
    return Goal(goal, ours, peer, ours / peer, unit, against, f"peer ≥ {bar:g} × ours", peer / ours >= bar)


def within(goal: str, ours: float, bar: float, unit: str = "s") -> Goal:
    """Return the goal that ours is at most `bar`."""
    return Goal(goal, ours, None, None, unit, "", f"≤ {bar:g} {unit}", ours <= bar)


def in_turn(works: Iterable[Callable[[], object]], rounds: int) -> list[float]:
    """Return the median wall seconds of each work, all run once in each round, so that a drift of the machine meets
    all alike; one round before is not counted."""
    each = list(works)
    spent: list[list[float]] = [[] for _ in each]
    for number in range(rounds + 1):
        for held, work in zip(spent, each, strict=True):
            begin = time.perf_counter()
            work()
            if number:
                held.append(time.perf_counter() - begin)
    return [statistics.median(held) for held in spent]


def markdown(goals: Iterable[Goal]) -> str:
    """Return the table of goals."""
    lines = ["| goal | ours | peer | ratio | bar | met |", "|---|---:|---:|---:|---|---|"]
    lines += [_line(each) for each in goals]
    return "\n".join(lines) + "\n"


def _line(goal: Goal) -> str:
    met = {None: "", True: "yes", False: "no"}[goal.met]
    peer = "" if goal.peer is None else f"{goal.peer:,.3g} {goal.unit} ({goal.against})"
    ratio = "" if goal.ratio is None else f"{goal.ratio:.3g}"
    return f"| {goal.goal} | {goal.ours:,.3g} {goal.unit} | {peer} | {ratio} | {goal.bar} | {met} |"


def as_json(goals: Iterable[Goal]) -> str:
    """Return the goals as JSON."""
    return json.dumps([asdict(each) for each in goals], ensure_ascii=False, indent=1) + "\n"
