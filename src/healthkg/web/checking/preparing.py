"""What a check loads at its first time, loaded before there are children: each would else load it anew."""

from __future__ import annotations

from importlib import import_module
from itertools import product
from typing import TYPE_CHECKING

from healthkg.contribution import open_judge
from healthkg.corpus import Corpus
from healthkg.messages import LANGUAGES
from healthkg.store import Stored
from healthkg.web.checking.listing import listing, told
from healthkg.web.checking.outcomes import found_by
from healthkg.web.checking.rules import rules
from healthkg.web.words import words

if TYPE_CHECKING:
    from healthkg.web.site import Site

# Has a finding with a mend, so that what tells and mends is used.
_REHEARSED = """PREFIX hkg: <https://w3id.org/healthkg/def#>
PREFIX id: <https://w3id.org/healthkg/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
id:mesure-essai a hkg:Measure ; hkg:date "14/07/1999"^^xsd:date .
"""


def rehearse(site: Site) -> None:
    """Judge a small text once, which opens the judge of a corpus in memory; load what reads and writes workbooks. Where
    a store on disk is served, the text is judged by itself: no draft is made, and no data are read."""
    judge = open_judge(_without_files(site), site.rules) if isinstance(site.store, Stored) else site.judge
    found = found_by(judge.rehearsed(), "essai", _REHEARSED)
    listing(found.text or "", told(found.report.findings))
    rules(site)
    for page, lang in product(("check", "check-rules"), LANGUAGES):
        words(page, lang)
    for library in ("openpyxl", "xlsxwriter"):
        import_module(library)


def _without_files(site: Site) -> Corpus:
    return Corpus(site.store.project, site.store.registry, ())
