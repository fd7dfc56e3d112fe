"""The check page of a server that was started with a store: the same is found, in a draft of it; no data are read."""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from healthkg.contribution.intake import template
from healthkg.corpus import Corpus, list_corpus, open_corpus
from healthkg.errors import LimitReached, StoreProblem
from healthkg.isolation import Limits, isolated
from healthkg.store import load, open_stored, sharing
from healthkg.validation import judged
from healthkg.web import prepared
from healthkg.web.checking import pages, telling
from healthkg.web.checking.judging import judging
from healthkg.web.files import FilesOnDisk
from healthkg.web.site import Means, Site, open_site
from healthkg.web.values import Asked
from serving import Workspace, serving
from test_gate import HEAD, REFUSALS, SOUND
from test_opened import BROUGHT
from test_web_check import BAD, FAULTY, area, asking, filled, said, uploading
from test_web_stored import OPENED, count_as_large, opened

__all__ = ["opened"]  # a fixture
GUESSED = HEAD + SOUND + "id:mesure-neuve dcterms:isPartOf id:plan-alpah ; hkg:concern id:plan-alpha .\n"
TEXTS = {
    "sound": HEAD + SOUND,
    "with a date that is mended": BAD,
    "with names that are nearly known": GUESSED,
    "with much that the gate refuses": HEAD + SOUND + "".join(f"{text}\n" for text, _ in REFUSALS),
    **{name: HEAD + SOUND + text for name, text in BROUGHT.items()},
}
BEYOND = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX hkg: <https://w3id.org/healthkg/def#>
PREFIX ex: <https://example.org/>
ex:Mine sh:targetClass hkg:Measure ; sh:sparql ex:Asked .
ex:Asked sh:message "x" ; sh:select "SELECT $this WHERE { $this a <urn:x:none> }" .
"""


@pytest.fixture(scope="module")
def files(miniature: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of its own, judged and loaded in `store` beside it."""
    return made(copytree(miniature, tmp_path_factory.mktemp("checked") / "project"))


@pytest.fixture(scope="module")
def site(files: Path) -> Site:
    """The site of the files."""
    return open_site(files / "project", Means())


@pytest.fixture
def stored(files: Path) -> Site:
    """The site of the store."""
    return of_store(files)


@pytest.fixture
def own(files: Path, tmp_path: Path) -> Path:
    """A project and a store that a test may spoil."""
    return Path(copytree(files, tmp_path / "own", ignore=lambda _, names: {"drafts"} & {*names}))


