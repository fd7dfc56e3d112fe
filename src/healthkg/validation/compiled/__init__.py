"""SHACL Core, judged set by set."""

from healthkg.validation.compiled.changes import affected, rejudged
from healthkg.validation.compiled.graph import Graph, Term
from healthkg.validation.compiled.judging import Judgement, Result, judge
from healthkg.validation.compiled.reading import NotCore, Rules, compile_shapes, without_targets

__all__ = [
    "Graph",
    "Judgement",
    "NotCore",
    "Result",
    "Rules",
    "Term",
    "affected",
    "compile_shapes",
    "judge",
    "rejudged",
    "without_targets",
]
