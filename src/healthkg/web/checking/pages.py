"""The check page: what a steward brings is judged beside its text; nothing of it is kept."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from healthkg.contribution.fixes import as_diff
from healthkg.contribution.intake import layout, template
from healthkg.corpus import Corpus
from healthkg.errors import HealthkgError, InputProblem
from healthkg.validation import SEVERITIES
from healthkg.validation.reports import FORMS
from healthkg.validation.reports import render as rendered
from healthkg.validation.reports.rdf import turtle
from healthkg.web import faults
from healthkg.web.checking.bringing import SLUG, Brought, brought, text_of
from healthkg.web.checking.changes import changes
from healthkg.web.checking.forms import Form, read_form
from healthkg.web.checking.listing import SHOWN, Told, listing, seen, told
from healthkg.web.checking.outcomes import Outcome, chosen, formed, judged, judged_in_all, key_of, mended, of_text
from healthkg.web.checking.rules import GROUPS, rules
from healthkg.web.checking.sheets import sheets
from healthkg.web.checking.telling import explained, said
from healthkg.web.negotiation import preferred
from healthkg.web.rendering import render
from healthkg.web.values import JSON, PLAIN, Asked, Reply

if TYPE_CHECKING:
    from healthkg.web.site import Site

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TURTLE = "text/turtle; charset=utf-8"
# form of a report → ending of its file, media type
_REPORTS = {
    "sarif": ("sarif", "application/sarif+json"),
    "json": ("json", JSON),
    "csv": ("csv", "text/csv; charset=utf-8"),
    "md": ("md", "text/markdown; charset=utf-8"),
    "junit": ("junit.xml", "application/xml"),
    "text": ("txt", PLAIN),
    "turtle": ("report.ttl", _TURTLE),
}


def ask(site: Site, asked: Asked) -> Reply:
    """Return the page to bring something to; `slug` may say for which document."""
    return _page(site, asked, slug=asked.one("slug"))


def check(site: Site, asked: Asked) -> Reply:
    """Return the page that shows what is found in what was brought, with the mends that were wished for in it."""
    if preferred(asked.headers.get("accept", ""), ("text/html", JSON)) == JSON:
        return report(site, Asked(**{**vars(asked), "parts": {"form": "json"}}))
    one, form = None, Form({})
    try:
        form = read_form(asked)
        one = brought(form)
        outcome = judged(site, one)
        wish = form.one("apply")
        return _told(site, asked, one, *(_applied(site, outcome, wish) if wish else (outcome, None)))
    except HealthkgError as error:
        return _unread(site, asked, form, one, error)


def change(site: Site, asked: Asked) -> Reply:
    """Return the page that shows what would change: answers, views, remarks, and the sheet of the review."""
    one = None
    try:
        form = read_form(asked)
        one = brought(form)
        outcome = judged_in_all(site, one)
    except HealthkgError as error:
        return _unread(site, asked, Form({}) if one is None else form, one, error)
    found = changes(site, outcome.corpus, asked.lang) if outcome.corpus else None
    return _told(site, asked, one, outcome, None, changes=found, asked_for_changes=True)


def report(site: Site, asked: Asked) -> Reply:
    """Return the report on what was brought in the form that the path names, as a file."""
    form = asked.parts["form"]
    if form not in _REPORTS:
        raise InputProblem("page-missing")
    outcome = judged(site, brought(read_form(asked)))
    ending, media = _REPORTS[form]
    if form in FORMS:
        body = rendered(outcome.report, form, asked.lang)
    else:
        body = turtle(outcome.report, site.store.registry.namespaces).encode()
    return _file(body, media, f"{outcome.slug}.{ending}")


def text(site: Site, asked: Asked) -> Reply:
    """Return the Turtle that was brought, or that the rows that were brought make, as a file."""
    one = brought(read_form(asked))
    if one.is_table:
        outcome = judged(site, one)
        if outcome.text is None:
            raise InputProblem("check-no-turtle")
        return _file(outcome.text.encode(), _TURTLE, outcome.file)
    return _file(text_of(one).encode(), _TURTLE, one.name or "contribution.ttl")


def workbook(site: Site, asked: Asked) -> Reply:
    """Return the workbook to fill, in the reader's language."""
    ontology = tuple(site.files.of(site.store.registry["g:ontologie"]))
    corpus = Corpus(site.store.project, site.store.registry, ontology)
    return _file(template(corpus, asked.lang, site.store), XLSX, layout.default_file())


def explain(site: Site, asked: Asked) -> Reply:
    """Return the page that explains every rule."""
    return render(site, asked, "check-rules", rules=rules(site), groups=GROUPS)


def _file(body: bytes, media: str, name: str) -> Reply:
    safe = "".join(char if char.isascii() and (char.isalnum() or char in ".-_") else "-" for char in name)
    return Reply(body, media, headers={"content-disposition": f'attachment; filename="{safe}"'})


