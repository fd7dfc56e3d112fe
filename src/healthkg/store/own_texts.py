"""The engine's own SPARQL texts, files in `sparql/` beside this module: what counts, and what a load asks and changes.

They are not the project's: another project, with other queries, is loaded and served with the same ones.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from healthkg.queryfile import Query, read_query


@cache
def own_text(name: str) -> Query:
    """Return the text of this file; a child that can open nothing has those that were read before it was forked."""
    return read_query(Path(__file__).parent / "sparql" / name)
