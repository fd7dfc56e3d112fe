"""One `.rq` file ↔ a Query; the words of a SPARQL text, and what is refused before any engine sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from healthkg.queryfile.guarding import guard as guard
from healthkg.queryfile.query import Parameter as Parameter
from healthkg.queryfile.query import Query as Query
from healthkg.queryfile.query import bind as bind
from healthkg.queryfile.query import inline as inline
from healthkg.queryfile.query import parse_query as parse_query
from healthkg.queryfile.query import query_paths as query_paths
from healthkg.queryfile.query import read_query as read_query
from healthkg.queryfile.tokens import Token as Token
from healthkg.queryfile.tokens import declared_prefixes as declared_prefixes
from healthkg.queryfile.tokens import place as place
from healthkg.queryfile.tokens import tokens as tokens

if TYPE_CHECKING:
    from healthkg.queryfile.groups import Element as Element
    from healthkg.queryfile.groups import Group as Group
    from healthkg.queryfile.groups import outermost_group as outermost_group
    from healthkg.queryfile.syntax import syntax_problem as syntax_problem
else:
    from healthkg.exports import exports

    __getattr__, __dir__, __all__ = exports(
        __name__,
        {"groups": ["Element", "Group", "outermost_group"], "syntax": ["syntax_problem"]},
    )
