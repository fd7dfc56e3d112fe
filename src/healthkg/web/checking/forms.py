"""A form that was sent → its fields and its file: few, whole, in memory. Nothing of it is written to a disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from healthkg.errors import InputProblem
from healthkg.web.values import Asked

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

_FIELDS = 20
_PLAIN, _PARTS = b"application/x-www-form-urlencoded", b"multipart/form-data"


@dataclass(frozen=True)
class Upload:
    """A file that was sent: what its sender calls it, which is shown and never opened; its bytes."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Form:
    """The fields by name, the first of each; the file that was chosen, if any."""

    fields: Mapping[str, str]
    file: Upload | None = None

    def one(self, name: str) -> str:
        """Return a field without blanks around it; "" when there is none."""
        return self.fields.get(name, "").strip()


def read_form(asked: Asked) -> Form:
    """Return the form in the body of `asked`.

    Raises InputProblem: "media-refused" for another kind of body; "form-broken" for one that is cut, or has more parts
    than any page of ours sends.
    """
    media, options = parse_options_header(asked.headers.get("content-type", ""))
    if media == _PARTS:
        return _of_parts(asked.body, options.get(b"boundary", b""))
    if media == _PLAIN:
        return _of_pairs(asked.body)
    raise InputProblem("media-refused", media=media.decode("latin-1")[:80] or "–")


def _of_pairs(body: bytes) -> Form:
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_FIELDS, errors="strict")
    except ValueError as error:
        raise InputProblem("form-broken") from error
    return Form(dict(reversed(pairs)))


def _of_parts(body: bytes, boundary: bytes) -> Form:
    parts = _Parts()
    try:
        if not boundary:
            raise InputProblem("form-broken")
        parser = MultipartParser(boundary, parts.heard())
        parser.write(body)
        parser.finalize()
    except FormParserError as error:
        raise InputProblem("form-broken") from error
    if not parts.ended:
        raise InputProblem("form-broken")
    return parts.form()


class _Parts:
    """What a parser hears, part by part: the headers that name a part, and its content."""

    def __init__(self) -> None:
        self.ended = False
        self._parts: list[tuple[dict[str, bytearray], bytearray]] = []
        self._name, self._value = bytearray(), bytearray()

    def heard(self) -> MultipartCallbacks:
        """Return what the parser calls as it reads."""
        return {
            "on_part_begin": self._begin,
            "on_header_begin": self._head,
            "on_header_field": lambda data, start, end: self._name.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
            "on_header_end": self._headed,
            "on_part_data": lambda data, start, end: self._parts[-1][1].extend(data[start:end]),
            "on_end": self._end,
        }

    def _begin(self) -> None:
        if len(self._parts) == _FIELDS:
            raise InputProblem("form-broken")
        self._parts.append(({}, bytearray()))

    def _head(self) -> None:
        self._name, self._value = bytearray(), bytearray()

    def _headed(self) -> None:
        self._parts[-1][0][self._name.decode("latin-1").lower()] = self._value

    def _end(self) -> None:
        self.ended = True

    def form(self) -> Form:
        """Return the form; of several files the first, and none for one that was not chosen (it has no name)."""
        fields, files = dict[str, str](), list[Upload]()
        for headers, content in self._parts:
            _, options = parse_options_header(bytes(headers.get("content-disposition", b"")))
            name = options.get(b"name", b"").decode("utf-8", "replace")
            if b"filename" not in options:
                fields.setdefault(name, content.decode("utf-8", "replace"))
            elif options[b"filename"]:
                files.append(Upload(_last(options[b"filename"].decode("utf-8", "replace")), bytes(content)))
        return Form(fields, files[0] if files else None)


def _last(name: str) -> str:
    """Return the last part of what may be a path, on one line and not endless."""
    return " ".join(name.replace("\\", "/").rpartition("/")[2].split())[:200]
