"""`validate --fix`, `--fix-unsafe`: mends shown as a diff, then written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from healthkg.cli.context import Context, say

if TYPE_CHECKING:
    from healthkg.cli.verdicts import Judged
    from healthkg.contribution.fixes import Fix
    from healthkg.corpus import DataFile


def propose(context: Context, judged: Judged) -> None:
    """Say for how many findings a mend is known, and how to have it."""
    if judged.report.findings:
        found = _known(judged)
        if found:
            say(context.text("fixes-known", count=len(found), safe=sum(one.safe for one in found)))


def _known(judged: Judged) -> list[Fix]:
    from healthkg.contribution.fixes import fixes

    return [one for one in fixes(judged.corpus, judged.report) if one.file in judged.places]


def mend(context: Context, judged: Judged, *, unsafe: bool) -> int:
    """Write the mends of a report, those that guess only when `unsafe`; show them as a diff; return how many files."""
    from healthkg.contribution.fixes import applied, as_diff
    from healthkg.turtle import write_atomically

    texts = {file.path: file.text for file in judged.corpus.files}
    mended = applied(texts, [one for one in _known(judged) if one.safe or unsafe])
    mended |= _dates(judged, mended)
    click.echo(as_diff(texts, mended), nl=False)
    for file, text in mended.items():
        write_atomically(judged.places[file], text.encode())
    return len(mended)


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
