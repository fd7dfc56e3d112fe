"""What explains a finding: what was found, what is allowed, and what else has a part in it, each in its place."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from healthkg import turtle
from healthkg.corpus import Corpus, DataFile, open_corpus
from healthkg.validation import Finding, cycles, judge, validate

HEAD = """PREFIX ex: <http://e.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
WORLD = """ex:Plan rdfs:label "plan"@fr , "plan"@en .
ex:Body rdfs:label "organisme"@fr , "body"@en .
ex:dnum a ex:Body ; skos:prefLabel "DNUM"@fr .
ex:dnus a ex:Body ; skos:prefLabel "DNUS"@fr .
ex:alpha a ex:Plan ; skos:prefLabel "Plan Alpha"@fr ; skos:inScheme ex:list .
ex:alfa a ex:Plan ; skos:inScheme ex:list .
"""
LINE = HEAD.count("\n") + WORLD.count("\n") + 1  # of what a test adds
Judging = Callable[[str, str], list[Finding]]


@pytest.fixture
def judged(tmp_path: Path, corpus: Corpus) -> Judging:
    """Judge ex:a, which the data describe, by what is wanted of it."""

    def findings(wanted: str, data: str) -> list[Finding]:
        shapes = tmp_path / "shapes.ttl"
        shapes.write_text(f"{HEAD}ex:S a sh:NodeShape ; sh:targetNode ex:a ; {wanted} .\n", "utf-8")
        text = f"{HEAD}{WORLD}{data}\n"
        file = DataFile("data.ttl", "sources", corpus.registry["g:apport"], text, turtle.parse(text, "data.ttl"))
        return list(judge([file], [shapes], corpus.registry).findings)

    return findings


def short(text: str) -> str:
    return text.replace("<http://e.org/", "<")


