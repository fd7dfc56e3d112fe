"""The words of a page, by language, and the caption that says in words what a network shows."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from healthkg.messages import fill
from healthkg.projection.bilingual import Bilingual

if TYPE_CHECKING:
    from healthkg.projection.networks import Edge, Network, Node

_LISTED = 6


@cache
def words(lang: str) -> Mapping[str, Any]:
    """Return the words of `lang` (French when it is missing)."""
    table = tomllib.loads(files("healthkg").joinpath("templates/network.toml").read_text("utf-8"))
    found: Mapping[str, Any] = table.get(lang, table["fr"])
    return found


def phrase(key: str) -> Bilingual:
    """Return the phrase `key` in both languages."""
    return Bilingual(*(str(words(lang)[key]) for lang in Bilingual._fields))


def typeset(text: str, lang: str) -> str:
    """Return `text` with the thin no-break spaces that French wants inside « » and before ; : ! ?"""
    if lang != "fr":
        return text
    return re.sub(r"(?<=«) | (?=[»;:!?])", "\u202f", text)


def counted(pair: Sequence[str], count: int, lang: str, **data: object) -> str:
    """Return the singular or plural of `pair`, filled. French counts 0 as singular, English as plural."""
    many = count > 1 if lang == "fr" else count != 1
    return fill(pair[many], {"count": number(count, lang), **data})


def number(count: int, lang: str) -> str:
    """Return an integer as it is written in `lang` (1 234; 1,234)."""
    return f"{count:,}".replace(",", "\u202f" if lang == "fr" else ",")


def listed(items: Sequence[str], lang: str) -> str:
    """Return "a, b and c"; beyond six, "… and n others"."""
    said = list(items)
    if len(said) > _LISTED + 1:
        said = [*said[:_LISTED], counted(words(lang)["more"], len(said) - _LISTED, lang)]
    *first, last = said
    return f"{', '.join(first)}{words(lang)['and']}{last}" if first else last


def caption(network: Network, lang: str) -> tuple[str, ...]:
    """Return the sentences that say what `network` shows: things, links, who, what is absent, what is not firm."""
    if not network.nodes:
        return (words(lang)["nothing"],)
    return (
        _things(network, lang),
        *_links(network, lang),
        *_accents(network, lang),
        *_absences(network, lang),
        *_unsure(network, lang),
    )


def _things(network: Network, lang: str) -> str:
    kinds = Counter(node.kind for node in network.nodes if node.stated)
    names = {node.kind: node.kind_names for node in network.nodes}
    items = [f"{number(count, lang)} {names[kind][count > 1].said(lang)}" for kind, count in kinds.items()]
    return fill(words(lang)["things"], {"items": listed(items, lang)})


def _links(network: Network, lang: str) -> Iterable[str]:
    plain = Counter(edge.label.said(lang) for edge in network.edges if edge.relation.style == "structure")
    items = [counted(words(lang)["link"], count, lang, word=word) for word, count in plain.items()]
    return [fill(words(lang)["links"], {"items": listed(items, lang)})] if items else []


def _accents(network: Network, lang: str) -> Iterable[str]:
    """Yield, for each word (pilote) and firmness, who holds that role, by what it is held towards."""
    nodes = {node.key: node for node in network.nodes}
    said: dict[tuple[str, str], dict[str, list[str]]] = {}
    for edge in network.edges:
        if edge.relation.style == "accent":
            word, name = edge.label.said(lang), nodes[edge.target].name.said(lang)
            said.setdefault((word, edge.proof), {}).setdefault(edge.source, []).append(name)
    for (word, proof), held in said.items():
        pairs = ((listed(actors, lang), nodes[source].label.said(lang)) for source, actors in held.items())
        data = ({"actors": actors, "subject": subject} for actors, subject in pairs)
        items = words(lang)["semicolon"].join(fill(words(lang)["role"], one) for one in data)
        firm = "" if proof == "stated" else f" ({words(lang)['proofs'].get(proof, proof)})"
        yield fill(words(lang)["roles"], {"word": _capital(word) + firm, "items": items})


def _absences(network: Network, lang: str) -> Iterable[str]:
    nodes = {node.key: node for node in network.nodes}
    groups: dict[tuple[str, str], list[Node]] = {}
    for edge in network.edges:
        if not nodes[edge.target].stated:
            source = nodes[edge.source]
            groups.setdefault((nodes[edge.target].label.said(lang), source.kind), []).append(source)
    for (label, kind), sources in groups.items():
        total = sum(node.kind == kind for node in network.nodes)
        data = {"word": _capital(label), "count": len(sources), "total": total}
        items = [node.short or node.label.said(lang) for node in sources]
        names = sources[0].kind_names[len(sources) > 1].said(lang)
        yield fill(words(lang)["absent"], {**data, "kind": names, "items": _enumerated(items, lang)})


def _enumerated(items: Sequence[str], lang: str) -> str:
    """Return all of short items (numbers), or the first of long ones."""
    if all(len(item) < 5 for item in items):
        *first, last = items
        return f"{', '.join(first)}{words(lang)['and']}{last}" if first else last
    return listed(items, lang)


def _unsure(network: Network, lang: str) -> Iterable[str]:
    count = sum(_is_unsure(edge) for edge in network.edges)
    return [counted(words(lang)["unsure"], count, lang)] if count else []


def _is_unsure(edge: Edge) -> bool:
    return edge.proof not in ("stated", "notstated", "unsourced")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
