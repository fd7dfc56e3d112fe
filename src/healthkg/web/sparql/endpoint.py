"""`/sparql`: a query and its answer, whole; nothing can be changed here, whatever the method."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.errors import InputProblem
from healthkg.web.linking import here
from healthkg.web.negotiation import preferred
from healthkg.web.sparql import description, forms
from healthkg.web.sparql.protocol import asking
from healthkg.web.values import HTML, PLAIN, Reply, see_other

if TYPE_CHECKING:
    from collections.abc import Sequence

    from healthkg.web.site import Site
    from healthkg.web.sparql.forms import Form
    from healthkg.web.values import Asked

ALLOWED = ("GET", "HEAD", "POST", "OPTIONS")
CHANGING = ("PUT", "PATCH", "DELETE")
_ROOM = 4096  # bytes of a result that the head of the reply may take
_DAY = "86400"
_PREFLIGHT = {
    "access-control-allow-methods": ", ".join(ALLOWED),
    "access-control-allow-headers": "Accept, Accept-Language, Content-Type, If-None-Match",
    "access-control-max-age": _DAY,
}


def answered(site: Site, asked: Asked) -> Reply:
    """Return the answer of the query that is sent; the description of the service when none is.

    Who reads pages is sent to the editor, with the query. Raises what `asking`, `Store.run` and `written` raise.
    """
    sent = asking(site, asked)
    offered = forms.GRAPH if sent is None else (*forms.ROWS, *forms.GRAPH)
    if asked.method != "POST" and _prefers_pages(asked, offered):
        return see_other(here(asked, "/editor", query=sent.text if sent else None))
    if sent is None:
        return description.described(site, asked)
    results = site.engine(sent.scope).run(sent.text, scope=sent.scope)
    is_graph = not isinstance(results, ox.QuerySolutions | ox.QueryBoolean)
    form, media = forms.wished(asked, forms.GRAPH if is_graph else forms.ROWS)
    body = forms.written(results, form, site.store.registry.namespaces, site.limits.size - _ROOM)
    return Reply(body, media, headers={"healthkg-data": site.version})


def options(_: Site, asked: Asked) -> Reply:
    """Return what any page may ask, and how (the preflight of browsers)."""
    return Reply(status=204, media=PLAIN, headers=_PREFLIGHT)


def refused(_: Site, asked: Asked) -> Reply:
    """Refuse every method that changes something. Raises InputProblem("method-refused")."""
    raise InputProblem("method-refused")


def _prefers_pages(asked: Asked, offered: Sequence[Form]) -> bool:
    """Say whether a client would rather have a page than any data, as browsers would."""
    page = HTML.partition(";")[0]
    data = [media for form in offered for media in form.media]
    named = asked.one("format") or asked.one("output")
    return not named and preferred(asked.headers.get("accept", ""), [*data, page]) == page
