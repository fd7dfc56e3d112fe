"""What a chart is made of: the marks of each kind, what is not drawn and why, and the words that say the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from healthkg.projection.charts.showing import Shown


@dataclass(frozen=True)
class Source:
    """A document and its lines, as a row gives them."""

    document: str
    lines: str = ""


@dataclass(frozen=True)
class Time:
    """A time: its words, its first and last possible day (None: nothing bounds it), and what reserve it bears."""

    words: str
    start: date | None = None
    end: date | None = None
    note: str = ""

    @property
    def days(self) -> tuple[date, ...]:
        """Return the bounds that there are."""
        return tuple(day for day in (self.start, self.end) if day is not None)

    @property
    def exact(self) -> bool:
        """Is it one day?"""
        return self.start is not None and self.start == self.end


@dataclass(frozen=True)
class Moment:
    """A mark of a timeline: what is due or happened, when; the date that it was moved to; when it was done.

    `key` tells things apart that bear the same words, here as in other marks.
    """

    label: str
    word: str
    group: str
    when: Time
    moved: Time | None = None
    done: Time | None = None
    sure: bool = True
    sources: tuple[Source, ...] = ()
    key: str = ""


@dataclass(frozen=True)
class Figure:
    """A number and its words; `bound` says how it is meant: exact, atleast, atmost or about."""

    value: Decimal
    words: str
    bound: str = "exact"
    date: str = ""
    label: str = ""
    reserve: bool = False


@dataclass(frozen=True)
class Bullet:
    """A mark of targets against figures: one indicator, its targets, what was observed, how far that is in words."""

    label: str
    unit: str
    targets: tuple[Figure, ...]
    figures: tuple[Figure, ...] = ()
    progress: str = ""
    share: bool = False
    sources: tuple[Source, ...] = ()
    key: str = ""


@dataclass(frozen=True)
class Sum:
    """An amount and its words; None is an amount that is not stated, which is not zero."""

    label: str
    amount: Decimal | None
    words: str
    bound: str = "exact"
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Cut:
    """How an envelope is cut: its lines; whether it is stated as complete; what the lines leave, None if unknown.

    Where no cut is `stated`, the lines are envelopes of parts of what the envelope funds, and nothing says that it
    holds them: no rest is computed.
    """

    complete: bool
    lines: tuple[Sum, ...]
    rest: Decimal | None
    stated: bool = True


@dataclass(frozen=True)
class Envelope:
    """A mark of a breakdown: an envelope, its cuts, what it is already counted in and what it may overlap."""

    total: Sum
    cuts: tuple[Cut, ...] = ()
    within: str = ""
    overlaps: str = ""


@dataclass(frozen=True)
class Ribbon:
    """A mark of a flow: what an element becomes, through which shared thing; `absent` when nothing says what.

    `keys` tell starts, shared things and ends apart that bear the same words.
    """

    start: str
    end: str
    relation: str
    via: str = ""
    group: str = ""
    basis: str = ""
    absent: bool = False
    sources: tuple[Source, ...] = ()
    keys: tuple[str, str, str] = ("", "", "")


@dataclass(frozen=True)
class Stay:
    """One role of one actor: the word used; beginning and end as stated; when it is attested."""

    actor: str
    word: str
    note: str = ""
    begins: Time | None = None
    ends: Time | None = None
    attested: Time | None = None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Lane:
    """A mark of lanes: an element and who holds a role towards it; without any, `gap` says what is not stated."""

    label: str
    number: str
    group: str
    stays: tuple[Stay, ...] = ()
    gap: str = ""
    sources: tuple[Source, ...] = ()
    key: str = ""


Mark = Moment | Bullet | Envelope | Ribbon | Lane


@dataclass(frozen=True)
class Omitted:
    """What is not drawn, and why."""

    label: str
    why: str


@dataclass(frozen=True)
class Drawn:
    """What the rows of an answer become: marks, what none could be made of, and the sentences that say the same."""

    marks: tuple[Mark, ...]
    omitted: tuple[Omitted, ...] = ()
    caption: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False)
class Chart(Shown):
    """An answer as a chart: its marks, the words that say the same, and the table that it was made from.

    `asked` holds the parameters and their values, `heads` what a flow's three columns are called.
    """

    kind: str
    name: str
    lang: str
    title: str
    summary: str
    marks: tuple[Mark, ...]
    omitted: tuple[Omitted, ...]
    caption: tuple[str, ...]
    notes: tuple[str, ...]
    asked: tuple[tuple[str, str], ...]
    documents: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    version: str
    heads: tuple[str, str, str] = ("", "", "")

    @property
    def alternative(self) -> str:
        """Return in words what the picture shows."""
        return " ".join(self.caption)
