"""The questions that a query says it answers: its header's `ask`, read as templates of words and slots."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from healthkg.errors import InputProblem
from healthkg.messages import LANGUAGES
from healthkg.queryfile import Query
from healthkg.question.words import keys

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{([\w/]+)\}")
MENTION = "mention"


@dataclass(frozen=True)
class Slot:
    """A place for what is asked about. `names` are a parameter; two date parameters, filled by one period; a column, or
    `mention`: only rows where that column, or any, has the thing or the number are kept."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Template:
    """One wording of a question: its text, and its words and slots in order."""

    pattern: Pattern
    text: str
    parts: tuple[str | Slot, ...]

    @property
    def query(self) -> Query:
        return self.pattern.query

    @property
    def literals(self) -> tuple[str, ...]:
        return tuple(part for part in self.parts if isinstance(part, str))

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(part for part in self.parts if isinstance(part, Slot))


@dataclass(frozen=True)
class Pattern:
    """A question as a header writes it, `[one|other|]` being a choice, and the values that it fixes."""

    query: Query = field(repr=False)
    text: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def certain(self) -> tuple[str, ...]:
        """Return the words that every wording has."""
        return keys(_SLOT.sub(" ", _CHOICE.sub(" ", self.text)))

    @property
    def possible(self) -> tuple[str, ...]:
        """Return the words of all wordings."""
        return keys(_SLOT.sub(" ", self.text))

    def templates(self) -> list[Template]:
        """Return every wording. Raises InputProblem("ask-form") when one has an unknown slot, or leaves a parameter
        without a value."""
        return [self._checked(Template(self, text, _parts(text))) for text in _wordings(self.text)]

    def _checked(self, template: Template) -> Template:
        wanted = {parameter.name for parameter in self.query.parameters}
        filled = {*self.values, *(name for slot in template.slots for name in slot.names)}
        unknown, missing = filled - wanted - set(self.query.columns) - {MENTION}, wanted - filled
        if unknown or missing:
            names = ", ".join(sorted(unknown | missing))
            raise InputProblem("ask-form", path=self.query.path, pattern=template.text, names=names)
        return template


def patterns_of(query: Query) -> list[Pattern]:
    """Return what `query` says under `ask`, French first: a text, or `{say: text, values: {parameter: value}}`."""
    asked = query.header.get("ask") or {}
    said = [one if isinstance(one, dict) else {"say": one} for lang in LANGUAGES for one in asked.get(lang, ())]
    return [
        Pattern(query, one["say"], {name: str(value) for name, value in one.get("values", {}).items()}) for one in said
    ]


def _wordings(pattern: str) -> Iterator[str]:
    """Yield every wording of `pattern`, the first choices first."""
    pieces = _CHOICE.split(pattern)  # the odd ones are what stood between brackets
    ways = (piece.split("|") if i % 2 else [piece] for i, piece in enumerate(pieces))
    for chosen in itertools.product(*ways):
        yield " ".join("".join(chosen).split())


def _parts(text: str) -> tuple[str | Slot, ...]:
    parts: list[str | Slot] = []
    for i, piece in enumerate(_SLOT.split(text)):
        parts += [Slot(tuple(piece.split("/")))] if i % 2 else keys(piece)
    return tuple(parts)
