"""Style sheets and scripts, each at an address that its content gives: a browser keeps them for good."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from healthkg.web.values import Asked, Reply

_STYLES = ("page.css", "web/site.css")
_BUILT = "built"  # what `make assets` makes of assets/: it may not be there
_MEDIA = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
}
_FOREVER = "public, max-age=31536000, immutable"


@cache
def table() -> Mapping[str, bytes]:
    """Return name → content: `site.css` is what all pages share, then every script and picture of `templates/web`, then
    what was built with packages of others, and their licences."""
    folder = files("healthkg").joinpath("templates")
    found = {"site.css": b"\n".join(folder.joinpath(name).read_bytes() for name in _STYLES)}
    return found | _within(folder.joinpath("web"), (".js", ".svg")) | _within(folder.joinpath(_BUILT), (".js", ".txt"))


def _within(folder: Traversable, endings: tuple[str, ...]) -> dict[str, bytes]:
    """Return name → content of the files of a folder that end so; nothing when there is no such folder."""
    found = [one for one in folder.iterdir() if one.name.endswith(endings)] if folder.is_dir() else []
    return {one.name: one.read_bytes() for one in sorted(found, key=lambda one: one.name)}


def address(name: str) -> str:
    """Return the path of the asset `name`."""
    return f"/static/{hashlib.sha256(table()[name]).hexdigest()[:12]}/{name}"


def asset(_: object, asked: Asked) -> Reply:
    """Return the asset that the path names; 404 for none."""
    name = asked.parts["name"]
    if name not in table() or address(name) != asked.path:
        return Reply(status=404, media="text/plain")
    return Reply(table()[name], _MEDIA[name.rpartition(".")[2]], headers={"cache-control": _FOREVER})
