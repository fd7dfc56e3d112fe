"""`analyse impact|blockers|cycles|chains|bottlenecks|span|isolated`: dependencies analysed in the words of policy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from healthkg.cli.asking import out, remind
from healthkg.cli.context import Context, deliver, say
from healthkg.cli.language import Group
from healthkg.cli.looking import looking

if TYPE_CHECKING:
    from healthkg.analysis import Result, Stakes
    from healthkg.answers import Answer
    from healthkg.corpus import Lens
    from healthkg.projection import Network
    from healthkg.store import Store

FORMS = ("text", "table", "csv", "tsv", "json", "xml", "md", "html", "xlsx")
TOLD = ("text", "md", "html")
most = click.option("--most", type=click.IntRange(min=1), default=10, metavar="N")


@dataclass(frozen=True)
class Bench:
    """What an analysis needs, and where its result goes: the stores to ask, the format, the file."""

    context: Context
    stores: tuple[Store, ...]
    form: str
    out: str | None
    firm: bool

    def answer(self, name: str) -> Answer:
        """Return the answer of the library query `name`: of a validity, the certain and the possible."""
        from healthkg.answers import both, query

        found = [query(store, name) for store in self.stores]
        return both(*found) if len(found) > 1 else found[0]

    def network(self) -> Network:
        """Return the network of dependencies."""
        from healthkg.analysis import DEPENDENCIES
        from healthkg.projection import network

        return network(self.answer(DEPENDENCIES))

    def stakes(self) -> Stakes:
        """Return what is at stake for each element."""
        from healthkg.analysis import STAKES, read_stakes

        return read_stakes(self.answer(STAKES))

    def thing(self, name: str) -> tuple[str, str]:
        """Return the IRI and the label of the thing that a person means by `name`. Raises InputProblem for none."""
        from healthkg.answers import find, label

        store = self.stores[-1]
        found = find(store, name)
        return found.value, label(store, found, self.context.lang)

    def show(self, result: Result) -> None:
        """Deliver a result; say beside it what it comes to, when its format has no room for that."""
        from healthkg.analysis import DEPENDENCIES, STAKES, rendered, tabled, tell
        from healthkg.answers import find_query

        lang, project = self.context.lang, self.stores[-1].project
        origins = [find_query(project, name) for name in (DEPENDENCIES, STAKES)]
        answer = tabled(result, lang, self.stores[-1].version, origins)
        deliver(rendered(result, answer, self.form, lang), self.out)
        if self.form not in TOLD:
            say(tell(result, lang).summary)
        remind(self.context, answer)


def benched(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that all analyses share to `command`, which receives them as its argument `bench`."""

    @wraps(command)
    @looking
    @click.pass_obj
    def with_bench(
        context: Context, /, *args: Any, lens: Lens, form: str, out: str | None, firm: bool, **more: Any
    ) -> Any:
        return command(*args, bench=Bench(context, context.stores(lens), form, out, firm), **more)

    with_bench = out(with_bench)
    with_bench = click.option("--format", "form", type=click.Choice(FORMS), default=FORMS[0])(with_bench)
    return click.option("--firm", is_flag=True)(with_bench)


@click.group("analyse", cls=Group)
def analyse() -> None:
    """Nothing of its own: the help comes from the catalogue."""


@click.command("analyse-impact")
@click.argument("name")
@click.option("--delay", metavar="P6M")
@benched
def impact(name: str, delay: str | None, bench: Bench) -> None:
    from healthkg import analysis

    late = analysis.read_delay(delay) if delay else None
    key, said = bench.thing(name)
    bench.show(analysis.impact(bench.network(), key, bench.stakes(), name=said, delay=late, firm=bench.firm))


@click.command("analyse-blockers")
@click.argument("name")
@benched
def blockers(name: str, bench: Bench) -> None:
    from healthkg import analysis

    key, said = bench.thing(name)
    bench.show(analysis.blockers(bench.network(), key, bench.stakes(), name=said, firm=bench.firm))


@click.command("analyse-cycles")
@benched
def cycles(bench: Bench) -> None:
    from healthkg import analysis

    bench.show(analysis.cycles(bench.network(), firm=bench.firm))


@click.command("analyse-chains")
@most
@benched
def chains(most: int, bench: Bench) -> None:
    from healthkg import analysis

    bench.show(analysis.chains(bench.network(), bench.stakes(), firm=bench.firm, most=most))


@click.command("analyse-bottlenecks")
@most
@benched
def bottlenecks(most: int, bench: Bench) -> None:
    from healthkg import analysis

    bench.show(analysis.bottlenecks(bench.network(), bench.stakes(), firm=bench.firm, most=most))


@click.command("analyse-span")
@benched
def span(bench: Bench) -> None:
    from healthkg import analysis

    bench.show(analysis.span(bench.stakes(), firm=bench.firm))


@click.command("analyse-isolated")
@benched
def isolated(bench: Bench) -> None:
    from healthkg import analysis

    bench.show(analysis.isolated(bench.network(), bench.stakes(), firm=bench.firm))


# Under their short names; the long ones name their help in the catalogue.
for command in (impact, blockers, cycles, chains, bottlenecks, span, isolated):
    analyse.add_command(command, str(command.name).removeprefix("analyse-"))
