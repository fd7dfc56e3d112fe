"""A project whose files change while it is served: judged anew in a child, taken over whole, or kept out with a word.

Files are looked at by the clock, in the server's own loop. A request under way keeps the site that it began with.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from starlette.applications import Starlette

from healthkg.corpus import open_corpus
from healthkg.errors import HealthkgError, LimitReached
from healthkg.isolation import Limits
from healthkg.layout import Project, find_project
from healthkg.validation import Report, judged
from healthkg.validation.findings import restored
from healthkg.validation.verdict import basis
from healthkg.web import journal, mishaps
from healthkg.web.children import Gate
from healthkg.web.mishaps import Mishap
from healthkg.web.site import Means, Site, site_of

_OWN = Limits(seconds=600, memory=4 << 30, size=256 << 20, niceness=10, reads=True)
_MADE = "verdict.json"  # what a judgement leaves behind
Prints = frozenset[tuple[str, int, int]]


@dataclass(frozen=True)
class Watch:
    """The project at `root`, looked at `every` so many seconds; `prepared` makes a site ready to be served, which is
    made with `means`. What its files are is known from the moment that this is made: make it before the first site is
    opened, so that no change goes unseen."""

    root: Path | None
    means: Means
    prepared: Callable[[Site], Site]
    every: float = 1.0
    known: Prints = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Look at the files for the first time."""
        object.__setattr__(self, "known", prints(find_project(self.root)))

    @contextlib.asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:
        """Watch for as long as `app` runs."""
        watching = asyncio.ensure_future(self._watched(app))
        try:
            yield
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    async def _watched(self, app: Starlette) -> None:
        """Watch, without end, and let `app` serve what the files say."""
        project = app.state.site.store.project
        known = before = self.known
        while True:
            await asyncio.sleep(self.every)
            now = prints(project)
            if now != known and now == before:  # it changed, and nobody is at it any more
                await _renew(app, self)
                known = now
            before = now


def prints(project: Project) -> Prints:
    """Return what tells files apart without reading them: name, size and time of the last change."""
    folders = (project.ontology, project.shapes, project.root / "data", project.queries)
    found = set()
    for path in (path for folder in folders for path in folder.rglob("*") if path.name != _MADE):
        with contextlib.suppress(OSError):  # it went while we looked
            said = path.stat()
            found.add((str(path), said.st_size, said.st_mtime_ns))
    return frozenset(found)


async def _renew(app: Starlette, watch: Watch) -> None:
    """Let `app` serve what the files say now; when that is not sound, say why it serves what it did."""
    try:
        site = await _renewed(watch)
    except HealthkgError as error:
        app.state.kept_because = error
        journal.write(level="warning", kept=app.state.site.version, because=str(error))
    except Exception as error:  # noqa: BLE001 - a fault of ours: what is served stays, and the log says why
        journal.fault(Mishap.of(error), "")
    else:
        app.state.site, app.state.kept_because = site, None
        journal.write(level="info", serving=site.version)


async def _renewed(watch: Watch) -> Site:
    """Return the site of the files as they are. Raises what opening it raises.

    A child judges and opens first: what takes long is done there, and what cannot be opened is found there.
    """
    content = await Gate(1, patience=1).passed(lambda: mishaps.sent(lambda: _judged(watch)), _OWN)
    said = json.loads(mishaps.received(content))
    corpus = open_corpus(watch.root)
    if basis(corpus) != said["basis"]:
        raise LimitReached("files-changing")
    report = Report(tuple(restored(one) for one in said["findings"]), tuple(said["by_pyshacl"]))
    return watch.prepared(site_of(corpus, report, watch.means))


def _judged(watch: Watch) -> bytes:
    corpus = open_corpus(watch.root)
    report = judged(corpus)
    site_of(corpus, report, watch.means)
    return json.dumps({"basis": basis(corpus), **asdict(report)}).encode()
