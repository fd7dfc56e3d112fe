"""Rows become bullets: per indicator, its targets and what was observed of it, with how each number is meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from healthkg.projection.charts import words
from healthkg.projection.charts.header import Row, merged
from healthkg.projection.charts.values import Bullet, Drawn, Figure, Omitted, Source


def bullets(rows: Sequence[Row], lang: str) -> Drawn:
    """Return a bullet for each indicator and unit, those with an observed value first. A value that the query does not
    compare with the target is not drawn."""
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.text("item"), row.text("unit"), row.raw("key")), []).append(row)
    found = [_bullet(*said, group, lang) for said, group in groups.items()]
    marks = tuple(sorted((one for one in found if one.targets), key=lambda one: not one.figures))
    return Drawn(marks, tuple(dict.fromkeys(_omitted(rows, lang))), tuple(_caption(marks, lang)))


def _bullet(item: str, unit: str, key: str, rows: Sequence[Row], lang: str) -> Bullet:
    targets = (_figure(row.part("target"), lang) for row in rows)
    figures = (_observed(row, item, lang) for row in rows)
    progress = dict.fromkeys(said for row in rows if (said := _progress(row, lang)))
    return Bullet(
        label=item or words.say("unlabelled", lang),
        unit=unit,
        targets=tuple(dict.fromkeys(one for one in targets if one)),
        figures=tuple(dict.fromkeys(one for one in figures if one)),
        progress=_only(list(progress), lang),
        share=unit.casefold().startswith(tuple(words.table()["shares"])),
        sources=merged(*(one for row in rows for one in _sources(row))),
        key=key,
    )


def _only(progress: list[str], lang: str) -> str:
    """Return how far the target has come; of several targets or values, that there are several answers."""
    return progress[0] if len(progress) == 1 else words.say("several", lang) if progress else ""


def _figure(said: Row, lang: str) -> Figure | None:
    """Return the number that a part of the header names; None when the row has none."""
    value, precision = said.number("value"), said.text("precision")
    if value is None:
        return None
    number = words.measured(words.number(value, lang), precision, lang)
    when = words.when(said.text("said"), None, None, lang)
    return Figure(value, number, words.bound(precision), when, said.text("label"))


def _observed(row: Row, item: str, lang: str) -> Figure | None:
    """Return the observed value that the row compares with its target; its label where it counts something else."""
    found = _figure(row.part("figure"), lang) if _compared(row) else None
    if found is None:
        return None
    return replace(found, label="" if found.label == item else found.label, reserve=_reserved(row))


def _sources(row: Row) -> Iterator[tuple[Source, ...]]:
    yield row.source()
    if _compared(row):
        yield row.part("figure").source()


def _compared(row: Row) -> bool:
    return row.listed("comparison", "comparable") or _reserved(row)


def _reserved(row: Row) -> bool:
    return row.listed("comparison", "reserve")


def _progress(row: Row, lang: str) -> str:
    share = row.number("progress")
    return words.say("percent", lang, number=words.number(share, lang)) if share is not None else ""


def _omitted(rows: Sequence[Row], lang: str) -> Iterator[Omitted]:
    for row in rows:
        item, figure = row.text("item"), _figure(row.part("figure"), lang)
        if row.part("target").number("value") is None:
            yield Omitted(item, words.say("no_number", lang))
        elif figure and not _compared(row):
            label = words.say("figure_of", lang, label=figure.label, value=figure.words, target=item)
            yield Omitted(label, row.text("comparison"))


def _caption(marks: Sequence[Bullet], lang: str) -> Iterator[str]:
    observed = [one for one in marks if one.figures]
    if marks:
        data = {"observed": words.number(Decimal(len(observed)), lang)}
        yield words.counted("bullets", len(marks), lang, **data)
    for one in observed:
        yield words.say(
            "bullet_sentence", lang, label=one.label, figures=_figures(one, lang), targets=_targets(one, lang)
        )
    if silent := [one for one in marks if not one.figures]:
        labels = words.listed([f"{one.label} ({_targets(one, lang)})" for one in silent], lang, len(silent))
        yield words.counted("unobserved", len(silent), lang, labels=labels)


def _figures(one: Bullet, lang: str) -> str:
    return words.listed([spoken(figure, one.unit, lang) for figure in one.figures], lang)


def _targets(one: Bullet, lang: str) -> str:
    return words.listed([spoken(target, one.unit, lang, labelled=False) for target in one.targets], lang)


def spoken(figure: Figure, unit: str, lang: str, *, labelled: bool = True) -> str:
    """Return a number with its unit, its date, what it counts, and its reserve."""
    reserve = words.say("reserve", lang) if figure.reserve else ""
    more = [figure.label if labelled else "", figure.date or "", reserve]
    said = words.quantity(figure.words, unit, lang)
    return f"{said} ({', '.join(one for one in more if one)})" if any(more) else said
