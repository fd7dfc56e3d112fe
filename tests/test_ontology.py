"""The words of the graph: every term and concept is named, defined, placed and told from its neighbours."""

import io
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse, serialize

ROOT = Path(__file__).resolve().parents[1]
ONTOLOGY = ROOT / "ontology"
REGISTRY = ONTOLOGY / "prefixes.ttl"

SH = "http://www.w3.org/ns/shacl#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
# Words of these languages need no declaration of ours, but they must exist.
BUILT_IN = {"owl": "OWL", "rdf": "RDF", "rdfs": "RDFS", "sh": "SH", "xsd": "XSD"}
# rdflib knows every name of these vocabularies, so a slip in one of them shows.
KNOWN = BUILT_IN | {
    "dcat": "DCAT", "dcterms": "DCTERMS", "foaf": "FOAF", "org": "ORG", "prov": "PROV", "schema": "SDO",
    "skos": "SKOS", "sosa": "SOSA", "time": "TIME", "vann": "VANN",
}  # fmt: skip

# What each term of ours specialises: a parent lost or added by accident shows here.
PARENTS = """
hkg:Breakdown hkg:Fact
hkg:Budget hkg:Fact
hkg:Chantier hkg:PolicyElement
hkg:Claim hkg:Fact
hkg:Claim schema:Claim
hkg:Component hkg:PolicyElement
hkg:Event prov:Activity
hkg:Fact prov:Entity
hkg:Figure hkg:Fact
hkg:ForecastValue hkg:Figure
hkg:Group foaf:Group
hkg:Link dcat:Relationship
hkg:Link hkg:Fact
hkg:Measure hkg:PolicyElement
hkg:Milestone hkg:Fact
hkg:ObservedValue hkg:Figure
hkg:ObservedValue sosa:Observation
hkg:Passage oa:SpecificResource
hkg:Plan hkg:PolicyElement
hkg:PolicyElement prov:Plan
hkg:Programme hkg:PolicyElement
hkg:Project hkg:PolicyElement
hkg:Remark hkg:Fact
hkg:RoleAssignment cv:Participation
hkg:RoleAssignment hkg:Fact
hkg:SourceDocument foaf:Document
hkg:SourceDocument prov:Entity
hkg:Status hkg:Fact
hkg:TargetValue hkg:Figure
hkg:TimeSpan time:TemporalEntity
hkg:acronym skos:altLabel
hkg:concerns dcterms:relation
hkg:date dcterms:temporal
hkg:formerName skos:altLabel
hkg:legalBasis cv:hasLegalResource
hkg:linkType dcat:hadRole
hkg:namedAs skos:altLabel
hkg:object dcterms:relation
hkg:requires dcterms:requires
"""

# What is computed from a role, a type of link or a type of remark.
SHORTCUTS = """
ref:lien-aboutit-a hkg:leadsTo
ref:lien-dans-le-cadre-de hkg:inContextOf
ref:lien-deroge-a hkg:derogatesFrom
ref:lien-en-lien-avec hkg:relatesTo
ref:lien-met-en-oeuvre hkg:implements
ref:lien-permet hkg:enables
ref:lien-prepare hkg:prepares
ref:lien-profite-a hkg:benefits
ref:lien-prolonge hkg:continues
ref:lien-puise-dans hkg:drawsOn
ref:lien-remplace dcterms:replaces
ref:lien-requiert hkg:requires
ref:lien-s-appuie-sur hkg:relatesTo
ref:lien-suit hkg:follows
ref:lien-vise hkg:pursues
ref:remarque-identite-incertaine hkg:possiblySameAs
ref:role-coordonnateur hkg:coordinatedBy
ref:role-financeur hkg:fundedBy
ref:role-operateur hkg:operatedBy
ref:role-pilote hkg:pilotedBy
ref:role-pilote-operationnel hkg:pilotedBy
ref:role-porteur hkg:pilotedBy
"""

# ---- Reading ----


def triples(*paths: Path) -> list[Quad]:
    return [quad for path in paths for quad in parse(path=str(path), format=RdfFormat.TURTLE)]


def namespaces() -> dict[str, str]:
    """Return the registry of prefixes, by prefix."""
    rows = Store()
    rows.extend(triples(REGISTRY))
    query = f"SELECT ?p ?n WHERE {{ ?d <{SH}prefix> ?p ; <{SH}namespace> ?n }}"
    return {row["p"].value: row["n"].value for row in rows.query(query)}


