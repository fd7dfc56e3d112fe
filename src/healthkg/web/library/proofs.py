"""What rows rest on: the documents and lines of each, and whether they still stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from healthkg.answers.evidence import evidence_of, lines_of, state_words
from healthkg.answers.names import label
from healthkg.web.library.leads import Leads, Part, linked

if TYPE_CHECKING:
    from healthkg.answers import Answer, Evidence
    from healthkg.passages import Passage
    from healthkg.store import Store
    from healthkg.web.site import Site
    from healthkg.web.values import Asked


@dataclass(frozen=True)
class Evidenced:
    """What a row rests on: pieces of text, and the state of its passages (empty when nothing is to be said)."""

    parts: tuple[Part, ...]
    state: str = ""


def evidence(site: Site, asked: Asked, store: Store, found: Answer) -> tuple[Evidenced, ...]:
    """Return what each row of `found` rests on, passage by passage, checked where the texts are on this machine."""
    leads = Leads(site, asked)
    return tuple(
        Evidenced(tuple(_proof(store, one, leads, asked.lang)), _state(one, asked.lang))
        for one in evidence_of(store, found, site.texts or None)
    )


def _state(one: Evidence, lang: str) -> str:
    return state_words(one.state)[lang] if one.state and one.state != "not checked" else ""


def _proof(store: Store, one: Evidence, leads: Leads, lang: str) -> Iterator[Part]:
    places: dict[str, list[Passage]] = {}
    for passage, _ in one.passages:
        places.setdefault(passage.document, []).append(passage)
    for number, (name, passages) in enumerate(places.items()):
        document = store.registry[name]
        yield Part((" ; " if number else "") + label(store, document, lang) + ", l. ")
        yield from linked(lines_of(passages), leads, document)
    for document in () if places else one.derived:
        yield Part(label(store, document, lang), leads.to(document))
