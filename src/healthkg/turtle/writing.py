"""The canonical form: same triples, same bytes, and a small change is a small diff.

`PREFIX` lines for the prefixes in use, sorted; subjects sorted; `a` first, then predicates sorted; one object a line
when there are several; the closing full stop alone on its line. Lexical forms are written as they were read.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from healthkg.errors import InputProblem
from healthkg.prefixes import Registry
from healthkg.turtle.reading import Statement

_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
# Turtle's own short forms (Turtle 2.5.2–2.5.3), for which no quotes are needed.
_SHORT = {
    _XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    _XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    _XSD + "boolean": re.compile(r"true|false"),
}
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
# Outside strings and IRIs, `#` opens a comment.
_COMMENT = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^>\n]*>|(#[^\n]*)', re.S
)


def canonical(triples: Iterable[Statement | ox.Quad | ox.Triple], registry: Registry) -> str:
    """Return the Turtle text of `triples` (a set: each once). Blank nodes are refused (InputProblem)."""
    blocks: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for triple in triples:
        predicate = "a" if triple.predicate.value == _TYPE else _term(triple.predicate, registry)
        blocks[_term(triple.subject, registry)][predicate].add(_term(triple.object, registry))
    body = "\n".join(_block(subject, blocks[subject]) for subject in sorted(blocks))
    return "".join(_prefix_lines(blocks, registry)) + "\n" + body if blocks else ""


def _term(term: object, registry: Registry) -> str:
    if isinstance(term, ox.NamedNode):
        return registry.shorten(term.value)
    if isinstance(term, ox.Literal):
        return _literal(term, registry)
    raise InputProblem("blank-node", node=str(term))


def _literal(literal: ox.Literal, registry: Registry) -> str:
    datatype = literal.datatype.value
    if (short := _SHORT.get(datatype)) and short.fullmatch(literal.value):
        return literal.value
    quoted = f'"{literal.value.translate(_ESCAPES)}"'
    if literal.language:
        return f"{quoted}@{literal.language}"
    return quoted if datatype == _XSD + "string" else f"{quoted}^^{registry.shorten(datatype)}"


def _block(subject: str, predicates: dict[str, set[str]]) -> str:
    lines = [_line(name, sorted(predicates[name])) for name in sorted(predicates, key=lambda name: (name != "a", name))]
    return f"{subject}\n" + " ;\n".join(lines) + "\n.\n"


def _line(predicate: str, objects: list[str]) -> str:
    if len(objects) == 1:
        return f"    {predicate} {objects[0]}"
    return f"    {predicate}\n" + " ,\n".join(f"        {item}" for item in objects)


def _prefix_lines(blocks: dict[str, dict[str, set[str]]], registry: Registry) -> list[str]:
    names = {
        name for block in blocks.values() for predicate, objects in block.items() for name in (predicate, *objects)
    }
    shortened = {_prefix(name) for name in names | set(blocks)}
    return [
        f"PREFIX {prefix}: <{registry.namespaces[prefix]}>\n" for prefix in sorted(shortened & set(registry.namespaces))
    ]


def _prefix(name: str) -> str:
    """Return the prefix that a written term uses: of its datatype for a literal; empty for none."""
    name = name.rpartition('"^^')[2] if name.startswith('"') else name
    return "" if name.startswith(("<", '"')) else name.partition(":")[0]


def comment_lines(text: str) -> list[int]:
    """Return the lines (from 1) that carry a `#` comment, which the canonical form cannot keep."""
    return [text.count("\n", 0, match.start(1)) + 1 for match in _COMMENT.finditer(text) if match.group(1)]


def write_atomically(path: Path, content: bytes) -> None:
    """Write whole or not at all: temporary name beside it, fsync, rename. What is no file (a pipe, a device) is written
    to as it is. Raises InputProblem when it cannot: then nothing has changed, and no temporary file is left.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(content)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        _put(path, content)
    except OSError as error:
        raise InputProblem("output-unwritable", path=path, cause=error.strerror) from error


def _put(path: Path, content: bytes) -> None:
    from tempfile import mkstemp

    handle, name = mkstemp(dir=path.parent, prefix=f".{path.name[:60]}.")
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(0o644)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
