"""Any SPARQL 1.1 endpoint that a user names: asked with patience and suspicion, through SPARQLWrapper.

Its client has no deadline for a whole answer, follows redirects anywhere and reads without end: so it only writes the
request; `endpoint` sends it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.errors import RemoteProblem
from healthkg.layout import Project
from healthkg.prefixes import Registry
from healthkg.queryfile import Query, Token, declared_prefixes, guard, inline, syntax_problem, tokens
from healthkg.store.endpoint import Credentials, Endpoint, address
from healthkg.store.merging import OWN, Scope

if TYPE_CHECKING:
    from urllib.request import Request

    from healthkg.store.embedded import Results

_JSON = ("application/sparql-results+json", "application/json")
_TURTLE = ("text/turtle", "application/x-turtle")
_LONG = 1500  # characters of a query from which it is posted: addresses beyond some 2,000 are refused by many
_OLD_ASK = "__ASK_RETVAL"  # the column in which Virtuoso 7.2 answers yes with a row, no with none


@dataclass(frozen=True, kw_only=True)
class Remote(Endpoint):
    """An endpoint that can be asked, the graphs of which its default graph is to be made (`scope`: as it has them), and
    the version of its data, where it is known: without it, the address stands for it."""

    registry: Registry = field(repr=False)
    project: Project
    scope: Scope = OWN
    data: str = ""

    @property
    def version(self) -> str:
        return f"{self.data} @ {self.url}" if self.data else self.url

    def ask(self, asked: Query, values: Mapping[str, ox.NamedNode | ox.Literal]) -> Results:
        """Return the endpoint's answer to `asked` with `values` written in as terms.

        Raises Refused (update, SERVICE, excessive size) and RemoteProblem.
        """
        text = inline(asked, values)
        guard(text)
        words = tokens(text)
        request = _request(self, _with_prefixes(text, words, self.registry), asked.form, _dataset(words, self.scope))
        wanted = _TURTLE if asked.form in ("CONSTRUCT", "DESCRIBE") else _JSON
        return _read(self.exchanged(request, wanted), asked.form, self.url)

    def run(self, text: str, scope: Scope = OWN) -> Results:
        """Return the endpoint's answer to a SPARQL text, which is read here first, so that a mistake has its place.

        Raises InputProblem("sparql-…") with line and column, and what `ask` raises.
        """
        guard(text)
        try:
            ox.Store().query(text, base_iri=scope.base, prefixes=dict(self.registry.namespaces))
        except SyntaxError as error:
            raise syntax_problem(text, str(error), self.registry.namespaces, scope.base) from error
        return self.ask(Query("sparql", "", text), {})


def open_remote(
    url: str, registry: Registry, project: Project, seconds: float = 60, credentials: Credentials | None = None
) -> Remote:
    """Return the endpoint at `url`. Raises InputProblem: "endpoint-form" for an address that is not http or https,
    "endpoint-clear" where a password would cross a network in plain sight."""
    url = address(url, credentials)
    return Remote(url=url, registry=registry, project=project, seconds=seconds, credentials=credentials)


def _with_prefixes(text: str, words: list[Token], registry: Registry) -> str:
    """Return `text` with the registry's prefixes that it uses and does not declare."""
    used = {word.text.partition(":")[0] for word in words if word.kind == "name"}
    missing = sorted((used - set(declared_prefixes(words))) & set(registry.namespaces))
    return "".join(f"PREFIX {prefix}: <{registry.namespaces[prefix]}>\n" for prefix in missing) + text


def _dataset(words: list[Token], scope: Scope) -> list[tuple[str, str]]:
    """Return the parameters that name the graphs to ask; none for a query that names its own."""
    if any(word.keyword == "FROM" for word in words):
        return []
    default = [("default-graph-uri", graph.value) for graph in scope.default or () if isinstance(graph, ox.NamedNode)]
    return default + [("named-graph-uri", graph.value) for graph in scope.named or ()]


def _request(remote: Remote, text: str, form: str, dataset: list[tuple[str, str]]) -> Request:
    from SPARQLWrapper import GET, JSON, POST, TURTLE, SPARQLWrapper

    wrapper = SPARQLWrapper(remote.url)
    wrapper.setQuery(text)
    wrapper.queryType = form  # the wrapper's own guess stumbles over comments
    wrapper.setReturnFormat(TURTLE if form in ("CONSTRUCT", "DESCRIBE") else JSON)
    wrapper.setOnlyConneg(True)
    for name, value in dataset:
        wrapper.addParameter(name, value)
    wrapper.setMethod(POST if len(text) + sum(len(graph) for _, graph in dataset) > _LONG else GET)
    request: Request = wrapper._createRequest()
    return request


# ---- Understanding ----


def _read(content: bytes, form: str, url: str) -> Results:
    """Return results from the body of an answer. Raises RemoteProblem when they are not of the form that was asked."""
    try:
        if form in ("CONSTRUCT", "DESCRIBE"):
            return [quad.triple for quad in ox.parse(content, format=ox.RdfFormat.TURTLE)]
        found = _read_through(content)
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise RemoteProblem("remote-shape", url=url) from error
    if form == "ASK" and found in ("yes", "no"):
        content = b'{"head":{},"boolean":%s}' % (b"true" if found == "yes" else b"false")
    elif found != ("ASK" if form == "ASK" else "SELECT"):
        raise RemoteProblem("remote-shape", url=url)
    return _results(content)


def _read_through(content: bytes) -> str:
    """Return the form that `content` answers, read to its end: what is cut or garbled shows only where it is read.
    Of an answer to ASK in Virtuoso's old manner, return yes or no."""
    results = _results(content)
    try:
        if isinstance(results, ox.QueryBoolean):
            return "ASK"
        rows = 0
        for _ in results:  # in a generator of its own, the results would outlive this function
            rows += 1
        if [variable.value for variable in results.variables] == [_OLD_ASK]:
            return "yes" if rows else "no"
        return "SELECT"
    finally:
        del results  # a traceback would keep it, and it must not be freed in another thread


def _results(content: bytes) -> ox.QuerySolutions | ox.QueryBoolean:
    return ox.parse_query_results(content, ox.QueryResultsFormat.JSON)
