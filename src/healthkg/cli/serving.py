"""`serve`: the workspace, on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from healthkg.cli.context import Context, say
from healthkg.cli.pointing import pointed
from healthkg.cli.storing import storing


@click.command("serve")
@click.option("--host", default="127.0.0.1", metavar="ADDRESS")
@click.option("--port", type=click.IntRange(0, 65535), default=8000)
@click.option("--texts", type=click.Path(), metavar="DIR")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=10.0, metavar="SECONDS")
@click.option("--watch", is_flag=True)
@click.option("--endpoint", metavar="URL")
@storing
@click.pass_obj
def serve(
    context: Context, host: str, port: int, texts: str | None, timeout: float, watch: bool, endpoint: str | None
) -> None:
    from healthkg import web
    from healthkg.isolation import Limits, can_isolate
    from healthkg.store import as_loaded

    limits = Limits(timeout, memory=512 << 20, size=32 << 20, niceness=10)
    remote = as_loaded(pointed(context, endpoint, timeout)) if endpoint else None
    means = web.Means(_path(texts), _path(context.stored), limits, remote)
    watching = web.Watch(_path(context.project), means, web.prepared) if watch else None
    with web.listen(host, port) as listening:
        app = web.create_app(web.prepared(web.open_site(_path(context.project), means)), watching)
        if not can_isolate():
            say(context.text("limits-missing"))
        address, port = listening.getsockname()[:2]
        say(context.text("serving", address=f"http://{f'[{address}]' if ':' in address else address}:{port}/"))
        web.serve(app, listening)


def _path(name: str | None) -> Path | None:
    return Path(name) if name else None
