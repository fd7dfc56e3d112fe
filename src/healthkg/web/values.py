"""What is asked of a page and what it replies: values, so that every page is a function that needs no server."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

HTML, PLAIN, JSON = "text/html; charset=utf-8", "text/plain; charset=utf-8", "application/json"


@dataclass(frozen=True)
class Asked:
    """A request: `path` as it came, `parts` the pieces of it that the route names, `query` in its order, `lang` (fr or
    en), `headers` by lower-case name, `body` whole; `origin` is the scheme and host that the client used."""

    path: str = "/"
    parts: Mapping[str, str] = field(default_factory=dict)
    query: Sequence[tuple[str, str]] = ()
    lang: str = "fr"
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    origin: str = ""

    def one(self, name: str, default: str = "") -> str:
        """Return the first value of `name` in the query, without blanks around it."""
        return next((value.strip() for key, value in self.query if key == name), default)

    def all(self, name: str) -> list[str]:
        """Return every value of `name` in the query that is not empty."""
        return [value for key, value in self.query if key == name and value]

    def address(self, path: str | None = None, **changes: str | None) -> str:
        """Return this address, or `path` with its query, with parameters changed; None takes one away."""
        kept = [(key, value) for key, value in self.query if key not in changes]
        kept += [(key, value) for key, value in changes.items() if value is not None]
        said = urlencode(kept)
        return (quote(self.path) if path is None else path) + (f"?{said}" if said else "")


@dataclass(frozen=True)
class Reply:
    """What is sent back: status, media type, body and further headers."""

    body: bytes = b""
    media: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def packed(self) -> bytes:
        """Return the reply as bytes, to be sent by a child."""
        head = [self.status, self.media, dict(self.headers)]
        return json.dumps(head).encode() + b"\n" + self.body

    @staticmethod
    def unpacked(content: bytes) -> Reply:
        """Return the reply that `content` is."""
        head, _, body = content.partition(b"\n")
        status, media, headers = json.loads(head)
        return Reply(body, media, status, headers)


def see_other(path: str) -> Reply:
    """Return the reply that sends a reader to another page (303)."""
    return Reply(status=303, media=PLAIN, headers={"location": path})
