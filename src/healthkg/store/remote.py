"""Any SPARQL 1.1 endpoint that a user names: asked with patience and suspicion, through SPARQLWrapper.

Its client has no deadline for a whole answer, follows redirects anywhere and reads without end: so it only writes the
request; this module sends it. A partial answer is no answer.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyoxigraph as ox

from healthkg.errors import HealthkgError, InputProblem, RemoteProblem
from healthkg.layout import Project
from healthkg.prefixes import Registry
from healthkg.queryfile import Query, declared_prefixes, guard, inline, tokens

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.error import HTTPError
    from urllib.request import Request

    from healthkg.store.embedded import Results

_JSON = ("application/sparql-results+json", "application/json")
_TURTLE = ("text/turtle", "application/x-turtle")
_LONG = 1500  # characters of a query from which it is posted: addresses beyond some 2,000 are refused by many
_PARTIAL = ("X-SQL-State", "X-SQL-Message", "X-SPARQL-MaxRows")  # Virtuoso's words for "there was more"


@dataclass(frozen=True)
class Remote:
    """An endpoint that can be asked: its address, the prefixes, how many seconds a whole answer may take, and how many
    bytes it may have. Its version is its address: it does not tell which data it holds."""

    url: str
    registry: Registry = field(repr=False)
    project: Project
    seconds: float = 60
    size: int = 64 << 20

    @property
    def version(self) -> str:
        return self.url

    def ask(self, asked: Query, values: Mapping[str, ox.NamedNode | ox.Literal]) -> Results:
        """Return the endpoint's answer to `asked` with `values` written in as terms.

        Raises Refused (update, SERVICE, excessive size) and RemoteProblem.
        """
        text = inline(asked, values)
        guard(text)
        request = _request(self.url, _with_prefixes(text, self.registry), asked.form)
        wanted = _TURTLE if asked.form in ("CONSTRUCT", "DESCRIBE") else _JSON
        return _read(_within(self, request, wanted), asked.form, self.url)


def open_remote(url: str, registry: Registry, project: Project, seconds: float = 60) -> Remote:
    """Return the endpoint at `url`. Raises InputProblem for an address that is not http or https."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        sound = False
    if not sound or any(char.isspace() for char in url):
        raise InputProblem("endpoint-form", text=url)
    return Remote(url, registry, project, seconds)


def _with_prefixes(text: str, registry: Registry) -> str:
    """Return `text` with the registry's prefixes that it uses and does not declare."""
    words = tokens(text)
    used = {word.text.partition(":")[0] for word in words if word.kind == "name"}
    missing = sorted((used - set(declared_prefixes(words))) & set(registry.namespaces))
    return "".join(f"PREFIX {prefix}: <{registry.namespaces[prefix]}>\n" for prefix in missing) + text


def _request(url: str, text: str, form: str) -> Request:
    from SPARQLWrapper import GET, JSON, POST, TURTLE, SPARQLWrapper

    wrapper = SPARQLWrapper(url)
    wrapper.setQuery(text)
    wrapper.queryType = form  # the wrapper's own guess stumbles over comments
    wrapper.setReturnFormat(TURTLE if form in ("CONSTRUCT", "DESCRIBE") else JSON)
    wrapper.setOnlyConneg(True)
    wrapper.setMethod(POST if len(text) > _LONG else GET)
    request: Request = wrapper._createRequest()
    return request


# ---- Sending ----


def _within(remote: Remote, request: Request, wanted: tuple[str, ...]) -> bytes:
    """Return the body of the answer, whole within the deadline whatever the other side does (a name that is not
    resolved, a head or a body that drips); in a thread, which is given up when it is late."""
    outcome: list[bytes | BaseException] = []
    deadline = time.monotonic() + remote.seconds

    def work() -> None:
        try:
            outcome.append(_fetched(remote, request, wanted, deadline))
        except BaseException as error:  # noqa: BLE001 - raised again below, where it is waited for
            outcome.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(remote.seconds)
    if not outcome:
        raise _late(remote)
    if isinstance(outcome[0], BaseException):
        raise _told(outcome[0], remote) from outcome[0]
    return outcome[0]


