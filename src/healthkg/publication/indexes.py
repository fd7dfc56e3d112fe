"""The indexes of the ontology, the shapes and the queries, for reading on a forge; and the queries as RDF, for editors.

All are made from the files that they describe: same files, same text. Their words are in `templates/*.md.j2`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from healthkg import messages, turtle
from healthkg.answers import list_queries
from healthkg.corpus import Corpus
from healthkg.layout import Project
from healthkg.prefixes import Registry, read_prefixes
from healthkg.publication.markdown import page
from healthkg.publication.rules import shape_index
from healthkg.queryfile import Query
from healthkg.validation.checks import read_checks

LIBRARY = ("competency", "reports", "views")
_PROPERTIES = {"owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty"}
_TEMPLATE = re.compile(r"\bCONSTRUCT\s*\{([^}]*)\}")
_NAME = re.compile(r"(?<![\w?:-])[\w-]+:\w+")


@dataclass(frozen=True)
class Term:
    """A class, property, scheme or concept: its short IRI, its texts by property and language (all else that is said
    of it in words stands under the empty language), and the short IRIs it points at, by property."""

    name: str
    texts: Mapping[str, Mapping[str, str]]
    links: Mapping[str, tuple[str, ...]]

    def text(self, *properties: str) -> Mapping[str, str]:
        """Return language → text of the first of `properties` that it has."""
        return next((self.texts[name] for name in properties if name in self.texts), {})

    def to(self, name: str) -> tuple[str, ...]:
        """Return what the property `name` points at."""
        return self.links.get(name, ())


def indexes(corpus: Corpus) -> dict[Path, str]:
    """Return path → text of each generated index of the project."""
    project = corpus.project
    return {
        project.ontology / "README.md": ontology_index(corpus),
        project.shapes / "README.md": shape_index(corpus),
        project.queries / "README.md": query_index(project),
    }


def stale_indexes(corpus: Corpus) -> dict[Path, str]:
    """Return path → text of the indexes whose file is missing or says something else."""
    return {
        path: text for path, text in indexes(corpus).items() if not path.is_file() or path.read_text("utf-8") != text
    }


# ---- The ontology ----


def ontology_index(corpus: Corpus) -> str:
    """Return the Markdown page of the ontology: every class, property, scheme and concept, each once."""
    terms = _terms(corpus)
    header = next(term for term in terms if "vann:preferredNamespacePrefix" in term.texts)
    own = header.text("vann:preferredNamespacePrefix")[""] + ":"
    computed = _computed(terms, corpus.project, own)
    words = [term for term in terms if _is_class(term) or _is_property(term)]
    asserted = [term for term in words if term.name not in computed]
    return page(
        "ontology.md.j2",
        header=header,
        classes=[term for term in asserted if _is_class(term) and term.name.startswith(own)],
        properties=[term for term in asserted if _is_property(term) and term.name.startswith(own)],
        computed=[(term, computed[term.name]) for term in words if term.name in computed],
        reused=[term for term in asserted if not term.name.startswith(own)],
        schemes=_schemes(terms),
    )


def _terms(corpus: Corpus) -> list[Term]:
    """Return what the ontology's files describe, in the order of the short IRIs; what has no IRI is left out."""
    said: dict[str, list[turtle.Statement]] = defaultdict(list)
    for file in corpus.files:
        for quad in file.triples if file.home == "ontology" else ():
            if isinstance(quad.subject, ox.NamedNode):
                said[corpus.registry.shorten(quad.subject.value)].append(quad)
    return [_term(name, said[name], corpus.registry) for name in sorted(said)]


def _term(name: str, statements: Iterable[turtle.Statement], registry: Registry) -> Term:
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    links: dict[str, set[str]] = defaultdict(set)
    for quad in statements:
        of, value = registry.shorten(quad.predicate.value), quad.object
        if isinstance(value, ox.Literal):
            texts[of][value.language or ""] = value.value
        elif isinstance(value, ox.NamedNode):
            links[of].add(registry.shorten(value.value))
    return Term(name, dict(texts), {of: tuple(sorted(names)) for of, names in links.items()})


