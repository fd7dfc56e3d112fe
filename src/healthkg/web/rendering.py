"""A template, its words and its data → the reply of a page. Nothing of a page runs that is not a file of ours."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from healthkg.messages import LANGUAGES, fill
from healthkg.projection.page import templates
from healthkg.projection.wording import counted, number
from healthkg.web import assets, linking
from healthkg.web.values import HTML, Asked, Reply
from healthkg.web.words import words

if TYPE_CHECKING:
    import jinja2

    from healthkg.web.site import Site

POLICY = "; ".join((
    "default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self' data:", "connect-src 'self'",
    "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
))  # fmt: skip


def render(site: Site, asked: Asked, page: str, *, status: int = 200, **data: object) -> Reply:
    """Return the page that the template `web/<page>.html.j2` makes of its words (`w`), what was asked, and `data`."""
    said, links = words(page, asked.lang), linking.Links(asked)
    body = (
        environment()
        .get_template(f"web/{page}.html.j2")
        .render(
            w=said,
            lang=asked.lang,
            asked=asked,
            site=site,
            count=lambda pair, many, **more: counted(pair, many, asked.lang, **more),
            number=lambda many: number(many, asked.lang),
            here=links.here,
            lead=links.lead,
            told=links.told,
            languages={lang: asked.address(lang=lang) for lang in LANGUAGES},
            **data,
        )
    )
    return Reply(body.encode(), HTML, status, {"content-security-policy": POLICY})


@cache
def environment() -> jinja2.Environment:
    """Return the templates, with what every page of the workspace uses."""
    made = templates().overlay(auto_reload=False, cache_size=-1)
    made.globals |= {"asset": assets.address, "fill": lambda text, **data: fill(text, data)}
    return made


def prepare() -> None:
    """Read every template and every table of words now: a child should find them done."""
    for name in environment().list_templates(extensions=["j2"]):
        if name.startswith("web/"):
            environment().get_template(name)
