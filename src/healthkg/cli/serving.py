"""`serve`: the workspace, on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from healthkg.cli.context import Context, say


@click.command("serve")
@click.option("--host", default="127.0.0.1", metavar="ADDRESS")
@click.option("--port", type=click.IntRange(0, 65535), default=8000)
@click.option("--texts", type=click.Path(), metavar="DIR")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=10.0, metavar="SECONDS")
@click.pass_obj
def serve(context: Context, host: str, port: int, texts: str | None, timeout: float) -> None:
    from healthkg import web
    from healthkg.isolation import Limits, can_isolate

    listening = web.listen(host, port)
    limits = Limits(timeout, memory=512 << 20, size=32 << 20, niceness=10)
    site = web.open_site(Path(context.project) if context.project else None, Path(texts) if texts else None, limits)
    app = web.create_app(web.prepared(site))
    if not can_isolate():
        say(context.text("limits-missing"))
    address, port = listening.getsockname()[:2]
    say(context.text("serving", address=f"http://{f'[{address}]' if ':' in address else address}:{port}/"))
    web.serve(app, listening)
