"""The SPARQL editor: a plain form, its rows, and what a script built with packages of others adds to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from healthkg.messages import LANGUAGES
from healthkg.queryfile import guarding
from healthkg.web import assets
from healthkg.web.editing.page import editor, refused
from healthkg.web.editing.terms import terms
from healthkg.web.handling import Way
from healthkg.web.routing import route
from healthkg.web.words import words

if TYPE_CHECKING:
    from healthkg.web.site import Site

_ASKING = Way(gate="questions", limits=None, body=3 * guarding.MAX_BYTES + 1024, told=refused)  # %-escapes triple it

ROUTES = [
    route("/editor", editor, _ASKING, ("GET", "POST")),
    route("/editor/terms.json", terms),
]


def prepare(_: Site) -> None:
    """Read the words and the assets now: a child that runs a stranger's query can open no file."""
    assets.table()
    for lang in LANGUAGES:
        words("editor", lang)
