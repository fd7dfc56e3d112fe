"""One request to an endpoint → the whole body of its answer, within a deadline, or a fault that a user understands.

Nothing is sent twice but what the endpoint asked a password for; a partial answer is no answer.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from healthkg.errors import HealthkgError, InputProblem, RemoteProblem

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.error import HTTPError
    from urllib.request import HTTPPasswordMgrWithPriorAuth, OpenerDirector, Request

_PARTIAL = ("X-SQL-State", "X-SQL-Message", "X-SPARQL-MaxRows")  # Virtuoso's words for "there was more"
Credentials = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """An address, how many seconds a whole answer may take, how many bytes it may have, and user and password where
    the endpoint wants them."""

    url: str
    seconds: float = 60
    size: int = 64 << 20
    credentials: Credentials | None = field(default=None, repr=False)

    @cached_property
    def known(self) -> HTTPPasswordMgrWithPriorAuth | None:
        """Return what there is to answer when the endpoint asks who we are; it remembers how it wants to be told."""
        from urllib.request import HTTPPasswordMgrWithPriorAuth

        if self.credentials is None:
            return None
        known = HTTPPasswordMgrWithPriorAuth()
        known.add_password(None, self.url, *self.credentials)
        return known

    def exchanged(self, request: Request, wanted: tuple[str, ...]) -> bytes:
        """Return the body of the answer, whole within the deadline whatever the other side does (a name that is not
        resolved, a head or a body that drips); in a thread, which is given up when it is late. Of the media types
        `wanted`; none is asked of an update, whose answer may also be empty. Raises RemoteProblem."""
        outcome: list[bytes | BaseException] = []
        deadline = time.monotonic() + self.seconds

        def work() -> None:
            try:
                outcome.append(_fetched(self, request, wanted, deadline))
            except BaseException as error:  # noqa: BLE001 - raised again below, where it is waited for
                outcome.append(error)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        thread.join(self.seconds)
        if not outcome:
            raise _late(self)
        if isinstance(outcome[0], BaseException):
            raise _told(outcome[0], self) from outcome[0]
        return outcome[0]


def open_endpoint(url: str, seconds: float = 60, credentials: Credentials | None = None) -> Endpoint:
    """Return the endpoint at `url`. Raises InputProblem as `address` does."""
    return Endpoint(url=address(url, credentials), seconds=seconds, credentials=credentials)


def address(url: str, credentials: Credentials | None = None) -> str:
    """Return `url` where it can be asked. Raises InputProblem: "endpoint-form" for what is no web address,
    "endpoint-clear" where a password would cross a network in plain sight."""
    parts = _parts(url)
    if parts is None or any(char.isspace() for char in url):
        raise InputProblem("endpoint-form", text=url)
    if credentials and parts.scheme == "http" and not _is_here(parts.hostname or ""):
        raise InputProblem("endpoint-clear", url=url)
    return url


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        return None
    return parts if sound else None


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


# ---- Sending ----


def _fetched(endpoint: Endpoint, request: Request, wanted: tuple[str, ...], deadline: float) -> bytes:
    with _opener(endpoint).open(request, timeout=endpoint.seconds) as response:
        _judge(response, wanted, endpoint.url)
        content = b"".join(_pieces(response, endpoint, deadline))
        announced = response.headers.get("Content-Length")
    if announced is not None and announced.isdigit() and len(content) < int(announced):
        raise RemoteProblem("remote-cut", url=endpoint.url)
    return content


def _opener(endpoint: Endpoint) -> OpenerDirector:
    from urllib.request import build_opener

    from healthkg.store.redirects import SameHost
    from healthkg.store.signing import Signing

    return build_opener(SameHost(), *([Signing(endpoint.known)] if endpoint.known else []))


def _pieces(response: HTTPResponse, endpoint: Endpoint, deadline: float) -> Iterator[bytes]:
    held = 0
    while part := response.read1(1 << 16):
        held += len(part)
        if held > endpoint.size:
            raise RemoteProblem("remote-too-large", url=endpoint.url, limit=endpoint.size >> 20)
        if time.monotonic() > deadline:
            raise _late(endpoint)
        yield part


def _judge(response: HTTPResponse, wanted: tuple[str, ...], url: str) -> None:
    if response.status == 206 or any(name in response.headers for name in _PARTIAL):
        raise RemoteProblem("remote-partial", url=url)
    if response.status != 200 and (wanted or response.status != 204):
        raise RemoteProblem("remote-status", url=url, status=response.status, said="")
    media = response.headers.get_content_type()
    if media == "text/html":
        raise RemoteProblem("remote-html", url=url)
    if wanted and (media not in wanted or "Content-Type" not in response.headers):
        raise RemoteProblem("remote-media", url=url, media=media, wanted=wanted[0])


# ---- Understanding ----


def _late(endpoint: Endpoint) -> RemoteProblem:
    return RemoteProblem("remote-late", url=endpoint.url, limit=f"{endpoint.seconds:g}")


def _told(error: BaseException, endpoint: Endpoint) -> BaseException:
    """Return the fault that a user understands for what went wrong on the way; what is none of it, as it is."""
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError

    if isinstance(error, HealthkgError):
        return error
    if isinstance(error, HTTPError):
        with error:
            return _refusal(error, endpoint.url)
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, TimeoutError):
        return _late(endpoint)
    if isinstance(cause, (OSError, HTTPException, str, ValueError)):
        return RemoteProblem("remote-down", url=endpoint.url, cause=_printable(str(cause) or type(cause).__name__))
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
