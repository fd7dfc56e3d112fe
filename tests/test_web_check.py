"""The check page: what a steward brings is judged beside its text, in both languages; nothing is kept, nothing harmed."""

import asyncio
import io
import re
import socket
import time
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from filling import put
from healthkg import messages
from healthkg.contribution.intake import template
from healthkg.corpus import Corpus
from healthkg.errors import HealthkgError, InputProblem, LimitReached
from healthkg.validation import Finding
from healthkg.web import Means, Site, open_site
from healthkg.web.checking import forms, listing, outcomes, pages, telling
from healthkg.web.checking.bringing import Brought, brought, document_of
from healthkg.web.checking.forms import Form, Upload, read_form
from healthkg.web.faults import status_of
from healthkg.web.receiving import whole_body
from healthkg.web.values import Asked, Reply
from miniature import TEXTS
from serving import Got, Workspace
from test_faults import ARCHIVES, FOREIGN
from test_gate import HEAD, LINE, REFUSALS, SOUND
from test_intake_files import ROLE
from test_mishaps import HEAD as MISHAPS_HEAD
from test_mishaps import MISHAPS

pytestmark = pytest.mark.usefixtures("untouched")
BAD = HEAD + SOUND + 'id:mesure-neuve hkg:date "26/01/2016"^^xsd:date .\n'
PLAIN = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html"}


@pytest.fixture(scope="module")
def site(miniature: Path) -> Site:
    return open_site(miniature, Means())


@pytest.fixture(scope="module")
def blank(mini_corpus: Corpus) -> bytes:
    return template(mini_corpus, "fr")


def asking(lang: str = "fr", parts: Mapping[str, str] | None = None, **fields: str) -> Asked:
    return Asked("/check", parts or {}, lang=lang, method="POST", headers=PLAIN, body=urlencode(fields).encode())


def multipart(content: bytes, name: str, **fields: str) -> tuple[dict[str, str], bytes]:
    """Return the headers and the body of a form with a file, as a browser sends it."""
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: x/y\r\n\r\n'
    body = b"".join([*parts, head.encode(), content, b"\r\n--b--\r\n"])
    return {"content-type": "multipart/form-data; boundary=b", "accept": "text/html"}, body


def uploading(content: bytes | str, name: str, lang: str = "fr", **fields: str) -> Asked:
    headers, body = multipart(content.encode() if isinstance(content, str) else content, name, **fields)
    return Asked("/check", lang=lang, method="POST", headers=headers, body=body)


