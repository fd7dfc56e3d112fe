"""One `.rq` file ↔ a Query; the words of a SPARQL text, and what is refused before any engine sees it."""

from healthkg.queryfile.groups import Element, Group, outermost_group
from healthkg.queryfile.guarding import guard
from healthkg.queryfile.query import Parameter, Query, bind, inline, parse_query, query_paths, read_query
from healthkg.queryfile.syntax import syntax_problem
from healthkg.queryfile.tokens import Token, declared_prefixes, place, tokens

__all__ = [
    "Element",
    "Group",
    "Parameter",
    "Query",
    "Token",
    "bind",
    "declared_prefixes",
    "guard",
    "inline",
    "outermost_group",
    "parse_query",
    "place",
    "query_paths",
    "read_query",
    "syntax_problem",
    "tokens",
]
