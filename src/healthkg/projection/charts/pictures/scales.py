"""Where a day or a number lies across a picture, and the ticks that say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from healthkg.projection.charts import words

_TICK = 58  # pixels that the words of a tick need
_SHORT = 540  # days: shorter times are told in months
_YEARS = (1, 2, 5, 10, 20, 50, 100, 200)


@dataclass(frozen=True)
class Tick:
    """A place on an axis, its words, and whether a stronger line marks it."""

    x: float
    words: str
    strong: bool = True


@dataclass(frozen=True)
class TimeScale:
    """Days from `first` to before `last`, from pixel `left` to pixel `right`."""

    first: date
    last: date
    left: float
    right: float

    def at(self, day: date) -> float:
        """Return where a day begins."""
        share = (day - self.first).days / (self.last - self.first).days
        return self.left + share * (self.right - self.left)

    def after(self, day: date) -> float:
        """Return where a day ends."""
        return self.right if day >= date.max - timedelta(1) else self.at(day + timedelta(1))

    def ticks(self, lang: str) -> tuple[Tick, ...]:
        """Return the years, or the months of a short time, as many as there is room for."""
        short = (self.last - self.first).days <= _SHORT
        return tuple(self._months(lang) if short else self._years())

    def _years(self) -> Iterator[Tick]:
        count = self.last.year - self.first.year or 1
        most = max(1, int((self.right - self.left) / _TICK))
        step = next((step for step in _YEARS if count / step <= most), _YEARS[-1])
        for year in range(self.first.year, self.last.year):
            if year % step == 0 or step == 1:
                yield Tick(self.at(date(year, 1, 1)), str(year))

    def _months(self, lang: str) -> Iterator[Tick]:
        months = list(_months(self.first, self.last))
        step = next(
            step for step in (1, 2, 3, 6, 12) if len(months) / step * _TICK <= self.right - self.left or step == 12
        )
        names = words.words(lang)["months"]
        for day in months:
            if (day.month - 1) % step == 0:
                name = names[day.month - 1]
                said = f"{name} {day.year}" if day.month == 1 or day == months[0] else name
                yield Tick(self.at(day), said, day.month == 1)


def over(days: Iterable[date], left: float, right: float) -> TimeScale:
    """Return the scale of whole years (whole quarters of a short time) that holds `days`."""
    known = list(days)
    first, last = min(known), min(max(known), date(9998, 12, 31))
    if (last - first).days > _SHORT // 2:
        return TimeScale(date(first.year, 1, 1), date(last.year + 1, 1, 1), left, right)
    start = date(first.year, 3 * ((first.month - 1) // 3) + 1, 1)
    month = 3 * ((last.month - 1) // 3) + 4
    return TimeScale(start, date(last.year + (month > 12), (month - 1) % 12 + 1, 1), left, right)


def _months(first: date, last: date) -> Iterator[date]:
    day = first
    while day < last:
        yield day
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)


@dataclass(frozen=True)
class NumberScale:
    """Numbers from zero to `most`, from pixel `left` to pixel `right`."""

    most: Decimal
    left: float
    right: float

    def at(self, value: Decimal) -> float:
        """Return where a number lies; beyond the ends, at the end."""
        share = float(max(Decimal(0), min(value, self.most)) / self.most)
        return self.left + share * (self.right - self.left)


def rounded_up(value: Decimal) -> Decimal:
    """Return the first round number (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10 times a power of ten) that is not below."""
    if value <= 0:
        return Decimal(1)
    power = Decimal(1).scaleb(value.adjusted())
    steps = (Decimal(step) for step in ("1", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10"))
    return next(step * power for step in steps if step * power >= value)


def round_steps(most: Decimal, count: int) -> list[Decimal]:
    """Return round numbers from zero to `most`, some `count` of them."""
    step = rounded_up(most / max(count, 1))
    return [step * number for number in range(int(most / step) + 1)]
