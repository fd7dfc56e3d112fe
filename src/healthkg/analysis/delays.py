"""A delay: ISO 8601 (`P6M`, `P1Y6M`, `P2W`, `P90D`) ↔ a Delay; a day moved by it; what it is called."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from healthkg.analysis import words
from healthkg.errors import InputProblem

_FORM = re.compile(
    r"P(?=\d)(?:(?P<years>\d{1,2})Y)?(?:(?P<months>\d{1,3})M)?(?:(?P<weeks>\d{1,3})W)?(?:(?P<days>\d{1,4})D)?"
)
_UNITS = ("years", "months", "weeks", "days")


@dataclass(frozen=True)
class Delay:
    """Years, months, weeks and days, as they were written; `text` is its ISO form."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    @property
    def text(self) -> str:
        return "P" + "".join(f"{count}{unit[0].upper()}" for unit in _UNITS if (count := getattr(self, unit)))

    def after(self, day: date) -> date:
        """Return `day` moved: months by the calendar (31 August and a month: 30 September), then weeks and days."""
        months = day.year * 12 + day.month - 1 + self.years * 12 + self.months
        year, month = divmod(months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last)) + timedelta(days=self.weeks * 7 + self.days)

    def said(self, lang: str) -> str:
        """Return the delay in words: « 1 an et 6 mois »."""
        parts = [words.say(f"delay.{unit}", lang, count=count) for unit in _UNITS if (count := getattr(self, unit))]
        return words.listed(parts, lang)


def read_delay(text: str) -> Delay:
    """Read a delay. Raises InputProblem when it is none, or no time at all."""
    match = _FORM.fullmatch(text.strip().upper())
    delay = Delay(**{unit: int(count) for unit, count in match.groupdict(default="0").items()}) if match else Delay()
    if delay == Delay():
        raise InputProblem("delay-form", text=text)
    return delay
