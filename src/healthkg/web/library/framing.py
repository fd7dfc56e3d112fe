"""The page of a query, whatever it shows: its question, the form of its parameters and clocks, and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from healthkg.web.faults import status_of
from healthkg.web.library import forms
from healthkg.web.library.catalogue import question
from healthkg.web.rendering import render
from healthkg.web.words import words

if TYPE_CHECKING:
    from healthkg.errors import InputProblem
    from healthkg.queryfile import Query
    from healthkg.web.site import Site
    from healthkg.web.values import Asked, Reply


def framed(
    site: Site, asked: Asked, query: Query, page: str, problem: InputProblem | None = None, **data: object
) -> Reply:
    """Return `page` with the form of `query`, which is there always: with what came of it (`data`), or with the
    `problem` of a value and what may have been meant."""
    return render(
        site,
        asked,
        page,
        status=status_of(problem) if problem else 200,
        lib=words("library", asked.lang),
        query=query,
        question=question(query, asked.lang),
        fields=forms.fields(site, asked, query, problem),
        clocks=forms.clocks(site, asked),
        examples=forms.examples(site, asked, query),
        problem=problem,
        near=forms.nearest(site, asked, query, problem) if problem else (),
        **data,
    )
