"""The corpus is a value; its filters make other corpora, by which the two clocks work."""

from dataclasses import dataclass
from datetime import date, timedelta

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthkg import turtle
from healthkg.corpus import Corpus, DataFile, Lens, known_at, only, valid_at
from healthkg.corpus.filters import UNKNOWN, Validity
from healthkg.corpus.listing import graph_of
from healthkg.errors import InputProblem
from healthkg.layout import find_project
from healthkg.prefixes import read_prefixes
from healthkg.store import open_store
from support import ROOT

PROJECT = find_project(ROOT)
REGISTRY = read_prefixes(PROJECT.prefixes)
PREFIXES = "".join(
    f"PREFIX {name}: <{REGISTRY.namespaces[name]}>\n" for name in ("cv", "hkg", "id", "prov", "ref", "skos", "xsd")
)


def file(home: str, stem: str, text: str) -> DataFile:
    whole = PREFIXES + text
    return DataFile(
        f"data/turtle/{home}/{stem}.ttl", home, graph_of(stem, home, REGISTRY), whole, turtle.parse(whole, stem)
    )


def corpus_of(*files: DataFile) -> Corpus:
    return Corpus(PROJECT, REGISTRY, files, "0" * 64)


def said(corpus: Corpus) -> set[str]:
    return {f"{quad.triple} @ {file.graph}" for file in corpus.files for quad in file.triples}


def subjects(corpus: Corpus) -> set[str]:
    return {REGISTRY.shorten(quad.subject.value).removeprefix("id:") for quad in corpus.statements}


def span(slug: str, earliest: date | None, latest: date | None) -> str:
    bounds = [f'hkg:{name} "{day}"^^xsd:date' for name, day in (("earliest", earliest), ("latest", latest)) if day]
    return f"id:{slug} " + " ; ".join(["a hkg:TimeSpan", *bounds]) + " .\n"


# ---- Known at ----


@dataclass(frozen=True)
class World:
    """Documents with the day of their publication, what each mentions, and notes that rest on some of them."""

    published: tuple[tuple[int, int], ...]  # days from 2020-01-01: earliest, latest
    mentions: tuple[frozenset[int], ...]  # document → things
    links: tuple[frozenset[int], ...]  # thing → things that its reference block mentions
    notes: tuple[frozenset[int], ...]  # note → documents

    def corpus(self, held: set[int]) -> Corpus:
        """Return the corpus as it would have been written from the documents `held` alone."""
        things = self.reachable({thing for document in held for thing in self.mentions[document]})
        noted = [note for note, documents in enumerate(self.notes) if documents <= held and documents]
        reference = "".join(self.described(document) for document in sorted(held))
        reference += "".join(self.thing(number) for number in sorted(things))
        return corpus_of(
            file("reference", "all", reference),
            *(file("sources", f"doc-{number}", self.source(number)) for number in sorted(held)),
            file("notes", "all", "".join(self.note(number) for number in noted)),
        )

    def described(self, number: int) -> str:
        earliest, latest = (DAY0 + timedelta(days) for days in self.published[number])
        return f"id:source-doc-{number} a hkg:SourceDocument ; hkg:publishedOn id:temps-{number} .\n" + span(
            f"temps-{number}", earliest, latest
        )

    def thing(self, number: int) -> str:
        linked = "".join(f" ; hkg:notToBeConfusedWith id:plan-{other}" for other in sorted(self.links[number]))
        return f"id:plan-{number} a hkg:Plan{linked} .\n"

    def source(self, number: int) -> str:
        facts = "".join(
            f"id:lien-{number}-{thing} hkg:concerns id:plan-{thing} .\n" for thing in sorted(self.mentions[number])
        )
        return facts + f"id:passage-doc-{number} a hkg:Passage .\n"

    def note(self, number: int) -> str:
        rests = " , ".join(f"id:source-doc-{document}" for document in sorted(self.notes[number]))
        return f"id:remarque-{number} a hkg:Remark ; prov:wasDerivedFrom {rests} .\n"

    def reachable(self, things: set[int]) -> set[int]:
        while more := {other for thing in things for other in self.links[thing]} - things:
            things = things | more
        return things


