"""A workbook or a CSV file → Turtle for its document's file, and what is wrong, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from healthkg import passages, turtle
from healthkg.contribution.canonical import with_dates
from healthkg.contribution.intake import layout
from healthkg.contribution.intake.citing import Citer
from healthkg.contribution.intake.entry import check_document
from healthkg.contribution.intake.making import Making, make
from healthkg.contribution.intake.placing import Cells
from healthkg.contribution.intake.rules import read_rules
from healthkg.contribution.intake.stating import Stated, read_rows
from healthkg.contribution.intake.tables import Grid, Table, read_table
from healthkg.contribution.intake.telling import finding
from healthkg.contribution.intake.values import Reader
from healthkg.contribution.intake.workbooks import read_csv, read_workbook
from healthkg.corpus import Corpus, DataFile
from healthkg.corpus.files import graph_of
from healthkg.errors import InputProblem
from healthkg.store import open_store
from healthkg.validation import Finding, Report, baselines, kept, validate

_ONCE = "intake-no-text"  # one cure for all rows


@dataclass(frozen=True)
class Intake:
    """What an import would bring: the whole text of the document's file (None: some cell is unread) and the report,
    in the order of the cells; how many facts are new, how many nodes that are there say more; which rows say what is
    there, by the title of their sheet; how many rows were passed over."""

    turtle: str | None = field(repr=False)
    report: Report
    new: int = 0
    more: int = 0
    there: tuple[tuple[str, tuple[int, ...]], ...] = ()
    passed: int = 0


def import_facts(corpus: Corpus, path: Path, slug: str, kind: str | None = None, texts: Path | None = None) -> Intake:
    """Read `path` into the file of the document `slug`, judged with the corpus; nothing is written.

    `kind` is the sheet that a CSV file holds; `texts` the folder of the documents' texts, without which no new passage
    can be cited. Raises InputProblem, LimitReached: the file cannot be read, the document or its text is not there.
    """
    tables, found = _tables(path, kind)
    store, rules = open_store(corpus), read_rules(corpus)
    reader = Reader(store, rules)
    found += check_document(reader, tables, slug)
    if any(one.rule in ("intake-other-document", "intake-document-unknown") for one in found):
        return Intake(None, _report(found, tables))
    citer = _citer(corpus, slug, texts)
    every = list[Stated]()
    for table in (table for table in tables if table.sheet.key != layout.DOCUMENT):
        stated, faults = read_rows(reader, citer, table)
        every += stated
        found += faults
    unread = any(one.severity == "violation" for one in found)
    held = _file(corpus, slug)
    making = make(store, held.triples, every)
    after = _with(corpus, held, making)
    found += [*making.findings, *_judged(corpus, after, making)]
    return Intake(
        None if unread else after.text,
        _report(found, tables),
        making.new,
        len(making.made) - making.new,
        tuple(_rows_there(making)),
        sum(table.passed for table in tables),
    )


# ---- What is read ----


def _tables(path: Path, kind: str | None) -> tuple[list[Table], list[Finding]]:
    """Return the tables of a file, and a warning for each sheet that is not read."""
    ending, file = path.suffix.casefold(), path.name
    if ending == ".csv":
        sheet = next((sheet for sheet in layout.sheets() if kind and sheet.called(kind)), None)
        if sheet is None:
            known = ", ".join(sheet.key for sheet in layout.sheets())
            raise InputProblem("intake-which-sheet", path=path, kinds=known)
        return [read_table(read_csv(path, file), sheet)], []
    if ending != ".xlsx":
        raise InputProblem("intake-form", path=path)
    return _sheets(read_workbook(path, file))


def _sheets(grids: Iterable[Grid]) -> tuple[list[Table], list[Finding]]:
    tables, found = list[Table](), list[Finding]()
    ours = {name for key in ("help", "lists", "names") for name in layout.words(key)}
    for grid in grids:
        sheet = next((sheet for sheet in layout.sheets() if sheet.called(grid.title)), None)
        if sheet:
            tables.append(read_table(grid, sheet))
        elif grid.title not in ours and any(True for _ in grid.rows):
            found.append(finding("warning", "intake-sheet", grid.place(1, 1), text=grid.title))
    return tables, found


def _citer(corpus: Corpus, slug: str, texts: Path | None) -> Citer:
    registry = corpus.registry
    described = frozenset(registry[one.iri] for one in passages.read_passages(corpus.statements, registry))
    text = None
    if texts is not None:
        document = registry[f"id:source-{slug}"]
        text = passages.text_of(document, corpus.statements, registry, passages.read_texts(texts))
        if text is None:
            raise InputProblem("text-missing", path=texts, slug=slug)
    return Citer(registry, slug, text, described)


# ---- What is made of it ----


def _file(corpus: Corpus, slug: str) -> DataFile:
    """Return the file of a document; an empty one when there is none yet. Raises InputProblem for `#` comments."""
    path = corpus.project.relative(corpus.project.data / "sources" / f"{slug}.ttl")
    held = next((file for file in corpus.files if file.path == path), None)
    if held is None:
        return DataFile(path, "sources", graph_of(slug, "sources", corpus.registry), "", ())
    if lines := turtle.comment_lines(held.text):
        raise InputProblem("format-comments", path=path, line=lines[0], lines=", ".join(map(str, lines)))
    return held


def _with(corpus: Corpus, held: DataFile, making: Making) -> DataFile:
    """Return the file with what was made, in canonical form."""
    added = [triple for made in making.made for triple in made.triples]
    text = turtle.canonical([*held.triples, *added], corpus.registry)
    return replace(held, text=text, triples=turtle.parse(text, held.path))


def _judged(corpus: Corpus, after: DataFile, making: Making) -> list[Finding]:
    """Return what the rules find that they did not find before, at the cells that it is about."""
    if not making.made:
        return []
    now = validate(with_dates(corpus.changed_by([after])))
    before = kept(corpus) or validate(corpus)
    cells = Cells.of(making.made, corpus.registry)
    new = baselines.of(baselines.against(now, before), "new").findings
    return [cells.placed(replace(one, baseline=None)) for one in new]


def _rows_there(making: Making) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the sheets (their titles) with the rows that say nothing new."""
    rows: dict[str, list[int]] = {}
    for row in (row for one in making.there for row in one.rows):
        rows.setdefault(row.first.place.sheet, []).append(row.number)
    return ((title, tuple(sorted(numbers))) for title, numbers in rows.items())


def _report(found: Iterable[Finding], tables: Iterable[Table]) -> Report:
    """Return the findings in the order of the cells; those of no cell last, and what has one cure for all rows once."""
    order = {table.title: place for place, table in enumerate(tables)}

    def key(one: Finding) -> tuple[object, ...]:
        return (one.cell is None, order.get((one.cell or "").rpartition("!")[0], len(order)), one.sort_key())

    ordered = sorted(dict.fromkeys(found), key=key)
    first = next((one for one in ordered if one.rule == _ONCE), None)
    return Report(tuple(one for one in ordered if one.rule != _ONCE or one is first))
