"""What a person wrote in the editor, or took from the library to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from healthkg.errors import InputProblem

if TYPE_CHECKING:
    from healthkg.queryfile import Query
    from healthkg.web.site import Site
    from healthkg.web.values import Asked

_ADDRESS = 6000  # letters of an address that every browser and proxy takes


@dataclass(frozen=True)
class Draft:
    """A text; the query of the library that it was taken from, if any; whether it is to be asked, and whether an
    empty answer is to be explained."""

    text: str = ""
    taken: Query | None = None
    asked: bool = False
    why: bool = False

    @property
    def address(self) -> str | None:
        """Return the query string under which this text can be passed on; None when it is too long for that."""
        said = urlencode({"query": self.text})
        return said if len(said) <= _ADDRESS else None

    @property
    def rows(self) -> int:
        """Return how many lines the text area shows."""
        return min(max(self.text.count("\n") + 2, 12), 30)


def sent(asked: Asked) -> Draft:
    """Return what was sent (`query`); an empty draft when nothing was."""
    text = _given(asked, "query")
    return Draft(text, asked=True, why=bool(_given(asked, "why"))) if text.strip() else Draft()


def draft(site: Site, asked: Asked) -> Draft:
    """Return what was sent (`query`), else what was named (`name`), else an empty draft.

    Raises InputProblem("query-unknown") for a name that the library does not know.
    """
    own, name = sent(asked), asked.one("name")
    if own.asked or not name:
        return own
    if name not in site.queries:
        raise InputProblem("query-unknown", name=name, near="–")
    return Draft(site.queries[name].text, site.queries[name])


def _given(asked: Asked, name: str) -> str:
    """Return a value of the form, whose lines end as ours do; of the address where none was sent."""
    media = asked.headers.get("content-type", "").partition(";")[0].strip().lower()
    form = asked.body.decode("ascii", "replace") if media == "application/x-www-form-urlencoded" else ""
    values = [*parse_qsl(form, keep_blank_values=True), *asked.query]
    return next((value for key, value in values if key == name), "").replace("\r\n", "\n")
