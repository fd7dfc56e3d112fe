"""SHACL Core, judged set by set.

A shapes graph is compiled once into values: shapes, with a path and constraints. A data graph becomes tables of
numbers. Then each constraint is asked once for all its nodes together: what a path reaches from a set of nodes, which
of a set of values break a rule, which nodes conform to a shape (remembered: no node is held twice against one shape).

Why not SPARQL queries on the store: it rewrites literals (`1.50`), and SHACL's patterns, lengths, counts and equalities
are about terms as they are written. Sets are faster, too: `python -m benchmarks.shacl` measures both, beside pySHACL.

    parameters, path_reading, reading   a shapes graph → rules; what is beyond Core is named, and left to pySHACL
    literals, graph, lookups, paths     what terms, tables and ways are; tables filled as they are asked
    constraints                         what a shape is made of: targets, values, constraints
    on_terms, on_values, on_shapes      the constraint components (SHACL 4), each with its clause
    judging, changes                    rules + graph → results; and again, after a change, only where it matters
"""

from healthkg.validation.compiled.changes import affected, rejudged
from healthkg.validation.compiled.graph import Graph, Term
from healthkg.validation.compiled.judging import Judgement, Result, judge
from healthkg.validation.compiled.lookups import Lookups
from healthkg.validation.compiled.reading import NotCore, Rules, compile_shapes, without_targets

__all__ = [
    "Graph",
    "Judgement",
    "Lookups",
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
