"""Intake without RDF: what a steward writes in a workbook, as Turtle, and what is wrong, cell by cell."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from filling import PLACE, SLUG, Desk, labels, places, put, told
from healthkg import passages, turtle
from healthkg.contribution.intake import import_content, template
from healthkg.contribution.intake.layout import sheets
from healthkg.errors import InputProblem
from healthkg.messages import catalogue
from miniature import TEXTS
from support import Run

ROLE = {
    "Rôle tenu envers": "plan Phi", "Acteur": "office Bêta", "Rôle": "pilote", "Attesté le": "juin 2020",
    "Première ligne": 20,
}  # fmt: skip
ROLE_TURTLE = """\
id:role-plan-phi--office-beta--pilote
    a hkg:RoleAssignment ;
    cv:hasParticipant id:org-office-beta ;
    cv:role ref:role-pilote ;
    hkg:concerns id:plan-phi ;
    hkg:date id:temps-2020-06 ;
    hkg:statedIn id:passage-bilan-alpha-l020
."""
TARGET = {"Indicateur": "relais Sigma ouverts", "Valeur": 95, "Échéance": "d’ici 2025", "Première ligne": 18}


# ---- The template ----


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_template_has_a_sheet_for_each_kind_of_fact_and_the_lists_hidden(desk: Desk, lang: str) -> None:
    book = desk.book(lang)
    last = {"fr": ["Aide", "Noms", "listes"], "en": ["Help", "Names", "lists"]}[lang]
    assert book.sheetnames == [*(sheet.headings[lang] for sheet in sheets()), *last]
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_state == "hidden"] == [last[-1]]
    for sheet in sheets():
        page = book[sheet.headings[lang]]
        assert [str(cell.value).removesuffix(" *") for cell in page[1]][1:] == [c.headings[lang] for c in sheet.columns]
        assert (page["A2"].value, page["A3"].value) == {"fr": ("aide", "exemple"), "en": ("help", "example")}[lang]
        assert page.freeze_panes == "C2"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_drop_down_lists_hold_the_vocabularies(desk: Desk, lang: str) -> None:
    book = desk.book(lang)
    seen: dict[str, set[str]] = {}
    for sheet in sheets():
        page = book[sheet.headings[lang]]
        for rule in (rule for rule in page.data_validations.dataValidation if rule.type == "list"):
            cells = book[book.sheetnames[-1]][rule.formula1.rpartition("!")[2].replace("$", "")]
            shown = {str(row[0].value) for row in cells}
            (place,) = rule.sqref.ranges
            key = str(book[book.sheetnames[-1]].cell(1, cells[0][0].column).value)
            column = sheet.columns[place.min_col - 2]
            seen[f"{sheet.key}.{column.key}"] = shown
            if column.kind == "concept":
                assert shown == labels(desk.corpus, key, lang), column.key
    concepts = {f"{sheet.key}.{c.key}" for sheet in sheets() for c in sheet.columns if c.kind in ("concept", "class")}
    assert seen.keys() == concepts
    assert seen["figure.class"] == {"fr": {"constat", "prévision"}, "en": {"observed value", "forecast value"}}[lang]


def test_required_columns_bear_a_star_as_the_shapes_want(desk: Desk) -> None:
    stars = {c.value for c in desk.book()["Rôles"][1] if str(c.value).endswith("*")}
    assert stars == {"Rôle tenu envers *", "Acteur *", "Rôle *"}


def test_the_same_corpus_gives_the_same_template(desk: Desk) -> None:
    assert template(desk.corpus, "fr") == desk.blank["fr"]


def test_the_sheet_of_names_gives_every_thing_that_can_be_named(desk: Desk) -> None:
    rows = [[cell.value for cell in row] for row in desk.book()["Noms"].iter_rows(min_row=2)]
    assert ["office Bêta", "OB", "organisme public", "id:org-office-beta"] in rows
    assert not [row for row in rows if str(row[3]).startswith("id:temps-")]


def test_an_unfilled_template_adds_nothing(desk: Desk) -> None:
    read = desk.read(desk.filled({}))
    held = next(file.text for file in desk.corpus.files if file.path == PLACE)
    assert (read.turtle, read.new, read.more, read.there, read.passed, told(read)) == (held, 0, 0, (), 0, [])


def test_a_row_that_is_marked_is_passed_over(desk: Desk) -> None:
    read = desk.imported("Rôles", ROLE | {"Passer": "à revoir"})
    assert (read.new, read.passed) == (0, 1)


def test_the_kinds_that_a_csv_may_hold_are_those_that_the_help_names() -> None:
    for said in catalogue()["opt-sheet"].values():
        assert all(sheet.key in said for sheet in sheets() if sheet.key != "document")


# ---- Each kind of sheet ----

KINDS: list[tuple[str, dict[str, Any], str]] = [
    ("Rôles", ROLE, ROLE_TURTLE),
    (
        "Rôles",
        {
            "Rôle tenu envers": "commissaire au Plan Alpha", "Acteur": "personne A", "Rôle": "titulaire",
            "Intitulé": "commissaire", "Depuis": "2019", "Jusqu’à": "fin 2020", "Modalité": "à titre principal",
            "Dit par": "ministère Alpha", "Première ligne": 3, "Dernière ligne": 4,
        },
        """\