class _Words(HTMLParser):
    """The words of a page, without its text area; the addresses within it, and the places that they lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.ids, self.links, self._inside = list[str](), set[str](), list[str](), ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.ids |= {said["id"]} if said.get("id") else set()
        self.links += [said["href"]] if (said.get("href") or "").startswith("#") else []
        self._inside = tag if tag == "textarea" else self._inside

    def handle_endtag(self, tag: str) -> None:
        self._inside = "" if tag == self._inside else self._inside

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.words.append(data)


def read(reply: Reply | Got) -> _Words:
    words = _Words()
    words.feed(reply.body.decode())
    return words


def said(reply: Reply | Got) -> str:
    """Return the words of a page, on one line."""
    return " ".join(" ".join(read(reply).words).split())


def area(reply: Reply | Got) -> str:
    """Return what stands in the text area, as a browser reads it."""
    found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", reply.body.decode(), re.DOTALL)
    return unescape(found[1]) if found else ""


# ---- What is found, beside the text ----


def test_what_is_wrong_stands_at_its_line_with_what_was_found_and_allowed(site: Site) -> None:
    page = pages.check(site, asking(text=BAD))
    words = said(page)
    assert page.status == 200
    assert "2 erreurs" in words
    for part in (
        f"ligne {LINE}",
        "« 26/01/2016 » n'est pas une valeur xsd:date : écrivez « 2016-01-26 ».",
        'trouvé "26/01/2016"^^xsd:date',
        "Correction sûre",
        "→ id:temps-2016-01-26",
    ):
        assert part in words
    assert f'id="line-{LINE}"' in page.body.decode()


@pytest.mark.parametrize(("lang", "words"), [("fr", "Aucune erreur"), ("en", "No violation")])
def test_a_sound_document_is_said_to_be_sound_in_the_readers_language(site: Site, lang: str, words: str) -> None:
    page = pages.check(site, asking(lang, text=HEAD + SOUND))
    assert (page.status, words in said(page), "note" in said(page)) == (200, True, True)
    assert area(page) == HEAD + SOUND


def test_every_finding_of_a_bad_document_leads_to_its_line_and_back(site: Site) -> None:
    page = pages.check(site, asking(text=HEAD + SOUND + "".join(f"{text}\n" for text, _ in REFUSALS)))
    words = read(page)
    numbers = {name.removeprefix("found-") for name in words.ids if name.startswith("found-")}
    assert len(numbers) > len(REFUSALS)
    assert {link[1:] for link in words.links} <= words.ids
    assert {f"#found-{number}" for number in numbers} <= set(words.links)
    assert {f"finding-{number}" for number in numbers} <= words.ids


def test_the_rule_of_a_finding_is_explained_on_the_page_of_rules(site: Site) -> None:
    page = pages.check(site, asking("en", text=HEAD + SOUND + "".join(f"{text}\n" for text, _ in REFUSALS)))
    rules = set(re.findall(r'href="/check/rules#([\w-]+)"', page.body.decode()))
    explained = read(pages.explain(site, Asked("/check/rules", lang="en")))
    assert {"changes_reference", "dangling_reference", "Plan-iri"} <= rules
    assert rules <= explained.ids
    assert not re.search(r"rule <code>", page.body.decode())


def test_both_languages_have_the_same_words() -> None:
    from healthkg.web.words import words

    for page in ("check", "check-rules"):
        french, english = words(page, "fr"), words(page, "en")
        assert french.keys() == english.keys()
        assert [name for name in french if type(french[name]) is not type(english[name])] == []
        assert [
            name for name in french if isinstance(french[name], dict) and french[name].keys() != english[name].keys()
        ] == []


def test_a_text_shows_as_it_reads(site: Site) -> None:
    named = 'id:plan-alpha hkg:namedAs "a\u202eb<script>\u200b"@fr ; hkg:statedIn id:passage-note-l001 .\n'
    page = pages.check(site, asking(text=HEAD + SOUND + named)).body.decode()
    shown = re.sub(r"<textarea.*?</textarea>", "", page, flags=re.DOTALL)
    assert ("\u202e" in shown, "\u200b" in shown, "<script>" in shown) == (False, False, False)
    assert "a[U+202E]b&lt;script&gt;[U+200B]" in shown


def test_a_long_text_shows_the_lines_around_what_is_found() -> None:
    text = "\n".join(f"line {number}" for number in range(1, 1001))
    finding = Finding("warning", "r", "id:x", {"fr": "x", "en": "x"}, line=500, column=6)
    shown = listing.listing(text, listing.told([finding]))
    gaps = [(one.first, one.last) for one in shown if isinstance(one, listing.Gap)]
    lines = [one.number for one in shown if isinstance(one, listing.Line)]
    assert (gaps, lines) == ([(1, 496), (504, 1000)], [*range(497, 504)])
    marked = next(one for one in shown if isinstance(one, listing.Line) and one.number == 500)
    assert [(piece.text, piece.severity) for piece in marked.pieces] == [
        ("line ", None),
        ("500", "warning"),
        ("", None),
    ]


def test_of_more_findings_than_a_page_shows_the_gravest_are_shown_and_the_rest_is_counted(site: Site) -> None:
    """RELIABILITY.md, 71."""
    many = "".join(f'id:mesure-n{n} hkg:date "26/01/2016"^^xsd:date .\n' for n in range(120))
    page = pages.check(site, asking("en", text=HEAD + SOUND + many))
    report = pages.report(site, asking(parts={"form": "csv"}, text=HEAD + SOUND + many))
    total = report.body.count(b"\r\n") - 1
    assert (len([one for one in read(page).ids if one.startswith("finding-")]), total > 200) == (listing.SHOWN, True)
    assert f"… and {total - listing.SHOWN} more, in the reports to download." in said(page)


# ---- What cannot be read ----


@pytest.mark.parametrize(("written", "code", "line", "column"), MISHAPS)
def test_a_text_that_cannot_be_read_is_shown_with_a_caret_at_its_place(
    site: Site, written: str, code: str, line: int, column: int
) -> None:
    """RELIABILITY.md, 1 to 6 and 10: what is told is what the command line tells."""
    written = MISHAPS_HEAD + written
    with pytest.raises(HealthkgError) as fault:
        outcomes.of_text(site, "note", written)
    page = pages.check(site, asking("en", text=written, slug="note"))
    caret = re.search(r'caret-line[^>]*><span class="no"></span><code>([ \t]*)<b>\^</b>', page.body.decode())
    assert (page.status, fault.value.code, caret is not None and len(caret[1])) == (400, code, column - 1)
    assert fault.value.sentence("en") in unescape(page.body.decode())
    assert f"line {line}, column {column}" in said(page)
    assert area(page).split() == written.split()


# RELIABILITY.md 3.1, as an uploaded file: name, content, status, French, English.
UNREAD: dict[str, tuple[str, bytes, int, str, str]] = {
    "7 TriG": ("note.ttl", (HEAD + "GRAPH id:x { id:a a hkg:Plan }").encode(), 400, "graphe", "graph"),
    "7 RDF-star": ("note.ttl", (HEAD + "<< id:a a id:b >> a id:c .").encode(), 400, "RDF 1.2", "RDF 1.2"),
    "8 nothing": ("note.ttl", b"", 400, "aucun énoncé", "no statement"),
    "8 prefixes only": ("note.ttl", HEAD.encode(), 400, "aucun énoncé", "no statement"),
    "13 Windows-1252": ("note.ttl", (HEAD + SOUND).replace("mesure neuve", "é").encode("cp1252"), 400, "0xE9", "0xE9"),
    "14 UTF-16": ("note.ttl", (HEAD + SOUND).encode("utf-16"), 400, "UTF-16", "UTF-16"),
    "15 zip by its name": ("note.zip", ARCHIVES["zip"], 400, "C'est une archive", "This is an archive"),
    "16 NUL": ("note.ttl", b"id:a\0", 400, "", ""),
    "17 no name of a document": ("Notes de réunion.ttl", b"<x:a> <x:b> <x:c> .", 400, "De quel document", "Which document"),
    "18 ending": ("note.docx", b"x", 415, "Format inconnu (.docx) ; attendu : .ttl, .csv, .xlsx.", "Unknown format (.docx); expected: .ttl, .csv, .xlsx."),
    "18 no ending": ("note", b"x", 415, "Format inconnu (–)", "Unknown format (–)"),
    **{f"9 {kind}": ("note.ttl", content, 400, f"on dirait du {kind}", f"it looks like {kind}") for kind, content in FOREIGN.items()},
    **{f"15 {kind}": ("note.ttl", content, 400, "C'est une archive", "This is an archive") for kind, content in ARCHIVES.items()},
}  # fmt: skip


@pytest.mark.parametrize("fault", UNREAD)
def test_a_file_that_cannot_be_read_gets_the_right_message_and_status(site: Site, fault: str) -> None:
    name, content, status, *words = UNREAD[fault]
    found = [pages.check(site, uploading(content, name, lang)) for lang in messages.LANGUAGES]
    assert [page.status for page in found] == [status, status]
    assert [word in said(page) for word, page in zip(words, found, strict=True)] == [True, True]


@pytest.mark.parametrize(
    "content",
    [b"\xef\xbb\xbf" + (HEAD + SOUND).encode(), (HEAD + SOUND).replace("\n", "\r\n").encode()],
    ids=["11 byte-order mark", "12 line ends of Windows"],
)
def test_a_mark_at_the_start_and_the_line_ends_of_windows_are_no_fault(site: Site, content: bytes) -> None:
    page = pages.check(site, uploading(content, "note.ttl"))
    assert (page.status, "Aucune erreur" in said(page), area(page)) == (200, True, HEAD + SOUND)


def test_a_browser_ends_lines_as_windows_does_and_they_are_ours_again(site: Site) -> None:
    pasted = pages.check(site, asking(text=BAD.replace("\n", "\r\n")))
    assert (f"ligne {LINE}" in said(pasted), area(pasted)) == (True, BAD)


def test_a_program_gets_a_fault_as_a_problem_and_findings_as_a_report(workspace: Workspace) -> None:
    headers, body = multipart(b"id:a", "note.ttl")
    got = workspace.send("POST", "/check", headers | {"accept": "application/json"}, body)
    assert (got.status, got.data["title"], got.data["line"]) == (400, "turtle-prefix", 1)
    headers, body = multipart(BAD.encode(), "note.ttl")
    got = workspace.send("POST", "/check", headers | {"accept": "application/json"}, body)
    assert (got.status, got.data["sound"], got.data["counts"]["violation"]) == (200, False, 2)


# ---- Which document ----


@pytest.mark.parametrize(
    ("one", "text", "slug"),
    [
        (Brought("note.ttl", b"", "autre"), "", "autre"),
        (Brought("note.ttl", b""), "id:source-autre", "note"),
        (Brought("Note (1).ttl", b""), "id:source-autre a id:source-autre .", "autre"),
        (Brought("", b""), "oa:hasSource id:source-rapport-x .", "rapport-x"),
    ],
)
def test_the_document_is_the_one_that_is_said_else_the_name_else_the_one_that_is_cited(
    one: Brought, text: str, slug: str
) -> None:
    assert document_of(one, text) == slug


def test_a_text_of_two_documents_asks_which_it_is_of() -> None:
    with pytest.raises(InputProblem) as fault:
        document_of(Brought("", b""), "id:source-a id:source-b")
    assert (fault.value.code, fault.value.data["known"]) == ("check-which-document", "a, b")


def test_a_name_is_shown_and_never_a_path(site: Site) -> None:
    for name, shown in (("../../etc/passwd.ttl", "passwd.ttl"), ("C:\\\\x\\\\y.ttl", "y.ttl")):
        form = read_form(uploading(b"x", name))
        assert form.file == Upload(shown, b"x")
    page = pages.check(site, uploading(b"x", "<img src=x onerror=alert(1)>.exe"))
    assert (page.status, b"<img src=x" in page.body) == (415, False)
    got = pages.text(site, asking(text="<x:a> <x:b> <x:c> .", slug="note")).headers["content-disposition"]
    assert got == 'attachment; filename="note.ttl"'


# ---- Mends ----


def test_safe_mends_are_applied_to_the_text_and_what_is_left_is_judged(site: Site) -> None:
    page = pages.check(site, asking(text=BAD, apply="safe"))
    assert "1 correction faite dans le texte" in said(page)
    assert "Aucune erreur" in said(page)
    assert area(page) == BAD.replace('"26/01/2016"^^xsd:date', "id:temps-2016-01-26")


def test_a_mend_that_guesses_is_apart_and_applied_when_asked_for(site: Site) -> None:
    text = BAD + "id:mesure-neuve dcterms:isPartOf id:plan-alphaa .\n"
    page = pages.check(site, asking(text=text))
    assert "1 correction sûre" in said(page)
    assert "1 correction supposée" in said(page)
    outcome = outcomes.of_text(site, "note", text)
    (guess,) = [one for one in outcome.mends if not one.safe]
    one = pages.check(site, asking(text=text, apply=outcomes.key_of(guess)))
    assert area(one) == text.replace("id:plan-alphaa", "id:plan-alpha")
    every = pages.check(site, asking(text=text, apply="all"))
    assert area(every) == text.replace("id:plan-alphaa", "id:plan-alpha").replace(
        '"26/01/2016"^^xsd:date', "id:temps-2016-01-26"
    )


def test_a_mend_of_another_text_is_not_applied(site: Site) -> None:
    page = pages.check(site, asking(text=BAD, apply="0123456789ab"))
    assert ("il a changé depuis" in said(page), area(page)) == (True, BAD)


def test_mends_are_shown_as_a_diff(site: Site) -> None:
    page = said(pages.check(site, asking(text=BAD)))
    assert '-id:mesure-neuve hkg:date "26/01/2016"^^xsd:date . +id:mesure-neuve hkg:date id:temps-2016-01-26 .' in page


def test_a_text_is_put_into_canonical_form(site: Site) -> None:
    page = pages.check(site, asking(text=HEAD + SOUND, apply="form"))
    assert area(page).startswith("PREFIX dcterms:")
    assert ("Le texte ci-dessous est en forme canonique" in said(page), area(page) != HEAD + SOUND) == (True, True)
    again = pages.check(site, asking(text=area(page), apply="form"))
    assert ("est déjà en forme canonique" in said(again), area(again)) == (True, area(page))


# ---- What would change ----


def test_what_would_change_is_told_by_question_view_and_review(site: Site) -> None:
    page = pages.change(site, asking("en", text=HEAD + SOUND))
    words = said(page)
    assert "What would change" in words
    assert re.search(r"\d+ questions of \d+ answer otherwise", words)
    assert "+ gained" in words
    assert "Added. “mesure neuve” (measure): part of" in words
    assert 'href="/queries/' in page.body.decode()


def test_what_is_in_the_corpus_already_changes_nothing(site: Site) -> None:
    file = next(file for file in site.corpus.files if file.path.endswith("sources/bilan-alpha.ttl"))
    page = said(pages.change(site, asking(text=file.text, slug="bilan-alpha")))
    assert "Rien : tout ce que dit ce document est déjà dans le corpus." in page


# ---- Workbooks ----


def filled(blank: bytes, *rows: Mapping[str, object]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(blank))
    put(book["Rôles"], *rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FAULTY = {"Rôle tenu envers": "Plan Alpha", "Acteur": "Agence Alfa", "Rôle": "=A1", "Première ligne": 3}


def test_what_is_wrong_in_a_workbook_stands_at_its_cell(site: Site, blank: bytes) -> None:
    page = pages.check(site, uploading(filled(blank, FAULTY), "t.xlsx", slug="bilan-alpha"))
    words = read(page)
    assert "cellule Rôles!D4" in said(page)
    assert {link[1:] for link in words.links} <= words.ids
    assert re.search(r'<td class="violation">=A1 <a class="see" id="cell-\d+"', page.body.decode())
    assert "Ces lignes ne donnent pas encore de Turtle" in said(page)


def test_a_workbook_is_carried_along_for_its_report(site: Site, blank: bytes) -> None:
    page = pages.check(site, uploading(filled(blank, FAULTY), "t.xlsx", slug="bilan-alpha")).body.decode()
    carried = dict(re.findall(r'<input type="hidden" name="(carried|carried-name|slug|sheet)" value="([^"]*)">', page))
    report = pages.report(
        site, asking("en", parts={"form": "text"}, **{key: unescape(value) for key, value in carried.items()})
    )
    assert b"t.xlsx:R\xc3\xb4les!D4: violation: A formula is not read" in report.body
    assert report.headers["content-disposition"] == 'attachment; filename="bilan-alpha.txt"'


def test_rows_become_turtle_that_can_be_taken_along_and_weighed(site: Site, blank: bytes) -> None:
    book = filled(blank)
    page = pages.check(site, uploading(book, "t.xlsx", slug="bilan-alpha"))
    file = next(file for file in site.corpus.files if file.path.endswith("sources/bilan-alpha.ttl"))
    assert (page.status, area(page)) == (200, file.text)
    got = pages.text(site, uploading(book, "t.xlsx", slug="bilan-alpha"))
    assert (got.body.decode(), got.media) == (file.text, "text/turtle; charset=utf-8")
    weighed = pages.change(site, uploading(book, "t.xlsx", slug="bilan-alpha"))
    assert "Rien : tout ce que dit ce document" in said(weighed)


def test_a_new_passage_is_cited_where_the_text_is_on_the_server(miniature: Path, blank: bytes) -> None:
    book = filled(blank, ROLE | {"Première ligne": "16"})
    page = pages.check(open_site(miniature, Means(TEXTS)), uploading(book, "t.xlsx", "en", slug="bilan-alpha"))
    assert ("1 new fact" in said(page), "No violation" in said(page)) == (True, True)
    assert "hkg:RoleAssignment" in area(page)
    alone = pages.check(open_site(miniature, Means()), uploading(book, "t.xlsx", "en", slug="bilan-alpha"))
    assert "is not on this server" in said(alone)


def test_a_csv_file_says_which_sheet_it_holds(site: Site) -> None:
    rows = "Acteur;Rôle;Rôle tenu envers;Première ligne\nAgence Alfa;pilote;Plan Alpha;3\n".encode()
    missing = pages.check(site, uploading(rows, "t.csv", slug="bilan-alpha"))
    assert (missing.status, "dites laquelle, à côté" in said(missing)) == (400, True)
    page = pages.check(site, uploading(rows, "t.csv", slug="bilan-alpha", sheet="role"))
    assert ("Les lignes du CSV" in said(page), "cellule A2" in said(page)) == (True, True)


def test_a_workbook_needs_its_document(site: Site, blank: bytes) -> None:
    page = pages.check(site, uploading(blank, "t.xlsx", "en"))
    assert (page.status, "Which document is it of?" in said(page)) == (400, True)


def packed(blank: bytes, more: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blank)) as held, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for one in held.infolist():
            made.writestr(one.filename, held.read(one))
        for name, part in more.items():
            made.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize(
    ("more", "status", "words"),
    [
        ({"xl/media/a.bin": b"\0" * (65 << 20)}, 413, "trop grand"),
        ({"xl/x.xml": b'<!DOCTYPE x [<!ENTITY a "b">]>'}, 400, "entités XML"),
        ({"xl/vbaProject.bin": b"x"}, 400, "macros"),
        ({f"x/{n}": b"" for n in range(2_001)}, 413, "trop grand"),
    ],
    ids=["a bomb", "a declaration", "macros", "many parts"],
)
def test_a_hostile_workbook_is_refused(
    site: Site, blank: bytes, more: Mapping[str, bytes], status: int, words: str
) -> None:
    """RELIABILITY.md, 67 and 69."""
    page = pages.check(site, uploading(packed(blank, more), "t.xlsx", slug="bilan-alpha"))
    assert (page.status, words in said(page)) == (status, True), said(page)


def test_the_workbook_to_fill_is_in_the_readers_language(site: Site, mini_corpus: Corpus) -> None:
    got = pages.workbook(site, Asked("/check/template.xlsx", lang="en"))
    assert got.body == template(mini_corpus, "en")
    assert got.headers["content-disposition"].startswith("attachment; filename=")


@pytest.mark.parametrize(
    ("code", "status", "words"), [("limit-time", 503, "Check less at once"), ("limit-memory", 413, "out of memory")]
)
def test_a_check_that_is_stopped_is_told_as_a_check(site: Site, code: str, status: int, words: str) -> None:
    """RELIABILITY.md, 83."""
    page = telling.stopped(site, asking("en"), LimitReached(code, limit=30))
    assert (page.status, words in said(page)) == (status, True)


# ---- Reports ----


@pytest.mark.parametrize("form", ["sarif", "json", "csv", "md", "junit", "text", "turtle"])
def test_the_report_on_a_text_is_a_file_in_any_form(site: Site, form: str) -> None:
    got = pages.report(site, asking("en", parts={"form": form}, text=BAD))
    assert (got.status, b"PolicyElement-date-span" in got.body) == (200, True)
    assert got.headers["content-disposition"].startswith('attachment; filename="note.')


def test_a_report_of_no_form_of_ours_is_no_page(workspace: Workspace) -> None:
    assert workspace.post("/check/report.exe", {"text": BAD}).status == 404


# ---- Forms ----


def test_a_form_is_read_as_it_was_sent() -> None:
    headers, body = multipart(b"\r\n--not the boundary\r\n", "a b.ttl", text="é\r\n", slug=" x ")
    assert read_form(Asked(headers=headers, body=body)) == Form(
        {"text": "é\r\n", "slug": " x "}, Upload("a b.ttl", b"\r\n--not the boundary\r\n")
    )
    assert read_form(asking(text="a&b=é")) == Form({"text": "a&b=é"})


BROKEN = {
    "cut": (multipart(b"x", "a.ttl")[0], multipart(b"x", "a.ttl")[1][:-8]),
    "no boundary": ({"content-type": "multipart/form-data"}, b"x"),
    "many fields": multipart(b"x", "a.ttl", **{f"f{n}": "" for n in range(30)}),
    "many pairs": (PLAIN, b"&".join(b"a%d=b" % n for n in range(30))),
    "no UTF-8": (PLAIN, b"text=%FF"),
    "long header": ({"content-type": "multipart/form-data; boundary=b"}, b"--b\r\nX: " + b"a" * 100_000 + b"\r\n\r\n\r\n--b--\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_form_is_refused(site: Site, fault: str) -> None:
    headers, body = BROKEN[fault]
    page = pages.check(site, Asked("/check", method="POST", headers={"accept": "text/html"} | headers, body=body))
    assert (page.status, "L'envoi est coupé ou mal formé" in said(page)) == (400, True)


def test_a_form_that_brings_nothing_says_so(site: Site) -> None:
    assert forms.read_form(asking(text=" ")).one("text") == ""
    with pytest.raises(InputProblem) as fault:
        brought(Form({"text": " \n"}))
    assert fault.value.code == "check-nothing"


@given(st.binary(max_size=400).map(lambda body: body.replace(b"\x00", b"--b\r\n")))
def test_no_form_breaks_the_reader(body: bytes) -> None:
    for media in (PLAIN["content-type"], "multipart/form-data; boundary=b"):
        try:
            read_form(Asked(headers={"content-type": media}, body=body))
        except InputProblem as fault:
            assert fault.code == "form-broken"


# ---- Who may send, how much, how many at once ----


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://[::1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/check", "/check/changes", "/check/report.json", "/check/contribution.ttl"])
def test_a_page_of_another_site_may_not_send_anything(workspace: Workspace, path: str, headers: dict[str, str]) -> None:
    """RELIABILITY.md, 98."""
    got = workspace.send("POST", path, PLAIN | headers, urlencode({"text": HEAD + SOUND}).encode())
    assert (got.status, "access-control-allow-origin" in got.headers) == (403, False)


def test_the_sites_own_page_may_send(workspace: Workspace) -> None:
    own = {"Origin": workspace.address, "Sec-Fetch-Site": "same-origin"}
    got = workspace.send("POST", "/check?lang=en", PLAIN | own, urlencode({"text": HEAD + SOUND}).encode())
    assert (got.status, "No violation" in got.text) == (200, True)


def test_what_is_sent_packed_or_of_another_kind_is_refused(workspace: Workspace) -> None:
    body = urlencode({"text": HEAD + SOUND}).encode()
    assert workspace.send("POST", "/check", PLAIN | {"Content-Encoding": "gzip"}, body).status == 415
    assert workspace.send("POST", "/check", {"Content-Type": "application/json"}, b"{}").status == 415
    assert workspace.get("/check", method="PUT").status == 405


def raw(workspace: Workspace, head: str, *parts: bytes, pause: float = 0) -> bytes:
    """Return what a server answers to bytes that are sent as they are, up to the end of its head."""
    host, _, port = urlsplit(workspace.address).netloc.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(f"POST /check HTTP/1.1\r\nHost: {host}:{port}\r\n{head}\r\n\r\n".encode())
        try:
            for part in parts:
                connection.sendall(part)
                time.sleep(pause)
        except OSError:  # the server has said no, and hung up
            pass
        return connection.recv(65536)


CHUNK = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"


def test_more_than_may_be_is_refused_whatever_its_length_was_said_to_be(workspace: Workspace) -> None:
    """RELIABILITY.md, 63."""
    kind = "Content-Type: application/x-www-form-urlencoded\r\n"
    assert raw(workspace, f"{kind}Content-Length: {20 << 20}").startswith(b"HTTP/1.1 413")
    assert raw(workspace, f"{kind}Content-Length: {'9' * 19}").startswith(b"HTTP/1.1 413")
    assert raw(workspace, f"{kind}Transfer-Encoding: chunked", *[CHUNK] * 100).startswith(b"HTTP/1.1 413")
    assert workspace.get("/check").status == 200


def test_whoever_sends_too_much_reads_why(workspace: Workspace) -> None:
    headers, body = multipart(b"a" * (8 << 20), "note.ttl")
    got = workspace.send("POST", "/check?lang=en", headers, body)
    assert (got.status, "larger than" in got.text) == (413, True)


# RELIABILITY.md 3.7, as far as it is no longer than what may be sent.
LARGE = {
    "64 statements": "".join(f"id:plan-n{n} a hkg:Plan .\n" for n in range(50_001)),
    "65 brackets": f"id:plan-alpha hkg:p {'[ hkg:p ' * 100_000}1{' ]' * 100_000} .",
    "66 nodes without a name": "[] a hkg:Plan .\n" * 100_000,
}


@pytest.mark.parametrize("fault", LARGE)
def test_what_is_too_much_is_told_as_a_limit(workspace: Workspace, fault: str) -> None:
    got = workspace.send("POST", "/check", *multipart((HEAD + SOUND + LARGE[fault]).encode(), "note.ttl"))
    assert (got.status, "Ceci ne peut pas être lu" in said(got)) == (413, True)


def test_nothing_that_is_brought_is_fetched_or_run(workspace: Workspace) -> None:
    """RELIABILITY.md, 57 and 58."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        there = f"<http://127.0.0.1:{listening.getsockname()[1]}/x>"
        lines = (
            f"id:plan-alpha owl:imports {there} ; rdfs:seeAlso {there} , <file:///etc/passwd> .",
            f"id:x a sh:NodeShape ; sh:targetClass hkg:Plan ; sh:js id:y . id:y sh:jsLibraryURL {there} .",
            f'id:x sh:sparql [ sh:select "SELECT $this {{ SERVICE {there} {{ ?s ?p ?o }} }}" ] .',
        )
        got = workspace.post("/check/changes?lang=en", {"text": HEAD + SOUND + "\n".join(lines)}, "text/html")
        assert (got.status, "imports_something" in got.text, "brings_shapes" in got.text) == (200, True, True)
        with pytest.raises(BlockingIOError):
            listening.accept()


