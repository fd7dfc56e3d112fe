"""What a client prefers: media types and languages with their q-values (RFC 9110, 12.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from healthkg.messages import LANGUAGES

_Q = re.compile(r"q\s*=")
_WEIGHT = re.compile(r"0(\.[0-9]*)?|1(\.0*)?|\.[0-9]+")  # the last is not in the standard, but in use


def language(chosen: str | None, accepted: str) -> str:
    """Return fr or en: the one `chosen`, else the first that the header prefers, else French."""
    if chosen in LANGUAGES:
        return chosen
    wished = sorted(_weighed(accepted), key=lambda each: -each[1])
    return next((name[:2] for name, weight in wished if weight and name[:2] in LANGUAGES), LANGUAGES[0])


def preferred(accepted: str, offered: Sequence[str]) -> str | None:
    """Return the media type of `offered` that the header prefers, the first of equals; None when it takes none.

    Without a header anything is taken (RFC 9110, 12.5.1).
    """
    ranges = dict(_weighed(accepted)) if accepted.strip() else {"*/*": 1.0}
    best = max(offered, key=lambda one: _weight(one, ranges))  # max keeps the first of equals
    return best if _weight(best, ranges) else None


def accepts(header: str, coding: str) -> bool:
    """Say whether the header Accept-Encoding takes a coding (RFC 9110, 12.5.3)."""
    weights = dict(_weighed(header))
    return weights.get(coding, weights.get("*", 0.0)) > 0


def is_known(header: str, tag: str) -> bool:
    """Say whether the header If-None-Match names an entity tag; whether weakly is no matter (RFC 9110, 13.1.2)."""
    known = {each.strip().removeprefix("W/") for each in header.split(",")}
    return "*" in known or tag.removeprefix("W/") in known


def _weight(media: str, ranges: dict[str, float]) -> float:
    """Return the weight of the most specific range that fits."""
    kind = media.partition("/")[0]
    return next((ranges[name] for name in (media, f"{kind}/*", "*/*") if name in ranges), 0.0)


def _weighed(header: str) -> Iterator[tuple[str, float]]:
    """Yield each thing that a header lists, in lower case and without its parameters, with its weight."""
    for item in header.split(","):
        name, *parameters = (part.strip().lower() for part in item.split(";"))
        if name:
            yield name, _quality(parameters)


def _quality(parameters: Sequence[str]) -> float:
    """Return the weight that the parameters give, 0 for one that is malformed."""
    said = next((text.partition("=")[2].strip() for text in parameters if _Q.match(text)), "1")
    return float(said) if _WEIGHT.fullmatch(said) else 0.0