NAMESPACES = namespaces()
PREFIXES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in NAMESPACES.items())


def curie(term: object) -> str:
    if not isinstance(term, NamedNode):
        return str(term)
    fits = [(len(iri), f"{p}:{term.value[len(iri) :]}") for p, iri in NAMESPACES.items() if term.value.startswith(iri)]
    return max(fits)[1] if fits else str(term)


def vocabularies() -> list[Path]:
    return sorted((ONTOLOGY / "vocabularies").glob("*.ttl"))


def words(turtle: str = "") -> Store:
    """Return the ontology and its vocabularies, with `turtle` added, as one set of triples."""
    store = Store()
    store.extend(triples(*sorted(ONTOLOGY.glob("*.ttl")), *vocabularies()))
    store.extend(parse(PREFIXES + turtle, format=RdfFormat.TURTLE))
    return store


@pytest.fixture(scope="module")
def ontology() -> Store:
    return words()


def lines(store: Store, pattern: str) -> list[str]:
    """Return the rows of `pattern` as sorted lines of CURIEs."""
    query = f"{PREFIXES}SELECT DISTINCT ?entity ?value WHERE {{ {pattern} }}"
    return sorted(" ".join(curie(term) for term in row if term) for row in store.query(query))


# ---- Rules that a query states: no row is no defect ----

OURS = "FILTER(STRSTARTS(STR(?entity), STR(hkg:)))"
KINDS = "owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty"
TERM = f"VALUES ?kind {{ {KINDS} }} ?entity a ?kind ."
OWN = f"{TERM} {OURS}"
CONCEPT = "?entity a skos:Concept ."
LANGUAGE = 'VALUES ?value { "fr" "en" }'
TEXT = "rdfs:label|rdfs:comment|skos:prefLabel|skos:definition|skos:scopeNote|skos:example|vann:usageNote"


def without(subject: str, path: str) -> str:
    """Return the pattern of those that lack a French or an English `path`."""
    return f"{subject} {LANGUAGE} FILTER NOT EXISTS {{ ?entity {path} ?text FILTER(LANG(?text) = ?value) }}"


def twice(subject: str, path: str) -> str:
    """Return the pattern of those that say `path` twice in one language."""
    return f"{subject} ?entity {path} ?value , ?other FILTER(?value != ?other && LANG(?value) = LANG(?other))"


