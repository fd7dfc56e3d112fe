"""What little is wanted of a long text is placed by reading that little, and stands where the whole reading has it."""

from __future__ import annotations

import pytest

from healthkg import turtle
from healthkg.corpus import Corpus
from healthkg.turtle.excerpts import excerpt

EX = "https://example.org/"
HEAD = f"@prefix ex: <{EX}> .\nPREFIX other: <{EX}o/>\n"
MANY = "".join(f"ex:m{number} ex:p {number}.5 , 'x.y' ; ex:q \"a . b\" .\n" for number in range(20))


def places(text: str, name: str) -> dict[str, turtle.Position]:
    """The places of what a text says of one node, as the whole reading has them, which the other way must have too."""
    triples = turtle.parse(text, "x.ttl")
    about = [quad for quad in triples if str(quad.subject) == f"<{EX}{name}>"]
    whole = turtle.positions(text, triples)
    part = turtle.positions_about(text, triples, {quad.subject for quad in about})
    assert {quad.triple: part.get(quad.triple) for quad in about} == {
        quad.triple: whole.get(quad.triple) for quad in about
    }
    return {str(quad.object): part[quad.triple] for quad in about if quad.triple in part}


def is_cut(text: str, name: str) -> bool:
    about = [quad for quad in turtle.parse(text, "x.ttl") if str(quad.subject) == f"<{EX}{name}>"]
    return excerpt(text, about) is not None


CUT = {
    "in two blocks": "ex:a ex:p 1 .\n{many}ex:a ex:p 2 ;\n  ex:q 3 .\n",
    "by its whole IRI": f"{{many}}<{EX}a> ex:p 1 .\n",
    "by another prefix": f"PREFIX more: <{EX}>\n{{many}}more:a ex:p 1 .\nex:a ex:p 2 .\n",
    "with a list and a nameless node": "{many}ex:a ex:p ( 1 2 ) , [ ex:q 3 ] , 4 .\n",
    "with signs that end nothing": '{many}ex:a ex:p """b .\nex:c "" """ , \'it\\\'s . \' , <http://x/y.z> , 1.5 ; # a . b\n ex:q ex:c\\.d .\n',
    "where a value looks like a statement": '{many}ex:b ex:p """\nex:z ex:p 1 .\n""" .\nex:a ex:p 2 .\n',
}
WHOLE = {
    "on a line with another": "{many}ex:c ex:p 0 . ex:a ex:p 1 .\n",
    "where a value looks like its statement": '{many}ex:a ex:p """\nex:a ex:p 7 .\n""" .\n',
    "where a prefix changes": f"{{many}}ex:a ex:p 1 .\n@prefix ex: <{EX}o/> .\nex:a ex:p 2 .\n",
}


@pytest.mark.parametrize("text", CUT.values(), ids=CUT)
def test_statements_of_one_node_are_cut_out(text: str) -> None:
    text = HEAD + text.format(many=MANY)
    assert is_cut(text, "a")
    assert places(text, "a")


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE)
def test_a_text_that_is_written_otherwise_is_read_whole(text: str) -> None:
    text = HEAD + text.format(many=MANY)
    assert not is_cut(text, "a")
    assert places(text, "a")


def test_every_statement_of_a_corpus_is_placed_alike_both_ways(mini_corpus: Corpus) -> None:
    cut = 0
    for file in mini_corpus.files:
        for subject in {quad.subject for quad in file.triples}:
            about = [quad for quad in file.triples if quad.subject == subject]
            part = turtle.positions_about(file.text, file.triples, {subject})
            assert [part.get(quad.triple) for quad in about] == [file.positions.get(quad.triple) for quad in about]
            cut += len(part) < len(file.positions)
    assert cut > 300
