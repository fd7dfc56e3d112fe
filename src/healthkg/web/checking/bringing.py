"""What a steward brings: a text or a file, and the document that it is of."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

from healthkg import turtle
from healthkg.contribution.intake.workbooks import MAX_BYTES
from healthkg.errors import InputProblem
from healthkg.turtle import disguises
from healthkg.web.checking.forms import Form, Upload

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = MAX_BYTES  # bytes of a file
CARRIED = 1 << 20  # bytes of a workbook that a page carries along, for what is asked of it next
_KNOWN = (".ttl", ".csv", ".xlsx")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CITED = re.compile(r"\bid:source-([a-z0-9-]+)\b")


@dataclass(frozen=True)
class Brought:
    """A file as it was brought: what it is called, its bytes, the slug of its document ("": not said), the sheet that a
    CSV file holds."""

    name: str
    content: bytes = field(repr=False)
    slug: str = ""
    sheet: str = ""

    @property
    def is_table(self) -> bool:
        """Say whether this is rows and not Turtle."""
        return PurePath(self.name).suffix.casefold() in (".csv", ".xlsx")

    @property
    def carried(self) -> str:
        """Return the bytes as a form carries them; "" where they are too many."""
        return base64.b64encode(self.content).decode() if len(self.content) <= CARRIED else ""


def brought(form: Form) -> Brought:
    """Return what a form brings: its file; else the one that the page carried along; else the text.

    Raises InputProblem: nothing is there, a slug that is none, a kind of file that is not read, an archive.
    """
    slug = form.one("slug")
    if slug and not SLUG.fullmatch(slug):
        raise InputProblem("slug-form", slug=slug[:80])
    file = form.file or _carried(form)
    if file is None:
        return _pasted(form.fields.get("text", ""), slug)
    ending = PurePath(file.name).suffix
    if ending.casefold() not in _KNOWN:
        if disguises.is_archive(file.content):
            raise InputProblem("file-archive", path=file.name)
        raise InputProblem("format-unknown", path=file.name, ending=ending[:20] or "–", known=", ".join(_KNOWN))
    return Brought(file.name, file.content, slug, form.one("sheet"))


def _carried(form: Form) -> Upload | None:
    if not form.one("carried"):
        return None
    try:
        return Upload(form.one("carried-name")[:200], base64.b64decode(form.one("carried"), validate=True))
    except (binascii.Error, ValueError) as error:
        raise InputProblem("form-broken") from error


def _pasted(text: str, slug: str) -> Brought:
    if not text.strip():
        raise InputProblem("check-nothing")
    return Brought(f"{slug}.ttl" if slug else "", text.encode(), slug)


def text_of(one: Brought) -> str:
    """Return the Turtle that was brought, its lines ended as ours are. Raises what `turtle.decode` raises."""
    return turtle.decode(one.content, one.name or "–").replace("\r\n", "\n")


def document_of(one: Brought, text: str) -> str:
    """Return the slug of the document that `text` is of: the one that was said; else the name of the file; else the
    one document that the text speaks of.

    Raises InputProblem("check-which-document") when none of these tells.
    """
    stem = PurePath(one.name).stem
    named = [slug for slug in (one.slug, stem) if SLUG.fullmatch(slug)]
    cited = _once(_CITED.findall(text))
    if not named and len(cited) != 1:
        raise InputProblem("check-which-document", known=", ".join(cited[:6]) or "–")
    return (named or cited)[0]


def _once(slugs: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(slugs))
