"""The review sheet of a change: what is stated otherwise, in sentences, document by document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from healthkg import messages
from healthkg.answers.names import label, label_of
from healthkg.answers.said import graph_name, lines_of
from healthkg.contribution.differences import Difference
from healthkg.store import Store
from healthkg.turtle import Statement

# What another statement shows: the type with the thing, a passage as lines, a date by its label.
_TOLD_WITH = ("rdf:type", "hkg:statedIn")
_UNTOLD = ("hkg:Passage", "hkg:TimeSpan")


@dataclass(frozen=True)
class Sheet:
    """The sentences on one document (its label; the project's reference and notes are called so)."""

    document: str
    sentences: tuple[str, ...]


def review(found: Difference, lang: str) -> list[Sheet]:
    """Return what `found` states otherwise, in `lang`: sheets by document, sentences by what they are about."""
    blocks = {block for quad in found.added | found.removed for block in _block(quad)}
    sheets: dict[str, list[str]] = {}
    for graph, subject in sorted(blocks, key=str):
        store = found.after if any(found.after.statements_of(subject)) else found.before
        said = list(_sentences(found, graph, subject, lang))
        if said:
            sheets.setdefault(graph_name(store, graph, lang), []).extend(said)
    return [Sheet(document, tuple(sentences)) for document, sentences in sorted(sheets.items())]


def _block(quad: ox.Quad) -> Iterator[tuple[ox.NamedNode, ox.NamedNode]]:
    if isinstance(quad.graph_name, ox.NamedNode) and isinstance(quad.subject, ox.NamedNode):
        yield quad.graph_name, quad.subject


def _sentences(found: Difference, graph: ox.NamedNode, subject: ox.NamedNode, lang: str) -> Iterator[str]:
    old, new = (list(store.statements_of(subject, None, graph)) for store in (found.before, found.after))
    lasting = found.after if new else found.before
    if _is_untold(lasting, subject):
        return
    what = _what(lasting, subject, lang)
    if old and new:
        for said in _changes(found, old, new, lang):
            yield messages.text(said.pop("code"), lang, what=what, **said)
    else:
        yield messages.text(
            "review-added" if new else "review-removed",
            lang,
            what=what,
            said=_listed(lasting, new or old, lang),
            where=_where(lasting, new or old, lang),
        )


def _is_untold(store: Store, subject: ox.NamedNode) -> bool:
    kinds = {quad.object for quad in store.matches(subject, store.registry["rdf:type"], None)}
    return any(store.registry[name] in kinds for name in _UNTOLD)


def _what(store: Store, subject: ox.NamedNode, lang: str) -> str:
    """Return what a sentence is about: a thing by its label, a fact by its kind and what it concerns."""
    kinds = (quad.object for quad in store.matches(subject, store.registry["rdf:type"], None))
    kind = ", ".join(sorted({label(store, term, lang) for term in kinds}))
    if own := label_of(store, subject, lang):
        return messages.text("review-named", lang, label=own.value, kind=kind)
    things = (quad.object for quad in store.matches(subject, store.registry["hkg:concerns"], None))
    subjects = ", ".join(sorted({label(store, thing, lang) for thing in things}))
    return messages.text("review-fact", lang, kind=kind, subject=subjects or store.registry.shorten(subject.value))


def _changes(found: Difference, old: list[Statement], new: list[Statement], lang: str) -> Iterator[dict[str, str]]:
    """Yield what a sentence needs for each property that has other values: changed where one took another's place."""
    before, after = _values(found.before, old, lang), _values(found.after, new, lang)
    for name in sorted(before.keys() | after.keys()):
        lost = sorted(before.get(name, set()) - after.get(name, set()))
        gained = sorted(after.get(name, set()) - before.get(name, set()))
        where = _where(found.after, new, lang)
        if len(lost) == len(gained) == 1:
            yield {"code": "review-changed", "property": name, "before": lost[0], "after": gained[0], "where": where}
            continue
        yield from ({"code": "review-lost", "property": name, "value": one, "where": ""} for one in lost)
        yield from ({"code": "review-gained", "property": name, "value": one, "where": where} for one in gained)


def _values(store: Store, statements: Iterable[Statement], lang: str) -> dict[str, set[str]]:
    """Return property → values, both as people read them."""
    told_with = {store.registry[name] for name in _TOLD_WITH}
    found: dict[str, set[str]] = {}
    for quad in statements:
        if quad.predicate not in told_with:
            found.setdefault(label(store, quad.predicate, lang), set()).add(label(store, quad.object, lang))
    return found


def _listed(store: Store, statements: Iterable[Statement], lang: str) -> str:
    every = sorted((name, value) for name, values in _values(store, statements, lang).items() for value in values)
    return ", ".join(messages.text("review-property", lang, property=name, value=value) for name, value in every)


def _where(store: Store, statements: Iterable[Statement], lang: str) -> str:
    lines = lines_of(store, next(iter(statements)))
    return messages.text("review-where", lang, lines=messages.text("lines-word", lang, lines=lines)) if lines else ""