id:role-poste-commissaire-plan-alpha--a--titulaire
    a hkg:RoleAssignment ;
    cv:hasParticipant id:personne-a ;
    cv:role ref:role-titulaire ;
    hkg:concerns id:poste-commissaire-plan-alpha ;
    hkg:modality ref:modalite-principale ;
    hkg:statedIn id:passage-bilan-alpha-l003-l004 ;
    hkg:statedTitle "commissaire"@fr ;
    hkg:validFrom id:temps-2019 ;
    hkg:validTo id:temps-fin-2020 ;
    prov:wasAttributedTo id:org-ministere-alpha
.""",
    ),
    (
        "Jalons",
        {
            "Sur quoi": "plan Phi; programme Mu", "Ce qui est attendu": "évaluation prévue ; prochaine étape",
            "Pour quand": "été 2021", "Fixé par": "plan Gamma", "Territoire": "région Delta",
            "Modalité": "sous condition", "Première ligne": 20,
        },
        """\
id:jalon-mu--evaluation
    a hkg:Milestone ;
    dcterms:spatial id:territoire-region-delta ;
    dcterms:type
        ref:jalon-evaluation ,
        ref:jalon-prochaine-etape ;
    hkg:concerns
        id:plan-phi ,
        id:programme-mu ;
    hkg:date id:temps-2021-ete ;
    hkg:modality ref:modalite-sous-condition ;
    hkg:setBy id:plan-gamma ;
    hkg:statedIn id:passage-bilan-alpha-l020
.""",
    ),
    (
        "Statuts",
        {"Sur quoi": "guichet Rhô", "Statut": "fermé aux nouveaux", "À l’occasion de": "fermeture du guichet Rhô", "Première ligne": 8},
        """\
id:statut-guichet-rho--ferme-aux-nouveaux
    a hkg:Status ;
    hkg:atEvent id:evenement-fermeture-guichet-rho ;
    hkg:concerns id:dispositif-guichet-rho ;
    hkg:statedIn id:passage-bilan-alpha-l008 ;
    hkg:withStatus ref:statut-ferme-aux-nouveaux
.""",
    ),
    (
        "Chiffres",
        {
            "Indicateur": "relais Sigma ouverts", "Valeur": 12, "Date": "2020-01", "Précision": "environ",
            "Fondement": "déduit", "Date repère": "juin 2020", "Première ligne": 18, "Du mot": "10", "Au mot": "2019",
        },
        """\
id:valeur-relais-sigma--constat-2020-01
    a hkg:ObservedValue ;
    hkg:anchor id:temps-2020-06 ;
    hkg:basis ref:fondement-deduit ;
    hkg:concerns id:dispositif-relais-sigma ;
    hkg:date id:temps-2020-01 ;
    hkg:indicator id:indicateur-relais-sigma ;
    hkg:precision ref:precision-environ ;
    hkg:statedIn id:passage-bilan-alpha-l018-c138-148 ;
    hkg:value 12
.""",
    ),
    (
        "Chiffres",
        {"Nature": "prévision", "Indicateur": "relais Sigma ouverts", "Sur quoi": "relais Sigma", "Valeur": "1 000,5", "Date": "2024", "Première ligne": 18},
        """\
id:valeur-relais-sigma--prevision-2024
    a hkg:ForecastValue ;
    hkg:concerns id:dispositif-relais-sigma ;
    hkg:date id:temps-2024 ;
    hkg:indicator id:indicateur-relais-sigma ;
    hkg:statedIn id:passage-bilan-alpha-l018 ;
    hkg:value 1000.5
.""",
    ),
    (
        "Chiffres",
        {"Ce que l’on compte": "axe", "Unité": "composantes", "Sur quoi": "plan Gamma", "Valeur": 3, "Première ligne": 20},
        """\
id:compte-axe--plan-gamma
    a hkg:ObservedValue ;
    hkg:concerns id:plan-gamma ;
    hkg:counts ref:sorte-axe ;
    hkg:statedIn id:passage-bilan-alpha-l020 ;
    hkg:value 3 ;
    sdmx-attribute:unitMeasure ref:unite-composantes