DAY0 = date(2020, 1, 1)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    things, documents = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    some_things = st.frozensets(st.integers(0, things - 1), max_size=3)
    day = st.integers(0, 60)
    return World(
        tuple(draw(st.tuples(day, day).map(lambda pair: (min(pair), max(pair)))) for _ in range(documents)),
        tuple(draw(some_things) for _ in range(documents)),
        tuple(draw(some_things) for _ in range(things)),
        tuple(
            draw(st.frozensets(st.integers(0, documents - 1), min_size=1, max_size=2))
            for _ in range(draw(st.integers(0, 3)))
        ),
    )


@settings(max_examples=200, deadline=None)
@given(worlds(), st.integers(-1, 61))
def test_known_at_is_the_corpus_without_the_later_files_and_what_only_they_mention(world: World, days: int) -> None:
    day = DAY0 + timedelta(days)
    published = {number for number, (_, latest) in enumerate(world.published) if latest <= days}
    unsure = {number for number, (earliest, latest) in enumerate(world.published) if earliest <= days < latest}
    whole = world.corpus(set(range(len(world.published))))
    known = known_at(whole, day)
    assert said(known) == said(world.corpus(published))
    assert known.possibly_known == tuple(sorted(f"doc-{number}" for number in unsure))


@settings(max_examples=100, deadline=None)
@given(worlds(), st.sets(st.integers(0, 3), min_size=1))
def test_only_some_documents_is_the_corpus_written_from_them_alone(world: World, numbers: set[int]) -> None:
    held = {number for number in numbers if number < len(world.published)} or {0}
    whole = world.corpus(set(range(len(world.published))))
    assert said(only(whole, [f"doc-{number}" for number in held])) == said(world.corpus(held))


@settings(max_examples=50, deadline=None)
@given(worlds(), st.integers(0, 60), st.integers(0, 60))
def test_what_is_known_only_grows(world: World, one: int, other: int) -> None:
    whole = world.corpus(set(range(len(world.published))))
    early, late = (known_at(whole, DAY0 + timedelta(days)) for days in sorted((one, other)))
    assert said(early) <= said(late)


def test_a_note_that_rests_on_a_note_goes_with_it() -> None:
    notes = "id:remarque-a prov:wasDerivedFrom id:source-un . id:remarque-b hkg:concerns id:remarque-a . id:remarque-c hkg:concerns id:plan-x ."
    whole = corpus_of(
        file("sources", "un", "id:passage-un a hkg:Passage ."),
        file("sources", "deux", "id:plan-x hkg:namedAs 'x'@fr ."),
        file("notes", "n", notes),
    )
    assert subjects(only(whole, ["un"])) == {"passage-un", "remarque-a", "remarque-b"}
    assert subjects(only(whole, ["deux"])) == {"plan-x", "remarque-c"}


def test_an_unknown_document_is_refused_with_the_known_ones(corpus: Corpus) -> None:
    with pytest.raises(InputProblem) as fault:
        only(corpus, ["absent", "10-chantiers-ma-sante-2022"])
    assert (fault.value.code, fault.value.data["slug"]) == ("document-not-held", "absent")


# ---- Valid at ----

DAY = date(2020, 6, 15)


@pytest.mark.parametrize(
    ("start", "end", "certain", "excluded"),
    [
        (UNKNOWN, UNKNOWN, False, False),
        ((date(2020, 1, 1), date(2020, 1, 31)), UNKNOWN, False, False),
        ((date(2020, 1, 1), date(2020, 1, 31)), (date(2020, 6, 15), date(2020, 12, 31)), True, False),
        ((date(2020, 1, 1), date(2020, 12, 31)), (date(2021, 1, 1), date(2021, 1, 1)), False, False),
        ((date(2020, 1, 1), date(2020, 1, 31)), (date(2020, 1, 1), date(2020, 12, 31)), False, False),
        ((date(2020, 6, 16), date(2020, 7, 1)), UNKNOWN, False, True),
        (UNKNOWN, (date(2019, 1, 1), date(2020, 6, 14)), False, True),
        ((date(2020, 6, 15), date(2020, 6, 15)), (date(2020, 6, 15), date(2020, 6, 15)), True, False),
        ((None, date(2020, 6, 15)), (date(2020, 6, 15), None), True, False),
    ],
)  # fmt: skip
def test_validity_is_judged_by_bounds(start: object, end: object, certain: bool, excluded: bool) -> None:
    validity = Validity(start, end)  # type: ignore[arg-type]
    assert (validity.certain(DAY), validity.excluded(DAY)) == (certain, excluded)