PROPERTY = "sh:property [ sh:path ex:p ; {} ]"
# What is wanted of ex:p, what ex:a has, what is found and allowed in French, and in English.
SAID = [
    ("sh:minCount 1", "ex:a ex:q 1 .", "aucune valeur", "1 valeur(s) au moins", "no value", "at least 1 value(s)"),
    ("sh:minCount 1 ; sh:maxCount 1", "ex:a ex:q 1 .", "aucune valeur", "exactement 1 valeur(s)", "no value", "exactly 1 value(s)"),
    ("sh:maxCount 1", "ex:a ex:p ex:dnum , ex:dnus .", "2 valeur(s) : « DNUM » (<dnum>), « DNUS » (<dnus>)", "1 valeur(s) au plus",
     "2 value(s): « DNUM » (<dnum>), « DNUS » (<dnus>)", "at most 1 value(s)"),
    ("sh:maxCount 0", "ex:a ex:p 1 .", '1 valeur(s) : "1"^^xsd:integer', "aucune valeur", '1 value(s): "1"^^xsd:integer', "no value"),
    ("sh:class ex:Body", "ex:a ex:p ex:alpha .", "« Plan Alpha » (<alpha>), de classe « plan » (<Plan>)", "de classe « organisme » (<Body>)",
     "« Plan Alpha » (<alpha>), of class « plan » (<Plan>)", "of class « body » (<Body>)"),
    ("sh:class ex:Body", "ex:a ex:p ex:nobody .", "<nobody>, que rien ne décrit", "de classe « organisme » (<Body>)",
     "<nobody>, which nothing describes", "of class « body » (<Body>)"),
    ("sh:datatype xsd:integer", 'ex:a ex:p "1 000" .', '"1 000"', "un littéral xsd:integer bien formé", '"1 000"', "a well-formed xsd:integer literal"),
    ("sh:nodeKind sh:IRI", 'ex:a ex:p "DGOS"@fr .', '"DGOS"@fr', "un identifiant (IRI)", '"DGOS"@fr', "an identifier (IRI)"),
    ("sh:minInclusive 0", "ex:a ex:p -4.0 .", '"-4.0"^^xsd:decimal', "à partir de 0", '"-4.0"^^xsd:decimal', "from 0 upwards"),
    ("sh:maxInclusive 100", "ex:a ex:p 140 .", '"140"^^xsd:integer', "jusqu’à 100", '"140"^^xsd:integer', "up to 100"),
    ("sh:maxLength 3", 'ex:a ex:p "quatre" .', '"quatre"', "3 caractère(s) au plus", '"quatre"', "at most 3 character(s)"),
    ('sh:pattern "^[0-9]+$"', 'ex:a ex:p "x" .', '"x"', "de la forme ^[0-9]+$", '"x"', "of the form ^[0-9]+$"),
    ('sh:pattern "^[0-9]+$" ; sh:description "un numéro"@fr , "a number"@en', 'ex:a ex:p "x" .', '"x"', "un numéro", '"x"', "a number"),
    ('sh:languageIn ( "fr" "en" )', 'ex:a ex:p "x"@de .', '"x"@de', "un texte dont la langue est dite : fr, en", '"x"@de', "a text whose language is said: fr, en"),
    ("sh:uniqueLang true", 'ex:a ex:p "x"@fr , "y"@fr , "z"@en .', '2 valeur(s) : "x"@fr, "y"@fr', "une seule valeur par langue",
     '2 value(s): "x"@fr, "y"@fr', "one value only in each language"),
    ("sh:hasValue ex:dnum", "ex:a ex:p ex:dnus .", "1 valeur(s) : « DNUS » (<dnus>)", "la valeur « DNUM » (<dnum>)", "1 value(s): « DNUS » (<dnus>)", "the value « DNUM » (<dnum>)"),
    ("sh:in ( ex:dnus ex:alpha ex:dnum )", "ex:a ex:p ex:alphaa .", "<alphaa>", "une de ces valeurs : « Plan Alpha » (<alpha>), « DNUM » (<dnum>), « DNUS » (<dnus>)",
     "<alphaa>", "one of these values: « Plan Alpha » (<alpha>), « DNUM » (<dnum>), « DNUS » (<dnus>)"),
    ("sh:lessThan ex:q", "ex:a ex:p 3 ; ex:q 2 .", '"3"^^xsd:integer', "avant la valeur de <q>", '"3"^^xsd:integer', "before the value of <q>"),
    ("sh:disjoint ex:q", "ex:a ex:p ex:dnum ; ex:q ex:dnum .", "« DNUM » (<dnum>)", "aucune valeur de <q>", "« DNUM » (<dnum>)", "no value of <q>"),
    ("sh:or ( [ sh:class ex:Body ] [ sh:class ex:Plan ] )", 'ex:a ex:p "x" .', '"x"', "de classe « organisme » (<Body>) ou « plan » (<Plan>)", '"x"', "of class « body » (<Body>) or « plan » (<Plan>)"),
    ("sh:not [ sh:datatype xsd:string ; sh:minLength 2 ]", 'ex:a ex:p "xx" .', '"xx"', "rien de tel : un littéral xsd:string bien formé et 2 caractère(s) au moins",
     '"xx"', "nothing such as: a well-formed xsd:string literal and at least 2 character(s)"),
    ("sh:node [ sh:property [ sh:path skos:inScheme ; sh:hasValue ex:list ] ]", "ex:a ex:p ex:alphaa .", "<alphaa>, que rien ne décrit",
     "skos:inScheme : la valeur <list> (les plus proches : « Plan Alpha » (<alpha>), <alfa>)", "<alphaa>, which nothing describes",
     "skos:inScheme: the value <list> (the nearest: « Plan Alpha » (<alpha>), <alfa>)"),
    ("sh:qualifiedValueShape [ sh:class ex:Body ] ; sh:qualifiedMinCount 2", "ex:a ex:p ex:dnum .", "1 valeur(s) : « DNUM » (<dnum>)", "au moins 2 valeur(s) : de classe « organisme » (<Body>)",
     "1 value(s): « DNUM » (<dnum>)", "at least 2 value(s): of class « body » (<Body>)"),
]  # fmt: skip


@pytest.mark.parametrize("said", SAID, ids=lambda said: said[0])
def test_what_stands_there_and_what_is_allowed_are_said_by_their_labels(
    judged: Judging, said: tuple[str, str, str, str, str, str]
) -> None:
    wanted, data, *words = said
    (finding,) = judged(PROPERTY.format(wanted), data)
    told = [finding.found["fr"], finding.allowed["fr"], finding.found["en"], finding.allowed["en"]]
    assert [short(text) for text in told] == words


def test_a_rule_on_a_node_says_what_the_node_has_by_the_properties_that_it_is_about(judged: Judging) -> None:
    share, base = (f"[ sh:property [ sh:path ex:{name} ; sh:minCount 1 ] ]" for name in ("share", "base"))
    (finding,) = judged(f"sh:and ( {share} {base} )", "ex:a ex:share 40 .")
    assert short(finding.found["fr"]) == '<share> : "40"^^xsd:integer, <base> : aucune valeur'
    assert short(finding.allowed["fr"]) == "<share> : 1 valeur(s) au moins et <base> : 1 valeur(s) au moins"


