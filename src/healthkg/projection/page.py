"""A network as one HTML file that opens from a disk: everything inlined, nothing requested, scripts known by hash.

The page holds French and English; it opens in the language asked for, and stays in it where no script runs.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from healthkg.messages import fill
from healthkg.projection import drawing, kinds, legend, twin, wording
from healthkg.projection.bilingual import Bilingual
from healthkg.projection.networks import present
from healthkg.projection.placement import place
from healthkg.projection.unscripted import Unscripted

if TYPE_CHECKING:
    import jinja2

    from healthkg.projection.networks import Network
    from healthkg.projection.placed import Placement

_VIS = "templates/lib/vis-9.1.2/vis-network.min.js"
_NOTHING = "'none'"
_ROOM, _LEAST = 480, 2  # letters of the caption that are read at once, and sentences whatever their length
_STYLES = ("panel", "picture", "twin", "narrow", "print")
# One script, in this order: what the page holds, what is asked of it, what it then shows, how that is drawn, what a
# person can do, and what happens at opening.
_SCRIPTS = (
    *("data", "words", "state", "clocks", "filters", "showing"),
    *("groups", "routes", "looks", "boxes", "lines", "camera"),
    *("choosing", "pointing", "details", "paths", "searching"),
    *("panel", "cells", "table", "outline", "address"),
    *("image", "files", "printing", "keyboard", "opening"),
)


def html(network: Network, lang: str = "fr") -> str:
    """Return the page of `network`, shown first in `lang` (fr or en).

    The same network gives the same text. Write it as UTF-8.
    """
    return page(network, place(network), lang)


def page(network: Network, placement: Placement, lang: str = "fr") -> str:
    """Return the page of a network that has its places."""
    shown = present(network)
    captions = {one: wording.caption(shown, one) for one in Bilingual._fields}
    styles = [asset("page.css"), *(asset(f"network/{name}.css") for name in _STYLES), _palette(placement.height)]
    scripts = [_vis(), _script()] if network.nodes else []
    template = templates().get_template("network.html.j2")
    return template.render(
        network=network,
        lang=lang,
        words={one: wording.words(one) for one in Bilingual._fields},
        data=_json(drawing.data(network, placement, captions, lang)) if network.nodes else "",
        styles=styles,
        scripts=scripts,
        policy=policy(styles, scripts),
        **_texts(network, captions),
        **_static(network, placement, lang),
        **_unscripted(shown, lang),
    )


def _texts(network: Network, captions: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the sentences around the picture, in both languages."""
    caption = [Bilingual(*pair) for pair in _paired(captions["fr"], captions["en"])]
    return {
        "caption": caption,
        "at_once": _told(caption),
        "lens": Bilingual(*(_lens(network, one) for one in Bilingual._fields)),
        "hidden": Bilingual(*(_hidden(network, one) for one in Bilingual._fields)),
        "documents": Bilingual(*(_documents(network, one) for one in Bilingual._fields)),
        "version": wording.phrase("version").map(lambda said: fill(said, {"version": network.version})),
    }


def _paired(french: Sequence[str], english: Sequence[str]) -> list[tuple[str, str]]:
    """Return the sentences of both languages, by pairs: one that only one language says stands alone."""
    longest = max(len(french), len(english))
    padded = ([*said, *[""] * (longest - len(said))] for said in (french, english))
    return list(zip(*padded, strict=True))


def _told(caption: Sequence[Bilingual]) -> int:
    """Return how many sentences of the caption are read at once; the others are folded under them."""
    room, told = _ROOM, 0
    for sentence in caption:
        room -= max(map(len, sentence))
        told += told < _LEAST or room >= 0
    return len(caption) if len(caption) - told < _LEAST else told


def _lens(network: Network, lang: str) -> str:
    """Return in words the filters through which the corpus was looked at; nothing for none."""
    said = wording.words(lang)
    ways = {"known-at": "reason_known", "valid-at": "reason_valid", "documents": "reason_only"}
    parts = [one.partition("=") for one in network.lens]
    told = [
        fill(said[ways[name]], {"day": twin.day(value, lang), "items": value.replace(",", ", ")})
        for name, _, value in parts
        if name in ways
    ]
    return fill(said["lens"], {"text": said["semicolon"].join(told)}) if told else ""