@pytest.fixture(scope="module")
def workspace(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A server that was started with the store."""
    with serving(files / "project", tmp_path_factory.mktemp("log"), "--store", str(files / "store")) as running:
        yield running


def made(project: Path) -> Path:
    judged(open_corpus(project))
    load(list_corpus(project), project.parent / "store")
    return project.parent


def of_store(folder: Path) -> Site:
    return open_site(folder / "project", Means(stored=folder / "store"))


def drafts(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "store" / "drafts").iterdir())


def form(text: str) -> dict[str, str]:
    return {"text": text, "slug": "note"}


# ---- The same is found ----


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_is_told_of_a_text_is_what_is_told_without_a_store(site: Site, stored: Site, text: str) -> None:
    for lang in ("fr", "en"):
        request = asking(lang, **form(text))
        assert pages.check(stored, request) == pages.check(site, request)
    assert "judge" not in vars(stored)  # nobody judged in memory


def test_reports_and_mends_are_those_without_a_store(site: Site, stored: Site) -> None:
    for name in pages._REPORTS:
        request = asking(parts={"form": name}, **form(TEXTS["with much that the gate refuses"]))
        assert pages.report(stored, request) == pages.report(site, request)
    for wish in ("safe", "all", "form", "nothing"):
        for text in (BAD, GUESSED):
            request = asking(**form(text), apply=wish)
            assert pages.check(stored, request) == pages.check(site, request)


def test_names_that_are_nearly_known_are_mended_by_what_the_store_knows(stored: Site) -> None:
    page = pages.check(stored, asking(**form(GUESSED), apply="all"))
    assert area(page) == GUESSED.replace("plan-alpah", "plan-alpha").replace("hkg:concern ", "hkg:concerns ")


def test_a_document_of_the_corpus_brought_again_is_judged_in_its_own_place(site: Site, stored: Site) -> None:
    text = next(file.text for file in site.corpus.files if file.path.endswith("sources/plan-alpha.ttl"))
    shorter = text[: text.rindex("\n\n")] + "\n"
    assert shorter != text
    for brought in (text, shorter):
        request = asking(text=brought, slug="plan-alpha")
        assert pages.check(stored, request) == pages.check(site, request)


@pytest.mark.slow
def test_what_would_change_is_what_would_change_without_a_store(site: Site, stored: Site) -> None:
    for text in (HEAD + SOUND, BAD):
        request = asking("en", **form(text))
        assert pages.change(stored, request) == pages.change(site, request)


def test_a_workbook_is_read_and_judged_as_without_a_store(site: Site, stored: Site, mini_corpus: Corpus) -> None:
    blank = template(mini_corpus, "fr")
    for rows in ((FAULTY,), ()):
        request = uploading(filled(blank, *rows), "t.xlsx", slug="bilan-alpha")
        assert pages.check(stored, request) == pages.check(site, request)


def test_the_pages_around_it_are_those_without_a_store(site: Site, stored: Site) -> None:
    for page in (pages.ask, pages.explain):
        assert page(stored, Asked("/check")) == page(site, Asked("/check"))
    for lang in ("fr", "en"):
        request = Asked("/check/template.xlsx", lang=lang)
        assert pages.workbook(stored, request) == pages.workbook(site, request)
    refused = asking(text="id:a id:b .", slug="note")
    assert pages.check(stored, refused) == pages.check(site, refused)


# ---- It costs what is looked at ----


def test_no_data_are_read_at_the_start_nor_for_a_check(
    files: Path, opened: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    count_as_large(monkeypatch)
    monkeypatch.setattr(FilesOnDisk, "corpus", property(lambda _: pytest.fail("the corpus was read")))
    stored = prepared(of_store(files))
    for text in (HEAD + SOUND, BAD, GUESSED):
        assert pages.check(stored, asking(**form(text))).status == 200
        assert pages.report(stored, asking(parts={"form": "json"}, **form(text))).status == 200
    assert pages.ask(stored, Asked("/check")).status == 200
    assert pages.explain(stored, Asked("/check/rules")).status == 200
    assert OPENED == {}


def test_nothing_is_drafted_before_a_check(own: Path) -> None:
    prepared(of_store(own))
    assert not (own / "store" / "drafts").exists()


# ---- What is served is judged in, and stays as it is ----


def test_what_is_judged_in_is_what_is_served_whatever_was_loaded_since(own: Path) -> None:
    before, request = of_store(own), asking(**form(HEAD + SOUND))
    page = pages.check(before, request)
    plans = own / "project" / "data" / "turtle" / "reference" / "plans.ttl"
    plans.write_text(plans.read_text("utf-8") + "\nid:mesure-neuve a hkg:Measure .\n", "utf-8")
    load(list_corpus(own / "project"), own / "store")
    assert pages.check(before, request) == page
    after = replace(before, store=open_stored(own / "store", before.store.project))
    assert pages.check(after, request).body != page.body


def test_stewards_who_check_at_once_are_each_told_what_they_are_told_alone(workspace: Workspace, files: Path) -> None:
    texts = [BAD, GUESSED, HEAD + SOUND, TEXTS["with much that the gate refuses"]]
    alone = [workspace.post("/check", form(text), accept="text/html") for text in texts]
    with ThreadPoolExecutor(8) as stewards:
        found = list(stewards.map(lambda text: workspace.post("/check", form(text), accept="text/html"), texts * 2))
    assert [(one.status, one.body) for one in found] == [(one.status, one.body) for one in alone] * 2
    assert [one.status for one in alone] == [200] * 4
    assert drafts(files) == []


def test_a_server_judges_as_the_page_does(workspace: Workspace, site: Site) -> None:
    got = workspace.post("/check", form(BAD), accept="application/json")
    wanted = pages.report(site, asking(parts={"form": "json"}, **form(BAD)))
    assert (got.status, got.body) == (200, wanted.body)


def test_the_draft_of_a_child_that_was_killed_is_gone_after_the_next_check(own: Path) -> None:
    stored = of_store(own)

    def killed() -> bytes:
        with judging(stored):
            os.kill(os.getpid(), signal.SIGKILL)
        return b""

    with pytest.raises(LimitReached):
        isolated(killed, Limits(reads=True))
    assert len(drafts(own)) == 1
    assert pages.check(stored, asking(**form(BAD))).status == 200
    assert drafts(own) == []


def test_the_draft_of_another_steward_is_left_alone(own: Path) -> None:
    stored = of_store(own)
    with judging(stored) as judge:
        (other,) = drafts(own)
        assert pages.check(stored, asking(**form(BAD))).status == 200
        assert drafts(own) == [other]
        assert judge.corpus.files


# ---- Where no draft can be made ----


def unwritable(folder: Path) -> Path:
    """Let the folder of a store take no drafts, whoever asks: some may write wherever they like."""
    (folder / "store" / "drafts").write_text("")
    return folder


def test_a_store_that_takes_no_drafts_is_checked_in_memory_where_it_is_small(site: Site, own: Path) -> None:
    request = asking(**form(BAD))
    assert pages.check(of_store(unwritable(own)), request) == pages.check(site, request)


WORDS = {
    "fr": ("La vérification n’a pas pu se faire", "pas le droit d'écrire dans le dossier de sa base"),
    "en": ("The check could not be made", "may not write into the folder of its store"),
}


@pytest.mark.parametrize(("lang", "words"), WORDS.items())
def test_a_large_store_that_takes_no_drafts_is_said_to_be_the_servers_fault(
    own: Path, monkeypatch: pytest.MonkeyPatch, lang: str, words: tuple[str, ...]
) -> None:
    monkeypatch.setattr("healthkg.web.checking.judging._IN_MEMORY", 1)
    monkeypatch.setattr(FilesOnDisk, "corpus", property(lambda _: pytest.fail("the corpus was read")))
    page = pages.check(of_store(unwritable(own)), asking(lang, **form(BAD)))
    assert (page.status, all(one in said(page) for one in words)) == (500, True)
    assert area(page) == BAD
    assert str(own) not in page.body.decode()


def test_a_disk_that_is_full_is_said_to_be_full(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored, request = of_store(own), asking("en", **form(BAD))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(sharing.os, "link", full)
        patched.setattr(sharing.shutil, "copy2", full)
        page = pages.check(stored, request)
    assert (page.status, "the server's disk is full" in said(page)) == (503, True)
    assert pages.check(stored, request).status == 200
    assert drafts(own) == []


def test_a_disk_that_fills_up_while_it_is_judged_is_said_to_be_full(own: Path) -> None:
    stored = of_store(own)
    with pytest.raises(StoreProblem) as fault, judging(stored):
        raise OSError("IO error: No space left on device: While appending to file: 000012.log")
    assert fault.value.code == "check-full"
    assert drafts(own) == []


def test_shapes_beyond_core_are_judged_in_memory_or_not_at_all(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (own / "project" / "shapes" / "mine.ttl").write_text(BEYOND)
    made(own / "project")
    request = asking("en", **form(BAD))
    assert pages.check(of_store(own), request) == pages.check(open_site(own / "project", Means()), request)
    monkeypatch.setattr("healthkg.web.checking.judging._IN_MEMORY", 1)
    assert "some of its shapes are beyond SHACL Core" in said(pages.check(of_store(own), request))


def test_where_the_whole_corpus_is_too_large_it_is_said_what_needs_the_whole(
    site: Site, stored: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, stop = asking("en"), LimitReached("limit-memory", limit=1024)
    assert "Check less at once" in said(telling.stopped(stored, request, stop))
    count_as_large(monkeypatch)
    assert "Check less at once" in said(telling.stopped(site, request, stop))
    page = telling.stopped(stored, request, stop)
    assert (page.status, "need the whole corpus, which is large" in said(page)) == (413, True)
