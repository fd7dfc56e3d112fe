"""Pages about things: one each, and lists of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from healthkg.messages import LANGUAGES
from healthkg.web.routing import route
from healthkg.web.things.concept import concept
from healthkg.web.things.document import document
from healthkg.web.things.documents import documents
from healthkg.web.things.known import names
from healthkg.web.things.lists import listing
from healthkg.web.things.remarks import remarks
from healthkg.web.things.statements import statements
from healthkg.web.things.tables import TARGETS, targets
from healthkg.web.things.thing import thing

if TYPE_CHECKING:
    from healthkg.web.site import Site

ROUTES = [
    route("/page/{slug}.csv", statements),
    route("/page/{slug}", thing),
    route("/concept/{slug}", concept),
    route("/plans", listing),
    route("/actors", listing),
    route("/dispositifs", listing),
    route("/documents", documents),
    route("/documents/{slug}", document),
    route("/remarks", remarks),
]


def prepare(site: Site) -> None:
    """Read what everything is called, and ask how far targets have come, once."""
    for lang in LANGUAGES:
        names(site, lang)
    if TARGETS in site.queries:
        targets(site)
