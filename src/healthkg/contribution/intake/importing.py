"""A workbook or a CSV file → Turtle for its document's file, and what is wrong, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyoxigraph as ox

from healthkg import passages
from healthkg.contribution.intake import layout
from healthkg.contribution.intake.citing import Citer
from healthkg.contribution.intake.entry import check_document
from healthkg.contribution.intake.joining import Joined, file_of, join
from healthkg.contribution.intake.making import Making, make
from healthkg.contribution.intake.minting import Things, read_things, with_things
from healthkg.contribution.intake.placing import Cells
from healthkg.contribution.intake.rules import read_rules
from healthkg.contribution.intake.stating import Stated, read_rows
from healthkg.contribution.intake.tables import Grid, Table, read_table
from healthkg.contribution.intake.telling import finding
from healthkg.contribution.intake.things import Thing
from healthkg.contribution.intake.values import Reader
from healthkg.contribution.intake.workbooks import contents, read_csv, read_workbook
from healthkg.corpus import Corpus
from healthkg.errors import InputProblem
from healthkg.prefixes import Registry
from healthkg.store import open_store
from healthkg.validation import Finding, Report, baselines, kept, validate

_ONCE = "intake-no-text"  # one cure for all rows


@dataclass(frozen=True)
class Intake:
    """What an import would bring: the document's file with all that was read (None: some cell is unread), and the
    report, in the order of the cells; how many facts are new, how many nodes that are there say more; which rows say
    what is there, by the title of their sheet; how many rows were passed over; the new things; and the texts of the
    files that it would be, from `data/turtle`."""

    turtle: str | None = field(repr=False)
    report: Report
    new: int = 0
    more: int = 0
    there: tuple[tuple[str, tuple[int, ...]], ...] = ()
    passed: int = 0
    things: tuple[Thing, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict, repr=False)


def import_facts(corpus: Corpus, path: Path, slug: str, kind: str | None = None, texts: Path | None = None) -> Intake:
    """Read `path` into the file of the document `slug`, judged with the corpus; nothing is written.

    `kind` is the sheet that a CSV file holds; `texts` the folder of the documents' texts, without which no new passage
    can be cited. Raises InputProblem, LimitReached: the file cannot be read, the document or its text is not there.
    """
    tables, found = _tables(path, kind, lambda: contents(path))
    return _imported(corpus, tables, found, slug, lambda: _text(corpus, slug, texts))


def import_content(
    corpus: Corpus, name: str, content: bytes, slug: str, kind: str | None = None, text: passages.Text | None = None
) -> Intake:
    """Read a file that is in memory, with the text of its document, as `import_facts` reads one from disk."""
    tables, found = _tables(Path(name), kind, lambda: content)
    return _imported(corpus, tables, found, slug, lambda: text)


def _imported(
    corpus: Corpus, tables: list[Table], found: list[Finding], slug: str, text: Callable[[], passages.Text | None]
) -> Intake:
    reader = Reader(open_store(corpus), read_rules(corpus))
    found += check_document(reader, tables, slug)
    if any(one.rule in ("intake-other-document", "intake-document-unknown") for one in found):
        return Intake(None, _report(found, tables))
    citer, things = _citer(corpus, slug, text()), read_things(reader, tables)
    every, faults = _things_stated(corpus, reader, citer, things, tables)
    reader = _knowing(corpus, reader, things, every) if things.new else reader
    stated, more = _stated(reader, citer, [table for table in tables if not table.sheet.mints])
    every, found = [*every, *stated], [*found, *things.findings, *faults, *more]
    unread = any(one.severity == "violation" for one in found)
    held = file_of(corpus, slug)
    making = make(reader.store, held.triples, every)
    joined = join(corpus, held, making, things.new)
    found += [*making.findings, *_judged(corpus, joined, making, things)]
    return Intake(
        None if unread else joined.file.text,
        _report(found, tables),
        making.new,
        _more(making, things, corpus.registry),
        tuple(_rows_there(making)),
        sum(table.passed for table in tables),
        () if unread else things.new,
        {} if unread else joined.files,
    )


def _things_stated(
    corpus: Corpus, reader: Reader, citer: Citer, things: Things, tables: Iterable[Table]
) -> tuple[list[Stated], list[Finding]]:
    """Return what the rows about things state, by which those things may name each other."""
    if not things.every:
        return [], []
    return _stated(_knowing(corpus, reader, things, ()), citer, [table for table in tables if table.sheet.mints])


def _knowing(corpus: Corpus, reader: Reader, things: Things, every: Iterable[Stated]) -> Reader:
    """Return a reader that knows the new things, and what is stated of them."""
    said = [ox.Triple(one.about, *pair) for one in every if one.about for pair in one.said]
    return Reader(open_store(with_things(corpus, things.new, said)), reader.rules, things.by_place)


def _stated(reader: Reader, citer: Citer, tables: Iterable[Table]) -> tuple[list[Stated], list[Finding]]:
    """Return what the rows of the sheets of facts and things state, and what is wrong with their cells."""
    every, found = list[Stated](), list[Finding]()
    for table in (table for table in tables if table.sheet.key != layout.DOCUMENT):
        stated, faults = read_rows(reader, citer, table)
        every += stated
        found += faults
    return every, found


# ---- What is read ----


def grids(name: str, content: bytes) -> list[Grid]:
    """Return the sheets of a file that is in memory, as they are. Raises what importing it raises."""
    if Path(name).suffix.casefold() == ".csv":
        return [read_csv(content, name)]
    return read_workbook(content, name)


def _tables(path: Path, kind: str | None, content: Callable[[], bytes]) -> tuple[list[Table], list[Finding]]:
    """Return the tables of a file, and a warning for each sheet that is not read."""
    ending, file = path.suffix.casefold(), path.name
    if ending == ".csv":
        sheet = next((sheet for sheet in layout.sheets() if kind and sheet.called(kind)), None)
        if sheet is None:
            known = ", ".join(sheet.key for sheet in layout.sheets())
            raise InputProblem("intake-which-sheet", path=path, kinds=known)
        return [read_table(read_csv(content(), file), sheet)], []
    if ending != ".xlsx":
        raise InputProblem("intake-form", path=path)
    return _sheets(read_workbook(content(), file))


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


def _text(corpus: Corpus, slug: str, texts: Path | None) -> passages.Text | None:
    """Return the text of a document, None where no folder is given. Raises InputProblem when the folder lacks it."""
    if texts is None:
        return None
    document = corpus.registry[f"id:source-{slug}"]
    text = passages.text_of(document, corpus.statements, corpus.registry, passages.read_texts(texts))
    if text is None:
        raise InputProblem("text-missing", path=texts, slug=slug)
    return text


def _citer(corpus: Corpus, slug: str, text: passages.Text | None) -> Citer:
    registry = corpus.registry
    described = frozenset(registry[one.iri] for one in passages.read_passages(corpus.statements, registry))
    return Citer(registry, slug, text, described)


# ---- What is made of it ----


def _judged(corpus: Corpus, joined: Joined, making: Making, things: Things) -> list[Finding]:
    """Return what the gate and the rules find that they did not find before, at the cells that it is about; nothing on
    new things whose rows could not be read: that has been said."""
    if not making.made:
        return []
    now = validate(joined.corpus)
    before = kept(corpus) or validate(corpus)
    cells = Cells.of(making.made, corpus.registry)
    unread = {corpus.registry.shorten(thing.node.value) for thing in things.new} - cells.rows.keys()
    new = baselines.of(baselines.against(now, before), "new").findings
    refused = [one for one in joined.refused if one.focus in cells.rows]
    found = [one for one in (*refused, *new) if not unread & {one.focus, one.value}]
    return [cells.placed(replace(one, baseline=None)) for one in found]


def _more(making: Making, things: Things, registry: Registry) -> int:
    """Return how many nodes say more that were there already: neither new facts nor new things."""
    new = {registry.shorten(thing.node.value) for thing in things.new}
    return sum(one.node not in new for one in making.made) - making.new


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
