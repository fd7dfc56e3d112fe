"""The pages around the views: an answer, the report, the index. Their words are in the templates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pyoxigraph as ox

from healthkg.answers import Answer
from healthkg.answers.tables import readable
from healthkg.corpus import Corpus
from healthkg.projection.page import asset, policy, templates
from healthkg.validation import SEVERITIES, Report
from healthkg.validation.reports.lines import explained


def answer_page(answer: Answer, lang: str) -> bytes:
    """Return the page of one answer: the question, the rows, what to know, the query itself."""
    headings, rows = readable(answer, lang)
    examples = [
        (parameter.labels.get(lang, parameter.name), parameter.example) for parameter in answer.query.parameters
    ]
    return _page(
        "answer.html.j2",
        lang,
        answer=answer,
        headings=headings,
        rows=rows,
        examples=examples,
        version=answer.version,
    )


def report_page(report: Report, version: str, lang: str) -> bytes:
    """Return the page of the judgement."""
    return _page(
        "report.html.j2", lang, report=report, severities=SEVERITIES[::-1], explained=explained, version=version
    )


def index_page(corpus: Corpus, report: Report, answers: list[Answer], views: list[Answer], lang: str) -> bytes:
    """Return the page that leads to all the others, with what the corpus holds."""
    documents = [file for file in corpus.files if file.home == "sources"]
    titles = _titles(corpus, lang)
    described = [(titles.get(file.graph.value, file.path), len(file.triples)) for file in documents]
    return _page(
        "index.html.j2",
        lang,
        report=report,
        answers=answers,
        views=views,
        documents=described,
        kinds=_kinds(corpus, lang),
        version=corpus.version,
    )


def _titles(corpus: Corpus, lang: str) -> Mapping[str, str]:
    title = corpus.registry["dcterms:title"]
    return {quad.subject.value: quad.object.value for quad in corpus.statements if quad.predicate == title}


def _kinds(corpus: Corpus, lang: str) -> list[tuple[str, int]]:
    """Return what the data hold: class label and number of things, most numerous first."""
    name, kind = corpus.registry["rdfs:label"], corpus.registry["rdf:type"]
    labels = {
        quad.subject.value: quad.object.value
        for quad in corpus.statements
        if quad.predicate == name and isinstance(quad.object, ox.Literal) and quad.object.language == lang
    }
    data = (quad for file in corpus.files if file.home != "ontology" for quad in file.triples)
    things = {(quad.subject, quad.object.value) for quad in data if quad.predicate == kind}
    counted = Counter(labels.get(of, corpus.registry.shorten(of)) for _, of in things)
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def _page(template: str, lang: str, **data: object) -> bytes:
    styles = [asset("page.css")]
    page: str = templates().get_template(template).render(lang=lang, styles=styles, policy=policy(styles, []), **data)
    return page.encode()
