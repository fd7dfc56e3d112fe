"""The check page: a contribution judged beside its text, and nothing kept.

forms       a form that was sent → its fields and its file, in memory
bringing    what a steward brings, and the document that it is of
judging     what judges it: the corpus in memory, or a draft of the store on disk that is served
outcomes    what is found in it, its mends, the corpus with it
listing     a text beside what was found in it
sheets      the sheets of a workbook beside what was found in them
changes     what would change: answers, views, remarks, the sheet of the review
rules       every rule, explained
telling     what is told in this page's own words
pages       the pages themselves
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from healthkg.isolation import Limits
from healthkg.web.checking import pages
from healthkg.web.checking.bringing import MOST
from healthkg.web.checking.preparing import rehearse
from healthkg.web.checking.telling import stopped
from healthkg.web.handling import Way
from healthkg.web.routing import route

if TYPE_CHECKING:
    from healthkg.web.site import Site

_AROUND = 64 * 1024  # bytes of a form beyond the file that it brings
_LIMITS = Limits(seconds=30, memory=1 << 30, niceness=5, reads=True)
_SENT = Way("checks", _LIMITS, MOST + _AROUND, told=stopped, doors="senders", own_forms=True)
_WEIGHED = replace(_SENT, limits=replace(_LIMITS, seconds=60))

ROUTES = [
    route("/check", pages.ask),
    route("/check", pages.check, _SENT, ("POST",)),
    route("/check/changes", pages.change, _WEIGHED, ("POST",)),
    route("/check/report.{form}", pages.report, _SENT, ("POST",)),
    route("/check/contribution.ttl", pages.text, _SENT, ("POST",)),
    route("/check/template.xlsx", pages.workbook),
    route("/check/rules", pages.explain),
]


def prepare(site: Site) -> None:
    """Have ready what judges, and load what judging, mending and weighing load."""
    rehearse(site)
