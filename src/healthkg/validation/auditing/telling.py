"""An audit as people read it (text, Markdown) and as programs do (JSON, `healthkg-audit-1`); same audit, same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from healthkg import messages

if TYPE_CHECKING:
    from healthkg.validation.auditing import Audit, Coverage, Seeded

SCHEMA = "healthkg-audit-1"
_GAP = "  "
_SHOWN = 5  # places of a kind for people; programs get them all
# What is counted and named, in the order in which it is told.
_SAID = (
    "classes",
    "properties",
    "classes_in_use",
    "properties_in_use",
    "nodes",
    "idle",
    "unreferred",
    "blind",
    "habits",
    "by_pyshacl",
)


@dataclass(frozen=True)
class _Table:
    """A heading, a sentence, and rows under their columns; the last column takes the room that it needs."""

    heading: str
    sentence: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def render(audit: Audit, form: str, lang: str) -> bytes:
    """Return `audit` in one of FORMS, UTF-8."""
    return _FORMS[form](audit, lang).encode()


# ---- What is told ----


def _tables(audit: Audit, lang: str) -> Iterator[_Table]:
    coverage = audit.coverage
    counts = {"version": audit.version, "shapes": coverage.shapes, "checks": coverage.checks}
    yield _Table(
        messages.text("audit-unseen-heading", lang),
        messages.text("audit-rules", lang, **counts),
        _heads(lang, "what", "count", "which"),
        list(_unseen(coverage, lang)),
    )
    yield _Table(
        messages.text("audit-seeded-heading", lang),
        _total(audit, lang),
        _heads(lang, "kind", "seeded", "caught", "share", "rules-word"),
        [_row(one, lang) for one in audit.seeded],
    )
    yield _Table(
        messages.text("audit-missed-heading", lang),
        messages.text("audit-missed", lang),
        _heads(lang, "kind", "reason", "places"),
        [_missed(one, lang) for one in audit.seeded if one.missed],
    )


def _heads(lang: str, *codes: str) -> list[str]:
    return [messages.text(f"audit-{code}", lang) for code in codes]


def _unseen(coverage: Coverage, lang: str) -> Iterator[Sequence[str]]:
    for name in _SAID:
        held: Sequence[object] = getattr(coverage, name)
        every = ", ".join(one if isinstance(one, str) else " ".join(map(str, one)) for one in held)  # type: ignore[call-overload]
        yield messages.text(f"audit-{name}", lang), str(len(held)), every or "–"


def _row(one: Seeded, lang: str) -> Sequence[str]:
    share = _share(one.caught, one.seeded, lang)
    return _kind(one, lang), str(one.seeded), str(one.caught), share, ", ".join(one.rules) or "–"


def _total(audit: Audit, lang: str) -> str:
    """Return how many of the defects that a rule can see were caught."""
    seen = [one for one in audit.seeded if one.seen]
    caught, seeded = sum(one.caught for one in seen), sum(one.seeded for one in seen)
    return messages.text("audit-total", lang, caught=caught, seeded=seeded, share=_share(caught, seeded, lang))


def _share(caught: int, seeded: int, lang: str) -> str:
    """Return a share in whole percents, rounded down: a hundred is all of them."""
    return messages.text("audit-percent", lang, share=100 * caught // seeded) if seeded else "–"


def _missed(one: Seeded, lang: str) -> Sequence[str]:
    places = [" ".join(place) for place in one.missed[:_SHOWN]]
    if len(one.missed) > _SHOWN:
        places.append(messages.text("audit-more", lang, count=len(one.missed) - _SHOWN))
    why = f"audit-why-{one.kind}"
    return _kind(one, lang), messages.text(why if why in messages.catalogue() else "audit-why", lang), ", ".join(places)


def _kind(one: Seeded, lang: str) -> str:
    return messages.text(f"audit-kind-{one.kind}", lang)


# ---- How it is written ----


def _text(audit: Audit, lang: str) -> str:
    return "\n".join(_as_text(table) for table in _tables(audit, lang))


def _as_text(table: _Table) -> str:
    if not table.rows:
        return f"{table.heading}\n{table.sentence}\n"
    lines = [table.columns, *table.rows]
    widths = [max(len(row[column]) for row in lines) for column in range(len(table.columns) - 1)]
    return f"{table.heading}\n{table.sentence}\n\n" + "".join(_line(row, widths) for row in lines)


def _line(row: Sequence[str], widths: Iterable[int]) -> str:
    cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
    return _GAP.join([*cells, row[-1]]) + "\n"


def _markdown(audit: Audit, lang: str) -> str:
    return "\n".join(_as_markdown(table) for table in _tables(audit, lang))


def _as_markdown(table: _Table) -> str:
    head = f"## {table.heading}\n\n{table.sentence}\n"
    if not table.rows:
        return head
    lines = [table.columns, ["---"] * len(table.columns), *table.rows]
    return f"{head}\n" + "".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |\n" for row in lines)


def _json(audit: Audit, lang: str) -> str:
    return json.dumps({"schema": SCHEMA, **asdict(audit)}, ensure_ascii=False, indent=1) + "\n"


_FORMS: Mapping[str, Callable[[Audit, str], str]] = {"text": _text, "json": _json, "md": _markdown}
FORMS = tuple(_FORMS)
