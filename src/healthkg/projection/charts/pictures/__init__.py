"""Charts as pictures: each kind laid out in pixels, from the top down, in the width that it is given."""

from healthkg.projection.charts.pictures.drawing import NARROW, WIDE, drawn, framed
from healthkg.projection.charts.pictures.items import Picture

__all__ = ["NARROW", "WIDE", "Picture", "drawn", "framed"]
