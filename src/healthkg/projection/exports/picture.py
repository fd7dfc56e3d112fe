"""A network as a picture that stands alone: one SVG file without script, in light colours, dark where the reader is.

Colours and fonts are plain attributes, so that Inkscape and LibreOffice show what a browser shows; the dark ones are a
rule that only browsers know. Full names and passages are titles of what they belong to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from healthkg.projection import drawing, kinds, wording
from healthkg.projection.exports import boxes, lines, sheet
from healthkg.projection.exports.colours import themes
from healthkg.projection.exports.graphs import sound
from healthkg.projection.networks.clocks import present
from healthkg.projection.page import templates
from healthkg.projection.placement import place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from healthkg.projection.networks import Network

_INKS = ("back", "rule", "text", "quiet", "structure", "accent", "absent")


def svg(network: Network, lang: str = "fr") -> bytes:
    """Return the picture of `network` in `lang`: title, boxes and lines, legend, what to know of it.

    With groups, all are open. The same network gives the same bytes.
    """
    network = present(network)
    placement = place(network)
    strokes, heads = lines.strokes(network, placement, lang), boxes.heads(network, placement, lang)
    left, top, right, bottom = lines.reach(strokes, heads, placement) if network.nodes else (0, 0, 0, 0)
    page = sheet.arrange(network, placement, lang, right - left, bottom - top)
    template = templates().get_template("network.svg.j2")
    text = template.render(
        network=network,
        lang=lang,
        id=drawing.identifier(network.name),
        caption=wording.caption(network, lang),
        page=page,
        shift=(page.left - left, page.top - top),
        strokes=strokes,
        shapes=boxes.shapes(network, placement, lang) if network.nodes else [],
        heads=heads,
        frames=boxes.frames(placement, lang),
        light=_inks("light"),
        dark=_inks("dark"),
        hues=kinds.table()["hues"],
    )
    return sound(text)


def _inks(theme: str) -> Mapping[str, str]:
    """Return the colours of texts and lines by name: those of the page, and `blue-text`… of each hue."""
    page = themes()[theme == "dark"]
    said = {name: page[name] for name in _INKS}
    return said | {f"{name}-text": hue[theme]["text"] for name, hue in kinds.table()["hues"].items()}
