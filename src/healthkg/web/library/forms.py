"""The form of a query, made from its header: a field for each parameter, and the two clocks."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.answers.evidence import by_publication
from healthkg.answers.names import classes, find, fold, instances, label
from healthkg.errors import InputProblem
from healthkg.projection.wording import typeset
from healthkg.question.naming import title
from healthkg.question.words import keys
from healthkg.web.clocks import DOCUMENTS, KNOWN, VALID
from healthkg.web.library.asking import example
from healthkg.web.totals import is_large

if TYPE_CHECKING:
    from healthkg.queryfile import Parameter, Query
    from healthkg.store import Store
    from healthkg.web.site import Site
    from healthkg.web.values import Asked

_FEW = 45  # things that a list still shows at a glance
_MANY = 600  # beyond these, nothing is proposed
_NUMBERS = ("integer", "decimal")


@dataclass(frozen=True)
class Option:
    """A value that may be chosen: what is sent, what is read."""

    value: str
    text: str


@dataclass(frozen=True)
class Field:
    """A field of a form: `kind` is list (a choice among few), things (typed, some being proposed), date, number or
    text; `value` is what stands in it."""

    name: str
    text: str
    kind: str
    value: str
    options: tuple[Option, ...] = ()
    wrong: bool = False


@dataclass(frozen=True)
class Clocks:
    """What stands in the fields of the clocks; the documents that may be chosen, which few forms show."""

    known: str
    valid: str
    chosen: tuple[str, ...]
    site: Site = field(repr=False)
    lang: str

    @cached_property
    def documents(self) -> tuple[Option, ...]:
        """Return the documents that may be chosen; none where they are too many for a form: their names are typed."""
        return documents(self.site, self.lang) if len(self.site.documents) <= _FEW else ()

    @property
    def set(self) -> bool:
        """Say whether any of them is set."""
        return bool(self.known or self.valid or self.chosen)


def fields(site: Site, asked: Asked, query: Query, problem: InputProblem | None = None) -> list[Field]:
    """Return the fields of the parameters of `query`, with what an address gives, else the examples."""
    wrong = problem.data.get("name") if problem else None
    return [_field(site, asked, one, wrong) for one in query.parameters]


def _field(site: Site, asked: Asked, one: Parameter, wrong: object) -> Field:
    given = asked.one(one.name)
    text = typeset(one.labels.get(asked.lang, one.name), asked.lang)
    is_wrong = bool(given) and wrong in (one.name, given)
    if one.kind == "iri":
        if is_large(site) and _are_many(site.store, one):  # nothing is proposed, and no name is looked for
            return Field(one.name, text, "things", given or example(one), (), is_wrong)
        return _field_of_thing(site.store, asked, one, text, is_wrong)
    kind = one.kind if one.kind == "date" else "number" if one.kind in _NUMBERS else "text"
    return Field(one.name, text, "text" if is_wrong else kind, given or example(one), wrong=is_wrong)


def _are_many(store: Store, one: Parameter) -> bool:
    """Say whether there are more things that a parameter wants than a form can propose."""
    if one.of is None or one.of == "skos:Concept":  # any thing; the few of one list
        return one.of is None
    kinds, type_ = classes(store, store.registry[one.of]), store.registry["rdf:type"]
    return (
        sum(1 for _ in islice((one for kind in kinds for one in store.matches(None, type_, kind)), _MANY + 1)) > _MANY
    )


def _field_of_thing(store: Store, asked: Asked, one: Parameter, text: str, wrong: bool) -> Field:
    """Return a list of few things, else a field in which a name is typed."""
    given, options = asked.one(one.name), things(store, one, asked.lang)
    value = given or example(one)
    if len(options) > _FEW:
        proposed = _proposed(store, options[:_MANY], asked.lang)
        return Field(one.name, text, "things", _text(value, options), proposed, wrong)
    chosen = _value(store, value, options)
    if chosen is not None:
        return Field(one.name, text, "list", chosen, options)
    if options and not given:  # an example that this corpus does not know
        return Field(one.name, text, "list", "", (Option("", "–"), *options))
    return Field(one.name, text, "things", value if options else _named(store, value, asked.lang), options, wrong)


def _proposed(store: Store, options: tuple[Option, ...], lang: str) -> tuple[Option, ...]:
    """Return `options` to be typed: by name alone where a name is enough to find the thing."""
    times = _times(options)
    enough = (times[fold(each.text)] == 1 and label(store, store.registry[each.value], lang) for each in options)
    return tuple(
        Option(each.text, "") if name == each.text else each for each, name in zip(options, enough, strict=True)
    )


def things(store: Store, one: Parameter, lang: str) -> tuple[Option, ...]:
    """Return the things that a parameter wants, by name; none where it wants any thing, or facts without names.

    Concepts are those of the scheme of the example: roles are not offered where kinds of events are wanted.
    """
    if one.of is None:
        return ()
    found = instances(store, store.registry[one.of])
    if one.of == "skos:Concept":
        found &= _siblings(store, store.registry[example(one)])
    named = [Option(store.registry.shorten(thing.value), title(store, thing, lang)) for thing in found]
    return tuple(sorted((each for each in named if each.text != each.value), key=lambda each: fold(each.text)))


def _siblings(store: Store, concept: ox.NamedNode) -> set[ox.NamedNode]:
    """Return the concepts of the same scheme."""
    scheme = store.registry["skos:inScheme"]
    quads = (quad for one in store.matches(concept, scheme, None) for quad in store.matches(None, scheme, one.object))
    return {quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)}


def _text(value: str, options: tuple[Option, ...]) -> str:
    """Return the name of what an identifier stands for, unless several bear it."""
    times = _times(options)
    return next((each.text for each in options if each.value == value and times[fold(each.text)] == 1), value)


def _times(options: Iterable[Option]) -> Counter[str]:
    """Return how many things bear each name."""
    return Counter(fold(each.text) for each in options)


def _named(store: Store, value: str, lang: str) -> str:
    """Return the name of what an identifier stands for, if that name finds it."""
    node = store.registry.expand(value)
    name = value if node is None else label(store, node, lang)
    try:
        return name if find(store, name) == node else value
    except InputProblem:
        return value


def _value(store: Store, said: str, options: Iterable[Option]) -> str | None:
    """Return the identifier of what a person means, an identifier or a name; None for nothing of `options`."""
    node = store.registry.expand(said)
    short = store.registry.shorten(node.value) if node is not None else ""
    same = [each.value for each in options if short == each.value or fold(said) == fold(each.text)]
    return same[0] if len(same) == 1 else None


def nearest(site: Site, asked: Asked, query: Query, problem: InputProblem) -> list[tuple[str, str]]:
    """Return what a reader may have meant by a wrong name, each with the address that asks it."""
    for one in query.parameters:
        given = asked.one(one.name)
        if given and problem.data.get("name") == given and problem.code in ("name-unknown", "name-ambiguous"):
            return [(text, asked.address(**{one.name: value})) for text, value in _meant(site, one, given, asked.lang)]
    if problem.code == "param-unknown":
        wrong = str(problem.data.get("name"))
        known = difflib.get_close_matches(wrong, [one.name for one in query.parameters], 3, 0.4)
        return [(name, asked.address(**{wrong: None, name: asked.one(wrong)})) for name in known]
    return []


def _meant(site: Site, one: Parameter, given: str, lang: str) -> list[tuple[str, str]]:
    """Return the things whose names are like `given`, or that all bear it: name, identifier."""
    store, options = site.store, things(site.store, one, lang)
    same = [each for each in options if fold(each.text) == fold(given)]
    if same:
        return [(f"{each.text} ({each.value})", each.value) for each in same]
    known = {each.text: each.value for each in options}
    near = site.questions.lexicon.near(keys(given), one.of, lang)
    found = [each.thing for each in site.questions.lexicon.find(keys(given), one.of)]
    meant = {label(store, thing, lang): store.registry.shorten(thing.value) for thing in found}
    return list(({name: known.get(name, name) for name in near} | meant).items())


# ---- The clocks ----


def clocks(site: Site, asked: Asked) -> Clocks:
    """Return the fields of the clocks, with what an address gives."""
    chosen = tuple(slug.strip() for said in asked.all(DOCUMENTS) for slug in said.split(",") if slug.strip())
    return Clocks(asked.one(KNOWN), asked.one(VALID), chosen, site, asked.lang)


def documents(site: Site, lang: str) -> tuple[Option, ...]:
    """Return the documents that the corpus holds, in the order in which they were published."""
    slugs = site.documents
    return tuple(Option(slugs[one], label(site.store, one, lang)) for one in by_publication(site.store, slugs))


# ---- Examples ----


def examples(site: Site, asked: Asked, query: Query) -> list[Option]:
    """Return the examples of the header that the corpus knows: the address of each, and what it asks of."""
    wanted = {one.name for one in query.parameters}
    said = (each for each in query.header.get("examples") or () if isinstance(each, dict))
    given = [{name: str(value) for name, value in each.items() if name in wanted} for each in said]
    return [
        Option(asked.address(**each), ", ".join(_shown(site.store, value, asked.lang) for value in each.values()))
        for each in given
        if each and not _is_asked(asked, query, each) and all(_is_known(site.store, value) for value in each.values())
    ]


def _is_asked(asked: Asked, query: Query, values: Mapping[str, str]) -> bool:
    """Say whether these are the values that the form holds."""
    held = {one.name: asked.one(one.name) or example(one) for one in query.parameters}
    return all(held[name] == value for name, value in values.items())


def _shown(store: Store, value: str, lang: str) -> str:
    node = store.registry.expand(value)
    return value if node is None else title(store, node, lang)


def _is_known(store: Store, value: str) -> bool:
    """Say whether the corpus describes what an example names; a value that names nothing, such as a day, is known."""
    node = store.registry.expand(value)
    return node is None or any(store.matches(node, None, None))
