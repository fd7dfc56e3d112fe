"""The workbook as `templates/intake.toml` lays it out: its sheets, their columns, its words in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from healthkg import messages
from healthkg.answers.names import fold

DOCUMENT = "document"
PASSAGE_KINDS = ("line", "last-line", "from-word", "to-word", "section")


@dataclass(frozen=True)
class Column:
    """One column: its key, its property (None: none of the graph's), what its cells hold, its words; `scheme` where the
    shapes allow several lists and one is meant; `on`, the class whose shapes speak of it, where that is not the first
    of its sheet; `required` where no shape can say so."""

    key: str
    kind: str
    headings: Mapping[str, str]
    about: Mapping[str, str]
    property: str | None = None
    scheme: str | None = None
    on: str | None = None
    required: bool = False


@dataclass(frozen=True)
class Kind:
    """What a new thing may be: its class, how its identifier begins, the file of the reference that describes it, and
    the forms of the rest of its identifier."""

    name: str
    begins: str
    file: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One kind of fact: its classes (the first where a row does not choose), its columns in order, how its facts are
    named; `about_itself` is the column that names what the row is about, where that is no new fact; `mints` where the
    rows are about new things, and `of_known` the columns that may be said of known ones too."""

    key: str
    classes: tuple[str, ...]
    headings: Mapping[str, str]
    columns: tuple[Column, ...] = field(repr=False)
    examples: tuple[Mapping[str, Any], ...] = field(repr=False)
    names: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    inherits: Mapping[str, str] = field(default_factory=dict)
    about_itself: str | None = None
    mints: bool = False
    of_known: tuple[str, ...] = ()

    def class_of(self, column: Column) -> str:
        """Return the class whose shapes speak of a column (short IRI)."""
        return column.on or self.classes[0]

    def column(self, key: str) -> Column:
        """Return the column of a key. Raises KeyError."""
        return next(column for column in self.columns if column.key == key)

    def of_kind(self, kind: str) -> Column:
        """Return the first column whose cells hold `kind`."""
        return next(column for column in self.columns if column.kind == kind)

    def of_property(self, name: str) -> Column | None:
        """Return the first column of a property (short IRI); None when there is none."""
        return next((column for column in self.columns if column.property == name), None)

    def called(self, text: str) -> bool:
        """Say whether a person means this sheet by `text`: its key, or its name in any language."""
        return fold(text) in {fold(self.key), *map(fold, self.headings.values())}


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("healthkg").joinpath("templates/intake.toml").read_text("utf-8"))


@cache
def sheets() -> tuple[Sheet, ...]:
    """Return the sheets, in the order of the workbook."""
    return tuple(_sheet(key, said) for key, said in _table()["sheets"].items())


def _sheet(key: str, said: Mapping[str, Any]) -> Sheet:
    own = said.get("columns_of_its_own", {})
    shared = _table()["columns"]
    columns = tuple(_column(name, {**shared.get(name, {}), **own.get(name, {})}) for name in said["columns"])
    return Sheet(
        key,
        tuple(said["classes"]),
        _languages(said),
        columns,
        tuple(said.get("examples", [said.get("example")])),
        tuple(said.get("names", ())),
        tuple(said.get("apart", ())),
        said.get("inherits", {}),
        said.get("about_itself"),
        said.get("mints", False),
        tuple(said.get("of_known", ())),
    )


def _column(key: str, said: Mapping[str, Any]) -> Column:
    more = {name: said[name] for name in ("property", "scheme", "on", "required") if name in said}
    return Column(key, said["kind"], _languages(said), said["about"], **more)


def _languages(said: Mapping[str, Any]) -> dict[str, str]:
    return {lang: said[lang] for lang in messages.LANGUAGES}


def word(name: str, lang: str) -> str:
    """Return a word that stands around the rows, in `lang`."""
    return str(_table()["words"][name][lang])


def words(name: str) -> tuple[str, ...]:
    """Return the same word in every language."""
    return tuple(word(name, lang) for lang in messages.LANGUAGES)


def help_lines(lang: str) -> list[str]:
    """Return the lines of the help sheet; an empty one stands before each heading but the first."""
    return list(_table()["help"][lang])


def help_sheet(lang: str) -> str:
    """Return the name of the help sheet."""
    return word("help", lang)


def names_headings(lang: str) -> list[str]:
    """Return the headings of the sheet of names."""
    return [str(said[lang]) for said in _table()["names_columns"].values()]


def default_file() -> str:
    """Return the name that the workbook has when none is given."""
    return str(_table()["file"])


def bare_kinds() -> frozenset[str]:
    """Return the kinds that a name leaves out of the identifiers it is made of."""
    return frozenset(_table()["bare"])


@cache
def kinds() -> Mapping[str, Kind]:
    """Return what a new thing may be, by class (short IRI)."""
    said = _table()["kinds"].items()
    return {name: Kind(name, one["begins"], one["file"], tuple(one.get("names", ()))) for name, one in said}


def small_words() -> frozenset[str]:
    """Return the words that an identifier leaves out."""
    return frozenset(_table()["small_words"])
