"""Mends applied to the text of their files: exactly the triples that they name change, or nothing does."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import pyoxigraph as ox

from healthkg import turtle
from healthkg.contribution.fixes.fix import Change, Edit, Fix
from healthkg.errors import InputProblem
from healthkg.prefixes import Registry


def sound(texts: Mapping[str, str], fixes: Sequence[Fix]) -> list[Fix]:
    """Return the mends that, together, change the triples that they name and no other.

    One that does not (a long text that holds what looks like the term, two triples that share one written object) is
    left out.
    """
    if _keep_their_word(texts, fixes, {file for fix in fixes for file in fix.files}):
        return list(fixes)
    kept: list[Fix] = []
    for fix in fixes:
        if _keep_their_word(texts, [*kept, fix], set(fix.files)):
            kept.append(fix)
    return kept


def applied(texts: Mapping[str, str], fixes: Sequence[Fix]) -> dict[str, str]:
    """Return file → text with its sound mends, for the files that have any."""
    kept = sound(texts, fixes)
    return {
        file: _written(texts[file], _edits(kept, file)) for file in sorted({name for fix in kept for name in fix.files})
    }


def _keep_their_word(texts: Mapping[str, str], fixes: Sequence[Fix], files: Iterable[str]) -> bool:
    return all(_keeps(texts[file], [one for fix in fixes for one in fix.changes if one.file == file]) for file in files)


def _keeps(text: str, changes: Sequence[Change]) -> bool:
    """Say whether the changes of a file, written, change in it the triples that they name and nothing else."""
    edits = sorted(edit for change in changes for edit in change.edits)
    if any(later.start < edit.end or later == edit for edit, later in pairwise(edits)):
        return False
    gone, come = (
        Counter(triple for change in changes for triple in getattr(change, name)) for name in ("gone", "come")
    )
    try:
        before, after = _triples(text), _triples(_written(text, edits))
    except InputProblem:
        return False
    return gone <= before and after == before - gone + come


def _triples(text: str) -> Counter[ox.Triple]:
    return Counter(quad.triple for quad in turtle.parse(text, ""))


def _edits(fixes: Iterable[Fix], file: str) -> list[Edit]:
    return [edit for fix in fixes for change in fix.changes if change.file == file for edit in change.edits]


def _written(text: str, edits: Iterable[Edit]) -> str:
    for edit in sorted(edits, reverse=True):  # from the end, so that places stay true
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def in_form(texts: Mapping[str, str], registry: Registry) -> dict[str, str]:
    """Return file → canonical text, for those of `texts` that are not in that form and lose nothing by it.

    A file with `#` comments or unnamed nodes is left as it is.
    """
    found = ((file, _formed(text, registry)) for file, text in texts.items() if not turtle.comment_lines(text))
    return {file: text for file, text in found if text is not None and text != texts[file]}


def _formed(text: str, registry: Registry) -> str | None:
    try:
        triples = turtle.parse(text, "")
        formed = turtle.canonical(triples, registry)
        return formed if set(_triples(formed)) == {quad.triple for quad in triples} else None
    except InputProblem:
        return None


def as_diff(
    texts: Mapping[str, str], mended: Mapping[str, str], notes: Mapping[str, Iterable[str]] | None = None
) -> str:
    """Return the unified diff of the mended files, as `patch` and `git apply` read it; the notes on a file stand before
    it, where those pass over them."""
    parts = []
    for file, text in sorted(mended.items()):
        old, new = (one.splitlines(keepends=True) for one in (texts[file], text))
        parts += [f"# {note}\n" for note in (notes or {}).get(file, ())]
        parts += [_ended(line) for line in difflib.unified_diff(old, new, f"a/{file}", f"b/{file}")]
    return "".join(parts)


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
