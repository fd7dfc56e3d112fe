"""One file ↔ its triples: strict reading, exact positions, one canonical form."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthkg import turtle
from healthkg.errors import InputProblem
from healthkg.prefixes import Registry

REGISTRY = Registry({"ex": "https://example.org/", "xsd": "http://www.w3.org/2001/XMLSchema#"})
EX = "https://example.org/"


def refused(path: Path) -> tuple[str, int | None]:
    with pytest.raises(InputProblem) as fault:
        turtle.parse(turtle.read_text(path), path)
    return fault.value.code, fault.value.line


def written(folder: Path, content: bytes) -> Path:
    path = folder / "file.ttl"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0", ("turtle-foreign", None)),
        (b"a\0b", ("file-binary", None)),
        (b"PK\x03\x04rest", ("file-archive", None)),
        (b"\x1f\x8brest", ("file-archive", None)),
        ("é".encode("utf-16"), ("file-utf16", None)),
        ("# un\n# deux\n# é".encode("latin-1"), ("file-not-utf8", 3)),
        (b"<ex:a> <ex:b> 1\n<ex:c> <ex:d> 2 .", ("turtle-dot", 1)),
        (b"<a> <b> 1 .", ("turtle-relative", 1)),
        (b"<ex:a> <ex:b> <ex:with space> .", ("turtle-iri-space", 1)),
        (b'<ex:a> <ex:b> "open .\n', ("turtle-open-string", 1)),
        (b"\n\nzz:a zz:b 1 .", ("turtle-prefix", 3)),
        (b'<ex:a> <ex:b> "<<" .\n<ex:a> <ex:b> <<( <ex:s> <ex:p> 1 )>> .', ("triple-term", 2)),
    ],
)
def test_what_is_not_turtle_is_refused_at_its_line(tmp_path: Path, content: bytes, expected: tuple[str, int]) -> None:
    assert refused(written(tmp_path, content)) == expected


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    assert [refused(tmp_path), refused(tmp_path / "absent.ttl")] == [("file-is-folder", None), ("file-missing", None)]


def test_a_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    text = turtle.read_text(written(tmp_path, b"\xef\xbb\xbf<ex:a> <ex:b> 1 ."))
    assert [str(quad.triple) for quad in turtle.parse(text, "x")] == [
        '<ex:a> <ex:b> "1"^^<http://www.w3.org/2001/XMLSchema#integer>'
    ]


def test_the_position_of_a_triple_is_that_of_its_object() -> None:
    text = 'PREFIX ex: <https://example.org/>\nex:a ex:p ex:b ,\n   "c"@fr ;\n  ex:q 1.50 . ex:d ex:p ex:a .\n'
    triples = turtle.parse(text, "x")
    found = {str(quad.triple): turtle.positions(text, triples)[quad.triple] for quad in triples}
    assert found == {
        f"<{EX}a> <{EX}p> <{EX}b>": turtle.Position(2, 11),
        f'<{EX}a> <{EX}p> "c"@fr': turtle.Position(3, 4),
        f'<{EX}a> <{EX}q> "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>': turtle.Position(4, 8),
        f"<{EX}d> <{EX}p> <{EX}a>": turtle.Position(4, 25),
    }


def places(text: str) -> list[tuple[int, int] | None]:
    """Return line and column of each triple, in the order of Oxigraph."""
    triples = turtle.parse(f"PREFIX ex: <{EX}> " + text, "x")
    placed = turtle.positions(f"PREFIX ex: <{EX}> " + text, triples)
    found = (placed.get(quad.triple) for quad in triples)
    return [(at.line, at.column) if at else None for at in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("\n[ ex:p 1 ;\n  ex:q 2 ] .\n[] ex:p 3 .", [(2, 8), (3, 8), (4, 9)]),
        ("\n_:x ex:p 1 ;\n  ex:q _:y .\n_:y ex:p 3 .", [(2, 10), (3, 8), (4, 10)]),
        ("\nex:a ex:p [ ex:q [ ex:r 1 ] ,\n [ ex:r 2 ] ; ex:s 3 ] ,\n [ ex:q 4 ] .",
         [(2, 25), (2, 18), (3, 9), (3, 2), (3, 20), (2, 11), (4, 9), (4, 2)]),
        ("\n[ ex:p [] ] ex:q\n [ ex:r _:x ] .\n_:x ex:p [] .", [(2, 8), (3, 9), (3, 2), (4, 10)]),
        ("\n[ ex:p ( ex:a\n [ ex:q 1 ] ) ] .", [None, (2, 8), None, (3, 9), None, None]),
    ],
)  # fmt: skip
def test_what_a_node_without_a_name_says_has_its_position(text: str, found: list[tuple[int, int] | None]) -> None:
    assert places(text) == found


# Objects within objects, all by one property: a number, a node without a name, one with a label, a list.
OBJECTS = st.recursive(
    st.sampled_from(["#", "_:x", "ex:a"]),
    lambda inner: st.builds(
        lambda parts, signs: f"{signs[0]} {signs[1].join(parts)} {signs[2]}",
        st.lists(inner, min_size=1, max_size=3),
        st.sampled_from([("[ ex:p", " ; ex:p ", "]"), ("[ ex:p", " , ", "]"), ("(", " ", ")")]),
    ),
    max_leaves=12,
)


@given(st.lists(OBJECTS, min_size=1, max_size=3), st.sampled_from(["ex:s", "_:x", "[]"]))
def test_every_number_in_a_nest_of_nodes_is_found_where_it_is_written(objects: list[str], subject: str) -> None:
    text = f"PREFIX ex: <{EX}> " + " ".join(f"{subject} ex:p {one} ." for one in objects)
    for number in range(text.count("#")):
        text = text.replace("#", str(1000 + number), 1)
    triples = turtle.parse(text, "x")
    placed = turtle.positions(text, triples)
    numbers = [quad for quad in triples if quad.predicate.value == f"{EX}p" and isinstance(quad.object, ox.Literal)]
    assert [text[placed[quad.triple].column - 1 :][:4] for quad in numbers] == [quad.object.value for quad in numbers]


def test_nodes_without_a_name_that_are_not_all_there_have_no_position() -> None:
    text = f"PREFIX ex: <{EX}> [ ex:p 1 ] .\n[ ex:p 2 ] .\nex:a ex:p 3 ."
    triples = turtle.parse(text, "x")
    assert [str(triple) for triple in turtle.positions(text, triples[1:])] == [str(triples[2].triple)]


def test_every_triple_of_the_corpus_has_a_position(corpus) -> None:
    astray = [
        (file.path, str(quad.triple))
        for file in corpus.files
        if file.home != "ontology"
        for placed in [turtle.positions(file.text, file.triples)]
        for quad in file.triples
        if quad.triple not in placed
    ]
    assert astray == []


def test_the_canonical_form_is_sorted_and_keeps_lexical_forms() -> None:
    text = """@prefix b: <https://example.org/> .
    b:z b:q "x" , 1.50 , "01"^^<http://www.w3.org/2001/XMLSchema#integer> ; a b:T . b:a b:p "é\\n\\"q\\""@fr , true ."""
    assert turtle.canonical(turtle.parse(text, "x"), REGISTRY) == (
        "PREFIX ex: <https://example.org/>\n"
        "\n"
        "ex:a\n"
        "    ex:p\n"
        '        "é\\n\\"q\\""@fr ,\n'
        "        true\n"
        ".\n"
        "\n"
        "ex:z\n"
        "    a ex:T ;\n"
        "    ex:q\n"
        '        "x" ,\n'
        "        01 ,\n"
        "        1.50\n"
        ".\n"
    )