# rule → (pattern, a defect that the rule must find, what it then says)
RULES = {
    "missing_label": (
        without(TERM, "rdfs:label"),
        'hkg:Bad a owl:Class ; rdfs:label "mauvais"@fr .',
        ['hkg:Bad "en"'],
    ),
    "missing_concept_label": (
        without(CONCEPT, "skos:prefLabel"),
        'ref:role-bad a skos:Concept ; skos:prefLabel "bad"@en .',
        ['ref:role-bad "fr"'],
    ),
    "missing_definition": (
        without(OWN, "rdfs:comment"),
        'hkg:Bad a owl:Class ; rdfs:comment "Mauvais."@fr .',
        ['hkg:Bad "en"'],
    ),
    "missing_concept_definition": (
        without(CONCEPT, "skos:definition"),
        'ref:role-bad a skos:Concept ; skos:definition "Mauvais."@fr , "Bad." .',
        ['ref:role-bad "en"'],
    ),
    "missing_scope_note": (
        without(OWN, "skos:scopeNote"),
        'hkg:Bad a owl:Class ; skos:scopeNote "Pas bon."@fr .',
        ['hkg:Bad "en"'],
    ),
    "missing_example": (
        without(OWN, "skos:example"),
        'hkg:bad a owl:ObjectProperty ; skos:example "A bad one."@en .',
        ['hkg:bad "fr"'],
    ),
    "missing_usage_note": (
        without(TERM + " FILTER(!STRSTARTS(STR(?entity), STR(hkg:)))", "vann:usageNote"),
        'foaf:Agent a owl:Class ; vann:usageNote "Jamais."@fr .',
        ['foaf:Agent "en"'],
    ),
    "missing_scheme_text": (
        "?entity a skos:ConceptScheme . VALUES ?value { dcterms:title dcterms:description skos:prefLabel } "
        'VALUES ?l { "fr" "en" } FILTER NOT EXISTS { ?entity ?value ?text FILTER(LANG(?text) = ?l) }',
        'ref:bad a skos:ConceptScheme ; dcterms:title "b"@fr , "b"@en ; skos:prefLabel "b"@fr , "b"@en .',
        ["ref:bad dcterms:description"],
    ),
    "missing_defined_by": (
        f"{OWN} FILTER NOT EXISTS {{ ?entity rdfs:isDefinedBy <https://w3id.org/healthkg/def> }}",
        "hkg:Bad a owl:Class .",
        ["hkg:Bad"],
    ),
    "missing_hints": (
        f"{OWN} FILTER(?kind != owl:Class) VALUES ?value {{ schema:domainIncludes schema:rangeIncludes }} "
        "FILTER NOT EXISTS { ?entity ?value ?hint }",
        "hkg:bad a owl:ObjectProperty ; schema:domainIncludes hkg:Plan .",
        ["hkg:bad schema:rangeIncludes"],
    ),
    "multiple_labels": (
        twice(TERM, "rdfs:label"),
        'hkg:Plan rdfs:label "scheme"@en .',
        ['hkg:Plan "plan"@en', 'hkg:Plan "scheme"@en'],
    ),
    "multiple_concept_texts": (
        f"{{ {twice(CONCEPT, 'skos:prefLabel')} }} UNION {{ {twice(CONCEPT, 'skos:definition')} }}",
        'ref:etat-ouverte skos:prefLabel "pendante"@fr .',
        ['ref:etat-ouverte "ouverte"@fr', 'ref:etat-ouverte "pendante"@fr'],
    ),
    "duplicate_label": (
        f"{OWN} ?entity rdfs:label ?value . ?other rdfs:label ?value FILTER(?other != ?entity) "
        "FILTER(STRSTARTS(STR(?other), STR(hkg:)))",
        'hkg:Bad a owl:Class ; rdfs:label "plan"@fr .',
        ['hkg:Bad "plan"@fr', 'hkg:Plan "plan"@fr'],
    ),
    "duplicate_concept_label": (
        "?entity skos:inScheme ?scheme ; skos:prefLabel ?value . "
        "?other skos:inScheme ?scheme ; skos:prefLabel ?value FILTER(?other != ?entity)",
        'ref:etat-bad a skos:Concept ; skos:inScheme ref:etat ; skos:prefLabel "ouverte"@fr .',
        ['ref:etat-bad "ouverte"@fr', 'ref:etat-ouverte "ouverte"@fr'],
    ),
    "duplicate_definition": (
        "VALUES ?path { rdfs:comment skos:definition } ?entity ?path ?value . ?other ?path ?value "
        "FILTER(?other != ?entity)",
        'hkg:Bad a owl:Class ; rdfs:comment "What happened, dated or not."@en .',
        ['hkg:Bad "What happened, dated or not."@en', 'hkg:Event "What happened, dated or not."@en'],
    ),
    "text_white_space": (
        f"?entity {TEXT}|dcterms:title|dcterms:description ?value "
        r'FILTER(REGEX(STR(?value), "^\\s|\\s$|\\s\\s|[\\n\\t]"))',
        'hkg:Bad rdfs:comment "Two  spaces."@en .',
        ['hkg:Bad "Two  spaces."@en'],
    ),
    "text_without_language": (
        f'?entity {TEXT} ?value FILTER(LANG(?value) NOT IN ("fr", "en"))',
        'hkg:Bad rdfs:label "bad" .',
        ['hkg:Bad "bad"'],
    ),
    "definition_is_no_sentence": (
        "VALUES ?path { rdfs:comment skos:definition skos:scopeNote } ?entity ?path ?value "
        'FILTER(!STRENDS(?value, "."))',
        'hkg:Bad rdfs:comment "no stop"@en .',
        ['hkg:Bad "no stop"@en'],
    ),
    "deprecated_reference": (
        "?value owl:deprecated true . ?entity ?path ?value "
        "FILTER(?path != dcterms:isReplacedBy && ?entity != ?value)",
        "hkg:Old owl:deprecated true ; dcterms:isReplacedBy hkg:Plan . hkg:Bad rdfs:subClassOf hkg:Old .",
        ["hkg:Bad hkg:Old"],
    ),
    "deprecated_without_replacement": (
        "?entity owl:deprecated true FILTER NOT EXISTS { ?entity dcterms:isReplacedBy ?new }",
        "hkg:Old owl:deprecated true .",
        ["hkg:Old"],
    ),
    "misused_replaced_by": (
        "?entity dcterms:isReplacedBy ?value FILTER(NOT EXISTS { ?entity owl:deprecated true } || "
        "EXISTS { ?value owl:deprecated true } || NOT EXISTS { ?value a ?kind })",
        "hkg:Old owl:deprecated true ; dcterms:isReplacedBy hkg:Nothing . "
        "hkg:Bad dcterms:isReplacedBy hkg:Plan .",
        ["hkg:Bad hkg:Plan", "hkg:Old hkg:Nothing"],
    ),
    "two_kinds_of_property": (
        f"{TERM} ?entity a ?value . VALUES ?value {{ {KINDS} }} FILTER(?kind != ?value)",
        "hkg:date a owl:DatatypeProperty .",
        ["hkg:date owl:DatatypeProperty", "hkg:date owl:ObjectProperty"],
    ),
    "parent_of_another_kind": (
        f"VALUES ?kind {{ {KINDS} }} ?entity rdfs:subClassOf|rdfs:subPropertyOf ?value ; a ?kind "
        "FILTER NOT EXISTS { ?value a ?kind }",
        "hkg:date rdfs:subPropertyOf skos:notation .",
        ["hkg:date skos:notation"],
    ),
    "object_property_with_a_literal": (
        "?value a owl:ObjectProperty . ?entity ?value ?text FILTER(isLiteral(?text))",
        'ref:etat-ouverte skos:broader "état"@fr .',
        ["ref:etat-ouverte skos:broader"],
    ),
    "datatype_property_with_an_iri": (
        "?value a owl:DatatypeProperty . ?entity ?value ?node FILTER(!isLiteral(?node))",
        "ref:etat-ouverte skos:notation ref:etat .",
        ["ref:etat-ouverte skos:notation"],
    ),
    "domain_range_or_import": (
        "VALUES ?value { rdfs:domain rdfs:range owl:imports owl:equivalentClass owl:sameAs } "
        "?entity ?value ?node",
        "hkg:date rdfs:range hkg:TimeSpan .",
        ["hkg:date rdfs:range"],
    ),
    "concept_not_in_one_scheme": (
        f"{CONCEPT} OPTIONAL {{ ?entity skos:inScheme ?value }} FILTER(!BOUND(?value) || "
        "EXISTS { ?entity skos:inScheme ?other FILTER(?other != ?value) } || "
        "NOT EXISTS { ?value a skos:ConceptScheme })",
        "ref:role-bad a skos:Concept . ref:etat-ouverte skos:inScheme ref:role .",
        ["ref:etat-ouverte ref:etat", "ref:etat-ouverte ref:role", "ref:role-bad"],
    ),
    "broader_in_another_scheme": (
        "?entity skos:broader ?value ; skos:inScheme ?s FILTER NOT EXISTS { ?value skos:inScheme ?s }",
        "ref:role-pilote skos:broader ref:etat-ouverte .",
        ["ref:role-pilote ref:etat-ouverte"],
    ),
    "circle_of_broader": (
        "?entity skos:broader+ ?entity",
        "ref:role-pilotage skos:broader ref:role-porteur .",
        ["ref:role-pilotage", "ref:role-porteur"],
    ),
    "neither_top_nor_narrower": (
        f"{CONCEPT} ?entity skos:inScheme ?value "
        "FILTER(EXISTS { ?entity skos:broader ?b } = EXISTS { ?entity skos:topConceptOf ?value })",
        "ref:role-appui skos:broader ref:role-pilotage .",
        ["ref:role-appui ref:role"],
    ),
    "shortcut_not_declared": (
        "?entity hkg:shortcut ?value FILTER NOT EXISTS { ?value a owl:ObjectProperty }",
        "ref:role-appui hkg:shortcut hkg:helpedBy .",
        ["ref:role-appui hkg:helpedBy"],
    ),
    "kind_counted_without_unit": (
        "?entity skos:inScheme ref:sorte FILTER NOT EXISTS "
        "{ ?entity sdmx-attribute:unitMeasure ?value . ?value skos:inScheme ref:unite }",
        "ref:sorte-bad a skos:Concept ; skos:inScheme ref:sorte .",
        ["ref:sorte-bad"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_the_ontology_keeps_the_rule(rule: str, ontology: Store) -> None:
    assert lines(ontology, RULES[rule][0]) == []


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_finds_its_defect(rule: str) -> None:
    pattern, defect, found = RULES[rule]
    assert lines(words(defect), pattern) == found


def test_each_term_specialises_what_the_table_says(ontology: Store) -> None:
    rows = lines(ontology, f"{OURS} ?entity rdfs:subClassOf|rdfs:subPropertyOf ?value")
    assert rows == PARENTS.split("\n")[1:-1]


def test_each_role_and_link_has_the_shortcut_that_the_table_says(ontology: Store) -> None:
    assert lines(ontology, "?entity hkg:shortcut ?value") == SHORTCUTS.split("\n")[1:-1]


def test_the_header_says_who_what_when_and_under_which_licence(ontology: Store) -> None:
    rows = lines(
        ontology,
        "VALUES ?entity { <https://w3id.org/healthkg/def> } ?entity ?value ?o FILTER(?value != rdf:type)",
    )
    assert [row.split()[1] for row in rows] == [
        "bibo:status", "dcterms:bibliographicCitation", "dcterms:created", "dcterms:creator",
        "dcterms:description", "dcterms:license", "dcterms:modified", "dcterms:publisher", "dcterms:title",
        "owl:versionIRI", "owl:versionInfo", "rdfs:label", "vann:preferredNamespacePrefix",
        "vann:preferredNamespaceUri",
    ]  # fmt: skip


def test_the_ontology_bears_the_version_of_the_project(ontology: Store) -> None:
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert version
    assert lines(ontology, "?entity owl:versionInfo ?value") == [f'<https://w3id.org/healthkg/def> "{version[1]}"']
    assert lines(ontology, "?entity owl:versionIRI ?value") == [
        f"<https://w3id.org/healthkg/def> <https://w3id.org/healthkg/def/{version[1]}>"
    ]


# ---- Rules about names ----


def iris(quads: Iterable[Quad]) -> set[str]:
    """Return every IRI that the triples name, those of subjects, predicates and objects, and of datatypes."""
    terms = [term for quad in quads for term in (quad.subject, quad.predicate, quad.object)]
    types = [term.datatype for term in terms if isinstance(term, Literal)]
    return {term.value for term in [*terms, *types] if isinstance(term, NamedNode)}


def misnamed(names: Iterable[str]) -> list[str]:
    """Return the IRIs that are not written as IRIs, or not as our kinds of names are."""
    terms, concepts = NAMESPACES["hkg"], NAMESPACES["ref"]
    ours = {terms: r"[A-Za-z][A-Za-z]*", concepts: r"[a-z0-9]+(-[a-z0-9]+)*"}
    bad = [name for name in names if re.search(r'[\s<>"{}|^`\\]|https?://.*https?://', name)]
    bad += [
        name
        for name in names
        for start, local in ours.items()
        if name.startswith(start) and name != start and not re.fullmatch(local, name[len(start) :])
    ]
    return sorted(bad)


def miscased(quads: Iterable[Quad]) -> list[str]:
    """Return our classes without a capital, and our properties with one."""
    kinds = {quad.subject.value: curie(quad.object) for quad in quads if quad.predicate.value == RDF_TYPE}
    return sorted(
        curie(NamedNode(name))
        for name, kind in kinds.items()
        if name.startswith(NAMESPACES["hkg"])
        and kind in KINDS.split()
        and name[len(NAMESPACES["hkg"])].isupper() != (kind == "owl:Class")
    )


def unknown(names: Iterable[str]) -> list[str]:
    """Return the IRIs of a vocabulary that rdflib lists whole, that are not in it."""
    import rdflib

    closed = {NAMESPACES[prefix]: getattr(rdflib, name) for prefix, name in KNOWN.items()}
    return sorted(
        name
        for name in names
        for start, vocabulary in closed.items()
        if name.startswith(start) and name != start and rdflib.URIRef(name) not in vocabulary
    )


def undeclared(quads: Iterable[Quad]) -> list[str]:
    """Return the predicates, classes and concepts used that the ontology does not declare."""
    declared = {
        quad.subject.value
        for quad in triples(ONTOLOGY / "healthkg.ttl", *vocabularies())
        if quad.predicate.value == RDF_TYPE
    }
    quads = list(quads)
    used = {quad.predicate.value for quad in quads}
    used |= {quad.object.value for quad in quads if quad.predicate.value == RDF_TYPE}
    used |= {name for name in iris(quads) if name.startswith((NAMESPACES["hkg"], NAMESPACES["ref"]))}
    built_in = tuple(NAMESPACES[prefix] for prefix in BUILT_IN)
    bare = {NAMESPACES["hkg"], NAMESPACES["ref"]}
    return sorted(curie(NamedNode(name)) for name in used - declared - bare if not name.startswith(built_in))


def planted(turtle: str) -> list[Quad]:
    return list(parse(PREFIXES + turtle, format=RdfFormat.TURTLE))


def all_words() -> list[Quad]:
    """Return the ontology without the alignments, whose predicates and objects come from elsewhere."""
    return triples(REGISTRY, ONTOLOGY / "healthkg.ttl", *vocabularies())


def test_iris_are_well_named() -> None:
    assert misnamed(iris(triples(*sorted(ONTOLOGY.rglob("*.ttl"))))) == []
    bad = [NAMESPACES["ref"] + "Rôle", NAMESPACES["hkg"] + "a-b", "http://http://x", "urn:a b"]
    assert misnamed([*bad, NAMESPACES["ref"] + "role-pilote"]) == sorted(bad)


def test_classes_have_a_capital_and_properties_none() -> None:
    assert miscased(all_words()) == []
    assert miscased(planted("hkg:plan a owl:Class . hkg:Date a owl:ObjectProperty .")) == [
        "hkg:Date",
        "hkg:plan",
    ]


def test_reused_names_exist_where_they_come_from() -> None:
    assert unknown(iris(triples(*sorted(ONTOLOGY.rglob("*.ttl"))))) == []
    slips = iris(planted("owl:Klass rdf:isDefinedBy skos:prefLabel , prov:Plans ."))
    assert unknown(slips) == [
        NAMESPACES["rdf"] + "isDefinedBy",
        NAMESPACES["owl"] + "Klass",
        NAMESPACES["prov"] + "Plans",
    ]


def test_every_word_is_declared() -> None:
    assert undeclared(all_words()) == []


def test_every_word_that_the_data_use_is_declared() -> None:
    assert undeclared(triples(*sorted((ROOT / "data" / "turtle").rglob("*.ttl")))) == []
    slips = planted("id:plan-a a hkg:Plann ; hkg:dat id:temps-2020 ; dcterms:type ref:type-plann , id:x .")
    assert undeclared(slips) == ["hkg:Plann", "hkg:dat", "ref:type-plann"]


def test_every_word_that_a_shape_or_a_query_uses_is_declared() -> None:
    shapes = triples(*sorted((ROOT / "shapes").glob("*.ttl")))
    queries = "".join(path.read_text("utf-8") for path in sorted((ROOT / "queries").rglob("*.rq")))
    named = {curie(NamedNode(name)) for name in iris(shapes)} | set(re.findall(r"[\w-]+:[\w-]+", queries))
    declared = {curie(quad.subject) for quad in all_words()}
    assert sorted(name for name in named - declared if name.startswith(("hkg:", "ref:"))) == []


@pytest.mark.parametrize("path", vocabularies(), ids=lambda path: path.stem)
def test_a_vocabulary_file_holds_the_scheme_it_is_named_after(path: Path) -> None:
    subjects = {curie(quad.subject) for quad in triples(path)}
    strangers = {s for s in subjects if s != f"ref:{path.stem}" and not s.startswith(f"ref:{path.stem}-")}
    assert strangers == set()
    assert f"ref:{path.stem}" in subjects


def test_a_prefix_and_a_namespace_are_declared_once() -> None:
    rows = [quad for quad in triples(REGISTRY) if quad.predicate.value in (f"{SH}prefix", f"{SH}namespace")]
    values = [quad.object.value for quad in rows]
    assert sorted(value for value in values if values.count(value) > 1) == []
    node = "https://w3id.org/healthkg/prefixe/"
    assert {quad.subject.value for quad in rows} == {node + prefix for prefix in NAMESPACES}


@pytest.mark.parametrize("path", sorted(ONTOLOGY.rglob("*.ttl")), ids=lambda path: path.stem)
def test_a_file_spells_prefixes_as_the_registry_does(path: Path) -> None:
    written = re.findall(r"^PREFIX ([\w-]*): <(.+)>$", path.read_text("utf-8"), re.MULTILINE)
    assert written == sorted((prefix, NAMESPACES.get(prefix)) for prefix, _ in written)


def test_blank_nodes_stand_in_lists_only() -> None:
    listed = {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#first",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest",
    }
    assert [
        str(quad)
        for quad in triples(*sorted(ONTOLOGY.rglob("*.ttl")))
        if isinstance(quad.subject, BlankNode) and quad.predicate.value not in listed
    ] == []


def test_alignments_speak_of_declared_terms_and_of_nothing_else() -> None:
    declared = iris(all_words())
    subjects = {quad.subject for quad in triples(ONTOLOGY / "alignments.ttl")}
    assert sorted(curie(s) for s in subjects if s.value not in declared) == ["<https://w3id.org/healthkg/alignements>"]


def test_mappings_stay_out_of_what_a_reasoner_reads() -> None:
    mappings = ["closeMatch", "exactMatch", "broadMatch", "narrowMatch", "relatedMatch"]
    assert [str(quad) for quad in all_words() if quad.predicate.value.endswith(tuple(mappings))] == []


# ---- Reasoners: nothing is contradictory, and what is contradictory is seen ----

TYPED = """
id:plan-a a hkg:Plan ; dcterms:isPartOf id:plan-b ; hkg:date id:temps-2020 .
id:plan-b a hkg:Plan .
id:temps-2020 a hkg:TimeSpan .
id:dispositif-a a hkg:Dispositif , org:Organization .
id:evenement-a a hkg:Event , org:ChangeEvent ; hkg:concerns id:plan-a ; hkg:date id:temps-2020 .
id:role-a a hkg:RoleAssignment ; hkg:concerns id:plan-a ;
    cv:hasParticipant id:org-a ; cv:role ref:role-pilote .
id:org-a a cv:PublicOrganisation .
"""
CLASH = "id:plan-a a hkg:Event ."


def reasoned(turtle: str) -> list[Quad]:
    return [*triples(ONTOLOGY / "healthkg.ttl"), *planted(turtle)]


def errors_of_owl_rl(turtle: str) -> list[str]:
    """Return OWL 2 RL's messages about the ontology and `turtle`, and what it puts in owl:Nothing."""
    owlrl = pytest.importorskip("owlrl", reason="owlrl is not here: pip install owlrl")
    import rdflib

    graph = rdflib.Graph()
    graph.parse(data=serialize(reasoned(turtle), format=RdfFormat.N_TRIPLES), format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    messages = graph.objects(None, rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error"))
    nothing = graph.subjects(rdflib.RDF.type, rdflib.OWL.Nothing)
    return sorted(str(found) for found in (*messages, *nothing))


def test_owl_rl_finds_no_contradiction() -> None:
    assert errors_of_owl_rl(TYPED) == []


def test_owl_rl_sees_a_plan_that_is_an_event() -> None:
    found = errors_of_owl_rl(TYPED + CLASH)
    assert [message for message in found if "plan-a" not in message] == []
    assert found != []


def hermit_objects(turtle: str) -> bool:
    """Return whether HermiT finds the ontology with `turtle` inconsistent, or one of its classes empty."""
    owlready2 = pytest.importorskip("owlready2", reason="owlready2 is not here: pip install owlready2")
    world = owlready2.World()
    file = io.BytesIO(serialize(reasoned(turtle), format=RdfFormat.N_TRIPLES))
    world.get_ontology("https://w3id.org/healthkg/def#").load(fileobj=file, format="ntriples")
    try:
        # `xsd:date` is outside OWL 2's datatypes.
        owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
    except owlready2.OwlReadyInconsistentOntologyError:
        return True
    return bool(list(world.inconsistent_classes()))


@pytest.mark.slow
@pytest.mark.parametrize(("turtle", "objects"), [(TYPED, False), (TYPED + CLASH, True)], ids=["sound", "clash"])
def test_hermit_objects_to_a_contradiction_and_to_nothing_else(turtle: str, objects: bool) -> None:
    if shutil.which("java") is None:
        reason = "HermiT needs Java: install a JRE, for instance default-jre-headless"
        if "java" in os.environ.get("HEALTHKG_REQUIRE", "").split(","):
            pytest.fail(reason)
        pytest.skip(reason)
    assert hermit_objects(turtle) is objects
