"""What a check loads at its first time, loaded before there are children: each would else load it anew."""

from __future__ import annotations

from importlib import import_module
from itertools import product
from typing import TYPE_CHECKING

from healthkg.messages import LANGUAGES
from healthkg.web.checking.listing import listing, told
from healthkg.web.checking.outcomes import of_text
from healthkg.web.checking.rules import rules
from healthkg.web.files import FilesOnDisk
from healthkg.web.totals import is_large
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
    """Open the judge of `site`, and judge a small text once; load what reads and writes workbooks. Where a large corpus
    is served from a store, its files are read for the judge by the child that is asked to check, not before."""
    if isinstance(site.files, FilesOnDisk) and is_large(site):
        return
    found = of_text(site, "essai", _REHEARSED)
    listing(found.text or "", told(found.report.findings))
    rules(site.judge)
    for page, lang in product(("check", "check-rules"), LANGUAGES):
        words(page, lang)
    for library in ("openpyxl", "xlsxwriter"):
        import_module(library)
