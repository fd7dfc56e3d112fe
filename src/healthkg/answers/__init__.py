"""Query + store → rows, with what they are called and what is not known; and the formats that carry them."""

from healthkg.answers.answer import Answer, both, find_query, list_queries, query, sparql
from healthkg.answers.formats import FORMATS, render
from healthkg.answers.names import find, label, value_of
from healthkg.answers.said import Said, said_of

__all__ = [
    "FORMATS",
    "Answer",
    "Said",
    "both",
    "find",
    "find_query",
    "label",
    "list_queries",
    "query",
    "render",
    "said_of",
    "sparql",
    "value_of",
]
