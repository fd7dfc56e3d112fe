"""The dataset described: VoID and DCAT for machines, a page for people; its dumps with their checksums."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from healthkg.answers.evidence import by_publication
from healthkg.answers.names import instances
from healthkg.errors import InputProblem
from healthkg.layout import software_authors
from healthkg.messages import LANGUAGES
from healthkg.prefixes import named_node
from healthkg.web.linked.describing import licence
from healthkg.web.linked.forms import FORMS, sent, wished
from healthkg.web.linked.inventory import dumps_of, inventory
from healthkg.web.rendering import environment, render
from healthkg.web.things.known import reading
from healthkg.web.values import Asked, Reply, see_other
from healthkg.web.words import words

if TYPE_CHECKING:
    from healthkg.web.site import Site


def dataset(site: Site, asked: Asked) -> Reply:
    """Return the description of the dataset: a page, or RDF. Raises InputProblem("not-acceptable")."""
    ending = wished(asked)
    if ending != "html":
        return _described(site, asked, ending)
    reader, _ = reading(site, asked)
    holds = inventory(site)
    kinds = sorted(holds.classes.items(), key=lambda one: (-one[1], one[0]))
    named = [(reader.class_name(ox.NamedNode(iri), many=2), many) for iri, many in kinds]
    return render(
        site,
        asked,
        "dataset",
        holds=holds,
        licence=licence(site.store).value,
        kinds=[(name, many) for name, many in named if ":" not in name],  # without the classes of the words themselves
        graphs=[(reader.name(graph), _local(site, graph), holds.graphs[graph.value]) for graph in _documents(site)],
        origin=asked.origin,
    )


def void(site: Site, asked: Asked) -> Reply:
    """Return the same description as RDF; who wants a page is sent to it."""
    if wished(asked) == "html" and "text/html" in asked.headers.get("accept", ""):
        return see_other("/dataset")
    ending = wished(asked, page=False)
    return _described(site, asked, ending)


def dump(site: Site, asked: Asked) -> Reply:
    """Return a file of everything; `<name>.sha256` is its checksum. Raises InputProblem("page-missing")."""
    name = asked.parts["name"]
    if name.removesuffix(".sha256") not in inventory(site).dumps:
        raise InputProblem("page-missing")
    dumps = dumps_of(site)
    if (of := name.removesuffix(".sha256")) != name:
        return Reply(f"{dumps[of].sha256}  {of}\n".encode(), "text/plain; charset=utf-8")
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Reply(dumps[name].content, "application/gzip", headers=headers)


def _described(site: Site, asked: Asked, ending: str) -> Reply:
    """Return the description as RDF; what it says of this server, it says of the address that the client used."""
    text = _turtle(site, asked)
    if ending == "ttl":
        return Reply(text.encode(), f"{FORMS[ending].media}; charset=utf-8")
    return sent(ox.parse(text, format=ox.RdfFormat.TURTLE), ending, site.store.registry)


def _turtle(site: Site, asked: Asked) -> str:
    own = asked.origin if named_node(f"{asked.origin}/") else site.addresses.base.rstrip("/")
    data: dict[str, Any] = {
        "server": f"{own}/",
        "base": site.addresses.base,
        "words": {lang: words("dataset", lang) for lang in LANGUAGES},
        "author": software_authors(),
        "licence": licence(site.store).value,
        "version": site.version,
        "example": _example(site),
        "holds": inventory(site),
        "documents": _documents(site),
    }
    return environment().get_template("web/dataset.ttl.j2").render(**data)


def _example(site: Site) -> str:
    """Return a plan: what a machine may look at first."""
    return min(one.value for one in instances(site.store, site.store.registry["hkg:Plan"]))


def _documents(site: Site) -> list[ox.NamedNode]:
    """Return the documents whose statements the corpus holds, in the order in which they were published."""
    return by_publication(site.store, site.documents)


def _local(site: Site, graph: ox.NamedNode) -> str:
    return (site.addresses.local_of(graph.value) or "").removeprefix("id/")
