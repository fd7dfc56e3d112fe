"""Mends applied to the text of their files: exactly the triples that they name change, or nothing does."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping

from healthkg import turtle
from healthkg.contribution.fixes.finding import Fix
from healthkg.errors import InputProblem


def applied(texts: Mapping[str, str], fixes: Iterable[Fix]) -> dict[str, str]:
    """Return file → text with its mends, for the files that have any.

    After each mend the file is read again: when anything but the one triple changed (a long text that holds what looks
    like the term, two triples that share one written object), the mend is left out.
    """
    found: dict[str, str] = {}
    for fix in sorted(fixes, key=lambda one: (one.file, -one.start)):  # from the end, so that places stay true
        text = found.get(fix.file, texts[fix.file])
        mended = text[: fix.start] + fix.text + text[fix.end :]
        if _changes_that_alone(text, mended, fix):
            found[fix.file] = mended
    return found


def _changes_that_alone(before: str, after: str, fix: Fix) -> bool:
    try:
        old, new = (Counter(quad.triple for quad in turtle.parse(text, fix.file)) for text in (before, after))
    except InputProblem:
        return False
    return old - new == Counter([fix.gone] if fix.gone else []) and new - old == Counter([fix.come])


def as_diff(texts: Mapping[str, str], mended: Mapping[str, str]) -> str:
    """Return the unified diff of the mended files, as `patch` and `git apply` read it."""
    parts = []
    for file, text in sorted(mended.items()):
        old, new = (one.splitlines(keepends=True) for one in (texts[file], text))
        parts += [_ended(line) for line in difflib.unified_diff(old, new, f"a/{file}", f"b/{file}")]
    return "".join(parts)


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