def _is_class(term: Term) -> bool:
    return "owl:Class" in term.to("rdf:type")


def _is_property(term: Term) -> bool:
    return not _PROPERTIES.isdisjoint(term.to("rdf:type"))


def _computed(terms: Iterable[Term], project: Project, own: str) -> dict[str, list[str]]:
    """Return computed property → what it is made from: the concepts that name it, the construct files that write it."""
    made: dict[str, list[str]] = defaultdict(list)
    for term in terms:
        for shortcut in term.to("hkg:shortcut"):
            made[shortcut].append(term.name)
    for query in list_queries(project, ("construct",)):
        for name in sorted(set(_NAME.findall(" ".join(_TEMPLATE.findall(query.text))))):
            if name.startswith(own):
                made[name].append(f"queries/construct/{query.name}.rq")
    return made


def _schemes(terms: Iterable[Term]) -> list[tuple[Term, list[Term], list[str]]]:
    """Return each scheme with its concepts and the properties that take their values there."""
    known = list(terms)
    return [
        (
            scheme,
            [term for term in known if scheme.name in term.to("skos:inScheme")],
            [term.name for term in known if scheme.name in term.to("rdfs:seeAlso")],
        )
        for scheme in known
        if "skos:ConceptScheme" in scheme.to("rdf:type")
    ]


# ---- The queries ----


def query_index(project: Project) -> str:
    """Return the Markdown page of the query library: every question, report, view, check and construct file."""
    severities = {
        name: {lang: messages.text(f"severity-{name}", lang) for lang in messages.LANGUAGES}
        for name in ("violation", "warning", "info")
    }
    return page(
        "queries.md.j2",
        groups=[(kind, list_queries(project, (kind,))) for kind in LIBRARY],
        rules=[
            (kind, [(query, severities[severity]) for query, severity in read_checks(project.queries / kind)])
            for kind in ("checks", "gate")
            if (project.queries / kind).is_dir()
        ],
        constructs=list_queries(project, ("construct",)),
    )


def executables(project: Project) -> str:
    """Return the library as Turtle, each query an `sh:SPARQLExecutable` with an IRI, and the prefixes it points to.

    The text is the file's without its header, `PREFIX` lines included: it runs as it stands. *Source:* SHACL 5.2.1
    (sh:prefixes), SHACL-AF 5.2 (sh:SPARQLExecutable).
    """
    registry = read_prefixes(project.prefixes)
    declared = turtle.parse(turtle.read_text(project.prefixes), project.prefixes)
    prefixes = next(quad.subject for quad in declared if quad.predicate == registry["sh:declare"])
    described = [
        ox.Triple(registry[f"id:requete-{query.name.replace('_', '-')}"], registry[name], value)
        for query in list_queries(project, LIBRARY)
        for name, value in _executable(query, registry)
    ]
    links = [ox.Triple(one, registry["sh:prefixes"], prefixes) for one in {triple.subject for triple in described}]
    return turtle.canonical([*declared, *described, *links], registry)


def _executable(query: Query, registry: Registry) -> Iterator[tuple[str, ox.NamedNode | ox.Literal]]:
    """Yield property and value; `query` is a SELECT, ASK or CONSTRUCT (SHACL has no word for DESCRIBE)."""
    form = query.form
    yield "rdf:type", registry["sh:SPARQLExecutable"]
    yield "rdf:type", registry[f"sh:SPARQL{form.title()}Executable"]
    yield f"sh:{form.lower()}", ox.Literal(_without_header(query.text))
    yield "dcterms:identifier", ox.Literal(query.name)
    yield "schema:keywords", ox.Literal(query.folder)
    for lang in messages.LANGUAGES:
        yield "rdfs:comment", ox.Literal(query.summary[lang], language=lang)
        if lang in query.caveats:
            yield "skos:scopeNote", ox.Literal(query.caveats[lang], language=lang)


def _without_header(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#+"))
