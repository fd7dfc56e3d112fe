"""Small random worlds: a shapes graph over all of SHACL Core, and data for it.

Left out is what pySHACL answers otherwise than the specification asks; `test_compiled_shacl.py` names it case by case.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox
from hypothesis import strategies as st

from healthkg.turtle import Statement
from healthkg.validation.compiled.graph import SUBCLASS, TYPE

EX, SH = "https://example.org/", "http://www.w3.org/ns/shacl#"
RDF, XSD = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2001/XMLSchema#"


def ex(name: str) -> ox.NamedNode:
    return ox.NamedNode(EX + name)


def sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)


def typed(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


NODES = [ex(name) for name in "abcdef"] + [ox.BlankNode("n")]
CLASSES = [ex(name) for name in ("Kind", "Kin", "Other")]
NUMBERS = [typed(*said) for said in (("1", "integer"), ("01", "integer"), ("1.0", "decimal"), ("1.50", "decimal"),
                                     ("2", "integer"), ("-3", "integer"), ("2e0", "double"))]  # fmt: skip
TEXTS = [ox.Literal("a"), ox.Literal("abc"), ox.Literal("été"), ox.Literal(""), typed("https://example.org/a", "anyURI"),
         *(ox.Literal(text, language=tag) for text, tag in (("a", "fr"), ("b", "fr"), ("a", "en"), ("c", "en-gb")))]  # fmt: skip
DATES = [typed("2020-01-01", "date"), typed("2021-12-31", "date"), typed("2020-02-29", "date")]
# A world has numbers or dates, not both: rdflib puts the ones after the others. They alone are `low` and `high`.
FAMILIES = st.sampled_from([NUMBERS, DATES])
PREDICATES = [ex("p"), ex("q"), ex("r"), ex("low"), ex("high"), TYPE]
PATTERNS = ["^a", "b", "^https://", "[0-9]", "c$", "É"]


@dataclass
class Turtle:
    """A shapes graph while it is drawn."""

    draw: Callable[[Any], Any]
    family: list[ox.Literal]
    quads: list[Statement] = field(default_factory=list)
    blank: int = 0

    @property
    def terms(self) -> list[Any]:
        return [*NODES, *CLASSES, *TEXTS, *self.family]

    def pick(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def some(self, choices: list[Any], least: int = 1, most: int = 2) -> list[Any]:
        return self.draw(st.lists(st.sampled_from(choices), min_size=least, max_size=most, unique_by=str))

    def say(self, subject: object, predicate: ox.NamedNode, *objects: object) -> None:
        self.quads += [ox.Quad(subject, predicate, object_) for object_ in objects]  # type: ignore[arg-type, misc]

    def node(self) -> ox.BlankNode:
        self.blank += 1
        return ox.BlankNode(f"b{self.blank}")

    def list(self, members: list[Any]) -> object:
        """Write an RDF list and return it."""
        if not members:
            return ox.NamedNode(RDF + "nil")
        node = self.node()
        self.say(node, ox.NamedNode(RDF + "first"), members[0])
        self.say(node, ox.NamedNode(RDF + "rest"), self.list(members[1:]))
        return node

    def path(self, depth: int = 2) -> object:
        """Write a path and return its node. (pySHACL does not turn a sequence round.)"""
        form = self.pick("step", "step", "inverse", "sequence", "alternative", "zeroOrMore", "oneOrMore", "zeroOrOne")
        if form == "step" or depth == 0:
            return self.pick(*PREDICATES)
        if form == "sequence":
            return self.list([self.path(depth - 1), self.path(depth - 1)])
        node = self.node()
        if form == "alternative":
            inner = self.list([self.path(depth - 1), self.path(depth - 1)])
        else:
            inner = self.pick(*PREDICATES) if form == "inverse" else self.path(depth - 1)
        self.say(node, sh(f"{form}Path"), inner)
        return node


# ---- One writer for each component: it says the parameter of a shape. ----

ON_ANY: dict[str, Callable[[Turtle], Any]] = {
    "class": lambda made: made.pick(*CLASSES),
    "datatype": lambda made: made.pick(*(ox.NamedNode(XSD + name) for name in ("integer", "decimal", "string", "date")),
                                       ox.NamedNode(RDF + "langString"), ex("own")),
    "nodeKind": lambda made: sh(made.pick("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")),
    "minExclusive": lambda made: made.pick(*made.family),
    "minInclusive": lambda made: made.pick(*made.family),
    "maxExclusive": lambda made: made.pick(*made.family),
    "maxInclusive": lambda made: made.pick(*made.family),
    "minLength": lambda made: typed(made.pick("0", "1", "3"), "integer"),
    "maxLength": lambda made: typed(made.pick("0", "1", "3", "22"), "integer"),
    "pattern": lambda made: ox.Literal(made.pick(*PATTERNS)),
    "languageIn": lambda made: made.list([ox.Literal(tag) for tag in made.some(["fr", "en", "en-gb", "*"])]),
    "equals": lambda made: made.pick(*PREDICATES),
    "disjoint": lambda made: made.pick(*PREDICATES),
    "hasValue": lambda made: made.pick(*made.terms),
    "in": lambda made: made.list(made.some(made.terms, 0, 4)),
}  # fmt: skip
ON_PROPERTIES: dict[str, Callable[[Turtle], Any]] = {
    "minCount": lambda made: typed(made.pick("0", "1", "2"), "integer"),
    "maxCount": lambda made: typed(made.pick("0", "1", "2"), "integer"),
    "uniqueLang": lambda made: typed("true", "boolean"),
}


def say_shape(made: Turtle, node: object, below: list[object], properties: list[object], path: object = None) -> None:
    """Write a shape whose constraints may refer to the shapes `below` and to the property shapes `properties`."""
    own = dict(ON_ANY)
    if path is not None:
        made.say(node, sh("path"), path)
        own |= ON_PROPERTIES
    for name in made.some([*own], 0, 3):
        made.say(node, sh(name), own[name](made))
        if name == "pattern" and made.pick(True, False):
            made.say(node, sh("flags"), ox.Literal("i"))
    if path == ex("low"):
        made.say(node, sh(made.pick("lessThan", "lessThanOrEquals")), ex("high"))
    if properties:
        made.say(node, sh("property"), *made.some(properties, 0, 3))
    if path is None and made.pick(True, False, False, False):
        made.say(node, sh("closed"), typed("true", "boolean"))
        made.say(node, sh("ignoredProperties"), made.list(made.some(PREDICATES, 0)))
    if below:
        say_logic(made, node, below, path is not None)
    made.say(node, sh("severity"), *(sh(name) for name in made.some(["Warning", "Info"], 0, 1)))
    made.say(node, sh("deactivated"), typed(made.pick("false", *["false"] * 8, "true"), "boolean"))


def say_logic(made: Turtle, node: object, below: list[object], of_property: bool) -> None:
    """Write what a shape asks of its values by other shapes; sh:node wants node shapes, which are IRIs here."""
    name = made.pick("and", "qualified", "node", "not", "or", "xone", "")
    if name == "node":
        made.say(node, sh(name), *made.some([shape for shape in below if str(shape).startswith(f"<{EX}S")], 0))
    elif name == "not":
        made.say(node, sh(name), *made.some(below))
    elif name in ("and", "or", "xone"):
        made.say(node, sh(name), made.list(made.some(below, 1, 3)))
    elif name and of_property:
        made.say(node, sh("qualifiedValueShape"), made.pick(*below))
        made.say(node, sh(made.pick("qualifiedMinCount", "qualifiedMaxCount")), typed(made.pick("0", "1", "2"), "integer"))
        made.say(node, sh("qualifiedValueShapesDisjoint"), typed(made.pick("true", "false"), "boolean"))


def say_targets(made: Turtle, node: object) -> None:
    """Write some targets of a shape, or none."""
    for name, choices in (("targetClass", CLASSES), ("targetNode", made.terms), ("targetSubjectsOf", PREDICATES),
                          ("targetObjectsOf", PREDICATES)):  # fmt: skip
        if made.pick(True, False):
            chosen = [term for term in made.some(choices) if not isinstance(term, ox.BlankNode)]
            made.say(node, sh(name), *chosen)


@st.composite
def shapes_graphs(draw: Any, family: list[ox.Literal]) -> list[Statement]:
    """Draw a shapes graph of a few levels, so that no shape refers to itself."""
    made = Turtle(draw, family)
    below: list[object] = []
    properties: list[object] = []
    for level in range(draw(st.integers(2, 3))):
        new = [made.pick(ex(f"P{level}{number}"), made.node()) for number in range(draw(st.integers(1, 2)))]
        for node in new:
            say_shape(made, node, below, properties, made.pick(ex("p"), ex("low"), made.path()))
        properties = [*properties, *new]
        shape = ex(f"S{level}")
        made.say(shape, TYPE, sh("NodeShape"), *made.some([ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#Class")], 0, 1))
        say_shape(made, shape, below, properties)
        say_targets(made, shape)
        below = [*below, shape, *new]
    return made.quads


def triples(family: list[ox.Literal]) -> st.SearchStrategy[Statement]:
    """Draw one triple: a type, a value of `low` or `high`, a word, or anything else."""
    kinds = st.tuples(st.sampled_from(NODES), st.just(TYPE), st.sampled_from([*CLASSES, ex("S0"), ex("S1")]))
    numbers = st.tuples(st.sampled_from(NODES), st.sampled_from([ex("low"), ex("high")]), st.sampled_from(family))
    values = [*NODES, *CLASSES, *TEXTS, *family]
    others = st.tuples(st.sampled_from(NODES), st.sampled_from(PREDICATES[:3]), st.sampled_from(values))
    words = st.tuples(st.sampled_from(NODES[:3]), st.just(ex("p")), st.sampled_from(TEXTS))
    return st.one_of(kinds, numbers, words, others).map(lambda triple: ox.Quad(*triple))  # type: ignore[arg-type, return-value]


def data_graphs(family: list[ox.Literal]) -> st.SearchStrategy[list[Statement]]:
    """Draw a data graph, with a class below another."""
    below = ox.Quad(ex("Kin"), SUBCLASS, ex("Kind"))
    return st.lists(triples(family), min_size=8, max_size=30).map(lambda drawn: [below, *drawn])  # type: ignore[list-item]