.""",
    ),
    (
        "Cibles",
        TARGET | {"Fixé par": "ouverture de relais Sigma", "Valeur en mots": "tous"},
        """\
id:valeur-relais-sigma--cible-avant-2025
    a hkg:TargetValue ;
    hkg:concerns id:dispositif-relais-sigma ;
    hkg:date id:temps-avant-2025 ;
    hkg:indicator id:indicateur-relais-sigma ;
    hkg:qualitativeValue ref:valeur-tous ;
    hkg:setBy id:mesure-relais-sigma ;
    hkg:statedIn id:passage-bilan-alpha-l018 ;
    hkg:value 95
.""",
    ),
    (
        "Enveloppes",
        {"Pour quoi": "plan Phi", "Montant": "2,1 Md€", "Phase": "prévisionnel", "Origine": "mixte", "Période": "2021-2025", "Première ligne": 20},
        """\
id:budget-plan-phi
    a hkg:Budget ;
    hkg:amount 2100000000.00 ;
    hkg:budgetPhase ref:phase-previsionnel ;
    hkg:concerns id:plan-phi ;
    hkg:date id:temps-2021-a-2025 ;
    hkg:fundingOrigin ref:origine-mixte ;
    hkg:statedIn id:passage-bilan-alpha-l020
.""",
    ),
    (
        "Liens",
        {"De": "programme Mu", "Type de lien": "requiert au moins un de", "Vers": "code Tau ; accord local", "Première ligne": 23},
        """\
id:lien-mu--requiert-au-moins-un--accord-local
    a hkg:Link ;
    hkg:concerns id:programme-mu ;
    hkg:linkType ref:lien-requiert-au-moins-un ;
    hkg:object
        id:dispositif-accord-local ,
        id:texte-code-tau ;
    hkg:statedIn id:passage-bilan-alpha-l023
.""",
    ),
    (
        "Événements",
        {"Événement": "lancement du plan Gamma", "Type": "lancement", "Date": "25 mai 2020", "Sur quoi": "plan Gamma", "Par qui": "office Bêta", "Première ligne": 17},
        """\
id:evenement-lancement-plan-gamma
    prov:wasAssociatedWith id:org-office-beta
