"""`validate --fix`, `sources verify --fix`: mends shown as a diff, then written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from healthkg.cli.context import Context, say

if TYPE_CHECKING:
    from healthkg.cli.verdicts import Judged
    from healthkg.contribution.fixes import Fix
    from healthkg.corpus import Corpus, DataFile


def propose(context: Context, judged: Judged) -> None:
    """Say for how many findings a mend is known, and how many files `format` would write; and how to have them."""
    formed = _formed(judged, {})
    found = _known(judged) if judged.report.findings else []
    told(context, len(found) + len(formed), sum(one.safe for one in found) + len(formed))


def told(context: Context, count: int, safe: int) -> None:
    """Say how many mends are known, and how to have them; nothing where there is none."""
    if count:
        say(context.text("fixes-known", count=count, safe=safe))


def _known(judged: Judged) -> list[Fix]:
    from healthkg.contribution.fixes import fixes

    return [one for one in fixes(judged.corpus, judged.report) if judged.places.keys() >= set(one.files)]


def mend(context: Context, judged: Judged, *, unsafe: bool) -> int:
    """Write the mends of a report, those that guess only when `unsafe`, and the files that they are in in canonical
    form; show them as a diff; return how many files."""
    from healthkg.contribution.fixes import applied

    texts = {file.path: file.text for file in judged.corpus.files}
    mended = applied(texts, [one for one in _known(judged) if one.safe or unsafe])
    mended |= _formed(judged, mended)
    mended |= _dates(judged, mended)
    _write(texts, mended, judged.places)
    return len(mended)


def mend_passages(context: Context, corpus: Corpus, found: Sequence[Fix]) -> None:
    """Write the mends of passages; show them as a diff, and before each file what its reader must know."""
    from healthkg.contribution.fixes import applied, sound

    texts = {file.path: file.text for file in corpus.files}
    kept = sound(texts, found)
    notes: dict[str, list[str]] = {}
    for one in kept:
        if one.note:
            notes.setdefault(one.files[0], []).append(one.note[context.lang])
    _write(texts, applied(texts, kept), {name: corpus.project.root / name for name in texts}, notes)


def _write(
    texts: Mapping[str, str],
    mended: Mapping[str, str],
    places: Mapping[str, Path],
    notes: Mapping[str, Sequence[str]] | None = None,
) -> None:
    from healthkg.contribution.fixes import as_diff
    from healthkg.turtle import write_atomically

    click.echo(as_diff(texts, mended, notes), nl=False)
    for file, text in mended.items():
        write_atomically(places[file], text.encode())


def _formed(judged: Judged, mended: Mapping[str, str]) -> dict[str, str]:
    """Return the data files that `format` would write otherwise, once mended; the dates are made, not written."""
    from healthkg.contribution.canonical import DATES
    from healthkg.contribution.fixes import in_form

    files = [file for file in judged.corpus.files if file.path in judged.places and file.home != "ontology"]
    texts = {file.path: mended.get(file.path, file.text) for file in files if not file.path.endswith(f"/{DATES}")}
    return in_form(texts, judged.corpus.registry)


def _dates(judged: Judged, mended: Mapping[str, str]) -> dict[str, str]:
    """Return the file of dates with those that the mends use, where the corpus's own files were judged."""
    from healthkg.contribution import with_dates
    from healthkg.turtle import parse

    def changed(file: DataFile) -> DataFile:
        text = mended[file.path]
        return replace(file, text=text, triples=parse(text, file.path))

    after = judged.corpus.changed_by(changed(file) for file in judged.corpus.files if file.path in mended)
    before = {file.path: file.text for file in after.files}
    every = {file.path: file.text for file in with_dates(after).files}
    return {path: text for path, text in every.items() if text != before[path] and path in judged.places}
