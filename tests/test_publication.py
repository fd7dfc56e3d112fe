"""`healthkg build`: only what was judged sound, whole or not at all, the same bytes for the same corpus."""

import gzip
import html
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest

from healthkg.answers import list_queries
from healthkg.corpus import open_corpus
from healthkg.errors import InputProblem, Refused
from healthkg.layout import find_project
from healthkg.publication import build
from support import Run


@pytest.fixture(scope="module")
def published(miniature: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("published") / "site"
    build(open_corpus(miniature), out, "fr")
    return out


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


class Links(HTMLParser):
    """Collects where a page leads, and what it would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "href" and tag == "a":
                self.links.append(value or "")
            elif name in ("src", "href", "action", "srcset"):
                self.loads.append(value or "")


def canonical(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """Return `quads` with the names that RDFC-1.0 gives to nodes without one."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def pages(folder: Path) -> Iterator[Path]:
    return folder.rglob("*.html")


def test_the_same_corpus_gives_the_same_bytes(published: Path, miniature: Path, tmp_path: Path) -> None:
    build(open_corpus(miniature), tmp_path / "again", "fr")
    assert contents(tmp_path / "again") == contents(published)


def test_every_answer_every_view_the_graph_and_the_report_are_there(published: Path, miniature: Path) -> None:
    queries = miniature / "queries"
    asked = [path.stem for kind in ("competency", "reports") for path in (queries / kind).glob("*.rq")]
    expected = {f"reponses/{name}.{form}" for name in asked for form in ("csv", "html")}
    views = [path.stem for path in (queries / "views").glob("*.rq")]
    expected |= {f"vues/{name}.{form}" for name in views for form in ("html", "svg", "gexf", "json")}
    drawn = [query.name for query in list_queries(find_project(miniature)) if query.chart]
    expected |= {f"graphiques/{name}.{form}" for name in drawn for form in ("svg", "html")}
    expected |= {
        "graphe/healthkg.nq.gz",
        "graphe/healthkg.trig.gz",
        "rapport.html",
        "rapport.json",
        "index.html",
        ".healthkg",
    }
    assert set(contents(published)) == expected


def test_every_link_of_every_page_leads_somewhere(published: Path) -> None:
    astray = [
        f"{page.name}: {link}"
        for page in pages(published)
        for link in Links(page.read_text("utf-8")).links
        if not link.startswith("#") and not (page.parent / link.partition("#")[0]).resolve().is_file()
    ]
    assert astray == []
    led_to = set(Links((published / "index.html").read_text("utf-8")).links)
    assert set(contents(published)) - led_to == {"index.html", ".healthkg", "rapport.json"}


def test_no_page_loads_anything_and_each_says_its_language_title_and_policy(published: Path) -> None:
    for page in pages(published):
        text = html.unescape(page.read_text("utf-8"))
        assert Links(page.read_text("utf-8")).loads == [], page
        assert text.startswith('<!doctype html>\n<html lang="fr"')
        assert re.search(r"<title>[^<]+</title>", text)
        assert "default-src 'none'" in text
        assert "unsafe-inline" not in text


def test_the_graph_is_the_corpus_as_it_was_written(published: Path, miniature: Path) -> None:
    corpus = open_corpus(miniature)
    expected = canonical(quad for quad in corpus.quads() if quad.graph_name != ox.DefaultGraph())
    for name, media in (("nq", ox.RdfFormat.N_QUADS), ("trig", ox.RdfFormat.TRIG)):
        text = gzip.decompress((published / "graphe" / f"healthkg.{name}.gz").read_bytes())
        assert canonical(ox.parse(text, format=media)) == expected


def test_an_unsound_corpus_is_not_published_and_the_old_publication_stays(
    project: Path, published: Path, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    out.mkdir()
    (out / ".healthkg").write_text("old")
    wrong = "<https://w3id.org/healthkg/id/plan-x> a <https://w3id.org/healthkg/def#Plan> .\n"
    (project / "data" / "turtle" / "sources" / "essai.ttl").write_text(wrong, "utf-8")
    with pytest.raises(Refused) as fault:
        build(open_corpus(project), out, "fr")
    assert (fault.value.code, contents(out)) == ("build-refused", {".healthkg": b"old"})


def test_a_new_publication_takes_the_place_of_the_old_one(miniature: Path, published: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(open_corpus(miniature), out, "fr")
    (out / "stale.html").write_text("old")
    build(open_corpus(miniature), out, "fr")
    assert contents(out) == contents(published)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_folder_that_holds_something_else_is_left_alone(miniature: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_text("precious")
    with pytest.raises(InputProblem) as fault:
        build(open_corpus(miniature), tmp_path, "fr")
    assert (fault.value.code, contents(tmp_path)) == ("output-foreign", {"thesis.odt": b"precious"})


def test_a_place_that_cannot_be_written_is_said_and_nothing_is_left(miniature: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputProblem) as fault:
        build(open_corpus(miniature), tmp_path / "file" / "site", "fr")
    assert fault.value.code == "output-unwritable"
    assert contents(tmp_path) == {"file": b""}


def test_the_command_says_what_it_made_and_where(run: Run, miniature: Path, tmp_path: Path) -> None:
    for lang, words in (("fr", "Ouvrez"), ("en", "Open")):
        outcome = run("--lang", lang, "--project", miniature, "build", "--out", tmp_path / lang)
        assert outcome.code == 0
        assert outcome.out.splitlines()[-1] == f"{words} {tmp_path / lang / 'index.html'}"
        assert f'lang="{lang}"' in (tmp_path / lang / "index.html").read_text("utf-8")


def test_a_publication_says_through_which_lens_it_looks(run: Run, miniature: Path, tmp_path: Path) -> None:
    outcome = run(
        "--project",
        miniature,
        "build",
        "--out",
        tmp_path / "site",
        "--documents",
        "plan-alpha",
        "--valid-at",
        "2019-01-01",
    )
    assert outcome.code == 0
    index = (tmp_path / "site" / "index.html").read_text("utf-8")
    assert "documents=plan-alpha; valid-at=2019-01-01" in index
    assert "bilan-alpha" not in index
    assert "certitude" in (tmp_path / "site" / "reponses" / "who_pilots_what.html").read_text("utf-8")
