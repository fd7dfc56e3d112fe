"""Query + store → rows, with what they are called, what proves them and what is not known; and the formats that carry
them, the citation of a result, the same question asked again."""

from healthkg.answers.answer import Answer, both, find_query, list_queries, query, sparql, values_of
from healthkg.answers.citation import STYLES, Citation, cite
from healthkg.answers.coverage import Coverage
from healthkg.answers.emptiness import Reason, why_empty
from healthkg.answers.evidence import Evidence, evidence_of, with_evidence
from healthkg.answers.formats import FORMATS, render
from healthkg.answers.found import Bounds, holds_within
from healthkg.answers.labels import with_labels
from healthkg.answers.names import find, label, value_of
from healthkg.answers.noticing import Unknown, added_prefixes, unknown_names
from healthkg.answers.said import Said, said_of
from healthkg.answers.saved import Change, Saved, ask_again, changed, read_saved
from healthkg.answers.told import Told, told_of

__all__ = [
    "FORMATS",
    "STYLES",
    "Answer",
    "Bounds",
    "Change",
    "Citation",
    "Coverage",
    "Evidence",
    "Reason",
    "Said",
    "Saved",
    "Told",
    "Unknown",
    "added_prefixes",
    "ask_again",
    "both",
    "changed",
    "cite",
    "evidence_of",
    "find",
    "find_query",
    "holds_within",
    "label",
    "list_queries",
    "query",
    "read_saved",
    "render",
    "said_of",
    "sparql",
    "told_of",
    "unknown_names",
    "value_of",
    "values_of",
    "why_empty",
    "with_evidence",
    "with_labels",
]
