"""What is told on the check page where it is not what the command line says: of fields and not of options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from healthkg.errors import HealthkgError, LimitReached
from healthkg.messages import fill
from healthkg.projection.wording import typeset
from healthkg.store import Stored
from healthkg.validation.reports.lines import told
from healthkg.web import faults
from healthkg.web.totals import is_large
from healthkg.web.words import words

if TYPE_CHECKING:
    from healthkg.validation import Finding
    from healthkg.web.site import Site
    from healthkg.web.values import Asked, Reply

_STOPPED = {"limit-time": "check-time", "limit-memory": "check-memory"}


def said(finding: Finding, slug: str, lang: str) -> str:
    """Return what a finding in the document `slug` says, with what it is about."""
    own = words("check", lang)["instead"].get(finding.rule)
    return typeset(told(finding, lang) if own is None else fill(own, {"slug": slug}), lang)


def explained(error: HealthkgError, lang: str) -> str:
    """Return what is wrong and how to mend it."""
    own = words("check", lang)["instead"].get(error.code)
    return typeset(error.sentence(lang) if own is None else fill(own, error.data), lang)


def stopped(site: Site, asked: Asked, error: HealthkgError) -> Reply:
    """Return what a client is told of a check that was stopped or refused; a limit is not said as that of a query."""
    own = _STOPPED.get(error.code)
    if own == "check-memory" and isinstance(site.store, Stored) and is_large(site):
        own = "check-whole"  # what is judged in the store alone takes less
    return faults.reply(site, asked, LimitReached(own, limit=error.data.get("limit")) if own else error)
