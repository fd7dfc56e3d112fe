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

from healthkg.errors import InputProblem, RemoteProblem
from healthkg.store.mishaps import late, told

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.request import HTTPPasswordMgrWithPriorAuth, OpenerDirector, Request

_DONE = "00000"  # ISO/IEC 9075-2, 24.1: successful completion; Virtuoso says it of what it did again after a deadlock
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
            raise late(self.url, self.seconds)
        if isinstance(outcome[0], BaseException):
            raise told(outcome[0], self.url, self.seconds) from outcome[0]
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
            raise late(endpoint.url, endpoint.seconds)
        yield part


def _judge(response: HTTPResponse, wanted: tuple[str, ...], url: str) -> None:
    if _is_partial(response):
        raise RemoteProblem("remote-partial", url=url)
    if response.status != 200 and (wanted or response.status != 204):
        raise RemoteProblem("remote-status", url=url, status=response.status, said="")
    media = response.headers.get_content_type()
    if media == "text/html":
        raise RemoteProblem("remote-html", url=url)
    if wanted and (media not in wanted or "Content-Type" not in response.headers):
        raise RemoteProblem("remote-media", url=url, media=media, wanted=wanted[0])


def _is_partial(response: HTTPResponse) -> bool:
    """Return whether there was more than the answer says, in the words of HTTP or of Virtuoso."""
    stopped = response.headers.get("X-SQL-State", _DONE) != _DONE
    return response.status == 206 or stopped or "X-SPARQL-MaxRows" in response.headers
