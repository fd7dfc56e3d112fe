"""What the pages are made from: one corpus, judged and opened, with what would be slow to look up anew each time."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from healthkg.answers import list_queries
from healthkg.contribution import open_judge, read_rules
from healthkg.corpus import Corpus, open_corpus
from healthkg.errors import Refused
from healthkg.isolation import Limits
from healthkg.layout import find_project
from healthkg.passages import read_texts
from healthkg.question.understanding import Library, read_library
from healthkg.store import open_store, open_stored
from healthkg.store.merging import OWN, Scope
from healthkg.validation import Report, judged
from healthkg.validation.verdict import judged_anew, kept
from healthkg.web.files import Files, FilesOnDisk, FilesRead
from healthkg.web.linking import Addresses, addresses

if TYPE_CHECKING:
    import pyoxigraph as ox

    from healthkg.contribution import Judge, Rules
    from healthkg.passages import Text
    from healthkg.queryfile import Query
    from healthkg.store import Remote, Store, Stored


@dataclass(frozen=True)
class Site:
    """The `files` of a sound corpus (read whole only when something asks for it), its store and its verdict; the
    library of queries by name; the texts that are on this machine, by file name and by SHA-256; the `limits` of a
    stranger's query; the `edition`, which tells this site from another of the same version (the queries may differ);
    the `endpoint` that holds the same, and is asked strangers' queries."""

    files: Files
    store: Store
    report: Report
    queries: Mapping[str, Query] = field(repr=False)
    questions: Library = field(repr=False)
    texts: Mapping[str, Text] = field(repr=False)
    addresses: Addresses
    limits: Limits
    edition: str = ""
    endpoint: Remote | None = None

    def engine(self, scope: Scope = OWN) -> Store | Remote:
        """Return what answers a stranger's query: the endpoint, where there is one; but here, where the data are the
        same, when the request says which graphs make its dataset."""
        named = scope.default is not None or scope.named is not None
        return self.store if self.endpoint is None or named else self.endpoint

    @property
    def corpus(self) -> Corpus:
        """Return the corpus with all its files, which are read now where they were not before: no page of a thing, and
        no list, asks for it."""
        return self.files.corpus

    @cached_property
    def documents(self) -> Mapping[ox.NamedNode, str]:
        """Return the documents whose statements the corpus holds, each with its slug."""
        return self.files.documents

    @cached_property
    def rules(self) -> Rules:
        """Return what contributions are judged by."""
        return read_rules(self.store.project)

    @cached_property
    def judge(self) -> Judge:
        """Return what judges contributions with the corpus in memory. Where no store on disk is served, it is opened
        before there are children, which find it open."""
        return open_judge(self.corpus, self.rules)

    @property
    def version(self) -> str:
        """Return the version of the data that every page shows."""
        return self.store.version


@dataclass(frozen=True)
class Means:
    """What a site is made with beside its corpus: the folder of texts that are on this machine, the folder of a store
    on disk that holds the corpus (in memory where none is named), the limits of a stranger's query, the endpoint that
    is asked it (this machine where there is none)."""

    texts: Path | None = None
    stored: Path | None = None
    limits: Limits = field(default_factory=Limits)
    endpoint: Remote | None = None


def open_site(root: Path | None, means: Means) -> Site:
    """Return the site of the project at `root`.

    Raises Refused when its corpus is not sound, or is not what the store on disk or the endpoint holds; and what
    reading raises.
    """
    if means.stored is None:
        corpus = open_corpus(root)
        return site_of(corpus, judged(corpus), means)
    store = open_stored(means.stored, find_project(root))
    if store.outdated():
        raise Refused("serve-store-outdated", folder=means.stored)
    files = FilesOnDisk(store)
    return stored_site(store, kept(files.unread) or judged_anew(files.corpus), means)


def site_of(corpus: Corpus, report: Report, means: Means) -> Site:
    """Return the site of a corpus that was judged so. Raises as `open_site` does."""
    store = _on_disk(corpus, means.stored) if means.stored else open_store(corpus)
    return _site(FilesRead(corpus), store, report, means)


def stored_site(store: Stored, report: Report, means: Means) -> Site:
    """Return the site of a store on disk whose corpus was judged so: no file of data is read before a page needs it.
    Raises as `open_site` does."""
    return _site(FilesOnDisk(store), store, report, means)


def _site(files: Files, store: Store, report: Report, means: Means) -> Site:
    if not report.sound:
        raise Refused("serve-refused", violation=report.counts()["violation"])
    if means.endpoint and means.endpoint.data != store.version:
        raise Refused("serve-endpoint-differs", url=means.endpoint.url, here=store.version)
    queries = {query.name: query for query in list_queries(store.project)}
    return Site(
        files,
        store,
        report,
        queries,
        read_library(store),
        read_texts(means.texts) if means.texts else {},
        addresses(store.registry),
        _confined(means),
        hashlib.sha256("".join(query.digest for query in queries.values()).encode()).hexdigest()[:12],
        means.endpoint,
    )


def _confined(means: Means) -> Limits:
    """Return the limits of a stranger's query: who asks an endpoint needs a socket, and a store on disk its tables."""
    if means.endpoint:
        return replace(means.limits, reads=True)
    return replace(means.limits, reads=True, offline=True) if means.stored else means.limits


def _on_disk(corpus: Corpus, folder: Path) -> Store:
    store = open_stored(folder, corpus.project)
    if store.manifest.digest != corpus.digest:
        raise Refused("serve-store-outdated", folder=folder)
    return store


def settle(site: Site, preparations: tuple[Callable[[Site], None], ...]) -> None:
    """Do now what children would else do each anew, and keep the collector from touching (and so copying) memory that
    they share."""
    for prepare in preparations:
        prepare(site)
    gc.unfreeze()  # what an earlier site held
    gc.collect()
    gc.freeze()