.""",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "row", "expected"), KINDS)
def test_a_row_of_each_sheet_becomes_its_fact(desk: Desk, sheet: str, row: dict[str, Any], expected: str) -> None:
    read = desk.read(desk.filled({sheet: [row]}))
    assert (told(read), desk.added(read)) == ([], expected)


def test_an_english_workbook_says_the_same(desk: Desk) -> None:
    row = {
        "Role held towards": "plan Phi", "Actor": "office Bêta", "Role": "lead", "Attested on": "June 2020",
        "First line": 20,
    }  # fmt: skip
    read = desk.read(desk.filled({"Roles": [row]}, "en"))
    assert (told(read, "en"), desk.added(read)) == ([], ROLE_TURTLE)


# ---- Names ----


@pytest.mark.parametrize(
    "name", ["OB", "office bêta", "OFFICE BETA", "« office Bêta »", "id:org-office-beta", "https://w3id.org/healthkg/id/org-office-beta"]
)  # fmt: skip
def test_a_thing_may_be_named_by_label_acronym_or_identifier(desk: Desk, name: str) -> None:
    assert desk.added(desk.imported("Rôles", ROLE | {"Acteur": name})) == ROLE_TURTLE


def test_a_former_name_and_the_name_that_a_document_gives_are_names(desk: Desk) -> None:
    rows = [
        {"De": name, "Type de lien": "requiert", "Vers": "code Tau", "Première ligne": 23}
        for name in ("Plan Avant", "Plan Alpha")
    ]
    read = desk.imported("Liens", *rows)
    assert (read.new, told(read)) == (1, [])


def test_a_known_misprint_is_read_and_told(desk: Desk) -> None:
    read = desk.imported(
        "Liens", {"De": "maisons Dleta", "Type de lien": "requiert", "Vers": "code Tau", "Première ligne": 15}
    )
    assert told(read) == [
        "t.xlsx:Liens!B4: remarque: « maisons Dleta » est une graphie fautive connue ; lu : maison Delta "
        "(id:dispositif-maison-delta). [intake-misprint]"
    ]
    assert read.new == 1


def test_an_unknown_name_is_told_with_the_nearest_that_the_column_takes(desk: Desk) -> None:
    read = desk.imported("Rôles", ROLE | {"Acteur": "office Béta régional"})
    assert read.turtle is None
    assert told(read) == [
        "t.xlsx:Rôles!C4: erreur: Rien dans la base ne porte le nom « office Béta régional ». Les plus proches : "
        "office Bêta (id:org-office-beta). Si la chose est nouvelle, nommez-la d'abord à la feuille « Choses nouvelles ». "
        "[intake-name-unknown]"
    ]


def test_an_ambiguous_name_is_told_with_its_bearers_and_never_chosen(desk: Desk) -> None:
    path = "data/turtle/reference/organisations.ttl"
    held = next(file for file in desk.corpus.files if file.path == path)
    text = held.text.replace('hkg:acronym "AA"', 'hkg:acronym "OB"')
    corpus = desk.corpus.changed_by([replace(held, text=text, triples=turtle.parse(text, path))])
    read = desk.read(desk.filled({"Rôles": [ROLE | {"Acteur": "OB"}]}), corpus=corpus)
    assert told(read, "en") == [
        "t.xlsx:Rôles!C4: violation: Several things bear the name “OB”: agence Alpha (id:org-agence-alpha), office Bêta "
        "(id:org-office-beta). Write the identifier (id:…) of the one that is meant. [intake-name-ambiguous]"
    ]


def test_what_a_column_does_not_take_is_no_rival(desk: Desk) -> None:
    """« ministre Alpha » is a post; a document is titled « Plan Alpha » like the plan it is about."""
    read = desk.imported("Rôles", ROLE | {"Rôle tenu envers": "Plan Alpha", "Acteur": "ministre Alpha"})
    assert told(read) == []
    assert "hkg:concerns id:plan-alpha ;" in desk.added(read)


def test_a_thing_of_the_wrong_kind_is_told_by_the_rule_at_its_cell(desk: Desk) -> None:
    read = desk.imported("Rôles", ROLE | {"Acteur": "plan Gamma"})
    assert told(read) == [
        "t.xlsx:Rôles!C4: erreur: id:role-plan-phi--plan-gamma--pilote: L'acteur doit être un organisme, une personne, un "
        "poste ou un groupe : corrigez l'IRI. [RoleAssignment-participant-agent]"
    ]


def test_an_unknown_identifier_is_told_with_the_nearest(desk: Desk) -> None:
    (line,) = told(desk.imported("Rôles", ROLE | {"Acteur": "id:org-office-bta"}))
    assert line.startswith(
        "t.xlsx:Rôles!C4: erreur: Rien dans la base n'a l'identifiant id:org-office-bta. Les plus proches : office Bêta (id:org-office-beta)"
    )


# ---- Values ----

WRONG = [
    ("Rôles", ROLE | {"Attesté le": "bientôt"}, "H4", "date-unreadable", "« bientôt » n'est pas une date", "“bientôt” is not a date"),
    ("Rôles", ROLE | {"Attesté le": "30 février 2020"}, "H4", None, "2020-02-30 n'est pas une date", "2020-02-30 is not a date"),
    ("Rôles", ROLE | {"Attesté le": "12/06/2020"}, "H4", "date-not-iso", "écrivez la date ainsi", "write the date as"),
    ("Rôles", ROLE | {"Rôle": "pilotte"}, "D4", "intake-word-unknown", "« pilotte » n'est pas dans la liste ref:role. Les plus proches : pilote (ref:role-pilote)", "“pilotte” is not in the list ref:role"),
    ("Cibles", TARGET | {"Valeur": "beaucoup"}, "D4", "intake-number", "« beaucoup » n'est pas un nombre", "“beaucoup” is not a number"),
    ("Cibles", TARGET | {"Valeur": "1,000"}, "D4", "intake-number", "« 1,000 » n'est pas un nombre que l'on lise d'une seule façon", "“1,000” is not a number that reads in one way only"),
    ("Enveloppes", {"Pour quoi": "plan Phi", "Montant": "25 millions environ", "Première ligne": 20}, "C4", "intake-amount", "« 25 millions environ » n'est pas un montant", "“25 millions environ” is not an amount"),
    ("Enveloppes", {"Pour quoi": "plan Phi", "Montant": -5, "Première ligne": 20}, "C4", "intake-amount", "« -5 » n'est pas un montant", "“-5” is not an amount"),
    ("Rôles", ROLE | {"Première ligne": "vingt"}, "N4", "intake-line", "« vingt » n'est pas un numéro de ligne", "“vingt” is not a line number"),
    ("Rôles", ROLE | {"Première ligne": 99}, "N4", "line-missing", "Ces lignes n'existent pas : le texte en compte", "There are no such lines"),
    ("Rôles", ROLE | {"Première ligne": None, "Du mot": "Le"}, "N4", "intake-line-missing", "Il manque la première ligne", "The first line of the passage is missing"),
    ("Rôles", ROLE | {"Du mot": "absent"}, "P4", "words-missing", "« absent » ne se trouve pas dans ces lignes.", "“absent” is not in these lines."),
    ("Rôles", ROLE | {"Au mot": "absent"}, "Q4", "words-missing", "« absent » ne se trouve pas dans ces lignes.", "“absent” is not in these lines."),
    ("Rôles", ROLE | {"Première ligne": 3, "Dernière ligne": 12}, "N4", "intake-passage-long", "la limite est 400", "the limit is 400"),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "row", "cell", "rule", "french", "english"), WRONG)
def test_a_wrong_cell_is_told_with_its_cure_and_nothing_is_made(
    desk: Desk, sheet: str, row: dict[str, Any], cell: str, rule: str | None, french: str, english: str
) -> None:
    read = desk.imported(sheet, row)
    (finding,) = read.report.findings
    assert (finding.cell, finding.severity, read.turtle, read.new) == (f"{sheet}!{cell}", "violation", None, 0)
    assert rule in (None, finding.rule)
    assert (french in finding.message["fr"], english in finding.message["en"]) == (True, True), finding.message


def test_two_wrong_cells_are_two_findings_in_both_languages(desk: Desk) -> None:
    read = desk.imported("Rôles", ROLE, ROLE | {"Rôle": "chef", "Attesté le": "demain"})
    assert places(read) == [("Rôles!D5", "intake-word-unknown"), ("Rôles!H5", "date-unreadable")]
    assert [line.partition(": ")[0] for line in told(read, "en")] == ["t.xlsx:Rôles!D5", "t.xlsx:Rôles!H5"]
    assert [line.split(": ")[1] for line in told(read, "fr")] == ["erreur", "erreur"]
    assert [line.split(": ")[1] for line in told(read, "en")] == ["violation", "violation"]


MISSING = [
    ("Rôles", "Rôle", "D4", "RoleAssignment-role", "Dites le rôle, un seul : « Rôle » ref:role-… (ref:role-non-precise si le document ne le dit pas)."),
    ("Rôles", "Acteur", "C4", "RoleAssignment-participant", "Un rôle est tenu par exactement un acteur : donnez « Acteur » ; deux pilotes font deux rôles."),
    ("Rôles", "Attesté le", "F4", "RoleAssignment-dated", "Dites quand le rôle est tenu : « Depuis » ou « Jusqu’à » s'ils sont énoncés, sinon « Attesté le » (à défaut, la date du document)."),
    ("Rôles", "Première ligne", "N4", "Fact-statedIn", "Un fait énoncé dit dans quel passage on le lit : ajoutez « Première ligne », ou le fondement (calculé, déduit, hors corpus) qui en dispense."),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "heading", "cell", "rule", "message"), MISSING)
def test_an_empty_cell_that_a_rule_wants_is_told_there_in_the_words_of_the_headings(
    desk: Desk, sheet: str, heading: str, cell: str, rule: str, message: str
) -> None:
    read = desk.imported(sheet, {name: value for name, value in ROLE.items() if name != heading})
    (finding,) = read.report.findings
    assert (finding.cell, finding.rule, finding.message["fr"]) == (f"{sheet}!{cell}", rule, message)


def test_an_event_needs_its_name_and_its_passage(desk: Desk) -> None:
    read = desk.imported("Événements", {"Type": "lancement", "Date": "2020"})
    assert places(read) == [("Événements!B4", "intake-cell-empty"), ("Événements!J4", "intake-cell-empty")]


def test_a_computed_fact_says_what_it_is_derived_from(desk: Desk) -> None:
    read = desk.imported("Rôles", ROLE | {"Fondement": "calculé"})
    assert places(read) == [("Rôles!M4", "Fact-derivation")]
    read = desk.imported("Rôles", ROLE | {"Fondement": "calculé", "Tiré de": "note Upsilon"})
    assert (read.new, told(read)) == (1, [])


def test_a_row_that_cites_no_passage_is_told_at_its_line(desk: Desk) -> None:
    row = {name: value for name, value in ROLE.items() if name != "Première ligne"}
    found = places(desk.imported("Rôles", row | {"Fondement": "déduit", "Tiré de": "note Upsilon"}))
    assert found == [("Rôles!N4", "unstated_fact_in_document")]


def test_a_warning_of_a_check_is_told_at_its_cell_and_the_turtle_is_made(desk: Desk) -> None:
    read = desk.imported(
        "Chiffres",
        {
            "Indicateur": "relais Sigma ouverts",
            "Sur quoi": "plan Phi",
            "Valeur": 3,
            "Date": "2020",
            "Première ligne": 18,
        },
    )
    assert places(read) == [("Chiffres!F4", "figure_subject_differs_from_indicator")]
    assert read.turtle is not None


# ---- Passages ----


def test_without_the_text_a_passage_that_is_cited_already_serves(desk: Desk) -> None:
    read = desk.read(desk.filled({"Rôles": [ROLE]}), texts=False)
    assert desk.added(read) == ROLE_TURTLE
    narrowed = desk.read(desk.filled({"Rôles": [ROLE | {"Du mot": "Le"}]}), texts=False)
    assert places(narrowed) == [("Rôles!N4", "intake-no-text")]


def test_without_the_text_one_finding_asks_for_it_whatever_the_rows(desk: Desk) -> None:
    rows = [ROLE | {"Première ligne": line} for line in (1, 3, 5)]
    read = desk.read(desk.filled({"Rôles": rows}), texts=False)
    assert places(read) == [("Rôles!N4", "intake-no-text")]
    assert "--texts DOSSIER" in told(read)[0]


def test_the_section_of_a_passage_is_kept(desk: Desk) -> None:
    read = desk.imported("Rôles", ROLE | {"Première ligne": 5, "Section": "Bilan"})
    assert read.turtle is not None
    block = read.turtle.partition("\nid:passage-bilan-alpha-l005\n")[2].partition("\n.\n")[0]
    assert 'hkg:section "Bilan" ;' in block


def test_rows_that_differ_by_their_passage_are_one_fact_read_twice(desk: Desk) -> None:
    read = desk.imported("Rôles", ROLE, ROLE | {"Première ligne": 23})
    assert read.new == 1
    assert desk.added(read) == ROLE_TURTLE.replace(
        "    hkg:statedIn id:passage-bilan-alpha-l020\n",
        "    hkg:statedIn\n        id:passage-bilan-alpha-l020 ,\n        id:passage-bilan-alpha-l023\n",
    )


# ---- What is there already ----


def test_importing_twice_adds_nothing_and_says_so(desk: Desk) -> None:
    path = desk.filled({sheet: [row for other, row, _ in KINDS if other == sheet] for sheet, _, _ in KINDS})
    first = desk.read(path)
    assert first.turtle is not None
    held = next(file for file in desk.corpus.files if file.path == PLACE)
    corpus = desk.corpus.changed_by([replace(held, text=first.turtle, triples=turtle.parse(first.turtle, PLACE))])
    again = desk.read(path, corpus=corpus)
    assert (again.turtle, again.new, again.more, told(again)) == (first.turtle, 0, 0, [])
    assert again.there == (
        ("Rôles", (4, 5)), ("Jalons", (4,)), ("Statuts", (4,)), ("Chiffres", (4, 5, 6)), ("Cibles", (4,)),
        ("Enveloppes", (4,)), ("Liens", (4,)), ("Événements", (4,)),
    )  # fmt: skip


def test_a_fact_of_the_corpus_is_known_whatever_it_is_called(desk: Desk) -> None:
    """The corpus calls it id:lien-gamma--prolonge--alpha, which the workbook would not."""
    row = {
        "De": "plan Gamma",
        "Type de lien": "prolonge",
        "Vers": "Plan Alpha",
        "Première ligne": 10,
        "Du mot": "Le",
        "Au mot": "Plan Alpha",
    }
    read = desk.imported("Liens", row)
    assert (read.new, read.there, told(read)) == (0, (("Liens", (4,)),), [])


def test_a_known_fact_read_elsewhere_gains_the_passage(desk: Desk) -> None:
    read = desk.imported(
        "Liens", {"De": "plan Gamma", "Type de lien": "prolonge", "Vers": "Plan Alpha", "Première ligne": 20}
    )
    assert (read.new, read.more) == (0, 1)
    assert desk.added(read) == "id:lien-gamma--prolonge--alpha\n    hkg:statedIn id:passage-bilan-alpha-l020\n."


def test_a_fact_beside_one_that_says_otherwise_under_its_name_is_told(desk: Desk) -> None:
    read = desk.imported("Enveloppes", {"Pour quoi": "programme Mu", "Montant": "30 M€", "Première ligne": 23})
    assert told(read) == [
        "t.xlsx:Enveloppes!B4: avertissement: id:budget-mu est déjà dans le fichier de ce document et dit autre chose : cette "
        "ligne fait un second fait. Si elle corrige le premier, corrigez-le dans le fichier. [intake-near]"
    ]
    assert desk.added(read).startswith("id:budget-mu--30000000-00\n")


def test_a_fact_that_the_file_says_more_fully_is_told(desk: Desk) -> None:
    read = desk.imported(
        "Cibles", {name: TARGET[name] for name in TARGET if name != "Valeur"} | {"Valeur": 90, "Échéance": "fin 2023"}
    )
    assert told(read) == [
        "t.xlsx:Cibles!B4: avertissement: id:valeur-relais-sigma--cible-fin-2023, dans le fichier de ce document, dit déjà "
        "cela, et davantage : si c'est le même fait, retirez la ligne ou complétez-la. [intake-fuller]"
    ]


def test_a_file_in_memory_is_read_like_one_on_disk(desk: Desk) -> None:
    path = desk.filled({"Rôles": [ROLE]})
    text = passages.read_texts(TEXTS)[f"{SLUG}.txt"]
    assert import_content(desk.corpus, path.name, path.read_bytes(), SLUG, text=text) == desk.read(path)


# ---- Identifiers ----


def test_identifiers_do_not_depend_on_the_order_of_rows_and_no_two_are_alike(desk: Desk) -> None:
    rows = [
        {"Pour quoi": "plan Phi", "Montant": f"{n} M€", "Phase": phase, "Première ligne": 20}
        for n in (1, 2)
        for phase in ("annoncé", "exécuté")
    ]
    texts = set()
    for seed in range(3):
        random.Random(seed).shuffle(rows)  # noqa: S311
        read = desk.imported("Enveloppes", *rows)
        assert read.turtle is not None
        texts.add(read.turtle)
    assert len(texts) == 1
    names = {line for line in texts.pop().splitlines() if line.startswith("id:budget-plan-phi")}
    assert names == {f"id:budget-plan-phi--{phase}--{n}000000-00" for phase in ("annonce", "execute") for n in (1, 2)}


def test_a_name_that_another_document_uses_is_not_taken(desk: Desk) -> None:
    row = {"Indicateur": "maisons Delta ouvertes", "Valeur": 100, "Échéance": "fin 2020", "Première ligne": 20}
    added = desk.added(desk.imported("Cibles", row))
    assert added.startswith("id:valeur-maisons-delta--cible-fin-2020--100\n    a hkg:TargetValue ;")


# ---- The document's sheet ----


def document(**cells: str) -> dict[str, list[dict[str, str]]]:
    names = {"slug": "Nom court", "title": "Titre", "published": "Publié le"}
    return {"Document": [{names[key]: value for key, value in cells.items()}]}


def test_the_sheet_of_another_document_stops_the_import(desk: Desk) -> None:
    read = desk.read(desk.filled(document(slug="plan-alpha") | {"Rôles": [ROLE | {"Rôle": "?"}]}))
    assert told(read) == [
        "t.xlsx:Document!B4: erreur: La feuille du document dit « plan-alpha », la commande « bilan-alpha » : un classeur ne "
        "sert qu'à un document. [intake-other-document]"
    ]


def test_what_the_base_says_otherwise_of_the_document_is_told(desk: Desk) -> None:
    same = desk.read(desk.filled(document(slug=SLUG, title="Bilan du plan Alpha", published="juin 2020")))
    other = desk.read(desk.filled(document(slug=SLUG, title="Autre titre", published="mai 2020")))
    assert (told(same), places(other)) == (
        [],
        [("Document!C4", "intake-document-differs"), ("Document!D4", "intake-document-differs")],
    )


def test_an_unknown_document_is_told_with_the_command_that_creates_it(desk: Desk) -> None:
    from healthkg.contribution.intake import import_facts

    path = desk.filled(document(slug="note-neuve", title="Note d'essai", published="mai 2021"))
    (finding,) = import_facts(desk.corpus, path, "note-neuve").report.findings
    assert finding.message["fr"] == (
        "La base ne connaît pas encore ce document. Créez-le : healthkg sources new note-neuve --title 'Note d'\"'\"'essai' "
        "--published 'mai 2021' --text TEXTE.txt"
    )
    with pytest.raises(InputProblem) as refusal:
        import_facts(desk.corpus, desk.filled({}), "note-neuve")
    assert refusal.value.code == "document-unknown"


# ---- The command line ----


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def untouched_project(judged_project: Path) -> Iterator[Path]:
    """The project; nothing in it may have changed when the test is over."""
    before = held(judged_project)
    yield judged_project
    assert held(judged_project) == before


def test_the_command_prints_turtle_and_tells_the_rest_apart(desk: Desk, run: Run, untouched_project: Path) -> None:
    path = desk.filled({"Rôles": [ROLE]})
    done = run("--project", untouched_project, "import", path, "--source", SLUG, "--texts", TEXTS)
    assert (done.code, done.err) == (
        0,
        "1 fait(s) nouveau(x), 0 nœud(s) complété(s), 0 ligne(s) déjà dans le corpus, 0 ligne(s) passée(s) ; 0 erreur(s), 0 avertissement(s), 0 remarque(s).\n",
    )
    assert done.out == desk.read(path).turtle


def test_the_command_writes_where_it_is_told_and_says_what_to_do_next(
    desk: Desk, run: Run, untouched_project: Path
) -> None:
    path, out = desk.filled({"Rôles": [ROLE]}), desk.folder / f"{SLUG}.ttl"
    done = run(
        "--project", untouched_project, "--lang", "en", "import", path, "--source", SLUG, "--texts", TEXTS, "--out", out
    )
    assert (done.code, done.out, out.read_text("utf-8")) == (0, "", desk.read(path).turtle)
    assert (
        done.err.splitlines()[-1]
        == f"Written: {out}. It is the whole text of {PLACE}: review it, put it in its place, then healthkg format."
    )


def test_what_the_rules_refuse_is_written_as_a_draft_only(desk: Desk, run: Run, untouched_project: Path) -> None:
    path, out = desk.filled({"Rôles": [ROLE | {"Attesté le": None}]}), desk.folder / "d.ttl"
    command = ("--project", untouched_project, "import", path, "--source", SLUG, "--texts", TEXTS, "--out", out)
    refused = run(*command)
    assert (refused.code, out.exists()) == (1, False)
    assert (
        refused.err.splitlines()[-1]
        == "Rien n'est écrit. Corrigez ces cases et recommencez, ou écrivez un brouillon avec --draft."
    )
    drafted = run(*command, "--draft")
    assert (drafted.code, "id:role-plan-phi--office-beta--pilote" in out.read_text("utf-8")) == (1, True)


def test_an_unread_cell_leaves_no_draft(desk: Desk, run: Run, untouched_project: Path) -> None:
    path, out = desk.filled({"Rôles": [ROLE | {"Acteur": "inconnu"}]}), desk.folder / "d.ttl"
    done = run(
        "--project", untouched_project, "import", path, "--source", SLUG, "--texts", TEXTS, "--out", out, "--draft"
    )
    assert (done.code, done.out, out.exists()) == (1, "", False)
    assert done.err.splitlines()[-1] == "Rien n'est écrit. Corrigez ces cases et recommencez."


def test_rows_that_are_there_are_named_by_their_numbers(desk: Desk, run: Run, untouched_project: Path) -> None:
    row = {"Pour quoi": "programme Mu", "Montant": "20 M€", "Première ligne": 23}
    path = desk.filled({"Enveloppes": [row, row, row, {}, row]})
    done = run("--project", untouched_project, "import", path, "--source", SLUG)
    assert (done.code, done.err.splitlines()[0]) == (0, "Enveloppes : déjà dans le corpus, ligne(s) 4-6, 8.")


def test_a_hundred_findings_are_shown_and_the_rest_counted(desk: Desk, run: Run, untouched_project: Path) -> None:
    path = desk.filled({"Rôles": [ROLE | {"Rôle": "chef"}] * 103})
    done = run("--project", untouched_project, "import", path, "--source", SLUG, "--texts", TEXTS)
    lines = done.err.splitlines()
    assert (done.code, len([line for line in lines if "[intake-word-unknown]" in line])) == (1, 100)
    assert lines[100] == "… et 3 autre(s). Corrigez d'abord celles-ci."


def test_the_template_command_never_overwrites_a_workbook(run: Run, untouched_project: Path, tmp_path: Path) -> None:
    path = tmp_path / "mien.xlsx"
    made = run("--project", untouched_project, "template", "--xlsx", path)
    before = path.read_bytes()
    refused = run("--project", untouched_project, "template", "--xlsx", path)
    assert (made.code, made.err) == (0, f"Classeur écrit : {path}. La feuille « Aide » dit comment le remplir.\n")
    assert (refused.code, path.read_bytes() == before) == (2, True)
    assert "peut-être rempli" in refused.err


def test_the_template_has_a_name_of_its_own(
    run: Run, untouched_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("--project", untouched_project, "--lang", "en", "template").code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["gabarit-healthkg.xlsx"]


# ---- Many rows ----


@pytest.mark.slow
def test_five_thousand_rows_are_read_in_reasonable_time(desk: Desk) -> None:
    import time

    book = desk.book()
    rows = [
        TARGET | {"Valeur": n, "Échéance": f"{2000 + n % 80}-{1 + n % 12:02}", "Première ligne": 1 + 2 * (n % 11)}
        for n in range(5000)
    ]
    put(book["Cibles"], *rows)
    unknown = {"Type de lien": "requiert", "Vers": "plan Gamma", "Première ligne": 7}
    put(book["Liens"], *({"De": f"inconnu numéro {n} du plan", **unknown} for n in range(200)))
    book.save(desk.folder / "t.xlsx")
    start = time.process_time()
    read = desk.read(desk.folder / "t.xlsx")
    assert (read.new, read.report.counts()["violation"]) == (5000, 200)
    assert time.process_time() - start < 60
