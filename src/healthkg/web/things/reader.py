"""Terms as a page shows them: what they are called in its language, and where they lead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from healthkg import messages
from healthkg.answers.names import label_of
from healthkg.answers.paths import Path, read_path
from healthkg.answers.reading import in_words
from healthkg.prefixes import Registry
from healthkg.projection import kinds
from healthkg.projection.wording import number, typeset
from healthkg.store.own_texts import own_text
from healthkg.web.linking import Addresses
from healthkg.web.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from healthkg.passages import Text
    from healthkg.store import Store, Term

_LEADING = own_text("properties_leading_to.rq")


@dataclass(frozen=True)
class Named:
    """A term as it is shown: its words, the path of its page here, or the address of what lies elsewhere; `lang` is the
    language of words that are not in the reader's."""

    text: str
    path: str = ""
    outward: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Reader:
    """Reads one store aloud in one language; `certain` is the store of what is certain, where two clocks differ."""

    store: Store
    addresses: Addresses
    lang: str
    texts: Mapping[str, Text] = field(default_factory=dict, repr=False)
    certain: Store | None = field(default=None, repr=False)
    names: dict[Term, Named] = field(default_factory=dict, repr=False)  # what was read aloud before

    @cached_property
    def words(self) -> Mapping[str, Any]:
        """Return the words that tell facts."""
        return words("facts", self.lang)

    @cached_property
    def _paths(self) -> dict[str, Path]:
        return {}

    @cached_property
    def _orders(self) -> dict[Term, tuple[int, str]]:
        return {}

    # ---- Where paths lead ----

    def follow(self, node: Term, path: str) -> list[Term]:
        """Return the terms to which a property path leads from `node`, in the order of their names."""
        return self.ordered(self.reach(node, path))

    def reach(self, node: Term, path: str) -> frozenset[Term]:
        """Return the terms to which a property path leads from `node`, in no order: what they are called is not asked,
        which for a fact is a sentence."""
        if path not in self._paths:
            self._paths[path] = _read(path, tuple(self.store.registry.namespaces.items()))
        return self._paths[path](self.store, frozenset({node}))

    def ordered(self, terms: Iterable[Term]) -> list[Term]:
        """Return terms in the order of their names, those with a number, or a date, by these."""
        found = list(terms)
        if len(found) < 2:
            return found
        return sorted(found, key=lambda term: (self.order(term), self.name(term).text.casefold(), str(term)))

    def one(self, node: Term, path: str) -> Term | None:
        """Return the first of the terms to which a path leads; None when it leads nowhere."""
        return next(iter(self.follow(node, path)), None)

    def order(self, term: Term) -> tuple[int, str]:
        """Return what sorts things before their names: their number, or their first day."""
        if term not in self._orders:
            self._orders[term] = self._order(term)
        return self._orders[term]

    def _order(self, term: Term) -> tuple[int, str]:
        if not isinstance(term, ox.NamedNode):
            return (0, "")
        notation = next((quad.object.value for quad in self._of(term, "skos:notation")), "")
        return (int(notation), "") if notation.isascii() and notation.isdigit() else (10**6, self.first_day(term))

    def first_day(self, term: Term | None) -> str:
        """Return the first day of a time, else its last; empty for what is no time."""
        found = (quad.object.value for name in ("hkg:earliest", "hkg:latest") for quad in self._of(term, name))
        return next(found, "")

    def _of(self, term: Term | None, name: str) -> Iterable[Any]:
        known = isinstance(term, ox.NamedNode)
        return self.store.matches(term, self.store.registry[name], None) if known else ()  # type: ignore[arg-type]

    # ---- What terms are called ----

    def name(self, term: Term) -> Named:
        """Return how a term is shown: a thing by its label, a fact by its short sentence, a literal by its value."""
        if term not in self.names:
            self.names[term] = self._named(term)
        return self.names[term]

    def path(self, node: ox.NamedNode) -> str:
        """Return the path of the page about a thing; empty for what lies elsewhere."""
        return self.addresses.path_of(node.value) or ""

    def _named(self, term: Term) -> Named:
        if isinstance(term, ox.NamedNode):
            path = self.path(term)
            outward = "" if path or not term.value.startswith(("http://", "https://")) else term.value
            return replace(self._label(term), path=path, outward=outward)
        if isinstance(term, ox.Literal):
            text = term.language or term.datatype.value.endswith("#string")
            return self._worded(term.value, term.language or self.lang) if text else Named(in_words(term, self.lang))
        return Named(str(term))

    def _worded(self, text: str, lang: str) -> Named:
        return Named(typeset(text, lang), lang="" if lang == self.lang else lang)

    def _label(self, node: ox.NamedNode) -> Named:
        found = label_of(self.store, node, self.lang)
        if found is None:
            return Named(self._short(node) or self.store.registry.shorten(node.value).strip("<>"))
        acronym = next((quad.object.value for quad in self._of(node, "hkg:acronym")), "")
        said = f"{found.value} ({acronym})" if acronym and acronym not in found.value else found.value
        return self._worded(said, found.language or self.lang)

    def _short(self, node: ox.NamedNode) -> str:
        """Return the short sentence of a fact or passage; empty for what has none."""
        from healthkg.web.things.sentences import plain

        pieces = self.words["short"].get(self.kind(node), "")
        return plain(self, node, [pieces]) if pieces else ""

    # ---- What things are ----

    def classes(self, node: ox.NamedNode) -> list[ox.NamedNode]:
        """Return the classes of a thing, the most telling first: ours before those of others."""
        found = {quad.object for quad in self._of(node, "rdf:type") if isinstance(quad.object, ox.NamedNode)}
        return sorted(found, key=self._rank)

    def class_of(self, node: ox.NamedNode) -> ox.NamedNode | None:
        """Return the first class of a thing, all else of which is not asked; None when it has none."""
        quads = self.store.engine.quads_for_pattern(node, self.store.registry["rdf:type"], None, ox.DefaultGraph())
        found = [quad.object for quad in quads if isinstance(quad.object, ox.NamedNode)]
        return min(found, key=self._rank, default=None)

    def _rank(self, kind: ox.NamedNode) -> tuple[bool, str]:
        return self.addresses.local_of(kind.value) is None, kind.value

    def leading(self, node: ox.NamedNode) -> set[ox.NamedNode]:
        """Return the properties that lead to a thing."""
        rows = self.store.ask(_LEADING, {"thing": node})
        return {row[1] for row in cast("Iterable[tuple[ox.NamedNode, ox.NamedNode]]", rows)}

    def kind(self, node: ox.NamedNode) -> str:
        """Return the last segment of a thing's first class (`Plan`); empty when it has none."""
        found = self.classes(node)
        return kinds.segment(found[0].value) if found else ""

    def kind_name(self, node: ox.NamedNode, many: int = 1) -> str:
        """Return what the kind of a thing is called."""
        found = self.classes(node)
        return self.class_name(found[0], many) if found else ""

    def class_name(self, kind: ox.NamedNode, many: int = 1) -> str:
        """Return what one or many of a class are called."""
        if kinds.segment(kind.value) in kinds.table()["kinds"]:
            return str(kinds.names(kind.value)[many > 1].said(self.lang))
        return self.name(kind).text

    def is_possible(self, node: Term) -> bool:
        """Say whether what is certain leaves out a fact that what is possible keeps."""
        if self.certain is None or not isinstance(node, ox.NamedNode):
            return False
        return not any(self.certain.matches(node, None, None))

    def count(self, many: int) -> str:
        """Return an integer as it is written."""
        return number(many, self.lang)

    def said(self, code: str) -> str:
        """Return a sentence of the catalogue."""
        return messages.text(code, self.lang)


@lru_cache(maxsize=1024)
def _read(text: str, namespaces: Sequence[tuple[str, str]]) -> Path:
    return read_path(text, Registry(dict(namespaces)))
