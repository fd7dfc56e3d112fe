"""What the tests of charts share: charts of the miniature world, and of rows made by hand."""

import re
import tomllib
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from itertools import combinations
from xml.etree import ElementTree as ET

from pyoxigraph import Literal, NamedNode

from healthkg.answers import Answer, list_queries, query
from healthkg.answers.answer import answer as answered
from healthkg.projection import chart, charts
from healthkg.projection.charts import header
from healthkg.projection.charts.pictures import WIDE, drawn, framed
from healthkg.projection.charts.pictures.items import Item, Words
from healthkg.projection.charts.values import Chart
from healthkg.queryfile import Query
from healthkg.store import Store
from support import ROOT

PARAMETERS = tomllib.loads((ROOT / "tests/expected/miniature/params.toml").read_text("utf-8"))
HOSTILE = '<img src=x onerror=alert(1)> & "$x^2$" \\frac{1} \u202eabc\u202c\u0000\u200b 漢字 🙂 ' + "a" * 2000
SVG = "{http://www.w3.org/2000/svg}"
XSD = "http://www.w3.org/2001/XMLSchema#"


def made(store: Store, name: str, lang: str = "fr") -> Chart:
    """The chart of a query of the library on the miniature world."""
    found = query(store, name, **PARAMETERS.get(name, {}))
    return chart(found, lang, charts.lexicon(store, found, lang))


def term(value: object) -> Literal | NamedNode | None:
    if value is None:
        return None
    if isinstance(value, NamedNode):
        return value
    if isinstance(value, bool):
        return Literal(str(value).lower(), datatype=NamedNode(f"{XSD}boolean"))
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=NamedNode(f"{XSD}date"))
    return Literal(
        str(value), datatype=NamedNode(f"{XSD}{'decimal' if isinstance(value, (int, Decimal)) else 'string'}")
    )


def answer(said: dict, *rows: dict) -> Answer:
    """What a query with this `chart:` brings back."""
    columns = tuple(dict.fromkeys([*(name for row in rows for name in row), *header.columns(said)]))
    described = {
        "summary": {"fr": "Quoi, et quand ?", "en": "What, and when?"},
        "columns": {name: {"fr": name, "en": name} for name in columns},
        "caveats": {"fr": "À lire avec soin.", "en": "To be read with care."},
        "chart": said,
    }
    terms = tuple(tuple(term(row.get(name)) for name in columns) for row in rows)
    return Answer(Query("made", "reports", "", described), "1", columns, terms)


TIMELINE = {
    "kind": "timeline",
    "item": "item",
    "word": "word",
    "said": "date",
    "start": "start",
    "end": "end",
    "moved": {"said": "newDate", "start": "newStart", "end": "newEnd"},
    "evidence": {"document": "document", "lines": "lines"},
}
BREAKDOWN = {
    "kind": "breakdown",
    "envelope": "envelope",
    "total": {"label": "envelope", "amount": "amount", "precision": "precision"},
    "cut": "cut",
    "complete": "complete",
    "line": {"key": "line", "label": "line", "amount": "lineAmount"},
    "evidence": {"document": "document", "lines": "lines"},
}
SPAN = {"item": "guichet", "word": "ouverture", "date": "2020", "start": date(2020, 1, 1), "end": date(2020, 12, 31)}
SPAN |= {"newDate": None, "newStart": None, "newEnd": None, "document": "Bilan", "lines": "3"}


def plain(text: str) -> str:
    return re.sub("[\u00a0\u202f]", " ", text)


def said(found: Chart) -> list[str]:
    return [plain(sentence) for sentence in found.caption]


class Page(HTMLParser):
    """The elements of a page, and its visible text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] != "style":
            self.words += data


def parsed(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314  our own


def shapes(found: Chart, width: float = WIDE) -> list[Item]:
    return [item for item in drawn(found, width).items if not isinstance(item, Words)]


def overlaps(found: Chart, width: float) -> list[str]:
    """Return the words that touch others or leave the picture."""
    wrong = []
    for picture in (drawn(found, width), framed(found, width)):
        texts = [item for item in picture.items if isinstance(item, Words)]
        for one, other in combinations(texts, 2):
            beside = one.left < other.right - 1 and other.left < one.right - 1
            if beside and abs(one.y - other.y) < 0.95 * max(one.size, other.size):
                wrong.append(f"{one.text} | {other.text}")
        wrong += [one.text for one in texts if one.left < -1 or one.right > picture.width + 1]
        wrong += [one.text for one in texts if one.y < 0.7 * one.size or one.y > picture.height - 1]
    return wrong


def library(store: Store, lang: str) -> list[Chart]:
    """Every chart of the library, on the corpus of this checkout."""
    found = [answered(store, one, {}) for one in list_queries(store.project) if one.chart]
    return [chart(one, lang, charts.lexicon(store, one, lang)) for one in found]
