"""How much a site holds, counted once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from healthkg.answers.totals import Totals, totals_of

if TYPE_CHECKING:
    from healthkg.store import Store
    from healthkg.web.site import Site

_LARGE = 100_000  # statements
_COUNTED: dict[tuple[str, str], Totals] = {}


def totals(site: Site, store: Store) -> Totals:
    """Return how much `store` holds: counted once where it is the site's own, not a part of it that is looked at."""
    if store.engine is not site.store.engine:
        return totals_of(store)
    key = site.version, site.edition
    if key not in _COUNTED:
        _COUNTED.clear()
        _COUNTED[key] = totals_of(store)
    return _COUNTED[key]


def is_large(site: Site) -> bool:
    """Say whether a corpus is too large for the whole of it to be drawn, or added up, before the server answers."""
    return sum(totals(site, site.store).stated.values()) >= _LARGE
