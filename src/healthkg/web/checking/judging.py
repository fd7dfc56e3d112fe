"""What judges on the check page: the corpus in memory; where a store on disk is served, a draft of what is served.

A draft (`healthkg.store.drafts`) is made for each judgement, in the child that judges, and takes some hundredths of a
second. It is not made before there are children: the engine's threads do not live on in a fork (a child that wrote
much did not end), and all children would write into one log. A child that is stopped leaves its draft behind, and the
next one clears it away.

Where no draft can be made, because the store's folder may not be written to, the corpus is read and judged in memory,
if a check can do that within its limits: the steward waits longer and is told the same. With more statements it is not
even tried: the page says at once what is wrong with the server. So it is where the shapes are such that only all of the
corpus together can be judged by them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from healthkg.contribution import judge_of
from healthkg.errors import InputProblem, StoreProblem
from healthkg.store import Stored
from healthkg.web.totals import totals

if TYPE_CHECKING:
    from healthkg.contribution import Judge
    from healthkg.web.site import Site

_IN_MEMORY = 300_000  # statements of a corpus that a check can read and judge within its limits
# Why a store cannot be judged in → what is said of it on the page; of the first two, where memory will not do either.
_SAID = {
    "store-unwritable": "check-unwritable",
    "store-shapes-beyond": "check-shapes-beyond",
    "store-full": "check-full",
}


@contextmanager
def judging(site: Site) -> Iterator[Judge]:
    """Lend what judges contributions to `site`.

    Raises StoreProblem: "check-unwritable", "check-shapes-beyond", "check-full", and what opening a draft raises.
    """
    try:
        with ExitStack() as open_here:
            yield _on_disk(site, site.store, open_here) if isinstance(site.store, Stored) else site.judge
    except (StoreProblem, InputProblem) as problem:
        if problem.code not in _SAID:
            raise
        raise StoreProblem(_SAID[problem.code]) from problem


def _on_disk(site: Site, stored: Stored, open_here: ExitStack) -> Judge:
    try:
        return open_here.enter_context(judge_of(stored, site.rules))
    except (StoreProblem, InputProblem) as problem:
        if problem.code not in ("store-unwritable", "store-shapes-beyond") or _size(site) > _IN_MEMORY:
            raise
        return site.judge


def _size(site: Site) -> int:
    return sum(totals(site, site.store).stated.values())
