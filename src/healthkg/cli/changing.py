"""`diff`: what a change of the files would change for those who ask."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from healthkg.cli.context import Context, deliver

if TYPE_CHECKING:
    from healthkg.contribution.differences import AnswerChange, Difference
    from healthkg.corpus import Corpus

FORMS = ("text", "json")


@click.command("diff")
@click.argument("what", required=False)
@click.option("--format", "form", type=click.Choice(FORMS), default="text")
@click.option("--out", metavar="FILE")
@click.pass_obj
def diff(context: Context, what: str | None, form: str, out: str | None) -> None:
    from healthkg.answers import list_queries
    from healthkg.contribution.differences import answer_changes, difference

    before, after = _states(context, what)
    found = difference(before, after)
    queries = list_queries(after.project)
    changes = answer_changes(found, queries)
    lines = _text(context, found, changes, len(queries)) if form == "text" else _json(context, found, changes)
    deliver("".join(f"{line}\n" for line in lines).encode(), out)


def _states(context: Context, what: str | None) -> tuple[Corpus, Corpus]:
    """Return the corpus before and after: without and with a file from elsewhere; else at a revision and as it is."""
    from healthkg.contribution.revisions import at_revision
    from healthkg.corpus import read_file

    corpus = context.corpus()
    path = Path(what) if what else None
    if path and path.is_file() and not path.resolve().is_relative_to(corpus.project.data.resolve()):
        return corpus, corpus.changed_by([read_file(path, corpus.project, corpus.registry)])
    revision = "HEAD" if what is None or (path and path.is_file()) else what
    return at_revision(corpus.project, revision), corpus


def _text(context: Context, found: Difference, changes: list[AnswerChange], total: int) -> Iterator[str]:
    from healthkg.contribution.differences import remark_changes
    from healthkg.contribution.review import review

    if not found.added and not found.removed:
        yield context.text("diff-none")
        return
    yield context.text("diff-statements", added=len(found.added), removed=len(found.removed))
    yield context.text("diff-answers", changed=len({one.query.name for one in changes}), total=total)
    yield from (f"  {_counted(context, found, one)}" for one in changes)
    yield context.text("diff-views", changed=len({one.query.name for one in changes if one.links}))
    yield from _links(changes)
    yield context.text("diff-remarks", **{name: len(nodes) for name, nodes in remark_changes(found).items()})
    yield f"\n{context.text('diff-review')}"
    for sheet in review(found, context.lang):
        yield f"\n{sheet.document}"
        yield from (f"  - {sentence}" for sentence in sheet.sentences)


def _links(changes: list[AnswerChange]) -> Iterator[str]:
    for one in changes:
        for gained, (source, word, target) in one.links:
            yield f"  {one.query.name}: {'+' if gained else '-'} {source} — {word} → {target}"


def _counted(context: Context, found: Difference, change: AnswerChange) -> str:
    from healthkg.answers import label

    values = ", ".join(f"{name} = {label(found.after, value, context.lang)}" for name, value in change.values)
    counts = {name: len(getattr(change, name)) for name in ("gained", "lost", "changed")}
    asked = f" ({values})" if values else ""
    return context.text("diff-answer", name=change.query.name, values=asked, **counts)


def _json(context: Context, found: Difference, changes: list[AnswerChange]) -> Iterator[str]:
    from healthkg.contribution.differences import remark_changes
    from healthkg.contribution.review import review

    def rows(said: object) -> list[list[str | None]]:
        return [[None if term is None else str(term) for term in row] for row in said]  # type: ignore[attr-defined]

    short = found.after.registry.shorten
    value = {
        "schema": "healthkg-diff-1",
        "added": sorted(str(quad) for quad in found.added),
        "removed": sorted(str(quad) for quad in found.removed),
        "answers": [
            {
                "query": one.query.name,
                "values": {name: str(value) for name, value in one.values},
                "gained": rows(one.gained),
                "lost": rows(one.lost),
                "changed": [rows(pair) for pair in one.changed],
                "links": [{"gained": gained, "link": list(link)} for gained, link in one.links],
            }
            for one in changes
        ],
        "remarks": {name: [short(node.value) for node in nodes] for name, nodes in remark_changes(found).items()},
        "review": [{"document": sheet.document, "sentences": sheet.sentences} for sheet in review(found, context.lang)],
    }
    yield json.dumps(value, ensure_ascii=False, indent=1)
