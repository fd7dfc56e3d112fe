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

RDFS_CLASS = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#Class")


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


# ---- One writer for each component: it says the component's parameters of a shape, by the shapes below it ----

Writer = Callable[[Turtle, object, list[object]], None]


def says(name: str, value: Callable[[Turtle], Any]) -> Writer:
    return lambda made, node, below: made.say(node, sh(name), value(made))


def say_pattern(made: Turtle, node: object, below: list[object]) -> None:
    made.say(node, sh("pattern"), ox.Literal(made.pick(*PATTERNS)))
    made.say(node, sh("flags"), *made.some([ox.Literal("i")], 0, 1))


def say_closed(made: Turtle, node: object, below: list[object]) -> None:
    made.say(node, sh("closed"), typed("true", "boolean"))
    made.say(node, sh("ignoredProperties"), made.list(made.some(PREDICATES, 0)))


def say_node(made: Turtle, node: object, below: list[object]) -> None:
    made.say(node, sh("node"), *made.some([shape for shape in below if str(shape).startswith(f"<{EX}S")]))


def by_list(name: str) -> Writer:
    return lambda made, node, below: made.say(node, sh(name), made.list(made.some(below, 1, 3)))


def qualified(name: str, numbers: str) -> Writer:
    def say(made: Turtle, node: object, below: list[object]) -> None:
        made.say(node, sh("qualifiedValueShape"), made.pick(*below))
        made.say(node, sh(name), typed(made.pick(*numbers), "integer"))
        made.say(node, sh("qualifiedValueShapesDisjoint"), typed(made.pick("true", "false"), "boolean"))

    return say


DATATYPES = [*(ox.NamedNode(XSD + name) for name in ("integer", "decimal", "string", "date")),
             ox.NamedNode(RDF + "langString"), ex("own")]  # fmt: skip
KINDS = [sh(name) for name in ("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")]
TAGS = [ox.Literal(tag) for tag in ("fr", "en", "en-gb", "*")]
ANYWHERE: dict[str, Writer] = {
    "Class": says("class", lambda made: made.pick(*CLASSES)),
    "Datatype": says("datatype", lambda made: made.pick(*DATATYPES)),
    "NodeKind": says("nodeKind", lambda made: made.pick(*KINDS)),
    "MinExclusive": says("minExclusive", lambda made: made.pick(*made.family)),
    "MinInclusive": says("minInclusive", lambda made: made.pick(*made.family)),
    "MaxExclusive": says("maxExclusive", lambda made: made.pick(*made.family)),
    "MaxInclusive": says("maxInclusive", lambda made: made.pick(*made.family)),
    "MinLength": says("minLength", lambda made: typed(made.pick("1", "3", "5"), "integer")),
    "MaxLength": says("maxLength", lambda made: typed(made.pick("0", "1", "3", "22"), "integer")),
    "Pattern": say_pattern,
    "LanguageIn": says("languageIn", lambda made: made.list(made.some(TAGS))),
    "Equals": says("equals", lambda made: made.pick(*PREDICATES)),
    "Disjoint": says("disjoint", lambda made: made.pick(*PREDICATES)),
    "HasValue": says("hasValue", lambda made: made.pick(*made.terms)),
    "In": says("in", lambda made: made.list(made.some(made.terms, 0, 4))),
}
ON_NODE_SHAPES: dict[str, Writer] = {"Closed": say_closed}
ON_PROPERTY_SHAPES: dict[str, Writer] = {
    "MinCount": says("minCount", lambda made: typed(made.pick("0", "1", "2"), "integer")),
    "MaxCount": says("maxCount", lambda made: typed(made.pick("0", "1", "2"), "integer")),
    "UniqueLang": says("uniqueLang", lambda made: typed("true", "boolean")),
}
ON_LOW: dict[str, Writer] = {
    "LessThan": says("lessThan", lambda made: ex("high")),
    "LessThanOrEquals": says("lessThanOrEquals", lambda made: ex("high")),
}
BY_SHAPES: dict[str, Writer] = {
    "Node": say_node,
    "Not": says("not", lambda made: ex("S0")),
    "And": by_list("and"),
    "Or": by_list("or"),
    "Xone": by_list("xone"),
}
COUNTING_SHAPES: dict[str, Writer] = {
    "QualifiedMinCount": qualified("qualifiedMinCount", "012"),
    "QualifiedMaxCount": qualified("qualifiedMaxCount", "001"),
}
COMPONENTS = ANYWHERE | ON_NODE_SHAPES | ON_PROPERTY_SHAPES | ON_LOW | BY_SHAPES | COUNTING_SHAPES


