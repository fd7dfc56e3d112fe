"""A result in words: sentences, then one item a thing with its details, then what they come to; as text and markup."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

WIDTH = 100


@dataclass(frozen=True)
class Item:
    """A numbered sentence, and what there is to add to it, a line each."""

    text: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """Items under a heading (empty for none)."""

    items: tuple[Item, ...]
    heading: str = ""


@dataclass(frozen=True)
class Told:
    """What opens, the sections, what closes, and what to know about how it was found."""

    head: tuple[str, ...]
    sections: tuple[Section, ...] = ()
    end: tuple[str, ...] = ()
    caveat: str = ""

    @property
    def summary(self) -> str:
        """Return what opens and closes, in one paragraph."""
        return " ".join((*self.head, *self.end))


def text(told: Told) -> str:
    """Return plain text, for a terminal or a message."""
    blocks = [_wrapped(" ".join(told.head))]
    for section in told.sections:
        blocks += [_wrapped(section.heading)] if section.heading else []
        blocks += ["\n".join(_lines(number, item)) for number, item in enumerate(section.items, 1)]
    blocks += [_wrapped(sentence) for sentence in told.end]
    return "\n\n".join(blocks) + "\n"


def _lines(number: int, item: Item) -> Iterable[str]:
    mark = f"{number}. "
    yield _wrapped(item.text, mark)
    for detail in item.details:
        yield _wrapped(detail, " " * len(mark))


def _wrapped(sentence: str, mark: str = "") -> str:
    """Return a sentence on lines of at most WIDTH; a no-break space never breaks."""
    return textwrap.fill(
        sentence,
        WIDTH,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )


def markdown(told: Told) -> str:
    """Return Markdown: paragraphs, and lists of items."""
    blocks = [_escaped(" ".join(told.head))]
    for section in told.sections:
        blocks += [f"**{_escaped(section.heading)}**"] if section.heading else []
        items = (_listed(number, item) for number, item in enumerate(section.items, 1))
        blocks += ["\n".join(line for lines in items for line in lines)]
    blocks += [_escaped(sentence) for sentence in (*told.end, told.caveat) if sentence]
    return "\n\n".join(blocks) + "\n"


def _listed(number: int, item: Item) -> Iterable[str]:
    mark = f"{number}. "
    yield mark + _escaped(item.text)
    for detail in item.details:
        yield " " * len(mark) + "- " + _escaped(detail)


def _escaped(said: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|" else char for char in said)


def html(told: Told) -> str:
    """Return an HTML fragment: paragraphs, headings and numbered lists, escaped by the XML writer."""
    root = ET.Element("section")
    for sentence in told.head:
        ET.SubElement(root, "p").text = sentence
    for section in told.sections:
        if section.heading:
            ET.SubElement(root, "h3").text = section.heading
        if section.items:
            _list(ET.SubElement(root, "ol"), section.items)
    for sentence in (*told.end, told.caveat):
        if sentence:
            ET.SubElement(root, "p").text = sentence
    return ET.tostring(root, encoding="unicode", method="html") + "\n"


def _list(root: ET.Element, items: Iterable[Item]) -> None:
    for item in items:
        line = ET.SubElement(root, "li")
        line.text = item.text
        details = ET.SubElement(line, "ul") if item.details else None
        for detail in item.details if details is not None else ():
            ET.SubElement(details, "li").text = detail  # type: ignore[arg-type]


FORMATS: Mapping[str, Callable[[Told], str]] = {"text": text, "md": markdown, "html": html}
