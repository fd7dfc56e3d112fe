"""The page of a document: what it is, what it states line by line, what nothing cites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.passages import read_reasons, uncovered
from healthkg.passages.covering import share
from healthkg.publication.coverage import reasons_path
from healthkg.web.clocks import written
from healthkg.web.library.forms import clocks
from healthkg.web.rendering import render
from healthkg.web.things.brief import brief
from healthkg.web.things.citing import cited
from healthkg.web.things.documents import passages_of, published, text_for
from healthkg.web.things.facts import Fact, facts_of
from healthkg.web.things.known import known, reading
from healthkg.web.things.lines import cited_lines, line_spans, stretches

if TYPE_CHECKING:
    from healthkg.passages import Passage, Text
    from healthkg.web.site import Site
    from healthkg.web.things.reader import Reader
    from healthkg.web.values import Asked, Reply


def document(site: Site, asked: Asked) -> Reply:
    """Return the page of a document that was read. Raises InputProblem("page-missing")."""
    slug = asked.parts["slug"]
    node = known(site, f"id/source-{slug}")
    reader, seen = reading(site, asked)
    judged, text = passages_of(reader, node), text_for(reader, node)
    passages = [passage for passage, _ in judged]
    standing = [passage for passage, state in judged if text is None or state == "intact"]
    facts = facts_of_document(replace(reader, texts={}), node)
    reasons = _reasons(site, slug, text, standing)
    lines = max([0, *(passage.last_line for passage in passages), *([len(line_spans(text))] if text else [])])
    return render(
        site,
        asked,
        "document",
        slug=slug,
        iri=node.value,
        name=reader.name(node),
        brief=brief(reader, node),
        published=published(reader, node),
        sha256=reader.one(node, "schema:sha256"),
        kinds=_kinds(facts),
        facts=facts,
        stretches=stretches(standing, facts, text, _sections(reader, passages), reasons),
        starts={passage.first_line for passage in passages},
        cited_lines=cited_lines(passages, lines),
        lines=lines,
        passages=passages,
        astray=len(passages) - len(standing),
        share=None if text is None else share(text, standing),
        reasons=Counter(reasons.values()),
        has_text=text is not None,
        lens=written(seen.lens),
        clocks=clocks(site, asked),
        possibly_known=seen.possibly_known,
        citation=cited(reader.store, node.value, reader.name(node).text, asked.lang),
    )


def facts_of_document(reader: Reader, document: ox.NamedNode) -> list[Fact]:
    """Return what the document says of each of its nodes, passages aside, in the order of the lines."""
    passage = reader.store.registry["hkg:Passage"]
    quads = reader.store.engine.quads_for_pattern(None, None, None, document)
    nodes = dict.fromkeys(quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode))
    told = facts_of(reader, (one for one in nodes if passage not in reader.classes(one)))
    return [fact for fact in told if fact.graph == document]


def _kinds(facts: Iterable[Fact]) -> list[tuple[str, int]]:
    return sorted(Counter(fact.kind_name for fact in facts).items(), key=lambda item: (-item[1], item[0]))


def _sections(reader: Reader, passages: Iterable[Passage]) -> dict[int, str]:
    """Return first line → the heading under which the passage stands."""
    found = ((one, reader.one(reader.store.registry[one.iri], "hkg:section")) for one in passages)
    return {one.first_line: reader.name(term).text for one, term in found if term is not None}


def _reasons(site: Site, slug: str, text: Text | None, passages: Iterable[Passage]) -> Mapping[int, str]:
    """Return line → why what it says is not cited, where there is the text and someone wrote why (`?` where nobody)."""
    if text is None:
        return {}
    known_reasons = read_reasons(reasons_path(site.store.project))
    return {run.line: known_reasons.get((slug, run.place), "?") for run in uncovered(text, passages)}