def test_cases_of_several_parts_stand_in_brackets(judged: Judging) -> None:
    both = "[ sh:property [ sh:path ex:p ; sh:minCount 1 ] , [ sh:path ex:q ; sh:minCount 1 ] ]"
    (finding,) = judged(f"sh:or ( {both} [ sh:class ex:Plan ] )", "ex:a ex:r 1 .")
    assert short(finding.allowed["en"]) == (
        "(<p>: at least 1 value(s) and <q>: at least 1 value(s)) or of class « plan » (<Plan>)"
    )


def test_a_long_list_is_cut_and_counted(judged: Judging) -> None:
    (finding,) = judged(PROPERTY.format(f"sh:in ( {' '.join(map(str, range(9)))} )"), "ex:a ex:p 88 .")
    assert finding.allowed["en"].endswith("… (9 in all)")
    assert finding.allowed["en"].startswith('one of these values: "8"^^xsd:integer, "0"^^xsd:integer')


def test_a_closed_shape_says_which_properties_it_has(judged: Judging) -> None:
    (finding,) = judged("sh:closed true ; sh:property [ sh:path ex:q ]", "ex:a ex:p ex:dnum ; ex:q 1 .")
    assert (short(finding.found["en"]), short(finding.allowed["en"])) == (
        "« DNUM » (<dnum>)",
        "these properties only: <q>",
    )


# ---- The other place ----


@pytest.mark.parametrize(
    ("wanted", "data", "own", "others"),
    [
        ("sh:maxCount 1", "ex:a ex:p 3 ,\n 2 ,\n 1 .", LINE, [LINE + 1, LINE + 2]),
        ("sh:uniqueLang true", 'ex:a ex:p "x"@fr ,\n "z"@en ,\n "y"@fr .', LINE, [LINE + 2]),
        ("sh:lessThan ex:q", "ex:a ex:p 3 ;\n ex:r 9 ;\n ex:q 2 .", LINE, [LINE + 2]),
        ("sh:disjoint ex:q", "ex:a ex:p ex:dnum ;\n ex:q ex:dnum .", LINE, [LINE + 1]),
        ("sh:minCount 1", "ex:a ex:q 1 .", LINE, []),
        ("sh:datatype xsd:string", "ex:a ex:p 1 .", LINE, []),
    ],
)
def test_both_places_are_given_when_two_statements_clash(
    judged: Judging, wanted: str, data: str, own: int, others: list[int]
) -> None:
    (finding,) = judged(PROPERTY.format(wanted), data)
    assert (finding.line, [other.line for other in finding.others]) == (own, others)


def test_what_a_node_should_not_have_together_is_shown_piece_by_piece(judged: Judging) -> None:
    kinds = "sh:not [ sh:and ( [ sh:class ex:Body ] [ sh:class ex:Plan ] ) ]"
    (finding,) = judged(kinds, "ex:a a ex:Body ,\n ex:Plan .")
    assert short(finding.found["fr"]) == "rdf:type : « organisme » (<Body>), « plan » (<Plan>)"
    assert (finding.line, [other.line for other in finding.others]) == (LINE, [LINE + 1])


@pytest.fixture
def project(miniature: Path, tmp_path: Path) -> Path:
    """A copy of the miniature world, to spoil."""
    return Path(shutil.copytree(miniature, tmp_path / "project", ignore=shutil.ignore_patterns("verdict.json")))


# What a file adds, the check, the lines of the file that are its place and the others', what is found, what is allowed.
CLASHES = [
    ("id:org-neuve hkg:acronym 'N1' .\nid:org-autre hkg:acronym 'n1' .", "acronym_clash", 2, [1], None, None),
    ("id:lien-x hkg:validFrom id:temps-2021 ;\n  hkg:validTo id:temps-2018-03 .\n", "end_before_start", 2, [1],
     "« mars 2018 » (id:temps-2018-03)", "après « 2021 » (id:temps-2021)"),
    ("id:x-1 hkg:date id:temps-2018-03 ,\n  id:temps-2021 .", "dates_disjoint", 1, [2], None, None),
    ("id:x-1 a hkg:Event ,\n  hkg:Plan .", "disjoint_classes", 1, [2], "hkg:Event, hkg:Plan", "hkg:Event ou hkg:Plan"),
    ("id:x-1 hkg:date id:temps-2021 ;\n  hkg:line id:plan-alfa .", "dangling_reference", 2, [], "id:plan-alfa", "id:plan-alpha, id:plan-gamma"),
    ("id:x-1 hkg:date id:temps-2021 ;\n  hkg:line id:xyzzy-42 .", "dangling_reference", 2, [], "id:xyzzy-42", None),
    ("id:passage-x hkg:start 0 ;\n  hkg:end 500 .", "passage_too_long", 2, [], "500 caractères", "400 au plus"),
]  # fmt: skip


