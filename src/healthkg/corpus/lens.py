"""Through what a corpus is looked at: some documents, as known at a date, as valid at a date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from healthkg.errors import InputProblem

if TYPE_CHECKING:
    from healthkg.corpus.files import Corpus


@dataclass(frozen=True)
class Lens:
    """The filters that a person asks for; none of them by default."""

    documents: tuple[str, ...] = ()
    known: date | None = None
    valid: date | None = None

    def corpora(self, corpus: Corpus) -> tuple[Corpus, ...]:
        """Return the corpus to ask; two of them, what is certain and what is possible, when a validity is asked."""
        if self == Lens():
            return (corpus,)
        from healthkg.corpus.filters import known_at, only, valid_at

        if self.documents:
            corpus = only(corpus, self.documents)
        if self.known:
            corpus = known_at(corpus, self.known)
        return valid_at(corpus, self.valid) if self.valid else (corpus,)


def wished(documents: str = "", known: str = "", valid: str = "") -> Lens:
    """Return the lens that a person writes: documents with commas between them, days as `day` reads them; empty for
    what is not asked. Raises InputProblem for what is no day."""
    slugs = tuple(slug.strip() for slug in documents.split(",") if slug.strip())
    return Lens(slugs, *(day(text) if text else None for text in (known, valid)))


def day(text: str) -> date:
    """Return the one day that a person means. Raises InputProblem when it is a longer time, or none."""
    from healthkg import dates  # here, since it reads all that people write, and most who ask give no day

    span = dates.read(text)
    if span.earliest is None or span.earliest != span.latest:
        raise InputProblem("date-not-a-day", text=text)
    return span.earliest


def read_lens(filters: Iterable[str]) -> Lens:
    """Return the lens that filters make, written as a corpus names them (`documents=a,b`, `known-at=2021-06-30`).

    Raises ValueError for anything else.
    """
    said = dict(one.split("=", 1) for one in filters)
    documents, known, valid = (said.pop(name, "") for name in ("documents", "known-at", "valid-at"))
    if said:
        raise ValueError(", ".join(said))
    slugs = tuple(slug for slug in documents.split(",") if slug)
    return Lens(slugs, *(date.fromisoformat(day) if day else None for day in (known, valid)))
