"""Where each box and each line of a network goes, in whole pixels: in columns, in layers, or in groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from healthkg.projection import columns, groups, layers
from healthkg.projection.placed import COMMUNITY, REST, Area, Box, Group, GroupLink, Placement

if TYPE_CHECKING:
    from healthkg.projection.networks import Network

__all__ = ["COMMUNITY", "GROUPED", "REST", "Area", "Box", "Group", "GroupLink", "Placement", "place"]

GROUPED = 500  # things beyond which any picture is one of groups


def place(network: Network) -> Placement:
    """Return the places of the boxes and lines of `network`; the same network gives the same places.

    Columns are those of the nodes; layers follow from the direction of the links; groups from what is linked most.
    Beyond 500 things there are groups, whatever the layout, each laid out as the network asks.
    """
    if network.layout == "groups" or len(network.nodes) > GROUPED:
        return groups.place(network)
    draft = layers.draft(network) if network.layout == "layers" else columns.draft(network)
    boxes, lines = draft.drawn()
    return Placement(tuple(boxes.values()), lines, draft.spans, draft.width, draft.height)