def _hidden(network: Network, lang: str) -> str:
    said = wording.words(lang)
    if not network.hidden:
        return str(said["none_hidden"])
    return wording.counted(said["hidden"], network.hidden, lang, limit=wording.number(network.limit, lang))


def _documents(network: Network, lang: str) -> str:
    said = wording.words(lang)
    names = said["semicolon"].join(network.documents)
    return f"{said['documents'][len(network.documents) > 1]}{said['colon']}{names}."


def _static(network: Network, placement: Placement, lang: str) -> dict[str, Any]:
    """Return what the panel lists, and what depends on how the picture was laid out."""
    title = {"title": network.title.said(lang)}
    return {
        "panel": legend.panel(network),
        "others": legend.others,
        "back": network.layout == "layers" and any(line.tip[2] < 0 for line in placement.lines),
        "grouped": bool(placement.groups),
        "title_of_picture": fill(wording.words(lang)["picture"], title),
    }


def _unscripted(shown: Network, lang: str) -> dict[str, Any]:
    """Return the table and the outline where no script runs, as HTML."""
    rows = twin.rows(shown, lang)
    said = {one: wording.words(one) for one in Bilingual._fields}
    macros = templates().get_template("network/unscripted.html.j2").make_module({"words": said, "lang": lang})
    writer = Unscripted(macros, wording.words(lang)["since"], lang)
    return {"rows": writer.table(rows), "chapters": writer.outline(twin.outline(shown, rows, lang))}


def _palette(height: int) -> Markup:
    """Return the style sheet that only Python knows: the hues of the table of kinds, the height of the picture."""
    template = templates().get_template("palette.css.j2")
    return Markup(template.render(hues=kinds.table()["hues"], height=height))  # noqa: S704  our own table


def _json(data: object) -> Markup:
    """Return `data` as JSON that no HTML parser can leave."""
    said = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        said = said.replace(char, f"\\u{ord(char):04x}")
    return Markup(said)  # noqa: S704  escaped above


def policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    """Return a Content-Security-Policy that lets run what is in the page, and nothing come from elsewhere."""
    said = [("default-src", [_NOTHING]), ("img-src", ["data:"]), ("base-uri", [_NOTHING]), ("form-action", [_NOTHING])]
    said += [("style-src", [_hash(style) for style in styles]), ("script-src", [_hash(script) for script in scripts])]
    return "; ".join(f"{name} {' '.join(values) or _NOTHING}" for name, values in said)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def asset(name: str) -> Markup:
    """Return one of our style sheets or scripts, to stand in a page as it is."""
    return Markup(files("healthkg").joinpath("templates", name).read_text("utf-8"))  # noqa: S704  our own file


@cache
def _script() -> Markup:
    """Return the page's script: its files, one after the other, in one scope of their own."""
    body = Markup("\n").join(asset(f"network/{name}.js") for name in _SCRIPTS)
    return Markup("(function () {\n") + Markup('"use strict";\n') + body + Markup("}());\n")


@cache
def _vis() -> Markup:
    """Return the vis-network that the installed pyvis carries, without the address of its source map.

    Only the file is read: importing pyvis would bring IPython's helpers and Jinja's environment along, unused.
    """
    spec = find_spec("pyvis")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pyvis", name="pyvis")
    said = (Path(spec.origin).parent / _VIS).read_text("utf-8")
    return Markup(re.sub(r"\n?//# sourceMappingURL=\S+\s*$", "\n", said))  # noqa: S704  as installed


@cache
def templates() -> jinja2.Environment:
    """Return the templates of pages: all that is data is escaped, and a name without a value is a fault."""
    import jinja2

    return jinja2.Environment(
        loader=jinja2.PackageLoader("healthkg", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
