"""The command that opens the ledger in a browser."""

from __future__ import annotations

import webbrowser
from typing import TYPE_CHECKING

import click

from sayso.cli.group import existing, kept, ledger_option, main
from sayso.errors import MissingExtra

if TYPE_CHECKING:
    from sayso.web.serving import Served


@main.command()
@ledger_option
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen.")
@click.option("--port", type=click.IntRange(0, 65535), default=8023, show_default=True, help="0 takes a free one.")
@click.option("--read-only", is_flag=True, help="Show, and change nothing.")
@click.option("--open/--no-open", "opens", default=True, help="Open it in the browser (default).")
def serve(ledger: str, host: str, port: int, read_only: bool, opens: bool) -> None:
    """Open the ledger in a browser, on this machine.

    Served on another address than this machine's own, it asks for a token, which is printed once.

    \b
    Examples:
      sayso serve --ledger strait.db
      sayso serve --host 0.0.0.0 --read-only
    """
    try:
        from sayso.web import serving
    except ModuleNotFoundError as error:
        raise MissingExtra(error.name or "fastapi", "web", "The screens") from error

    def ready(served: Served) -> None:
        click.echo(f"{ledger} is at {served.address} (Ctrl-C ends it)")
        if served.token:
            click.echo(f"The token, shown this once: {served.token}")
        if opens and not served.token:
            webbrowser.open(served.address)

    with kept(ledger) as opened:
        opened.actors(limit=1)  # who is who is worked out once, before anybody waits for it
    with (existing if read_only else kept)(ledger) as opened:
        serving.serve(opened, host, port, read_only=read_only, ready=ready)
