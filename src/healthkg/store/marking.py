"""Who loads an endpoint: a mark that a load leaves there, so that a second one is told and keeps away.

The mark is a node of the graph `g:chargement`. It is written on condition that there is no other, and read back: only
who then sees its own alone goes on; who sees another, or not its own (another was there when it was to be written, and
is gone), takes its own away, and tries again for a moment. So no two are let in, also where an engine does not carry
out the condition and the write as one (Oxigraph's server does not): of two, the one that wrote later reads later, and
sees the other's. It is enough that what was written is there for whoever reads afterwards. Before every write the mark
is looked for again, so that a load which was taken over from stops.

Not guaranteed: that a request which is under way when its load is taken over from comes before the new load's; and that
those keep away who write by other means.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from random import uniform
from uuid import uuid4

import pyoxigraph as ox

from healthkg.errors import RemoteProblem
from healthkg.store.asking import change, rows
from healthkg.store.endpoint import Endpoint
from healthkg.store.mishaps import printable
from healthkg.store.remote import Remote
from healthkg.store.updates import cleared, update_request

_PAUSE = (0.1, 0.6)  # seconds between the first two tries, at least and at most
_MOMENT = 2.0  # seconds in which loads that begin at once sort out who goes on
_FAREWELL = 5.0  # seconds for the mark to go, after a fault


@dataclass(frozen=True)
class Turn:
    """Who loads, and since when, for those who come meanwhile; how many seconds to wait for who loads already, or
    whether to take over from them (`over`: they are known to be dead)."""

    who: str = "?"
    since: datetime | None = None
    patience: float = 0
    over: bool = False


@dataclass(frozen=True)
class Held:
    """An endpoint, asked at one address and changed at another, that bears the mark of one load."""

    there: Remote
    update: Endpoint = field(repr=False)
    mark: ox.NamedNode

    def tell(self, *updates: str) -> None:
        """Have the updates carried out, each while the mark is there.

        Raises RemoteProblem: "endpoint-unmarked"; a fault of the endpoint.
        """
        for text in updates:
            if self.mark.value not in self.marks():
                raise RemoteProblem("endpoint-unmarked", url=self.there.url)
            _post(self.update, text)

    def marks(self) -> dict[str, tuple[str, str]]:
        """Return the marks that are there: who loads, since when."""
        return {mark: (who, since) for mark, who, since in rows(self.there, "marks")}

    def release(self) -> str:
        """Return the update that takes the mark away."""
        return change("unmark", {"mark": self.mark})


@contextmanager
def held(there: Remote, update: Endpoint, turn: Turn) -> Iterator[Held]:
    """Mark the endpoint as being loaded, for as long as the load goes on; who ends it well takes the mark away.

    Raises RemoteProblem: "endpoint-busy" when another loads it; "endpoint-unmarked" when the mark does not stay; a
    fault of the endpoint.
    """
    endpoint = Held(there, update, ox.NamedNode(f"{there.registry['g:chargement'].value}-{uuid4().hex}"))
    _take(endpoint, turn)
    try:
        yield endpoint
    except BaseException:
        _leave(endpoint)
        raise


def _take(endpoint: Held, turn: Turn) -> None:
    """Write the mark, and see that it is there alone."""
    until = time.monotonic() + max(turn.patience, _MOMENT)
    if turn.over:
        _post(endpoint.update, cleared(endpoint.there.registry["g:chargement"]))
    for tries in count(1):
        _post(endpoint.update, _marking(endpoint, turn))
        others = endpoint.marks()
        written = others.pop(endpoint.mark.value, None)
        if written and not others:
            return
        _leave(endpoint)
        if time.monotonic() >= until:
            raise _refusal(endpoint.there.url, list(others.values()))
        time.sleep(uniform(*_PAUSE) * min(tries, 10))  # noqa: S311 - who came at once comes apart


def _refusal(url: str, others: list[tuple[str, str]]) -> RemoteProblem:
    if not others:
        return RemoteProblem("endpoint-unmarked", url=url)
    who, since = map(printable, min(others))
    return RemoteProblem("endpoint-busy", url=url, who=who, since=since)


def _marking(endpoint: Held, turn: Turn) -> str:
    since = turn.since.isoformat(timespec="seconds") if turn.since else "?"
    return change("mark", {"mark": endpoint.mark, "who": ox.Literal(turn.who), "since": ox.Literal(since)})


def _leave(endpoint: Held) -> None:
    """Take the mark away, as far as the endpoint still listens."""
    with suppress(RemoteProblem):
        _post(replace(endpoint.update, seconds=min(_FAREWELL, endpoint.update.seconds)), endpoint.release())


def _post(update: Endpoint, text: str) -> None:
    update.exchanged(update_request(update.url, text), ())
