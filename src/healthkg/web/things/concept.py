"""The page of a concept, or of a list of reference: what it means, what is broader and narrower, where it is used."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.web.library.forms import clocks
from healthkg.web.rendering import render
from healthkg.web.things.citing import cited
from healthkg.web.things.facts import facts_of
from healthkg.web.things.known import known, reading
from healthkg.web.things.reader import Named, Reader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from healthkg.web.site import Site
    from healthkg.web.values import Asked, Reply

_SHOWN = 120  # uses that are listed


def concept(site: Site, asked: Asked) -> Reply:
    """Return the page of what the slug of a `ref:` names. Raises InputProblem("page-missing")."""
    slug = asked.parts["slug"]
    node = known(site, f"ref/{slug}")
    reader, seen = reading(site, asked)
    used = [one for one in reader.reach(node, _uses(reader, node)) if isinstance(one, ox.NamedNode)]
    return render(
        site,
        asked,
        "concept",
        slug=slug,
        name=reader.name(node),
        other=Reader(reader.store, reader.addresses, "en" if asked.lang == "fr" else "fr").name(node),
        definitions=_said(reader, node, "skos:definition|dcterms:description"),
        scheme=[reader.name(term) for term in reader.follow(node, "skos:inScheme")],
        broader=[reader.name(term) for term in reader.follow(node, "skos:broader+")],
        narrower=[reader.name(term) for term in reader.follow(node, "skos:narrower|^skos:broader")],
        shortcut=[reader.name(term) for term in reader.follow(node, "hkg:shortcut")],
        concepts=_concepts(reader, node),
        kinds=_kinds(reader, used),
        facts=facts_of(reader, sorted(used, key=str)[:_SHOWN]),
        total=len(used),
        shown=_SHOWN,
        clocks=clocks(site, asked),
        possibly_known=seen.possibly_known,
        citation=cited(reader.store, node.value, reader.name(node).text, asked.lang),
    )


def _kinds(reader: Reader, used: Iterable[ox.NamedNode]) -> list[tuple[str, int]]:
    """Return the kinds of what uses a concept, the most frequent first."""
    counted = Counter(reader.class_of(one) for one in used)
    named = Counter[str]()
    for kind, many in counted.items():
        named["" if kind is None else reader.class_name(kind)] += many
    return sorted(named.items(), key=lambda item: (-item[1], item[0]))


def _said(reader: Reader, node: ox.NamedNode, path: str) -> list[str]:
    """Return what is said of a concept in the reader's language, else in any."""
    found = [term for term in reader.follow(node, path) if isinstance(term, ox.Literal)]
    own = [term for term in found if term.language == reader.lang]
    return [reader.name(term).text for term in own or found]


def _uses(reader: Reader, node: ox.NamedNode) -> str:
    """Return the path back to what uses a concept: every property that leads to it, but those between concepts."""
    leading = reader.leading(node)
    names = sorted(reader.store.registry.shorten(name.value) for name in leading)
    return "|".join(f"^{name}" for name in names if not name.startswith(("skos:", "rdfs:"))) or "^skos:exactMatch"


def _concepts(reader: Reader, scheme: ox.NamedNode) -> list[tuple[Named, str, int]]:
    """Return the concepts of a list of reference, each with its definition and how often it is used."""
    found = [one for one in reader.follow(scheme, "^skos:inScheme") if isinstance(one, ox.NamedNode)]
    return [
        (reader.name(one), " ".join(_said(reader, one, "skos:definition")), len(reader.reach(one, _uses(reader, one))))
        for one in found
    ]
