"""Citations that can be checked: a passage is a span of a document, never its words."""

from healthkg.passages.covering import MIN_LENGTH, Coverage, Run, coverage, uncovered
from healthkg.passages.locating import MAX_LENGTH, locate
from healthkg.passages.reasons import REASONS, read_reasons, unmatched
from healthkg.passages.spans import Passage, read_passages, to_turtle
from healthkg.passages.texts import Text, digest, normalise, read_texts, text_of
from healthkg.passages.verifying import STATES, state, verify, worst

__all__ = [
    "MAX_LENGTH",
    "MIN_LENGTH",
    "REASONS",
    "STATES",
    "Coverage",
    "Passage",
    "Run",
    "Text",
    "coverage",
    "digest",
    "locate",
    "normalise",
    "read_passages",
    "read_reasons",
    "read_texts",
    "state",
    "text_of",
    "to_turtle",
    "uncovered",
    "unmatched",
    "verify",
    "worst",
]