def say_shape(
    made: Turtle, node: object, below: list[object], properties: list[object], wanted: str, path: object = None
) -> None:
    """Write a shape with some components, the one that is wanted among them, and some property shapes."""
    fitting = ANYWHERE | (ON_NODE_SHAPES if path is None else ON_PROPERTY_SHAPES)
    if path == ex("low"):
        fitting |= ON_LOW
    if path is not None:
        made.say(node, sh("path"), path)
    if below:
        fitting |= BY_SHAPES
    if below and path is not None:  # one of them: each has a qualified value shape of its own
        counting = wanted if wanted in COUNTING_SHAPES else made.pick(*COUNTING_SHAPES)
        fitting |= {counting: COUNTING_SHAPES[counting]}
    names = made.some([name for name in fitting if name != wanted], 0, 2)
    for name in [*names, *([wanted] if wanted in fitting else [])]:
        fitting[name](made, node, below)
    made.say(node, sh("property"), *(made.some(properties) if properties else []))
    made.say(node, sh("severity"), *(sh(name) for name in made.some(["Warning", "Info"], 0, 1)))
    made.say(node, sh("deactivated"), typed(made.pick(*["false"] * 9, "true"), "boolean"))


def say_targets(made: Turtle, node: object) -> None:
    """Write some targets of a shape, or none."""
    for name, choices in (("targetClass", CLASSES), ("targetNode", made.terms), ("targetSubjectsOf", PREDICATES),
                          ("targetObjectsOf", PREDICATES)):  # fmt: skip
        if made.pick(True, False):
            chosen = [term for term in made.some(choices) if not isinstance(term, ox.BlankNode)]
            made.say(node, sh(name), *chosen)


@st.composite
def shapes_graphs(draw: Any, family: list[ox.Literal], wanted: str) -> list[Statement]:
    """Draw a shapes graph of two or three levels, so that no shape refers to itself, with a component that is wanted."""
    made = Turtle(draw, family)
    paths = [ex("low")] if wanted in ON_LOW else [ex("p"), ex("low"), None]
    below: list[object] = []
    properties: list[object] = []
    for level in range(draw(st.integers(2, 3))):
        new = [made.pick(ex(f"P{level}{number}"), made.node()) for number in range(draw(st.integers(1, 2)))]
        for node in new:
            say_shape(made, node, below, properties, wanted, made.pick(*paths) or made.path())
        shape = ex(f"S{level}")
        made.say(shape, TYPE, sh("NodeShape"), *made.some([RDFS_CLASS], 0, 1))
        say_shape(made, shape, below, [*properties, *new], wanted)
        say_targets(made, shape)
        properties += new
        below += [shape, *new]
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
    """Draw a data graph, with a class below another, and a node that has two words in one language."""
    always = [ox.Quad(ex("Kin"), SUBCLASS, ex("Kind")), *(ox.Quad(ex("a"), ex("p"), word) for word in TEXTS[5:7])]
    return st.lists(triples(family), min_size=8, max_size=30).map(lambda drawn: [*always, *drawn])  # type: ignore[list-item]


def worlds(wanted: str) -> st.SearchStrategy[tuple[list[Statement], list[Statement]]]:
    """Draw a shapes graph that has a component, and a data graph for it."""
    families = st.sampled_from([NUMBERS, DATES])
    return families.flatmap(lambda family: st.tuples(shapes_graphs(family, wanted), data_graphs(family)))
