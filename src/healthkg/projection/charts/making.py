"""An answer becomes a chart: the kind that its query's header names, made from the rows read as the header says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.answers.tables import readable
from healthkg.errors import InputProblem
from healthkg.projection.charts import words
from healthkg.projection.charts.breakdowns import breakdown
from healthkg.projection.charts.bullets import bullets
from healthkg.projection.charts.flows import flow
from healthkg.projection.charts.header import Row, read
from healthkg.projection.charts.lanes import lanes
from healthkg.projection.charts.lexicon import NO_WORDS, Lexicon
from healthkg.projection.charts.timelines import timeline
from healthkg.projection.charts.values import Chart, Drawn
from healthkg.projection.text import clean
from healthkg.projection.wording import typeset

if TYPE_CHECKING:
    from healthkg.answers import Answer

KINDS: Mapping[str, Callable[[Sequence[Row], str], Drawn]] = {
    "timeline": timeline,
    "bullet": bullets,
    "breakdown": breakdown,
    "flow": flow,
    "lanes": lanes,
}

_SIDES = ("start", "via", "end")


def chart(answer: Answer, lang: str = "fr", lexicon: Lexicon = NO_WORDS) -> Chart:
    """Return `answer` as the chart that its query describes, its words in `lang` (fr or en).

    With the `lexicon` of its store, terms are said in `lang`, and the title names the thing that was asked of.

    Raises InputProblem when the query describes no chart, one of a kind that there is not, or a column it lacks.
    """
    rows = read(answer, lang, lexicon)
    kind = str((answer.query.chart or {}).get("kind"))
    if kind not in KINDS:
        raise InputProblem("chart-kind", path=answer.query.path, kind=kind, known=", ".join(KINDS))
    drawn = KINDS[kind](rows, lang)
    headings, cells = _filled(*readable(answer, lang))
    summary = typeset(str(answer.query.summary.get(lang) or answer.query.name), lang)
    return Chart(
        kind=kind,
        name=answer.query.name,
        lang=lang,
        title=_title(rows, lexicon, summary),
        summary=summary,
        marks=drawn.marks,
        omitted=drawn.omitted,
        caption=drawn.caption or (words.say("nothing", lang),),
        notes=_notes(answer, lang),
        asked=_asked(answer, lang, lexicon),
        documents=tuple(dict.fromkeys(_documents(rows))),
        headings=headings,
        rows=cells,
        version=answer.version,
        heads=_heads(answer, lang),
    )


def _filled(headings: list[str], rows: list[list[str]]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the table without the columns in which no row says anything."""
    kept = [i for i in range(len(headings)) if any(row[i] for row in rows)]
    return tuple(headings[i] for i in kept), tuple(tuple(clean(row[i]) for i in kept) for row in rows)


def _title(rows: Sequence[Row], lexicon: Lexicon, summary: str) -> str:
    """Return the question, after the name of the one thing that it was asked of, where a column or a label says it."""
    names = list(dict.fromkeys(name for row in rows if (name := row.text("title")))) or [lexicon.subject]
    return f"{names[0]} – {summary}" if len(names) == 1 and names[0] else summary


def _heads(answer: Answer, lang: str) -> tuple[str, str, str]:
    """Return what the header calls the columns of a flow; else our words."""
    said = (answer.query.chart or {}).get("heads") or {}
    start, via, end = (str((said.get(side) or {}).get(lang) or words.say(f"column_{side}", lang)) for side in _SIDES)
    return start, via, end


def _documents(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the documents of rows, and of the figures that they set against something."""
    for row in rows:
        yield from (source.document for part in (row, row.part("figure")) for source in part.source())


def _notes(answer: Answer, lang: str) -> tuple[str, ...]:
    """Return what to know of the answer: what it rests on, the query's caveat, through which filters it was seen."""
    said = [one.sentence(lang) for one in answer.coverage]
    said += [str(caveat) for caveat in (answer.query.caveats.get(lang),) if caveat]
    if answer.lens:
        said.append(words.say("lens", lang, filters=", ".join(answer.lens)))
    return tuple(typeset(one, lang) for one in said)


def _asked(answer: Answer, lang: str, lexicon: Lexicon) -> tuple[tuple[str, str], ...]:
    """Return the parameters and their values: those that were given, else the examples."""
    return tuple(
        (
            parameter.labels.get(lang, parameter.name),
            lexicon.asked.get(parameter.name) or _value(answer.values.get(parameter.name), parameter.example, lang),
        )
        for parameter in answer.query.parameters
    )


def _value(given: ox.NamedNode | ox.Literal | None, example: str, lang: str) -> str:
    """Return a parameter's value as a person reads it: a day in words, a thing by the last part of its name."""
    text = given.value if given else example.partition("^^")[0].strip('"<>')
    return clean(words.date_said(text, lang) or text.rpartition("/")[2])
