"""Through what a corpus is looked at: some documents, as known at a date, as valid at a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from healthkg.corpus.files import Corpus
from healthkg.corpus.filters import known_at, only, valid_at


@dataclass(frozen=True)
class Lens:
    """The filters that a person asks for; none of them by default."""

    documents: tuple[str, ...] = ()
    known: date | None = None
    valid: date | None = None

    def corpora(self, corpus: Corpus) -> tuple[Corpus, ...]:
        """Return the corpus to ask; two of them, what is certain and what is possible, when a validity is asked."""
        if self.documents:
            corpus = only(corpus, self.documents)
        if self.known:
            corpus = known_at(corpus, self.known)
        return valid_at(corpus, self.valid) if self.valid else (corpus,)
