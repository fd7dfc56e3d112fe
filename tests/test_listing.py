"""A listing: the files of a project, each read when its statements are asked for, and only if it is what was listed."""

import os
import shutil
from itertools import islice
from pathlib import Path

import pyoxigraph as ox
import pytest

from healthkg.corpus import Corpus, list_corpus, open_corpus, stamp_of
from healthkg.errors import InputProblem
from healthkg.layout import find_project
from healthkg.store import open_store
from healthkg.turtle import stream


def without_labels(quad: ox.Quad) -> str:
    """Return a statement in which nodes without a name are alike: each reading names them anew."""
    return " ".join("_" if isinstance(term, ox.BlankNode) else str(term) for term in quad)


@pytest.fixture
def project(miniature: Path, tmp_path: Path) -> Path:
    """The miniature world, to change at will."""
    return Path(shutil.copytree(miniature, tmp_path / "project"))


def test_a_listing_says_what_the_corpus_says(miniature: Path, mini_corpus: Corpus) -> None:
    listing = list_corpus(miniature)
    assert (listing.digest, listing.version) == (mini_corpus.digest, mini_corpus.version)
    assert [(file.path, file.graph, file.digest) for file in listing.files] == [
        (file.path, file.graph, file.digest) for file in mini_corpus.files
    ]
    assert list(map(without_labels, listing.quads())) == list(map(without_labels, mini_corpus.quads()))


def test_a_byte_order_mark_is_no_part_of_a_listed_text(project: Path) -> None:
    source = next((project / "data/turtle/sources").glob("*.ttl"))
    before = list_corpus(project).digest
    source.write_bytes(b"\xef\xbb\xbf" + source.read_bytes())
    assert list_corpus(project).digest == before == open_corpus(project).digest


def test_a_store_in_memory_is_the_same_from_a_listing(miniature: Path, mini_corpus: Corpus) -> None:
    made = (
        open_store(files).engine.quads_for_pattern(None, None, None) for files in (list_corpus(miniature), mini_corpus)
    )
    listed, read = (sorted(map(without_labels, quads)) for quads in made)
    assert listed == read


def test_a_file_is_read_only_when_its_turn_comes(project: Path) -> None:
    listing = list_corpus(project)
    last = project / listing.files[-1].path
    quads = listing.quads()
    assert len(list(islice(quads, 100))) == 100
    last.write_text("nothing that was listed")
    with pytest.raises(InputProblem) as fault:
        list(quads)
    assert (fault.value.code, fault.value.path) == ("file-changed", last)


def test_a_file_that_is_no_turtle_is_told_when_it_is_read(project: Path) -> None:
    source = next((project / "data/turtle/sources").glob("*.ttl"))
    source.write_text("@prefix hkg: <https://w3id.org/healthkg/def#> .\nhkg:a hkg:b hkg:c .\nhkg:d hkg:e\n")
    with pytest.raises(InputProblem) as fault:
        list(list_corpus(project).quads())
    assert (fault.value.code, fault.value.path, fault.value.line) == (
        "turtle-end", source.relative_to(project).as_posix(), 3,
    )  # fmt: skip


def test_a_name_that_cannot_be_a_document_s_is_refused_at_once(project: Path) -> None:
    (project / "data/turtle/sources" / "a b>.ttl").write_text("")
    with pytest.raises(InputProblem) as fault:
        list_corpus(project)
    assert fault.value.code == "file-name"


def test_a_stamp_lasts_until_a_file_is_written_added_or_taken_away(project: Path) -> None:
    of = find_project(project)
    first = stamp_of(of)
    assert stamp_of(of) == first == list_corpus(project).stamp
    source = next((project / "data/turtle/sources").glob("*.ttl"))
    kept = source.stat()
    source.write_bytes(source.read_bytes().swapcase())
    os.utime(source, ns=(kept.st_atime_ns, kept.st_mtime_ns))  # as some copying programs do
    written = stamp_of(of)
    (source.parent / "new.ttl").write_text("")
    added = stamp_of(of)
    source.unlink()
    assert len({first, written, added, stamp_of(of)}) == 4


def test_statements_before_a_fault_come_before_it_is_told() -> None:
    statements = stream("<urn:a> <urn:b> <urn:c> .\n<urn:d> <urn:e> .", "x.ttl")
    assert str(next(statements).subject) == "<urn:a>"
    with pytest.raises(InputProblem) as fault:
        next(statements)
    assert fault.value.line == 2