def _fetched(remote: Remote, request: Request, wanted: tuple[str, ...], deadline: float) -> bytes:
    from urllib.request import build_opener

    from healthkg.store.redirects import SameHost

    with build_opener(SameHost()).open(request, timeout=remote.seconds) as response:
        _judge(response, wanted, remote.url)
        content = b"".join(_parts(response, remote, deadline))
        announced = response.headers.get("Content-Length")
    if announced is not None and announced.isdigit() and len(content) < int(announced):
        raise RemoteProblem("remote-cut", url=remote.url)
    return content


def _parts(response: HTTPResponse, remote: Remote, deadline: float) -> Iterator[bytes]:
    held = 0
    while part := response.read1(1 << 16):
        held += len(part)
        if held > remote.size:
            raise RemoteProblem("remote-too-large", url=remote.url, limit=remote.size >> 20)
        if time.monotonic() > deadline:
            raise _late(remote)
        yield part


def _judge(response: HTTPResponse, wanted: tuple[str, ...], url: str) -> None:
    if response.status == 206 or any(name in response.headers for name in _PARTIAL):
        raise RemoteProblem("remote-partial", url=url)
    if response.status != 200:
        raise RemoteProblem("remote-status", url=url, status=response.status, said="")
    media = response.headers.get_content_type()
    if media not in wanted or "Content-Type" not in response.headers:
        code = "remote-html" if media == "text/html" else "remote-media"
        raise RemoteProblem(code, url=url, media=media, wanted=wanted[0])


# ---- Understanding ----


def _late(remote: Remote) -> RemoteProblem:
    return RemoteProblem("remote-late", url=remote.url, limit=f"{remote.seconds:g}")


def _told(error: BaseException, remote: Remote) -> BaseException:
    """Return the fault that a user understands for what went wrong on the way; what is none of it, as it is."""
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError

    if isinstance(error, HealthkgError):
        return error
    if isinstance(error, HTTPError):
        with error:
            return _refusal(error, remote.url)
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, TimeoutError):
        return _late(remote)
    if isinstance(cause, (OSError, HTTPException, str, ValueError)):
        return RemoteProblem("remote-down", url=remote.url, cause=_printable(str(cause) or type(cause).__name__))
    return error


def _refusal(error: HTTPError, url: str) -> RemoteProblem:
    if 300 <= error.code < 400:  # in circles, or to what is no web address
        to = _printable(error.headers.get("Location", "?"))
        return RemoteProblem("remote-redirect", url=url, to=to.partition("?")[0])
    return RemoteProblem("remote-status", url=url, status=error.code, said=_first_words(error))


def _first_words(error: HTTPError) -> str:
    """Return the first line that an endpoint says of a refusal, in plain text; nothing that a terminal obeys."""
    if error.headers.get_content_type() != "text/plain":
        return ""
    try:
        line = error.read(2000).decode("utf-8", "replace").strip().split("\n")[0]
    except OSError:
        return ""
    return f" : {_printable(line)[:200]}" if line else ""


def _printable(text: str) -> str:
    return "".join(char for char in text if char.isprintable())


def _read(content: bytes, form: str, url: str) -> Results:
    """Return results from the body of an answer. Raises RemoteProblem when they are not of the form that was asked."""
    try:
        if form in ("CONSTRUCT", "DESCRIBE"):
            return [quad.triple for quad in ox.parse(content, format=ox.RdfFormat.TURTLE)]
        found = _read_through(content)
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise RemoteProblem("remote-shape", url=url) from error
    if found != ("ASK" if form == "ASK" else "SELECT"):
        raise RemoteProblem("remote-shape", url=url)
    return _results(content)


def _read_through(content: bytes) -> str:
    """Return the form that `content` answers, read to its end: what is cut or garbled shows only where it is read."""
    results = _results(content)
    try:
        if isinstance(results, ox.QueryBoolean):
            return "ASK"
        for _ in results:
            pass
        return "SELECT"
    finally:
        del results  # a traceback would keep it, and it must not be freed in another thread


def _results(content: bytes) -> ox.QuerySolutions | ox.QueryBoolean:
    return ox.parse_query_results(content, ox.QueryResultsFormat.JSON)
