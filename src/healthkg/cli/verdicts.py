"""What `validate` judges: the corpus, files together with it, or files by other shapes; and how it shows that."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from healthkg.cli.context import Context, say
from healthkg.errors import InputProblem

if TYPE_CHECKING:
    from healthkg.corpus import Corpus, DataFile
    from healthkg.validation import Report

SHOWN = 100  # findings in a terminal; a file holds them all


@dataclass(frozen=True)
class Judged:
    """A report, the corpus that it is on, and where the files lie that the report may speak of."""

    corpus: Corpus
    report: Report
    places: Mapping[str, Path]


def whole(context: Context, paths: tuple[str, ...], *, anew: bool) -> Judged:
    """Judge the corpus; or with `paths` in it, which take the place of files of the same name, and report on them
    alone: a file from elsewhere passes the gate first. Without paths a kept verdict answers as long as nothing has
    changed, unless `anew`."""
    from healthkg import contribution, validation

    corpus = context.corpus()
    if not paths:
        report = validation.judged_anew(corpus) if anew else validation.judged(corpus)
        return Judged(corpus, report, {file.path: corpus.project.root / file.path for file in corpus.files})
    files = _files(corpus, paths)
    judged = contribution.open_judge(corpus).judged(*files)
    places = {file.path: Path(path) for file, path in zip(files, paths, strict=True)}
    return Judged(judged.corpus, judged.report, places)


def beside(context: Context, paths: tuple[str, ...]) -> Judged:
    """Judge files together with what a store on disk holds, and report on them alone; of the corpus nothing is read."""
    from healthkg import contribution

    store = context.store()
    with contribution.judge_on_disk(Path(context.stored or ""), store.project) as judge:
        files = _files(judge.corpus, paths)
        report = judge.report_on(*files)
    for notice in context.notices:
        say(notice)
    return Judged(judge.corpus, report, {file.path: Path(path) for file, path in zip(files, paths, strict=True)})


def alone(context: Context, paths: tuple[str, ...], shapes: str) -> Judged:
    """Judge files of any RDF format by other shapes alone; say where places cannot be known."""
    from healthkg import validation
    from healthkg.corpus import DataFile
    from healthkg.turtle import parse_any, read_text

    corpus = context.corpus()
    texts = [(Path(path), read_text(Path(path))) for path in paths]
    graph = corpus.registry["g:apport"]
    files = [DataFile(str(path), "sources", graph, text, parse_any(text, path)) for path, text in texts]
    for file in files:
        if not file.path.endswith(".ttl"):
            say(context.text("positions-unknown", file=file.path))
    return Judged(corpus, validation.judge(files, [Path(shapes)], corpus.registry), {})


def _only(report: Report, files: Container[str | None]) -> Report:
    """Return the findings in these files."""
    return replace(report, findings=tuple(finding for finding in report.findings if finding.file in files))


def _files(corpus: Corpus, paths: tuple[str, ...]) -> tuple[DataFile, ...]:
    """Return Turtle files, read. Raises InputProblem for a file that has another ending, and what reading raises."""
    from healthkg.corpus import read_file

    for path in map(Path, paths):
        if path.suffix.lower() != ".ttl" and path.is_file():
            raise InputProblem("format-unknown", path=path, ending=path.suffix or "–", known=".ttl")
    return tuple(read_file(Path(path), corpus.project, corpus.registry) for path in paths)


def compared(context: Context, judged: Judged, baseline: str, only_new: bool) -> Report:
    """Return what is new and, unless `only_new`, what was there; say how many of each, and how many were mended.

    What the baseline held of other files does not count.
    """
    from healthkg.contribution.revisions import at_revision
    from healthkg.validation import baselines, validate

    if Path(baseline).is_file():
        before = baselines.read_report(Path(baseline))
    else:
        before = validate(at_revision(judged.corpus.project, baseline))
    held = baselines.against(judged.report, _only(before, {None, *judged.places}))
    counts = {name: len(baselines.of(held, name).findings) for name in ("new", "unchanged", "absent")}
    say(context.text("judged-against", baseline=baseline, **counts))
    return baselines.of(held, "new") if only_new else baselines.of(held, "new", "unchanged")


def rendered(context: Context, report: Report, form: str, *, entire: bool) -> bytes:
    """Return the report in `form`; what a person reads in a terminal is cut after SHOWN findings, and says so."""
    from healthkg.validation import Report
    from healthkg.validation.reports import render

    if form == "turtle":
        from healthkg.validation.reports.rdf import turtle

        return turtle(report, context.registry().namespaces).encode()
    if form == "html":
        from healthkg.publication.pages import report_page

        version = (context.store() if context.stored else context.corpus()).version
        return report_page(report, version, context.lang)
    more = len(report.findings) - SHOWN
    if entire or form not in ("text", "table") or more <= 0:
        return render(report, form, context.lang)
    shown = render(Report(report.findings[:SHOWN]), form, context.lang)
    return shown + f"{context.text('findings-more', count=more)}\n".encode()
