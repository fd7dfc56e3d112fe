"""The header of a query file, which is YAML.

Nearly all that headers use is a small part of YAML, read here in less time than it takes to import a library for the
whole of it; what is not of that part is left to the library, with all that there is to complain about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from healthkg.errors import InputProblem

_LINE = re.compile(r"^#\+ ?(.*)$", re.M)
# Words between straight quotes; bare words, which begin with a letter, alone or among others on a line; a key.
_QUOTED = re.compile(r'"([^"\\]*)"')
_BARE = re.compile(r"[^\W\d_](?:[^:#]|:(?! |$)|(?<! )#)*|\^[\w:^/*-]*[\w*]")
_AMONG_OTHERS = re.compile(r"[^\W\d_](?:[^][{},:#?]|:(?![][{}, ]))*|–(?=[,}])")
_KEY = re.compile(r'(?:"([^"\\]*)"|([^\W\d](?:[^][{},:#?"]*[^][{},:#?" ])?)):(?: +|$)')
_NO_WORDS = ("false", "n", "no", "null", "off", "on", "true", "y", "yes")  # bare, these mean something else
_UNUSUAL = re.compile("[\0-\x08\t\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


class _Unusual(Exception):
    """Raised for what is read by the library."""


def read_header(text: str, path: Path | None) -> Mapping[str, Any]:
    """Return what the `#+` lines of `text` say. Raises InputProblem when they are not YAML, or no mapping."""
    said = _LINE.findall(text)
    try:
        header = _plainly(said)
    except _Unusual:
        header = _by_the_library("\n".join(said), path)
    if not isinstance(header, dict) and header is not None:
        raise InputProblem("query-header", path=path, cause=type(header).__name__)
    return header or {}


def _by_the_library(text: str, path: Path | None) -> object:
    import yaml

    safe = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, ten times faster, where libyaml is there
    try:
        return yaml.load(text, Loader=safe)  # noqa: S506 (both are safe loaders)
    except yaml.YAMLError as error:
        raise InputProblem("query-header", path=path, cause=" ".join(str(error).split())) from error


# ---- Line by line ----


def _plainly(said: list[str]) -> object:
    """Return what the lines say. Raises _Unusual."""
    if any(_UNUSUAL.search(line) for line in said):
        raise _Unusual
    lines = [(len(line) - len(line.lstrip(" ")), line.strip(" ")) for line in said if line.strip(" ")]
    lines.reverse()  # the next one is the last
    found = _block(lines, 0)
    if lines:
        raise _Unusual
    return found


def _block(lines: list[tuple[int, str]], depth: int) -> object:
    """Return what the lines at `depth` say, with those below them; they are taken away. None when there are none."""
    if not lines or lines[-1][0] < depth:
        return None
    depth = lines[-1][0]
    if lines[-1][1].startswith("- "):
        return [_value(line[2:].strip(" ")) for line in _at(lines, depth) if line.startswith("- ") or _refuse()]
    found: dict[str, object] = {}
    for line in _at(lines, depth):
        name, end = _key(line, 0)
        found[name] = _value(line[end:]) if end < len(line) else _block(lines, depth + 1)
    return found


def _at(lines: list[tuple[int, str]], depth: int) -> Iterator[str]:
    """Take away the lines at `depth`, one after another, up to one that stands further left."""
    while lines and lines[-1][0] >= depth:
        if lines[-1][0] > depth:
            raise _Unusual
        yield lines.pop()[1]


# ---- Within a line ----


def _value(text: str) -> object:
    """Return the value that stands alone."""
    if text.startswith(("[", "{")):
        value, end = _among_others(text, 0)
    else:
        value, end = _scalar(text, 0, _BARE)
    if end != len(text):
        raise _Unusual
    return value


def _among_others(text: str, at: int) -> tuple[object, int]:
    """Return the value at `at`, in a list or a mapping on one line, and where it ends."""
    if text[at : at + 1] not in ("[", "{"):
        return _scalar(text, at, _AMONG_OTHERS)
    close = "]" if text[at] == "[" else "}"
    items, names = list[object](), list[str]()
    at = _past(text, at + 1)
    while text[at : at + 1] != close:
        if close == "}":
            name, at = _key(text, at)
            names.append(name)
        item, at = _among_others(text, at)
        items.append(item)
        at = _past(text, at)
        if text[at : at + 1] == ",":
            at = _past(text, at + 1)
        elif text[at : at + 1] != close:
            raise _Unusual
    return (dict(zip(names, items, strict=True)) if close == "}" else items), at + 1


def _scalar(text: str, at: int, bare: re.Pattern[str]) -> tuple[object, int]:
    """Return the words at `at`, or the truth value, and where they end."""
    if match := _QUOTED.match(text, at):
        return match[1], match.end()
    match = bare.match(text, at) or _refuse()
    said = match[0].rstrip(" ")
    return said == "true" if said in ("true", "false") else _word(said), match.end()


def _key(text: str, at: int) -> tuple[str, int]:
    """Return the key at `at`, and where its value begins."""
    match = _KEY.match(text, at) or _refuse()
    return match[1] if match[2] is None else _word(match[2]), match.end()


def _word(bare: str) -> str:
    """Return a bare word. Raises _Unusual for one that YAML does not take for a word."""
    if bare.lower() in _NO_WORDS:
        raise _Unusual
    return bare


def _past(text: str, at: int) -> int:
    """Return where the spaces at `at` end."""
    while text[at : at + 1] == " ":
        at += 1
    return at


def _refuse() -> Any:
    raise _Unusual