def test_a_blank_node_has_no_canonical_form() -> None:
    with pytest.raises(InputProblem, match="identifier"):
        turtle.canonical(turtle.parse("[] <ex:p> 1 .", "x"), REGISTRY)


def test_comments_are_found_outside_strings_and_iris() -> None:
    text = '<ex:a#b> <ex:p> "no # comment" . # yes\n<ex:c> <ex:p> """a\n# no""" .\n# yes\n'
    assert turtle.comment_lines(text) == [1, 4]


iris = st.from_regex(r"[a-z]{1,4}", fullmatch=True).map(lambda name: ox.NamedNode(EX + name))
literals = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).map(ox.Literal),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).map(
        lambda text: ox.Literal(text, language="fr")
    ),
    st.integers().map(ox.Literal),
    st.decimals(allow_nan=False, allow_infinity=False, places=2).map(
        lambda n: ox.Literal(str(n), datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
    ),
    st.booleans().map(ox.Literal),
)
triples = st.lists(st.builds(ox.Triple, iris, iris, st.one_of(iris, literals)))


@given(triples)
def test_the_canonical_form_says_the_same_and_does_not_move(graph: list[ox.Triple]) -> None:
    text = turtle.canonical(graph, REGISTRY)
    again = turtle.parse(text, "x")
    assert {quad.triple for quad in again} == set(graph)
    assert turtle.canonical(again, REGISTRY) == text


@given(triples)
def test_every_triple_of_a_canonical_file_has_its_own_position(graph: list[ox.Triple]) -> None:
    text = turtle.canonical(graph, REGISTRY)
    read = turtle.parse(text, "x")
    placed = turtle.positions(text, read)
    assert set(placed) == set(graph)
    assert len(set(placed.values())) == len(placed)


def test_a_write_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    turtle.write_atomically(path, b"old")
    turtle.write_atomically(path, b"new")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.ttl", b"new")]


def test_a_place_that_cannot_be_written_is_one_clear_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputProblem) as fault:
        turtle.write_atomically(tmp_path / "file" / "below.ttl", b"")
    assert fault.value.code == "output-unwritable"
