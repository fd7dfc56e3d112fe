"""The two clocks and the documents in an address: through what a page looks at the corpus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from healthkg.corpus import Lens, wished
from healthkg.store import Store, open_store

if TYPE_CHECKING:
    from healthkg.web.site import Site
    from healthkg.web.values import Asked

KNOWN, VALID, DOCUMENTS = "known-at", "valid-at", "documents"
CLOCKS = (KNOWN, VALID, DOCUMENTS)


@dataclass(frozen=True)
class Looked:
    """What is asked through a lens: one store, or two of a validity, the certain and the possible; `possibly_known`
    are the slugs of the documents that were left out although they may have been published by then."""

    lens: Lens
    stores: tuple[Store, ...]
    possibly_known: tuple[str, ...] = ()

    @property
    def store(self) -> Store:
        """Return the store in which things are looked up: of two, that of what is possible."""
        return self.stores[-1]


def lens_of(asked: Asked) -> Lens:
    """Return the lens that an address asks for. Raises InputProblem for what is no day."""
    return wished(",".join(asked.all(DOCUMENTS)), asked.one(KNOWN), asked.one(VALID))


def clocks(asked: Asked) -> dict[str, str | None]:
    """Return the parameters by which an address says its lens, for the addresses that it leads to."""
    return {name: ",".join(asked.all(name)) or None for name in CLOCKS}


def looked(site: Site, lens: Lens) -> Looked:
    """Return the site's own store, or those that `lens` makes of its corpus.

    Raises InputProblem for a document that the corpus does not hold.
    """
    if lens == Lens():
        return Looked(lens, (site.store,))
    corpora = lens.corpora(site.corpus)
    return Looked(lens, tuple(open_store(corpus) for corpus in corpora), corpora[0].possibly_known)


def written(lens: Lens) -> dict[str, str | None]:
    """Return `lens` as parameters of an address; None for what is not asked."""
    return {
        KNOWN: lens.known.isoformat() if lens.known else None,
        VALID: lens.valid.isoformat() if lens.valid else None,
        DOCUMENTS: ",".join(lens.documents) or None,
    }
