"""Every IRI of ours answers: a thing leads on to its page or its data (303), a document is given as it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.errors import InputProblem
from healthkg.web.linked.describing import described
from healthkg.web.linked.forms import FORMS, sent, wished
from healthkg.web.linked.pages import graph_page, vocabulary_page
from healthkg.web.linked.stating import graph_of
from healthkg.web.linked.vocabularies import version_of, vocabulary
from healthkg.web.things.known import known
from healthkg.web.values import Asked, Reply, see_other

if TYPE_CHECKING:
    from collections.abc import Iterable

    from healthkg.turtle import Statement
    from healthkg.web.site import Site

_QUERY = "requete-"


def thing(site: Site, asked: Asked) -> Reply:
    """Send a reader from what a name of ours stands for (`id/…`, `ref/…`) to its page, a machine to its data.

    Raises InputProblem: page-missing, not-acceptable.
    """
    local = asked.path.removeprefix("/")
    if query := _query(site, local):
        return see_other(f"/queries/{query}")
    node = known(site, local)
    ending = wished(asked)
    if ending == "html":
        return see_other(asked.address(site.addresses.path_of(node.value)))
    return see_other(f"/data/{local.removeprefix('id/')}.{ending}")


def _query(site: Site, local: str) -> str:
    """Return the query of the library that a name stands for; empty for none."""
    name = local.removeprefix(f"id/{_QUERY}").replace("-", "_")
    return name if local.startswith(f"id/{_QUERY}") and name in site.queries else ""


def data(site: Site, asked: Asked) -> Reply:
    """Return all that is stated of a thing, in the form that the ending names, else in the one that is asked for.

    Raises InputProblem: page-missing, not-acceptable.
    """
    local, _, ending = asked.parts["name"].rpartition(".")
    if ending not in FORMS:
        local, ending = asked.parts["name"], ""
    node = known(site, local if local.startswith("ref/") else f"id/{local}")
    ending = ending or wished(asked, page=False)
    return sent(described(site, node), ending, site.store.registry)


def document(site: Site, asked: Asked) -> Reply:
    """Return one of the documents in which our words stand: a page, or RDF. Raises InputProblem as `thing` does."""
    name = asked.path.removeprefix("/")
    statements = vocabulary(site, name)
    if not statements:
        raise InputProblem("page-missing")
    ending = wished(asked)
    if ending == "html":
        return vocabulary_page(site, asked, name, statements)
    return sent(_quads(statements), ending, site.store.registry)


def _quads(statements: Iterable[Statement]) -> list[ox.Quad]:
    return [ox.Quad(one.subject, one.predicate, one.object) for one in statements]


def version(site: Site, asked: Asked) -> Reply:
    """Send from the version of the ontology that is served to its document. Raises InputProblem("page-missing")."""
    name = asked.path.removeprefix("/")
    whole = name.partition("/")[0]
    if name != version_of(site, vocabulary(site, whole)):
        raise InputProblem("page-missing")
    return see_other(asked.address(f"/{whole}"))


def prefix(site: Site, asked: Asked) -> Reply:
    """Send from one prefix to the document that declares it. Raises InputProblem("page-missing")."""
    node = known(site, asked.path.removeprefix("/"))
    found = (quad.subject.value for quad in site.store.matches(None, site.store.registry["sh:declare"], node))
    local = site.addresses.local_of(next(found, "")) or ""
    if not local:
        raise InputProblem("page-missing")
    return see_other(f"/{local}#{asked.parts['name']}")


def graph(site: Site, asked: Asked) -> Reply:
    """Return a named graph's own statements: a page, or RDF. Raises InputProblem as `thing` does."""
    name = asked.parts["name"]
    local = f"id/{name}" if name.startswith("source-") else f"graphe/{name}"
    node = _graph(site, local)
    ending = wished(asked)
    if ending == "html":
        return graph_page(site, asked, node)
    return sent(graph_of(site, node), ending, site.store.registry)


def _graph(site: Site, local: str) -> ox.NamedNode:
    held = {str(one): one for one in site.store.engine.named_graphs()}
    found = held.get(f"<{site.addresses.iri_of(local)}>")
    if not isinstance(found, ox.NamedNode):
        raise InputProblem("page-missing")
    return found
