"""What a client prefers: media types and languages with their q-values (RFC 9110, 12.5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from healthkg.messages import LANGUAGES


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
    said = next((text[2:] for text in parameters if text.startswith("q=")), "1")
    try:
        return min(max(float(said), 0.0), 1.0)
    except ValueError:
        return 0.0