def test_many_uploads_at_once_are_done_or_sent_away_and_pages_still_open(workspace: Workspace) -> None:
    """RELIABILITY.md, 70."""
    body = {"text": HEAD + SOUND}
    with ThreadPoolExecutor(60) as pool:
        sent = [pool.submit(workspace.post, "/check/changes", body) for _ in range(120)]
        began = time.monotonic()
        assert workspace.get("/healthz").status == 200
        waited = time.monotonic() - began
        got = [one.result() for one in sent]
    assert {one.status for one in got} == {200, 503}
    assert {one.headers.get("retry-after") for one in got if one.status == 503} == {"10"}
    assert waited < 10  # a busy machine; alone it is hundredths of a second


def test_a_body_that_does_not_come_in_time_is_given_up() -> None:
    async def drip() -> dict[str, object]:
        await asyncio.sleep(0.05)
        return {"type": "http.request", "body": b"a", "more_body": True}

    request = Request({"type": "http", "method": "POST", "headers": []}, drip)
    with pytest.raises(LimitReached) as fault:
        asyncio.run(whole_body(request, 1000, seconds=0.3))
    assert (fault.value.code, status_of(fault.value)) == ("body-late", 408)


def test_bodies_that_drip_do_not_hold_others_back(workspace: Workspace) -> None:
    host, _, port = urlsplit(workspace.address).netloc.rpartition(":")
    dripping = [socket.create_connection((host, int(port)), timeout=30) for _ in range(12)]
    try:
        for one in dripping:
            one.sendall(b"POST /check HTTP/1.1\r\nHost: x\r\nContent-Type: x/y\r\nContent-Length: 100\r\n\r\na")
        time.sleep(0.3)
        full = workspace.post("/check", {"text": HEAD + SOUND})
        assert (full.status, full.headers.get("retry-after")) == (503, "10")
        assert workspace.get("/check").status == 200
    finally:
        for one in dripping:
            one.close()
    time.sleep(0.3)
    assert workspace.post("/check", {"text": HEAD + SOUND}).status == 200
