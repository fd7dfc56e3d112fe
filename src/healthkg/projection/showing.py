"""How a network shows itself: a short line in a terminal, its page in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from healthkg.projection.networks import Network


class Shown:
    """Gives a Network its words and its two representations."""

    def caption(self, lang: str = "fr") -> tuple[str, ...]:
        """Return the sentences that say what the network shows, in `lang` (fr or en)."""
        from healthkg.projection import wording

        return wording.caption(cast("Network", self), lang)

    def __repr__(self) -> str:
        network = cast("Network", self)
        counts = f"{len(network.nodes)} nodes, {len(network.edges)} edges, {network.hidden} hidden"
        return f"<Network {network.name}, {counts}>"

    def _repr_html_(self) -> str:
        """Return the page in a frame of its own, so that neither it nor the notebook changes the other's style."""
        from healthkg.projection.page import html

        network = cast("Network", self)
        frame = ET.Element("iframe", srcdoc=html(network), width="100%", height="760")
        frame.set("style", "border: 0")
        return ET.tostring(frame, encoding="unicode", method="html")
