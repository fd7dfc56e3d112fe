"""What things are called, and which thing a person means by a name."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.errors import InputProblem

if TYPE_CHECKING:
    from healthkg.queryfile import Parameter
    from healthkg.store import Store

# In this order: the label people should see first.
_LABELS = ("skos:prefLabel", "rdfs:label", "dcterms:title", "skos:notation")
_NAMES = (
    "skos:prefLabel",
    "hkg:acronym",
    "skos:altLabel",
    "hkg:namedAs",
    "hkg:formerName",
    "skos:hiddenLabel",
    "dcterms:title",
    "rdfs:label",
)
_XSD = "http://www.w3.org/2001/XMLSchema#"


def label(store: Store, node: object, lang: str = "fr") -> str:
    """Return what a person calls `node`: its label in `lang`, else in French, else its short IRI; a literal's text."""
    if not isinstance(node, ox.NamedNode):
        return getattr(node, "value", str(node))
    found = label_of(store, node, lang)
    return store.registry.shorten(node.value) if found is None else found.value


def label_of(store: Store, node: ox.NamedNode, lang: str) -> ox.Literal | None:
    """Return the label of `node` in `lang`, else in French, else in English, else without a language; None when it has
    none (a fact)."""
    for name in _LABELS:
        found = (quad.object for quad in store.matches(node, store.registry[name], None))
        by_language = {literal.language: literal for literal in found if isinstance(literal, ox.Literal)}
        for wanted in (lang, "fr", "en", None):
            if wanted in by_language:
                return by_language[wanted]
    return None


def fold(text: str) -> str:
    """Return `text` as names are compared: no accents, no case, straight apostrophes, single spaces, no quotes."""
    if text.isascii():
        return " ".join(text.casefold().split())
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("«", " ").replace("»", " "))
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).casefold().split())


def names(store: Store, of: ox.NamedNode | None = None) -> dict[str, list[ox.NamedNode]]:
    """Return folded name → the things that bear it, of class `of` when given."""
    found: dict[str, list[ox.NamedNode]] = {}
    members = None if of is None else instances(store, of)
    for name in _NAMES:
        for quad in store.matches(None, store.registry[name], None):
            if isinstance(quad.subject, ox.NamedNode) and (members is None or quad.subject in members):
                bearers = found.setdefault(fold(quad.object.value), [])
                if quad.subject not in bearers:
                    bearers.append(quad.subject)
    return found


def instances(store: Store, of: ox.NamedNode) -> set[ox.NamedNode]:
    """Return the things of class `of` or of a class below it."""
    members = (
        quad.subject for kind in classes(store, of) for quad in store.matches(None, store.registry["rdf:type"], kind)
    )
    return {member for member in members if isinstance(member, ox.NamedNode)}


def classes(store: Store, of: ox.NamedNode) -> set[ox.NamedNode]:
    """Return class `of` and the classes below it."""
    below, waiting = {of}, [of]
    while waiting:
        for quad in store.matches(None, store.registry["rdfs:subClassOf"], waiting.pop()):
            if isinstance(quad.subject, ox.NamedNode) and quad.subject not in below:
                below.add(quad.subject)
                waiting.append(quad.subject)
    return below


def is_a(store: Store, node: ox.NamedNode, kind: ox.NamedNode) -> bool:
    """Say whether `node` is of class `kind` or of one below it: by its own classes, however many things there are."""
    below = store.registry["rdfs:subClassOf"]
    waiting = [quad.object for quad in store.matches(node, store.registry["rdf:type"], None)]
    seen = set[object]()
    while waiting:
        at = waiting.pop()
        if at == kind:
            return True
        if isinstance(at, ox.NamedNode) and at not in seen:
            seen.add(at)
            waiting += [quad.object for quad in store.matches(at, below, None)]
    return False


def find(store: Store, text: str, of: ox.NamedNode | None = None) -> ox.NamedNode:
    """Return the one thing that `text` names: an IRI, a short IRI, a label, an acronym or another name.

    Raises InputProblem: nothing bears that name (with the nearest), or several things do (with their IRIs).
    """
    if (node := store.registry.expand(text)) is not None:
        if not (any(store.matches(node, None, None)) or any(store.matches(None, None, node))):
            raise InputProblem("iri-unknown", name=text)
        return node
    known = names(store, of)
    bearers = known.get(fold(text), [])
    if not bearers:
        import difflib

        near = difflib.get_close_matches(fold(text), known, 3, 0.5)
        raise InputProblem(
            "name-unknown",
            name=text,
            near=", ".join(dict.fromkeys(label(store, known[name][0]) for name in near)) or "–",
        )
    if len(bearers) > 1:
        raise InputProblem(
            "name-ambiguous",
            name=text,
            candidates=", ".join(sorted(store.registry.shorten(b.value) for b in bearers)),
        )
    return bearers[0]


def value_of(store: Store, parameter: Parameter, text: str) -> ox.NamedNode | ox.Literal:
    """Return the term that `text` means for `parameter`, by its declared kind. Raises InputProblem when it is none."""
    if parameter.kind == "iri":
        return find(store, text, store.registry.expand(parameter.of) if parameter.of else None)
    if parameter.kind in ("string", "text"):
        return ox.Literal(text)
    from healthkg.validation.lexical import well_formed  # brings the rules along, which few parameters need

    literal = ox.Literal(text, datatype=ox.NamedNode(_XSD + parameter.kind))
    if not well_formed(literal):
        raise InputProblem("param-form", name=parameter.name, value=text, kind=parameter.kind)
    return literal
