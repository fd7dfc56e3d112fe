"""Why a SELECT finds nothing: which piece of its outermost group is the first that leaves no row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from healthkg.queryfile import Element, outermost_group, place

_NEVER_TAKES = ("optional", "bind")  # they add values and leave every row


@dataclass(frozen=True)
class Reason:
    """The code of a message (why-not-alone: the piece finds nothing even by itself; why-not-together: nothing fits what
    stands before it; why-not-elsewhere: the group finds rows; why-not-unclear), the piece on one line, its line."""

    code: str
    text: str = ""
    line: int = 0


def why_empty(text: str, holds: Callable[[str], bool]) -> Reason:
    """Return the reason why the SELECT `text` finds nothing; `holds` answers an ASK."""
    group = outermost_group(text)
    if group is None or not group.elements:
        return Reason("why-not-unclear")
    ordered = sorted(group.elements, key=lambda element: element.kind == "filter")
    for i, element in enumerate(ordered):
        if element.kind not in _NEVER_TAKES and not holds(group.asking(ordered[: i + 1])):
            alone = element.kind != "filter" and not holds(group.asking([element]))
            return _reason("why-not-alone" if alone or not i else "why-not-together", text, element)
    return Reason("why-not-elsewhere")


def _reason(code: str, text: str, element: Element) -> Reason:
    shown = " ".join(element.text.split())
    return Reason(code, shown if len(shown) <= 90 else shown[:89] + "…", place(text, element.start)[0])
