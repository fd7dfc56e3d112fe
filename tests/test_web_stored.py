"""Pages from a store on disk: what the files would give, without reading them; by look-ups that do not grow."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import pyoxigraph as ox
import pytest

from healthkg.answers.answer import answer
from healthkg.answers.names import instances, is_a
from healthkg.answers.remembering import remembering, within
from healthkg.answers.totals import totals_of
from healthkg.corpus import Corpus, list_corpus, open_corpus
from healthkg.errors import Refused
from healthkg.store import Store, load
from healthkg.validation import judged
from healthkg.web import prepared
from healthkg.web.home import home
from healthkg.web.library.answering import library
from healthkg.web.linked.catalogue import dataset, dump
from healthkg.web.linked.describing import described as described_in
from healthkg.web.linked.inventory import inventory
from healthkg.web.linked.naming import data, graph
from healthkg.web.linked.naming import document as words_of
from healthkg.web.linked.verdict import verdict
from healthkg.web.searching import matching
from healthkg.web.searching.index import Index, index_of
from healthkg.web.searching.pages import results
from healthkg.web.searching.reading import Reader as Things
from healthkg.web.site import Means, Site, open_site
from healthkg.web.things import document, documents, listing, remarks, statements
from healthkg.web.things.concept import concept
from healthkg.web.things.facts import facts_of
from healthkg.web.things.known import reading
from healthkg.web.things.tables import TARGETS, compared
from healthkg.web.things.thing import thing
from healthkg.web.values import Asked, Reply
from support import ROOT

Page = Callable[[Site, Asked], Reply]
OPENED: Counter[str] = Counter()


@pytest.fixture(scope="module")
def files(miniature: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of its own, judged and loaded in `store` beside it."""
    folder = tmp_path_factory.mktemp("stored")
    copytree(miniature, folder / "project")
    judged(open_corpus(folder / "project"))
    load(list_corpus(folder / "project"), folder / "store")
    return folder


@pytest.fixture(scope="module")
def site(files: Path) -> Site:
    """The site of the files."""
    return open_site(files / "project", Means())


@pytest.fixture
def stored(files: Path) -> Site:
    """The site of the store."""
    return open_site(files / "project", Means(stored=files / "store"))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """Count which files of the data are opened from now on."""
    OPENED.clear()
    whole = Path.open

    def counted(path: Path, *args: object, **more: object) -> object:
        if path.suffix == ".ttl" and "turtle" in path.parts:
            OPENED[f"{path.parent.name}/{path.name}"] += 1
        return whole(path, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "open", counted)
    yield OPENED