@pytest.mark.parametrize("clash", CLASHES, ids=lambda clash: clash[1])
def test_a_check_gives_the_places_that_its_header_names(
    project: Path, clash: tuple[str, str, int, list[int], str | None, str | None]
) -> None:
    text, rule, own, others, found, allowed = clash
    head = "PREFIX hkg: <https://w3id.org/healthkg/def#> PREFIX id: <https://w3id.org/healthkg/id/> "
    (project / "data" / "turtle" / "sources" / "essai.ttl").write_text(head + text, "utf-8")
    (finding,) = (one for one in validate(open_corpus(project)).findings if one.rule == rule)
    assert (finding.line, [other.line for other in finding.others]) == (own, others)
    assert (finding.found.get("fr"), finding.allowed.get("fr")) == (found, allowed)
    assert finding.page == f"queries/README.md#{rule}"


# ---- A node without a name ----


def test_a_node_without_a_name_has_its_line_and_no_name_that_the_parser_made_up(judged: Judging) -> None:
    wanted = (
        "sh:property [ sh:path ex:p ; sh:node [ sh:class ex:Plan ] ; sh:property [ sh:path ex:q ; sh:minCount 1 ] ]"
    )
    found = judged(wanted, "ex:a ex:p [\n  ex:r 1 ] .")
    assert [(one.focus, one.value, one.line) for one in found] == [
        ("<http://e.org/a>", "[]", LINE),
        ("[]", None, LINE + 1),
    ]
    assert judged(wanted, "ex:a ex:p [\n  ex:r 1 ] .") == found


def test_a_labelled_node_keeps_its_label(judged: Judging) -> None:
    wanted = "sh:property [ sh:path ex:p ; sh:property [ sh:path ex:q ; sh:minCount 1 ] ]"
    (finding,) = judged(wanted, "ex:a ex:p _:x .\n_:x ex:r 1 .")
    assert (finding.focus, finding.line) == ("_:x", LINE + 1)


# ---- Circles ----


def link(start: str, end: str, focus: str = "", path: str = "p") -> dict[str, object]:
    return {"focus": focus or f"{start}{end}", "path": path, "from": start, "to": end}


def ways(*links: dict[str, object]) -> dict[str, str]:
    """Return link → the way that its circle goes."""
    found = cycles.cycles(links, "from", "to")
    return {str(one["focus"]): "".join(str(part["from"]) for part in circle) for one, circle in found}


def test_each_link_of_a_circle_is_told_with_the_whole_way() -> None:
    assert ways(link("a", "b"), link("b", "c"), link("c", "a")) == {"ab": "abc", "bc": "bca", "ca": "cab"}


def test_what_leads_to_a_circle_or_away_from_it_is_on_none() -> None:
    assert ways(link("x", "a"), link("a", "b"), link("b", "a"), link("b", "y")) == {"ab": "ab", "ba": "ba"}


def test_the_shortest_of_two_circles_is_told() -> None:
    long = [link("b", "c"), link("c", "d"), link("d", "a")]
    assert ways(link("a", "b"), link("b", "a"), *long) == {
        "ab": "ab",
        "ba": "ba",
        "bc": "bcda",
        "cd": "cdab",
        "da": "dabc",
    }


def test_two_links_between_the_same_things_are_both_told() -> None:
    assert ways(link("a", "b", "1"), link("a", "b", "2"), link("b", "a", "3")) == {"1": "ab", "2": "ab", "3": "ba"}


def test_a_thing_that_leads_to_itself_is_a_circle() -> None:
    assert ways(link("a", "a")) == {"aa": "a"}


def test_links_of_two_sorts_make_no_circle() -> None:
    assert ways(link("a", "b"), link("b", "a", path="q")) == {}
