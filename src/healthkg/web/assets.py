"""Style sheets and scripts, each at an address that its content gives: a browser keeps them for good."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from healthkg.web.values import Asked, Reply

_STYLES = ("page.css", "web/site.css")
_MEDIA = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
_FOREVER = "public, max-age=31536000, immutable"


@cache
def table() -> Mapping[str, bytes]:
    """Return name → content: `site.css` is what all pages share, then every script and picture of `templates/web`."""
    folder = files("healthkg").joinpath("templates")
    found = {"site.css": b"\n".join(folder.joinpath(name).read_bytes() for name in _STYLES)}
    others = (one for one in folder.joinpath("web").iterdir() if one.name.endswith((".js", ".svg")))
    return found | {one.name: one.read_bytes() for one in sorted(others, key=lambda one: one.name)}


def address(name: str) -> str:
    """Return the path of the asset `name`."""
    return f"/static/{hashlib.sha256(table()[name]).hexdigest()[:12]}/{name}"


def asset(_: object, asked: Asked) -> Reply:
    """Return the asset that the path names; 404 for none."""
    name = asked.parts["name"]
    if name not in table() or address(name) != asked.path:
        return Reply(status=404, media="text/plain")
    return Reply(table()[name], _MEDIA[name.rpartition(".")[2]], headers={"cache-control": _FOREVER})
