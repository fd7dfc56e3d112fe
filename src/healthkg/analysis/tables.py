"""A result as an Answer: the columns that `analysis.toml` describes, in all the formats of answers; told in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from healthkg.analysis import downstream, ranked, rows, told, upstream, words
from healthkg.analysis.circles import Cycles
from healthkg.analysis.crossings import Bottlenecks
from healthkg.analysis.gaps import Isolated
from healthkg.analysis.impacts import Impact
from healthkg.analysis.needs import Blockers
from healthkg.analysis.sequences import Chains
from healthkg.analysis.spans import Spans
from healthkg.analysis.told import Told
from healthkg.answers import Answer, render
from healthkg.messages import LANGUAGES
from healthkg.projection import wording
from healthkg.queryfile import Query

if TYPE_CHECKING:
    from healthkg.projection.networks import Node

Result = Impact | Blockers | Cycles | Chains | Bottlenecks | Spans | Isolated
FOLDER = "analysis"


class Kind(NamedTuple):
    """How one kind of result is called, laid out and told."""

    name: str
    rows: Callable[[Any], Iterable[rows.Row]]
    tell: Callable[[Any, str], Told]


KINDS: Mapping[type, Kind] = {
    Impact: Kind("impact", rows.of_impact, downstream.tell),
    Blockers: Kind("blockers", rows.of_blockers, upstream.tell_blockers),
    Cycles: Kind("cycles", rows.of_cycles, upstream.tell_cycles),
    Chains: Kind("chains", rows.of_chains, upstream.tell_chains),
    Bottlenecks: Kind("bottlenecks", rows.of_bottlenecks, ranked.tell_bottlenecks),
    Spans: Kind("span", rows.of_span, ranked.tell_span),
    Isolated: Kind("isolated", rows.of_isolated, ranked.tell_isolated),
}


def tell(result: Result, lang: str = "fr") -> Told:
    """Return a result in words."""
    return KINDS[type(result)].tell(result, lang)


def tabled(result: Result, lang: str = "fr", version: str = "", origins: Sequence[Query] = ()) -> Answer:
    """Return a result as the table that its columns describe.

    `version` is that of the data; `origins` are the queries whose answers were analysed: their digests become part
    of the table's own.
    """
    kind = KINDS[type(result)]
    columns = tuple(words.table()["tables"][kind.name]["columns"])
    cells = ([row.get(name) for name in columns] for row in kind.rows(result))
    found = tuple(tuple(rows.term(cell, lang) for cell in row) for row in cells)
    return Answer(_query(result, kind, columns, origins), version, columns, found, values=_values(result))


def rendered(result: Result, answer: Answer, form: str, lang: str) -> bytes:
    """Return a result in a format: `text` in words alone, `md` and `html` in words and as a table, others (those of
    answers) as the table alone; a workbook says it in words on its second sheet."""
    said = tell(result, lang)
    if form == "text":
        return told.text(said).encode()
    if form in told.FORMATS:
        return told.FORMATS[form](said).encode() + b"\n" + render(answer, form, lang)
    return render(_noted(answer, said, lang) if form == "xlsx" else answer, form, lang)


def _noted(answer: Answer, said: Told, lang: str) -> Answer:
    """Return `answer` with what it comes to before what is to be known of it."""
    caveats = {**answer.query.caveats, lang: f"{said.summary} {said.caveat}".strip()}
    return replace(answer, query=replace(answer.query, header={**answer.query.header, "caveats": caveats}))


# ---- The query that it stands for ----


def _query(result: Result, kind: Kind, columns: Sequence[str], origins: Sequence[Query]) -> Query:
    """Return a Query that bears the words; its text says what was analysed, so that its digest stands for that."""
    said = words.table()["tables"][kind.name]["summary"]
    start = getattr(result, "start", None)
    header = {
        "summary": {lang: wording.typeset(said[lang].format(name=_name(start, lang)), lang) for lang in LANGUAGES},
        "columns": {name: _column(name) for name in columns},
        "caveats": {lang: words.say(f"{kind.name}.caveats", lang) for lang in LANGUAGES},
    }
    lines = [f"#+ {json.dumps(header, ensure_ascii=False)}", f"# {command(result)}"]
    lines += [f"# {origin.name} {origin.digest}" for origin in origins]
    return Query(f"analyse_{kind.name}", FOLDER, "\n".join(lines) + "\n", header)


def command(result: Result) -> str:
    """Return what to type for such a result."""
    start, delay = getattr(result, "start", None), getattr(result, "delay", None)
    parts = ["healthkg", "analyse", KINDS[type(result)].name, *([start.key] if start else [])]
    parts += ["--delay", delay.text] if delay else []
    return " ".join([*parts, "--firm"] if result.firm else parts)


def command_of(query: Query) -> str:
    """Return what to type for the result that `query` stands for; nothing when it is none of an analysis."""
    marked = (line.removeprefix("# ") for line in query.text.splitlines() if line.startswith("# healthkg "))
    return next(marked, "") if query.folder == FOLDER else ""


def _name(start: Node | None, lang: str) -> str:
    return words.named(start, lang) if start else ""


def _column(name: str) -> Mapping[str, Any]:
    said: Mapping[str, Any] = words.table()["columns"][name]
    return {**said, "values": _proofs()} if name == "proof" else said


def _proofs() -> Mapping[str, Mapping[str, str]]:
    """Return the words of each firmness, those of the pages of networks."""
    keys = wording.words(LANGUAGES[0])["proofs"]
    return {key: {lang: words.proof(key, lang) for lang in LANGUAGES} for key in keys}


def _values(result: Result) -> dict[str, ox.NamedNode | ox.Literal]:
    """Return what was asked: of which thing, with which delay, by firm links alone or not."""
    found: dict[str, ox.NamedNode | ox.Literal] = {}
    if start := getattr(result, "start", None):
        node = rows.term(rows.Key(start.key), LANGUAGES[0])
        found |= {"thing": node} if node else {}
    if delay := getattr(result, "delay", None):
        found["delay"] = ox.Literal(delay.text)
    return {**found, "firm": ox.Literal(result.firm)}
