"""`healthkg build`: judge, and only when the corpus is sound, write everything aside and swap it in at once."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp

import pyoxigraph as ox

from healthkg import projection
from healthkg.answers import Answer, both, list_queries, render
from healthkg.answers.answer import answer
from healthkg.corpus import Corpus, Lens
from healthkg.errors import InputProblem, Refused
from healthkg.projection import exports
from healthkg.publication import pages
from healthkg.publication.graphics import graphics
from healthkg.store import open_store
from healthkg.validation import Report, judged
from healthkg.validation.reports import render as render_report

MARK = ".healthkg"
WHOLE = Lens()
GRAPH_FILES = ("graphe/healthkg.trig.gz", "graphe/healthkg.nq.gz")
EXPORTS = ("svg", "gexf", "json")  # of each view, beside its page


def build(corpus: Corpus, out: Path, lang: str, lens: Lens = WHOLE) -> dict[str, object]:
    """Write the publication of `corpus`, looked at through `lens`, to the folder `out`, whole or not at all; same
    corpus, same bytes. It is the whole corpus that is judged.

    Returns the counts that the command line prints. Raises Refused when the corpus is not sound, InputProblem when
    `out` holds something else or cannot be written.
    """
    report = judged(corpus)
    if not report.sound:
        raise Refused("build-refused", violation=report.counts()["violation"])
    corpora = lens.corpora(corpus)
    answers, views = _answered(corpora)
    corpus = corpora[-1]
    _swap_in(_files(corpus, report, answers, views, lang), out)
    return {
        "answers": len(answers),
        "views": len(views),
        "triples": len(set(corpus.statements)),
        "documents": sum(file.home == "sources" for file in corpus.files),
        "version": corpus.version,
        "index": out / "index.html",
    }


def _answered(corpora: tuple[Corpus, ...]) -> tuple[list[Answer], list[Answer]]:
    """Return the library's answers with the example values of their parameters: questions, then views."""
    stores = [open_store(corpus) for corpus in corpora]
    asked = [[answer(store, query, {}) for store in stores] for query in list_queries(corpora[0].project)]
    every = [both(*one) if len(one) > 1 else one[0] for one in asked]
    return [one for one in every if not one.query.view], [one for one in every if one.query.view]


def _files(corpus: Corpus, report: Report, answers: list[Answer], views: list[Answer], lang: str) -> dict[str, bytes]:
    """Return path in the publication → content."""
    files = {f"reponses/{one.query.name}.csv": render(one, "csv", lang) for one in answers}
    files |= {f"reponses/{one.query.name}.html": pages.answer_page(one, lang) for one in answers}
    for one in views:
        network = projection.network(one)
        files[f"vues/{one.query.name}.html"] = projection.html(network, lang).encode()
        files |= {f"vues/{one.query.name}.{form}": exports.FILES[form](network, lang) for form in EXPORTS}
    files |= graphics(corpus, answers, lang)
    files |= graph_files(corpus)
    files["rapport.html"] = pages.report_page(report, corpus.version, lang)
    files["rapport.json"] = render_report(report, "json", lang)
    files["index.html"] = pages.index_page(corpus, report, answers, views, lang)
    files[MARK] = f"{corpus.digest}\n".encode()
    return files


def graph_files(corpus: Corpus) -> dict[str, bytes]:
    """Return the named graphs of the files, as they were written: TriG for people, N-Quads for machines."""
    named = ox.Dataset(quad for quad in corpus.quads() if quad.graph_name != ox.DefaultGraph())
    named.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)  # the ontology's lists have nodes without a name
    quads = sorted(named, key=_graph_order)
    prefixes = dict(corpus.registry.namespaces)
    texts = (
        ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=prefixes),
        ox.serialize(quads, format=ox.RdfFormat.N_QUADS),
    )
    return {name: _zipped(text) for name, text in zip(GRAPH_FILES, texts, strict=True)}


def _graph_order(quad: ox.Quad) -> tuple[str, ...]:
    return (str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object))


def _zipped(content: bytes | None) -> bytes:
    return gzip.compress(content or b"", mtime=0)  # no clock: same corpus, same bytes


def _swap_in(files: Mapping[str, bytes], out: Path) -> None:
    if out.exists() and not (out.is_dir() and (not any(out.iterdir()) or (out / MARK).is_file())):
        raise InputProblem("output-foreign", path=out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(mkdtemp(dir=out.parent, prefix=f".{out.name}."))
        try:
            _write(files, aside)
            _replace(aside, out)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise InputProblem("output-unwritable", path=out, cause=error.strerror) from error


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    folder.chmod(0o755)
    for name, content in sorted(files.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _replace(aside: Path, out: Path) -> None:
    """Put `aside` in the place of `out`; what was there stays until its successor is complete."""
    old = aside.with_name(aside.name + ".old")
    if out.exists():
        out.rename(old)
    try:
        aside.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
