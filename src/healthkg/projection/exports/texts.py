"""Lines of text as a static picture places them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEADING = 1.3
RISE = 0.36  # from the middle of a line of text down to its baseline, in em


@dataclass(frozen=True)
class Text:
    """Lines of text: where the baseline of the first one is, how they are aligned, and the name of their colour."""

    lines: Sequence[str]
    x: float
    y: float
    size: float
    ink: str
    bold: bool = False
    anchor: str = "start"

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Return each line with its baseline."""
        return [(line, f"{self.y + at * self.size * LEADING:.6g}") for at, line in enumerate(self.lines)]


def centred(
    lines: Sequence[str], x: float, middle: float, size: float, ink: str, *, bold: bool = False, anchor: str = "start"
) -> Text:
    """Return lines of text whose middle is at this height."""
    first = middle - (len(lines) - 1) * size * LEADING / 2 + RISE * size
    return Text(lines, x, round(first, 1), size, ink, bold, anchor)
