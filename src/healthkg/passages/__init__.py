"""Citations that can be checked: a passage is a span of a document, never its words."""

from healthkg.passages.covering import MIN_LENGTH, Coverage, Run, coverage, uncovered
from healthkg.passages.locating import MAX_LENGTH, locate
from healthkg.passages.reasons import REASONS, read_reasons, unmatched
from healthkg.passages.renewing import SURE, Renewal, renew
from healthkg.passages.spans import Passage, read_passages, to_turtle
from healthkg.passages.texts import Text, digest, is_declared, normalise, read_texts, text_of
from healthkg.passages.verifying import STATES, state, verify, worst

__all__ = [
    "MAX_LENGTH",
    "MIN_LENGTH",
    "REASONS",
    "STATES",
    "SURE",
    "Coverage",
    "Passage",
    "Renewal",
    "Run",
    "Text",
    "coverage",
    "digest",
    "is_declared",
    "locate",
    "normalise",
    "read_passages",
    "read_reasons",
    "read_texts",
    "renew",
    "state",
    "text_of",
    "to_turtle",
    "uncovered",
    "unmatched",
    "verify",
    "worst",
]
