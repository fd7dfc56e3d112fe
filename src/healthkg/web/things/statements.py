"""What each document states of a thing, as CSV: a line a statement, with its lines in the document."""

from __future__ import annotations

import csv
import io
from dataclasses import astuple
from typing import TYPE_CHECKING

from healthkg.answers import said_of
from healthkg.web.things.known import known, reading
from healthkg.web.values import Asked, Reply
from healthkg.web.words import words

if TYPE_CHECKING:
    from healthkg.web.site import Site


def statements(site: Site, asked: Asked) -> Reply:
    """Return what is stated of what the slug of an `id:` names, as CSV. Raises InputProblem("page-missing")."""
    slug = asked.parts["slug"]
    node = known(site, f"id/{slug}")
    reader, _ = reading(site, asked)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(words("thing", asked.lang)["statement_columns"])
    writer.writerows(astuple(row) for row in said_of(reader.store, node, asked.lang))
    headers = {"content-disposition": f'attachment; filename="{slug}.csv"'}
    return Reply(out.getvalue().encode(), "text/csv; charset=utf-8", headers=headers)
