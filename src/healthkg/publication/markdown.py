"""Pages for reading on a forge, made from `templates/*.md.j2`: French first, English in italics."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from healthkg import messages
from healthkg.queryfile import Parameter

if TYPE_CHECKING:
    import jinja2

# What Markdown would read as a mark, or a table as the end of a cell.
_MARKS = re.compile(r"([\\`*_\[\]|])")
_QUOTED = re.compile(r'"([^"]*)"(?:@[\w-]+|\^\^\S+)?')


def page(template: str, **data: object) -> str:
    """Return the page that `template` makes of `data`."""
    return _templates().get_template(template).render(**data)


def _templates() -> jinja2.Environment:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("healthkg", "templates"),
        autoescape=jinja2.select_autoescape(disabled_extensions=("md.j2",), default=True),  # Markdown has `cell`
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"cell": _cell, "both": _both, "code": _code, "given": _given}
    return environment


def _cell(text: object) -> str:
    """Return `text` as Markdown shows it, on one line, with nothing that ends a cell or opens a mark."""
    plain = " ".join(str(text).split()).replace("&", "&amp;").replace("<", "&lt;")
    return _MARKS.sub(r"\\\1", plain)


def _both(words: Mapping[str, object], between: str = "<br>") -> str:
    """Return French, then English in italics; once where they are the same."""
    french, english = (_cell(words.get(lang, "")) for lang in messages.LANGUAGES)
    return between.join(part for part in (french, f"*{english}*" if english not in ("", french) else "") if part)


def _given(parameter: Parameter) -> str:
    """Return the option that gives `parameter` its example, as a shell reads it."""
    literal = _QUOTED.fullmatch(parameter.example)
    return "--param " + shlex.quote(f"{parameter.name}={literal.group(1) if literal else parameter.example}")


def _code(names: str | Iterable[str], between: str = "<br>") -> str:
    """Return names as code, one a line."""
    shown = [names] if isinstance(names, str) else names
    return between.join(f"`{name}`".replace("|", "\\|") for name in shown)
