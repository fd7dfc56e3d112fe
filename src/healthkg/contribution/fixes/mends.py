"""What to write in place of what a rule refuses, by the name that the rule declares (`hsh:mend`, `mend:`).

A mend returns the Turtle of one term, or None where what was meant cannot be told. Safe ones keep what was said and
change how it is written; the others guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox

from healthkg import dates
from healthkg.errors import InputProblem
from healthkg.prefixes import Registry
from healthkg.validation import lexical, texts
from healthkg.validation.nearness import Names

_AMOUNT = re.compile(
    r"(\d+(?:[.,]\d+)?) ?(?:(k|milliers?)|(M|millions?)|(Mds?|milliards?))? ?(?:(?:d'|de )?(?:€|euros?))?",
    re.IGNORECASE,
)
_TIMES = (1_000, 1_000_000, 1_000_000_000)
# 1,000 is a thousand to some and one to others.
_TWO_WAYS = re.compile(r"\d{1,3}[.,]\d{3}")
_NEAR = 0.85


@dataclass(frozen=True)
class World:
    """What a mend may look at: the prefixes, the short IRIs of what the corpus describes, and the form of identifiers
    that the shapes want of each class."""

    registry: Registry
    described: Names
    classes: tuple[tuple[re.Pattern[str], ox.NamedNode], ...] = ()

    def class_of(self, node: ox.NamedNode) -> ox.NamedNode | None:
        """Return the one class whose rule for identifiers `node` keeps; None when none does, or several do."""
        found = {kind for form, kind in self.classes if form.search(node.value)}
        return found.pop() if len(found) == 1 else None


Mend = Callable[[ox.Literal | ox.NamedNode, World], str | None]


def value(term: ox.Literal | ox.NamedNode, world: World) -> str | None:
    """`"1 000"^^xsd:integer` → 1000: the form that the datatype wants."""
    meant = lexical.mended(term) if isinstance(term, ox.Literal) else None
    if meant is None or not isinstance(term, ox.Literal):
        return None
    return f'"{meant}"^^{world.registry.shorten(term.datatype.value)}'


def date(term: ox.Literal | ox.NamedNode, world: World) -> str | None:
    """`"26 janvier 2016"` → id:temps-2016-01-26: a date of the corpus is a node."""
    if not isinstance(term, ox.Literal):
        return None
    meant = lexical.mended(ox.Literal(term.value, datatype=world.registry["xsd:date"]))
    try:
        return f"id:{dates.read(meant or term.value).slug}"
    except InputProblem:
        return None


def amount(term: ox.Literal | ox.NamedNode, world: World) -> str | None:
    """`"2,1 milliards d’euros"` → 2100000000.00: amounts are in euros."""
    text = unicodedata.normalize("NFKC", term.value).replace("’", "'").strip() if isinstance(term, ox.Literal) else ""
    match = _AMOUNT.fullmatch(re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", text))
    times = next((times for times, word in zip(_TIMES, match.groups()[1:], strict=True) if word), 1) if match else 1
    if match is None or (times == 1 and _TWO_WAYS.fullmatch(match[1])):
        return None
    plain = f"{(Decimal(match[1].replace(',', '.')) * times).normalize():f}"
    return plain if "." in plain else f"{plain}.00"


def french(term: ox.Literal | ox.NamedNode, world: World) -> str | None:
    """`"plan"` → `"plan"@fr`, where the rule wants a French text."""
    if not isinstance(term, ox.Literal) or term.language or term.datatype != world.registry["xsd:string"]:
        return None
    return str(ox.Literal(term.value, language="fr"))


def trimmed(term: ox.Literal | ox.NamedNode, world: World) -> str | None:
    """`" CPTS "` → `"CPTS"`: no space at either end."""
    if not isinstance(term, ox.Literal) or term.value == term.value.strip() or not term.value.strip():
        return None
    return str(
        ox.Literal(term.value.strip(), language=term.language) if term.language else ox.Literal(term.value.strip())
    )


def printable(term: ox.Literal | ox.NamedNode, world: World) -> str | None:
    """A text with an invisible character, or with letters in two signs → the text without, each letter in one."""
    if not isinstance(term, ox.Literal) or term.datatype.value not in texts.KINDS:
        return None
    whole = unicodedata.normalize("NFC", term.value)
    kept = "".join(char for char in whole if not texts.is_hidden(char))
    return str(ox.Literal(kept, language=term.language)) if kept != term.value and kept.strip() else None


def nearest(term: ox.Literal | ox.NamedNode, world: World) -> str | None:
    """`hkg:Plann` → hkg:Plan: the one described name that is near, when it is the only one of that kind."""
    if not isinstance(term, ox.NamedNode):
        return None
    name = world.registry.shorten(term.value)
    found = world.described.near(name, _NEAR, begins=name.partition(":")[0] + ":")
    return found[0] if len(found) == 1 else None


SAFE: Mapping[str, Mend] = {
    "value": value,
    "date": date,
    "amount": amount,
    "french": french,
    "trimmed": trimmed,
    "printable": printable,
}
UNSAFE: Mapping[str, Mend] = {"nearest": nearest, "language": french}
INSERTED = "type"  # the one mend that adds a triple