def count_as_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every corpus be large, and remember no question that was looked up for one that is."""
    monkeypatch.setattr("healthkg.web.totals._LARGE", 1)
    monkeypatch.setattr("healthkg.web.library.starting._KNOWN", {})


def asked(path: str, lang: str = "fr", **parts: str) -> Asked:
    return Asked(path, parts, lang=lang, origin="http://here")


def described(site: Site, prefix: str) -> list[str]:
    """Return the slugs of all that stands under a prefix."""
    begin = site.store.registry.namespaces[prefix]
    nodes = {quad.subject.value for quad in site.store.matches(None, site.store.registry["rdf:type"], None)}
    return sorted(one.removeprefix(begin) for one in nodes if one.startswith(begin))


def every_page(site: Site) -> Iterator[tuple[Page, Asked]]:
    """Yield the pages of all kinds: of each thing and concept, of each document, lists, search, data."""
    for slug in described(site, "id"):
        yield thing, asked(f"/page/{slug}", slug=slug)
        yield statements, asked(f"/page/{slug}.csv", "en", slug=slug)
        yield data, asked(f"/data/{slug}.trig", name=f"{slug}.trig")
    for slug in described(site, "ref"):
        yield concept, asked(f"/concept/{slug}", slug=slug)
    for slug in site.documents.values():
        yield document, asked(f"/documents/{slug}", slug=slug)
        yield graph, asked(f"/graphe/source-{slug}", name=f"source-{slug}")
    for name in ("plans", "actors", "dispositifs"):
        yield listing, asked(f"/{name}", "en")
    for text in ("", "alpha", "agnece", "id:plan-alpha"):
        yield results, Asked("/search", query=(("q", text),))
    yield from ((page, asked("/")) for page in (home, documents, remarks, verdict))
    yield words_of, asked("/def")
    yield library, asked("/queries/measures_of_plan", file="measures_of_plan")


def test_a_page_of_the_store_is_that_of_the_files(site: Site, stored: Site) -> None:
    pages = list(every_page(site))
    assert len(pages) > 300
    differing = [request.path for page, request in pages if page(site, request).body != page(stored, request).body]
    assert differing == []


def test_the_store_counts_what_the_files_state(site: Site, stored: Site) -> None:
    names = ("triples", "entities", "subjects", "objects", "classes", "properties", "graphs")
    ours = inventory(site)
    theirs = inventory(stored)
    assert {name: getattr(theirs, name) for name in names} == {name: getattr(ours, name) for name in names}
    assert theirs.dumps.keys() == ours.dumps.keys()


def test_a_dump_is_made_of_the_files_when_it_is_asked_for(site: Site, stored: Site) -> None:
    for name in ("healthkg.nq.gz", "healthkg.nq.gz.sha256"):
        request = asked(f"/dumps/{name}", name=name)
        assert dump(stored, request).body == dump(site, request).body
    html = dataset(stored, Asked("/dataset", headers={"accept": "text/html"}, origin="http://here")).body.decode()
    assert "/dumps/healthkg.nq.gz.sha256" in html
    checksums = [one.sha256 for one in inventory(site).dumps.values()]  # not what the store, just asked, has made
    assert [len(checksum) for checksum in checksums] == [64, 64]


def test_a_large_store_is_served_without_its_files_being_read(
    files: Path, opened: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    count_as_large(monkeypatch)
    stored = prepared(open_site(files / "project", Means(stored=files / "store")))
    pages = [each for each in every_page(stored) if each[0] not in (data, graph, words_of)]
    assert all(page(stored, request).body or page is thing for page, request in pages)
    assert opened == {}


def test_the_data_of_a_thing_needs_the_files_of_the_documents_that_speak_of_it_alone(
    stored: Site, opened: Counter[str]
) -> None:
    store, every = stored.store, {f"sources/{slug}.ttl" for slug in stored.documents.values()}
    needed = Counter[int]()
    for slug in described(stored, "id"):
        opened.clear()
        stored.files._read.clear()  # type: ignore[attr-defined]
        stored.files._texts.clear()  # type: ignore[attr-defined]
        told = {quad.graph_name for quad in described_in(stored, store.registry[f"id:{slug}"])}
        assert opened.keys() & every <= {
            f"sources/{stored.documents[one]}.ttl" for one in told & stored.documents.keys()
        }
        needed[len(opened.keys() & every)] += 1
    assert needed[0]
    assert needed[1]


def test_the_document_of_a_fact_is_the_only_one_that_its_data_need(stored: Site, opened: Counter[str]) -> None:
    data(stored, asked("/data/budget-alpha-2019.nt", name="budget-alpha-2019.nt"))
    assert opened.keys() == {"sources/point-d-etape.ttl"}


def test_a_store_of_other_files_is_refused(files: Path, tmp_path: Path) -> None:
    copytree(files / "project", tmp_path / "project")
    (source,) = list((tmp_path / "project/data/turtle/sources").glob("bilan-alpha.ttl"))
    source.write_text(source.read_text("utf-8") + "\n", "utf-8")
    with pytest.raises(Refused, match="healthkg load"):
        open_site(tmp_path / "project", Means(stored=files / "store"))


# ---- By look-ups ----


def test_a_store_that_remembers_says_what_the_store_says(mini_store: Store) -> None:
    held = remembering(mini_store)
    for _ in range(2):
        for quad in mini_store.engine:
            subject, predicate, value = quad.subject, quad.predicate, quad.object
            own = (subject, None, None), (subject, predicate, None), (subject, predicate, value)
            for pattern in (*own, (None, predicate, value)):
                assert list(held.matches(*pattern)) == list(mini_store.matches(*pattern))
            for graph_ in (None, quad.graph_name):
                if graph_ != ox.DefaultGraph():
                    told = list(mini_store.statements_of(subject, predicate, graph_))
                    assert list(held.statements_of(subject, predicate, graph_)) == told


def test_a_thing_is_of_its_classes_and_of_those_above(mini_store: Store) -> None:
    for name in ("hkg:Fact", "hkg:SourceDocument", "hkg:PolicyElement"):
        kind = mini_store.registry[name]
        nodes = {quad.subject for quad in mini_store.matches(None, mini_store.registry["rdf:type"], None)}
        assert {one for one in nodes if is_a(mini_store, one, kind)} == instances(mini_store, kind)


def test_targets_are_compared_among_what_is_near_as_among_everything(store: Store, corpus: Corpus) -> None:
    site = open_site(ROOT, Means())
    reader, _ = reading(site, asked("/"))
    found = answer(store, site.queries[TARGETS], {})
    place = found.columns.index("target")
    for target in instances(store, store.registry["hkg:TargetValue"]):
        near = compared(site, reader, facts_of(reader, [target]))
        rows = [row for row in found.rows if row[place] == target]
        kept = [i for i in range(len(found.columns)) if any(row[i] is not None for row in rows)]
        wanted = [tuple(row[i] for i in kept) for row in rows]
        assert near is not None
        assert list(near.rows) == wanted


def test_totals_are_those_of_the_files(mini_store: Store, mini_corpus: Corpus) -> None:
    totals = totals_of(mini_store)
    for one in {file.graph for file in mini_corpus.files}:
        stated = {quad.triple for file in mini_corpus.files if file.graph == one for quad in file.triples}
        assert totals.stated[one] == len(stated)
    ends = list(mini_store.matches(None, mini_store.registry["oa:hasSource"], None))
    assert totals.passages == Counter(quad.object for quad in ends)
    facts = instances(mini_store, mini_store.registry["hkg:Fact"])
    types = mini_store.matches(None, mini_store.registry["rdf:type"], None)
    assert totals.facts == Counter(quad.object for quad in types if quad.subject in facts)


def test_what_a_document_speaks_of_is_a_store_of_its_own(mini_store: Store) -> None:
    source, plan = mini_store.registry["id:source-bilan-alpha"], mini_store.registry["id:plan-alpha"]
    part = within(mini_store, source)
    assert set(part.matches(plan, None, None)) == set(mini_store.matches(plan, None, None))
    assert 0 < len(part.engine) < len(mini_store.engine)


@pytest.mark.parametrize(
    "text", ["alpha", "agence régionale", "agnece", "le p", "d'", "id:plan-alpha", "2022", "xyzzy"]
)
def test_the_words_of_an_index_find_what_looking_at_every_name_finds(site: Site, text: str) -> None:
    index, registry = index_of(site), site.store.registry
    wished = matching._Text(text, registry)
    direct = [hit for one in index.things if (hit := matching._hit(one, wished))]
    direct = direct or [hit for one in index.things if (hit := matching._like(one, wished))]
    assert matching.search(index, text, registry) == sorted(direct, key=matching._order)


def test_what_can_be_found_is_the_same_in_memory_and_on_disk(site: Site, stored: Site) -> None:
    assert Index(tuple(Things(stored.store).things())) == Index(tuple(Things(site.store).things()))


def test_a_large_corpus_is_made_ready_by_a_part_of_it(stored: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    count_as_large(monkeypatch)
    assert "bilan" in home(prepared(stored), asked("/")).body.decode()


def test_a_form_names_few_documents_and_lets_many_be_typed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    request = asked("/queries/measures_of_plan", file="measures_of_plan")
    assert 'type="checkbox" name="documents"' in library(site, request).body.decode()
    monkeypatch.setattr("healthkg.web.library.forms._FEW", 1)
    html = library(site, request).body.decode()
    assert 'id="f-documents" name="documents"' in html
    assert 'type="checkbox" name="documents"' not in html


def test_the_form_of_a_large_corpus_proposes_nothing_where_there_are_many(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = asked("/queries/measures_of_plan", file="measures_of_plan")
    assert 'value="id:plan-alpha"' in library(site, request).body.decode()
    count_as_large(monkeypatch)
    monkeypatch.setattr("healthkg.web.library.forms._MANY", 1)
    html = library(site, request).body.decode()
    assert 'value="id:plan-alpha"' not in html
    assert 'name="plan"' in html


def test_no_query_of_a_page_has_a_cliff() -> None:
    rooms = [ROOT / "src" / "healthkg" / name for name in ("answers", "projection", "web")]
    texts = {path: path.read_text("utf-8") for room in rooms for path in room.rglob("*.py")}
    assert [path.name for path, text in texts.items() if "OPTIONAL {" in text] == []
