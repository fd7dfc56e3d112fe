"""The evidence of an answer: for each row, the documents and lines that it rests on, and whether they still stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from healthkg import messages
from healthkg.answers.answer import Answer
from healthkg.answers.names import label
from healthkg.answers.tracing import objects, passages_of
from healthkg.passages import STATES, Passage, Text, read_passages, state, text_of, worst
from healthkg.store import Store, Term

NOT_CHECKED = "not checked"
COLUMNS = ("evidence", "evidenceState")


@dataclass(frozen=True)
class Evidence:
    """What one row rests on: passages, by publication and place, each with its state (one of STATES, or NOT_CHECKED);
    and, for a note of the project's own, the documents that it was derived from."""

    passages: tuple[tuple[Passage, str], ...] = ()
    derived: tuple[ox.NamedNode, ...] = ()

    @property
    def state(self) -> str | None:
        """Return the most alarming state; None when nothing could be traced."""
        return worst_state(state for _, state in self.passages)


def worst_state(states: Iterable[str]) -> str | None:
    """Return the most alarming of `states`, NOT_CHECKED when they were not checked; None when there is none."""
    found = list(states)
    return None if not found else NOT_CHECKED if NOT_CHECKED in found else worst(found)


def with_evidence(store: Store, answer: Answer, lang: str = "fr", texts: Mapping[str, Text] | None = None) -> Answer:
    """Return `answer` with the columns `evidence` (documents and lines, in words) and `evidenceState` (intact, moved,
    changed, absent; `not checked` without `texts`; unbound when nothing could be traced)."""
    if not answer.columns or set(COLUMNS) & set(answer.columns):
        return answer
    found = evidence_of(store, answer, texts)
    words = [ox.Literal(_words(store, one, lang), language=lang) for one in found]
    states = [ox.Literal(one.state) if one.state else None for one in found]
    return answer.extended(
        columns=(*answer.columns, *COLUMNS),
        rows=tuple((*row, *added) for row, *added in zip(answer.rows, words, states, strict=True)),
        said=_header(),
    )


def evidence_of(store: Store, answer: Answer, texts: Mapping[str, Text] | None = None) -> list[Evidence]:
    """Return the evidence of each row. Each passage is read, and checked in `texts` when given, once."""
    traced = passages_of(store, answer)
    judged = judge(store, set().union(*traced), texts)
    return [
        Evidence(tuple(judged[node] for node in judged if node in nodes), () if nodes else _derived(store, row))
        for nodes, row in zip(traced, answer.rows, strict=True)
    ]


def judge(
    store: Store, nodes: Iterable[ox.NamedNode], texts: Mapping[str, Text] | None = None
) -> dict[ox.NamedNode, tuple[Passage, str]]:
    """Return passage node → the passage and its state, by publication of its document and by place."""
    quads = (quad for node in nodes for quad in store.matches(node, None, None))
    found = read_passages(quads, store.registry)
    documents = {store.registry[name] for name in sorted({passage.document for passage in found})}
    rank = {store.registry.shorten(one.value): i for i, one in enumerate(by_publication(store, documents))}
    found.sort(key=lambda passage: (rank[passage.document], passage.start, passage.end))
    bodies = {store.registry.shorten(one.value): _text(store, one, texts) for one in documents if texts is not None}
    return {store.registry[one.iri]: (one, _state(one, bodies)) for one in found}


def _text(store: Store, document: ox.NamedNode, texts: Mapping[str, Text] | None) -> Text | None:
    return text_of(document, store.matches(document, None, None), store.registry, texts or {})


def _state(passage: Passage, bodies: Mapping[str, Text | None]) -> str:
    return state(passage, bodies[passage.document]) if passage.document in bodies else NOT_CHECKED


def by_publication(store: Store, documents: Iterable[ox.NamedNode]) -> list[ox.NamedNode]:
    """Return `documents` in the order in which they were published; those of unknown date last."""
    return sorted(documents, key=lambda document: (_published(store, document), document.value))


def _published(store: Store, document: ox.NamedNode) -> str:
    """Return the first day on which a document may have been published, as ISO; a day beyond all when unknown."""
    edges = [store.registry[f"hkg:{edge}"] for edge in ("earliest", "latest")]
    spans = objects(store, document, "hkg:publishedOn")
    bounds = (quad.object.value for edge in edges for span in spans for quad in store.matches(span, edge, None))
    return next(bounds, "9999")


def _derived(store: Store, row: tuple[Term | None, ...]) -> tuple[ox.NamedNode, ...]:
    """Return the documents from which the notes that a row binds were derived."""
    notes, origin = store.registry["g:notes"], store.registry["prov:wasDerivedFrom"]
    nodes = (term for term in row if isinstance(term, ox.NamedNode))
    found = (quad.object for node in nodes for quad in store.statements_of(node, origin, notes))
    return tuple(by_publication(store, {one for one in found if isinstance(one, ox.NamedNode)}))


# ---- In words ----


def _words(store: Store, evidence: Evidence, lang: str) -> str:
    """Return « document, l. 23, 38–41 ; document, l. 6 », or why there is nothing to show."""
    places: dict[str, list[Passage]] = {}
    for passage, _ in evidence.passages:
        places.setdefault(passage.document, []).append(passage)
    if places:
        return " ; ".join(_place(store, document, found, lang) for document, found in places.items())
    origins = ", ".join(label(store, document, lang) for document in evidence.derived)
    return messages.text("evidence-note" if origins else "evidence-none", lang, documents=origins)


def _place(store: Store, document: str, passages: list[Passage], lang: str) -> str:
    title = label(store, store.registry[document], lang)
    return messages.text("evidence-place", lang, document=title, lines=lines_of(passages))


def lines_of(passages: Iterable[Passage]) -> str:
    """Return the lines of `passages` of one document, each once: « 6, 23–25 »."""
    spans = sorted({(passage.first_line, passage.last_line) for passage in passages})
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in spans)


def _header() -> dict[str, dict[str, Any]]:
    """Return what the header would say of the two columns; states keep their code and are shown in words."""
    none = {lang: messages.text("evidence-untraced", lang) for lang in messages.LANGUAGES}
    return {
        "evidence": {lang: messages.text("evidence-heading", lang) for lang in messages.LANGUAGES},
        "evidenceState": {
            **{lang: messages.text("evidence-state-heading", lang) for lang in messages.LANGUAGES},
            "absent": none,
            "values": {name: state_words(name) for name in (*STATES, NOT_CHECKED)},
        },
    }


def state_words(name: str) -> dict[str, str]:
    """Return language → what people call a state."""
    code = f"state-{name.replace(' ', '-')}"
    return {lang: messages.text(code, lang) for lang in messages.LANGUAGES}
