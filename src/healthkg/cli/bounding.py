"""`--timeout`, `--limit`, `--endpoint`, `--why-not`: how far a query may go, where it is asked, what is said of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from healthkg.cli.context import Context
from healthkg.cli.pointing import pointed
from healthkg.errors import HealthkgError, InputProblem

if TYPE_CHECKING:
    import pyoxigraph as ox

    from healthkg.answers import Answer, Bounds
    from healthkg.queryfile import Query
    from healthkg.store import Remote, Store

SECONDS = 60.0  # for a query of one's own, and for an endpoint


@dataclass(frozen=True)
class Way:
    """How a query is asked: seconds, rows at most, an endpoint, and whether an empty answer is to be explained."""

    timeout: float | None = None
    limit: int | None = None
    endpoint: str | None = None
    why_not: bool = False

    @property
    def seconds(self) -> float:
        return self.timeout or SECONDS

    def bounds(self, own: bool, several: bool) -> Bounds:
        """Return the bounds of a query of one's `own`, or of the library's, whose time is limited only on demand; of
        `several` answers that will be made one, the rows are cut afterwards."""
        from healthkg.answers import Bounds

        rows = None if several else self.limit
        if not own and self.timeout is None:
            return Bounds(rows)
        from healthkg.isolation import Limits

        return Bounds(rows, Limits(self.seconds))

    def finished(self, context: Context, store: Store | Remote, answer: Answer) -> Answer:
        """Return `answer` cut to the limit, and note what there is to say of it."""
        if self.limit is not None and len(answer.rows) > self.limit:
            answer = replace(answer, rows=answer.rows[: self.limit], cut=True)
        if answer.cut:
            context.notices.append(context.text("rows-cut", count=self.limit))
        if self.why_not:
            context.notices.append(self._why(context, store, answer))
        return answer

    def _why(self, context: Context, store: Store | Remote, answer: Answer) -> str:
        from healthkg.answers import holds_within, why_empty
        from healthkg.isolation import Limits
        from healthkg.queryfile import inline

        if answer.rows or answer.triples or answer.holds:
            return context.text("why-not-rows")
        values: Mapping[str, Any] = answer.values
        limits = Limits(self.seconds)
        reason = why_empty(inline(answer.query, values), lambda text: holds_within(store, text, limits))
        return context.text(reason.code, line=reason.line, text=reason.text)


PLAIN = Way()


def bounding(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the four options to `command`, which receives them as its argument `way`."""

    @wraps(command)
    def with_way(
        *args: Any, timeout: float | None, limit: int | None, endpoint: str | None, why_not: bool, **more: Any
    ) -> Any:
        return command(*args, way=Way(timeout, limit, endpoint, why_not), **more)

    with_way = click.option("--why-not", "why_not", is_flag=True)(with_way)
    with_way = click.option("--endpoint", metavar="URL")(with_way)
    with_way = click.option("--limit", type=click.IntRange(min=1), metavar="N")(with_way)
    seconds = click.FloatRange(min=0, min_open=True)
    return click.option("--timeout", type=seconds, metavar="SECONDS")(with_way)


# ---- A query of one's own ----


def own_query(name: str, params: tuple[str, ...]) -> Query | None:
    """Return the query of the file `name`, or of standard input for `-`; None when `name` is one of the library."""
    if not (name == "-" or name.endswith(".rq") or Path(name).is_file()):
        return None
    from healthkg.queryfile import Query
    from healthkg.turtle import read_text

    if params:
        raise InputProblem("param-unknown", name=params[0].partition("=")[0], query=name, known="–")
    return Query("sparql", "", _standard_input() if name == "-" else read_text(Path(name)))


def _standard_input() -> str:
    content = sys.stdin.buffer.read()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte, line = f"0x{content[error.start]:02X}", content.count(b"\n", 0, error.start) + 1
        raise InputProblem("file-not-utf8", path="-", line=line, byte=byte) from error


@contextmanager
def placed(name: str, own: bool) -> Iterator[None]:
    """Give the faults of a query of one's own the name of its file."""
    try:
        yield
    except HealthkgError as error:
        if own and error.line is not None:
            error.path = error.path or name
        raise


def note(context: Context, store: Store, own: Query) -> None:
    """Note what its author should know of a query of their own."""
    from healthkg.answers import added_prefixes, unknown_names
    from healthkg.isolation import can_isolate

    if not can_isolate():
        context.notices.append(context.text("limits-missing"))
    if names := added_prefixes(store.registry, own.text):
        context.notices.append(context.text("prefixes-added", names=", ".join(names)))
    for unknown in unknown_names(store, own.text):
        code = "term-unknown-near" if unknown.near else "term-unknown"
        context.notices.append(context.text(code, line=unknown.line, name=unknown.name, near=unknown.near))


# ---- An endpoint ----


def asked_there(context: Context, name: str, values: Mapping[str, str], own: Query | None, way: Way) -> Answer:
    """Return the answer of the endpoint that `way` names; values of parameters are looked up in the corpus here."""
    from healthkg import answers
    from healthkg.answers.answer import answer
    from healthkg.store import as_loaded

    there = pointed(context, way.endpoint or "", way.seconds)
    query = own or answers.find_query(there.project, name)
    terms: Mapping[str, ox.NamedNode | ox.Literal] = {}
    if values:
        terms = answers.values_of(context.store(), query, values)
    remote = as_loaded(there)
    with placed(name, own is not None):
        found = answer(remote, query, terms, answers.Bounds(way.limit))
    return way.finished(context, remote, found)