days = st.one_of(st.none(), st.integers(0, 400).map(lambda n: date(2020, 1, 1) + timedelta(n)))
bounds = st.tuples(days, days).map(lambda pair: pair if None in pair or pair[0] <= pair[1] else pair[::-1])
facts = st.lists(
    st.tuples(st.sampled_from(["RoleAssignment", "Status", "Budget", "Plan", "Link"]), bounds, bounds, bounds),
    max_size=6,
)


def lasting(
    described: list[tuple[str, tuple[date | None, ...], tuple[date | None, ...], tuple[date | None, ...]]],
) -> Corpus:
    """Return a corpus of facts, each with bounds of its start, its end and its date."""
    spans, nodes = [], []
    for number, (kind, *times) in enumerate(described):
        names = [(name, f"temps-{number}-{name}") for name in ("validFrom", "validTo", "date")]
        spans += [span(slug, *time) for (_, slug), time in zip(names, times, strict=True)]
        said_when = "".join(
            f" ; hkg:{name} id:{slug}" for (name, slug), time in zip(names, times, strict=True) if any(time)
        )
        nodes.append(f"id:fait-{number} a hkg:{kind} ; hkg:concerns id:plan-x{said_when} .\n")
    return corpus_of(file("reference", "dates", "".join(spans)), file("sources", "un", "".join(nodes)))


@settings(max_examples=150, deadline=None)
@given(facts, st.integers(-30, 430))
def test_what_is_certain_is_possible_and_queries_without_negation_agree(described: list, offset: int) -> None:
    day = date(2020, 1, 1) + timedelta(offset)
    whole = lasting(described)
    certain, possible = valid_at(whole, day)
    assert said(certain) <= said(possible) <= said(whole)
    rows = [
        {
            tuple(str(term) for term in row)
            for row in open_store(one).run("SELECT ?fact ?kind WHERE { ?fact a ?kind ; hkg:concerns ?thing }")
        }
        for one in (certain, possible, whole)
    ]
    assert rows[0] <= rows[1] <= rows[2]


@settings(max_examples=150, deadline=None)
@given(facts, st.integers(-30, 430))
def test_only_roles_statuses_budgets_and_periods_depend_on_the_day(described: list, offset: int) -> None:
    whole = lasting(described)
    for one in valid_at(whole, date(2020, 1, 1) + timedelta(offset)):
        gone = said(whole) - said(one)
        kinds = {described[int(line.split("fait-")[1].split(">")[0])][0] for line in gone}
        assert kinds <= {"RoleAssignment", "Status", "Budget", "Plan"}
        assert all(
            "def#date>" in line for line in gone if described[int(line.split("fait-")[1].split(">")[0])][0] == "Plan"
        )


def test_a_role_that_is_merely_attested_is_possible_on_any_day(corpus: Corpus) -> None:
    role = corpus.registry["id:role-chantier-ma-sante-2022-02--dgos--pilote"]
    for day in (date(2010, 1, 1), date(2018, 10, 1), date(2030, 1, 1)):
        certain, possible = valid_at(corpus, day)
        assert [any(quad.subject == role for quad in one.statements) for one in (certain, possible)] == [False, True]


def test_a_lens_combines_filters_and_says_so_in_the_version(corpus: Corpus) -> None:
    lens = Lens(("10-chantiers-ma-sante-2022",), date(2019, 6, 1), date(2018, 10, 1))
    certain, possible = lens.corpora(corpus)
    assert possible.lens == certain.lens == (
        "documents=10-chantiers-ma-sante-2022", "known-at=2019-06-01", "valid-at=2018-10-01",
    )  # fmt: skip
    assert possible.version.endswith(
        "; documents=10-chantiers-ma-sante-2022; known-at=2019-06-01; valid-at=2018-10-01)"
    )


def test_no_filter_gives_the_corpus_itself(corpus: Corpus) -> None:
    assert Lens().corpora(corpus) == (corpus,)


def test_the_default_graph_is_the_set_of_all_named_graphs(corpus: Corpus) -> None:
    quads = set(corpus.quads())
    default = {quad.triple for quad in quads if quad.graph_name == ox.DefaultGraph()}
    assert default == {quad.triple for quad in quads if quad.graph_name != ox.DefaultGraph()}
