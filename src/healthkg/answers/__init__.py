"""Query + store → rows, with what they are called, what proves them and what is not known; and the formats that carry
them, the citation of a result, the same question asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from healthkg.answers.answer import Answer as Answer
    from healthkg.answers.answer import both as both
    from healthkg.answers.answer import find_query as find_query
    from healthkg.answers.answer import list_queries as list_queries
    from healthkg.answers.answer import query as query
    from healthkg.answers.answer import sparql as sparql
    from healthkg.answers.answer import values_of as values_of
    from healthkg.answers.citation import STYLES as STYLES
    from healthkg.answers.citation import Citation as Citation
    from healthkg.answers.citation import cite as cite
    from healthkg.answers.coverage import Coverage as Coverage
    from healthkg.answers.emptiness import Reason as Reason
    from healthkg.answers.emptiness import why_empty as why_empty
    from healthkg.answers.evidence import Evidence as Evidence
    from healthkg.answers.evidence import evidence_of as evidence_of
    from healthkg.answers.evidence import with_evidence as with_evidence
    from healthkg.answers.formats import FORMATS as FORMATS
    from healthkg.answers.formats import render as render
    from healthkg.answers.found import Bounds as Bounds
    from healthkg.answers.found import holds_within as holds_within
    from healthkg.answers.labels import with_labels as with_labels
    from healthkg.answers.markup import as_html as as_html
    from healthkg.answers.names import find as find
    from healthkg.answers.names import label as label
    from healthkg.answers.names import value_of as value_of
    from healthkg.answers.noticing import Unknown as Unknown
    from healthkg.answers.noticing import added_prefixes as added_prefixes
    from healthkg.answers.noticing import unknown_names as unknown_names
    from healthkg.answers.results import origin as origin
    from healthkg.answers.said import Said as Said
    from healthkg.answers.said import said_of as said_of
    from healthkg.answers.saved import Change as Change
    from healthkg.answers.saved import Saved as Saved
    from healthkg.answers.saved import ask_again as ask_again
    from healthkg.answers.saved import changed as changed
    from healthkg.answers.saved import read_saved as read_saved
    from healthkg.answers.spreadsheets import harmless as harmless
    from healthkg.answers.tables import in_cell as in_cell
    from healthkg.answers.tables import readable as readable
    from healthkg.answers.tables import shown_columns as shown_columns
    from healthkg.answers.told import Told as Told
    from healthkg.answers.told import told_of as told_of
else:
    from healthkg.exports import exports

    __getattr__, __dir__, __all__ = exports(
        __name__,
        {
            "answer": ["Answer", "both", "find_query", "list_queries", "query", "sparql", "values_of"],
            "citation": ["STYLES", "Citation", "cite"],
            "coverage": ["Coverage"],
            "emptiness": ["Reason", "why_empty"],
            "evidence": ["Evidence", "evidence_of", "with_evidence"],
            "formats": ["FORMATS", "render"],
            "found": ["Bounds", "holds_within"],
            "labels": ["with_labels"],
            "markup": ["as_html"],
            "names": ["find", "label", "value_of"],
            "noticing": ["Unknown", "added_prefixes", "unknown_names"],
            "results": ["origin"],
            "said": ["Said", "said_of"],
            "saved": ["Change", "Saved", "ask_again", "changed", "read_saved"],
            "spreadsheets": ["harmless"],
            "tables": ["in_cell", "readable", "shown_columns"],
            "told": ["Told", "told_of"],
        },
    )
