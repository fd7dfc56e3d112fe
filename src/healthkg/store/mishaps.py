"""What went wrong on the way to an endpoint → the fault that a user understands, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from healthkg.errors import HealthkgError, RemoteProblem

if TYPE_CHECKING:
    from urllib.error import HTTPError


def late(url: str, seconds: float) -> RemoteProblem:
    """Return the fault of an answer that did not come whole in time."""
    return RemoteProblem("remote-late", url=url, limit=f"{seconds:g}")


def told(error: BaseException, url: str, seconds: float) -> BaseException:
    """Return the fault that a user understands for what went wrong on the way; what is none of it, as it is."""
    from urllib.error import HTTPError, URLError

    if isinstance(error, HealthkgError):
        return error
    if isinstance(error, HTTPError):
        with error:
            return _refusal(error, url)
    cause = error.reason if isinstance(error, URLError) else error
    return late(url, seconds) if isinstance(cause, TimeoutError) else _broken(cause, url) or error


def _broken(cause: BaseException | str, url: str) -> RemoteProblem | None:
    """Return the fault of a connection that was not made, or broke; None for what is another thing."""
    from http.client import BadStatusLine, HTTPException, RemoteDisconnected
    from ssl import SSLCertVerificationError, SSLError

    from healthkg.store.certificates import distrusted

    if isinstance(cause, SSLCertVerificationError):
        return distrusted(cause, url)
    if isinstance(cause, SSLError):
        return RemoteProblem("remote-no-tls", url=url, cause=_words(cause))
    if isinstance(cause, BadStatusLine) and not isinstance(cause, RemoteDisconnected):
        return RemoteProblem("remote-no-http", url=url)
    if isinstance(cause, (OSError, HTTPException, str, ValueError)):
        return RemoteProblem("remote-down", url=url, cause=_words(cause))
    return None


def _refusal(error: HTTPError, url: str) -> RemoteProblem:
    if 300 <= error.code < 400:  # in circles, or to what is no web address
        to = printable(error.headers.get("Location", "?"))
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
    return f" : {printable(line)[:200]}" if line else ""


def _words(cause: BaseException | str) -> str:
    return printable(str(cause) or type(cause).__name__)


def printable(text: str) -> str:
    """Return what of a text of others a terminal shows and does not obey."""
    return "".join(char for char in text if char.isprintable())
