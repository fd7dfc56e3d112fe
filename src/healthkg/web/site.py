"""What the pages are made from: one corpus, judged and opened, with what would be slow to look up anew each time."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from healthkg.answers import list_queries
from healthkg.corpus import Corpus, open_corpus
from healthkg.errors import Refused
from healthkg.isolation import Limits
from healthkg.passages import read_texts
from healthkg.question.understanding import Library, read_library
from healthkg.store import open_store
from healthkg.validation import Report, judged
from healthkg.web.linking import Addresses, addresses

if TYPE_CHECKING:
    from healthkg.passages import Text
    from healthkg.queryfile import Query
    from healthkg.store import Store


@dataclass(frozen=True)
class Site:
    """A sound corpus, its store and its verdict; the library of queries by name; the texts that are on
    this machine, by file name and by SHA-256; the `limits` of a stranger's query."""

    corpus: Corpus
    store: Store
    report: Report
    queries: Mapping[str, Query] = field(repr=False)
    questions: Library = field(repr=False)
    texts: Mapping[str, Text] = field(repr=False)
    addresses: Addresses
    limits: Limits

    @property
    def version(self) -> str:
        """Return the version of the data that every page shows."""
        return self.store.version


def open_site(root: Path | None, texts: Path | None, limits: Limits) -> Site:
    """Return the site of the project at `root`, with the texts of a folder.

    Raises Refused when its corpus is not sound, and what reading raises.
    """
    corpus = open_corpus(root)
    report = judged(corpus)
    if not report.sound:
        raise Refused("serve-refused", violation=report.counts()["violation"])
    store = open_store(corpus)
    return Site(
        corpus,
        store,
        report,
        {query.name: query for query in list_queries(corpus.project)},
        read_library(store),
        read_texts(texts) if texts else {},
        addresses(corpus.registry),
        limits,
    )


def settle(site: Site, preparations: tuple[Callable[[Site], None], ...]) -> None:
    """Do now what children would else do each anew, and keep the collector from touching (and so copying) memory that
    they share."""
    for prepare in preparations:
        prepare(site)
    gc.collect()
    gc.freeze()
