"""A thing's page from a store on disk: the processor time of the child that renders it, and how it grows."""

from __future__ import annotations

import os
import statistics
import struct
import time
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import TypeGuard

import pyoxigraph as ox

from benchmarks.goals.goal import Goal, at_most, within
from healthkg.layout import Project
from healthkg.store import Store, open_stored
from healthkg.validation import Report
from healthkg.web import rendering, things
from healthkg.web.site import Means, Site, settle, stored_site
from healthkg.web.things.thing import thing
from healthkg.web.values import Asked

BAR, GROWTH = 20.0, 1.5  # milliseconds; from one size to the next
_SAMPLE = 60  # things
_COPIED = "-x"  # how benchmarks.corpora marks what it copies: the same things are measured at each size
Taken = tuple[int, Mapping[str, float]]


def goals(
    folder: Path, project: Project, triples: int, rounds: int, before: Taken | None = None
) -> Generator[Goal, None, Taken]:
    """Yield the goals of things' pages on the store in `folder`: the median page of a sample, the slowest twentieth,
    the fullest; and how the median has grown since `before`. Return what was taken, for the next size."""
    site = stored_site(open_stored(folder, project), Report((), ()), Means())
    settle(site, (lambda _: rendering.prepare(), things.prepare))
    taken = {slug: _milliseconds(site, slug, rounds) for slug in sampled(site.store)}
    spent = sorted(taken.values())
    at = f"{triples:,} triples on disk"
    yield within(f"a thing's page, median of {len(spent)}, {at}", statistics.median(spent), BAR, "ms")
    yield within(f"a thing's page, the slowest twentieth, {at}", spent[int(len(spent) * 0.95)], BAR, "ms")
    yield within(f"a thing's page, the fullest ({max(taken, key=taken.__getitem__)}), {at}", spent[-1], BAR, "ms")
    if before is not None:
        both = sorted(taken.keys() & before[1].keys())
        more, fewer = (statistics.median(held[slug] for slug in both) for held in (taken, before[1]))
        words = f"a thing's page, from {before[0]:,} to {triples:,} triples"
        yield at_most(words, more, fewer, GROWTH, "the smaller", "ms")
    return triples, taken


def sampled(store: Store) -> list[str]:
    """Return the slugs of some things that are described, the same at each size: of each class every so many; and all
    plans, whose pages are the fullest."""
    begin, type_ = store.registry.namespaces["id"], store.registry["rdf:type"]
    reference = store.registry["g:reference"]
    quads = store.engine.quads_for_pattern(None, type_, None, reference)
    typed = ((str(quad.object), quad.subject) for quad in quads)
    found = sorted({(kind, node.value.removeprefix(begin)) for kind, node in typed if _is_own(node, begin)})
    plan = str(store.registry["hkg:Plan"])
    every = list(dict.fromkeys(slug for _, slug in found))
    return sorted({*every[:: max(1, len(every) // _SAMPLE)], *(slug for kind, slug in found if kind == plan)})


def _is_own(node: object, begin: str) -> TypeGuard[ox.NamedNode]:
    """Say whether a thing is one of the founding corpus, and no document or date, which have pages of other sorts."""
    if not isinstance(node, ox.NamedNode) or not node.value.startswith(begin):
        return False
    slug = node.value.removeprefix(begin)
    return not slug.startswith(("source-", "temps-")) and _COPIED not in slug


def _milliseconds(site: Site, slug: str, rounds: int) -> float:
    """Return the median processor time of a page; each is made in a child of its own, as the server does."""
    asked = Asked(f"/page/{slug}", {"slug": slug})
    return statistics.median(_in_child(lambda: thing(site, asked)) for _ in range(rounds))


def _in_child(work: Callable[[], object]) -> float:
    """Return the milliseconds of processor time that `work` takes in a child that has done the like before."""
    receiving, sending = os.pipe()
    if not (child := os.fork()):
        try:
            begin = time.process_time()
            work()
            os.write(sending, struct.pack("d", (time.process_time() - begin) * 1000))
        finally:
            os._exit(0)
    os.close(sending)
    with os.fdopen(receiving, "rb") as said:
        content = said.read()
    os.waitpid(child, 0)
    return float(struct.unpack("d", content)[0])
