"""A question asked in a person's own words: what was understood and its answer, or what could be asked instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from healthkg import answers
from healthkg.errors import InputProblem
from healthkg.projection.wording import typeset
from healthkg.question import NotUnderstood, ask, understand
from healthkg.question.refusals import said_values
from healthkg.web import linking
from healthkg.web.clocks import lens_of, looked, written
from healthkg.web.faults import status_of
from healthkg.web.library import answering, forms, starting
from healthkg.web.library.asking import Asking
from healthkg.web.rendering import render
from healthkg.web.words import words

if TYPE_CHECKING:
    from healthkg.answers import Answer
    from healthkg.web.library.answering import Shown
    from healthkg.web.site import Site
    from healthkg.web.values import Asked, Reply


@dataclass(frozen=True)
class Said:
    """What was understood, in a sentence; the address of the query that it became; the answer."""

    sentence: str
    query: str
    shown: Shown


def question(site: Site, asked: Asked) -> Reply:
    """Return the page of a question, and what came of it."""
    text = asked.one("q")
    said, problem = None, None
    try:
        said = _said(site, asked, text) if text else None
    except InputProblem as error:
        problem = error
    return render(
        site,
        asked,
        "ask",
        status=status_of(problem) if problem and not isinstance(problem, NotUnderstood) else 200,
        lib=words("library", asked.lang),
        text=text,
        said=said,
        problem=problem,
        offers=_offers(asked, text, problem) if isinstance(problem, NotUnderstood) else (),
        clocks=forms.clocks(site, asked),
        examples=starting.questions(site, asked.lang),
    )


def file(site: Site, asked: Asked) -> Reply:
    """Return the rows that answer a question as a file (`/ask.csv?q=…`).

    Raises InputProblem("page-missing") for a form that there is not, NotUnderstood.
    """
    form = asked.parts["form"]
    if form not in answering.FORMS:
        raise InputProblem("page-missing")
    wish, found, _ = _asked(site, asked, asked.one("q"))
    return answering.kept(site, asked, wish, found, form)


def _asked(site: Site, asked: Asked, text: str) -> tuple[Asking, Answer, str]:
    """Return the query that a question becomes, its rows, and what was understood: by the names of the whole corpus,
    whatever it is looked at through."""
    seen = looked(site, lens_of(asked))
    understood = understand(site.store, text, asked.lang, site.questions)
    replies = [ask(store, text, asked.lang, site.questions) for store in seen.stores]
    found: Answer = answers.both(*replies) if len(replies) > 1 else replies[0]
    return Asking(understood.query, understood.values, seen), found, understood.sentence


def _said(site: Site, asked: Asked, text: str) -> Said:
    wish, found, sentence = _asked(site, asked, text)
    lens = written(wish.looked.lens)
    values = {**said_values(site.store, wish.values), **lens}
    return Said(
        typeset(sentence, asked.lang),
        linking.here(asked, f"/queries/{wish.query.name}", **values),
        answering.shown(site, asked, wish, found, "/ask", {"q": text, **lens}),
    )


def _offers(asked: Asked, text: str, problem: NotUnderstood) -> list[tuple[str, str]]:
    """Return what could be asked instead, each with its address; names nearest to one that nothing bears, in it."""
    said = [
        (typeset(one.summary, asked.lang), linking.here(asked, f"/queries/{one.query}", **one.values))
        for one in problem.offers
    ]
    wrong = str(problem.data.get("name", ""))
    names = problem.data.get("names", ())
    near = [text.replace(wrong, f"« {name} »" if asked.lang == "fr" else name) for name in _texts(names)]
    return said + [(typeset(one, asked.lang), asked.address(q=one)) for one in near]


def _texts(names: object) -> tuple[str, ...]:
    return tuple(map(str, names)) if isinstance(names, tuple) else ()
