"""Many clients at once, each with a connection of its own, and what they see of a server."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

_SENT = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json, text/turtle"}


@dataclass(frozen=True)
class Server:
    """A server that runs: its name, where it listens, where it is asked, what stands for a page, its process."""

    name: str
    host: str
    endpoint: str
    page: str
    pid: int


@dataclass
class Seen:
    """What clients saw: seconds of each reply; how many said to come again later (503), and how many were faults."""

    seconds: list[float] = field(default_factory=list)
    busy: int = 0
    faults: int = 0

    def quantile(self, share: float) -> float:
        """Return the milliseconds that this share of replies stayed under."""
        return sorted(self.seconds)[min(int(len(self.seconds) * share), len(self.seconds) - 1)] * 1000


def crowd(work: Callable[[Seen, float], None], many: int, seconds: float) -> Seen:
    """Return what `many` clients saw who worked for so long."""
    each, until = [Seen() for _ in range(many)], time.perf_counter() + seconds
    threads = [threading.Thread(target=work, args=(seen, until)) for seen in each]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = [one for seen in each for one in seen.seconds]
    return Seen(spent, sum(seen.busy for seen in each), sum(seen.faults for seen in each))


def asking(server: Server, texts: Sequence[str]) -> Callable[[Seen, float], None]:
    """Return the work of a client that asks these texts, in an order of its own, until time is over."""

    def work(seen: Seen, until: float) -> None:
        connection, own = http.client.HTTPConnection(server.host, timeout=60), random.Random(id(seen))  # noqa: S311
        while time.perf_counter() < until:
            connection = measured(seen, connection, ("POST", server.endpoint, own.choice(texts).encode(), _SENT))
        connection.close()

    return work


def opening(server: Server) -> Callable[[Seen, float], None]:
    """Return the work of a client that opens a page, and again, until time is over."""

    def work(seen: Seen, until: float) -> None:
        connection = http.client.HTTPConnection(server.host, timeout=60)
        while time.perf_counter() < until:
            connection = measured(seen, connection, ("GET", server.page, None, {"Accept": "*/*"}))
            time.sleep(0.1)
        connection.close()

    return work


def measured(
    seen: Seen, connection: http.client.HTTPConnection, request: tuple[str, str, bytes | None, dict[str, str]]
) -> http.client.HTTPConnection:
    """Send one request and note how long its reply took; return the connection for the next one."""
    begin = time.perf_counter()
    try:
        connection.request(*request)
        answer = connection.getresponse()
        answer.read()
        seen.busy += answer.status == 503
        seen.faults += answer.status not in (200, 503)
    except (OSError, http.client.HTTPException):
        seen.faults += 1
        connection.close()
        connection = http.client.HTTPConnection(connection.host, connection.port, timeout=60)
    seen.seconds.append(time.perf_counter() - begin)
    return connection