# ---- What a page shows ----


# What a page has none of unless it is said.
_NONE: dict[str, Any] = {
    "error": None, "outcome": None, "brought": None, "form": None, "text": "", "lines": [], "caret_space": "",
    "unable": False, "explained": "", "slug": "", "seen": seen,
    "changes": None, "asked_for_changes": False, "mends": {},
}  # fmt: skip


def _page(site: Site, asked: Asked, status: int = 200, **data: Any) -> Reply:
    """Return the page with its form: the documents that there are, the sheets of the workbook, and `data`."""
    own = {"documents": sorted(site.documents.values()), "kinds": layout.sheets(), "forms": list(_REPORTS)}
    return render(site, asked, "check", status=status, **(_NONE | own | data))


def _applied(site: Site, outcome: Outcome, wish: str) -> tuple[Outcome, dict[str, int] | None]:
    """Return what is found after the mends that a button means, and how many there were."""
    if wish == "form":
        text = formed(site, outcome)
        return (outcome, {"form": 0}) if text is None else (of_text(site, outcome.slug, text), {"form": 1})
    taken = chosen(outcome, wish)
    return (of_text(site, outcome.slug, mended(outcome, taken)) if taken else outcome), {"mends": len(taken)}


def _told(site: Site, asked: Asked, one: Brought, outcome: Outcome, done: dict[str, int] | None, **more: Any) -> Reply:
    """Return the page of an outcome."""
    found = told(outcome.report.findings)
    mends = {id(fix.finding): fix for fix in outcome.mends}
    return _page(
        site,
        asked,
        brought=one,
        outcome=outcome,
        done=done,
        found=found,
        beyond=max(0, len(outcome.report.findings) - SHOWN),
        counts=outcome.report.counts(),
        severities=SEVERITIES[::-1],
        rules=rules(site),
        mends=mends,
        finding_id=id,
        key=key_of,
        say=lambda finding: said(finding, outcome.slug, asked.lang),
        anchor=_anchor,
        form_id="carried" if outcome.intake else "bringing",
        there=sum(len(rows) for _, rows in outcome.intake.there) if outcome.intake else 0,
        diffs=_diffs(outcome),
        safe=len(chosen(outcome, "safe")),
        formed=bool(outcome.text and not outcome.intake and formed(site, outcome)),
        sheets=sheets(outcome.grids, found),
        lines=[] if outcome.intake else listing(outcome.text or "", found),
        **more,
    )


def _slug(form: Form, one: Brought | None) -> str:
    """Return the slug that was given; else the one that the name of the file gives."""
    stem = PurePath(one.name).stem if one else ""
    return form.one("slug") or (stem if SLUG.fullmatch(stem) else "")


def _anchor(one: Told) -> str:
    """Return what a finding in the list leads to: its line, its cell, else itself."""
    if one.finding.cell:
        return f"cell-{one.number}"
    return f"line-{one.finding.line}" if one.finding.line else f"finding-{one.number}"


def _diffs(outcome: Outcome) -> list[tuple[str, int, list[str]]]:
    """Return what the safe mends, then those that guess, would write: which, how many, the lines of a diff."""
    safe = [one for one in outcome.mends if one.safe]
    others = [one for one in outcome.mends if not one.safe]
    before = {outcome.file: outcome.text or ""}
    groups = (("safe", safe), ("all", others))
    return [
        (name, len(fixes), as_diff(before, {outcome.file: mended(outcome, fixes)}).splitlines())
        for name, fixes in groups
        if fixes
    ]


def _unread(site: Site, asked: Asked, form: Form, one: Brought | None, error: HealthkgError) -> Reply:
    """Return the page of what cannot be read: the fault at its line, the text to mend; or of what cannot be judged."""
    content, status = _legible(one), faults.status_of(error)
    return _page(
        site,
        asked,
        status,
        error=error,
        unable=status >= 500,  # the server's fault, not that of the text
        explained=explained(error, asked.lang),
        brought=one,
        form=form,
        slug=_slug(form, one),
        text=content if error.code != "file-not-utf8" else "",
        lines=listing(content, (), error.line) if content and error.line else [],
        caret_space=_before(content, error),
    )


def _before(text: str, error: HealthkgError) -> str:
    """Return what takes the same room as the line of a fault up to its column: a tab is a tab."""
    line = text.split("\n")[(error.line or 1) - 1 : error.line or 1]
    return "".join("\t" if char == "\t" else " " for char in "".join(line)[: (error.column or 1) - 1])


def _legible(one: Brought | None) -> str:
    """Return as much of a text as can be shown."""
    if one is None or one.is_table:
        return ""
    content = one.content.decode("utf-8", "replace")
    return "" if "\0" in content else content.replace("\r\n", "\n")
