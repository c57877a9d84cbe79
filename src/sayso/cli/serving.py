"""The commands that open the ledger to a browser and to assistants."""

from __future__ import annotations

import webbrowser
from typing import TYPE_CHECKING

import click

from sayso.cli.group import existing, is_given, kept, ledger_option, main, shown
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
        click.echo(f"{shown(ledger)} is at {served.address} (Ctrl-C ends it)")
        if served.token:
            click.echo(f"The token, shown this once: {served.token}")
        if opens and not served.token:
            webbrowser.open(served.address)

    with kept(ledger) as opened:
        opened.actors(limit=1)  # who is who is worked out once, before anybody waits for it
    with (existing if read_only else kept)(ledger) as opened:
        serving.serve(opened, host, port, read_only=read_only, ready=ready)


@main.command()
@ledger_option
@click.option("--http", is_flag=True, help="Listen on this machine (streamable HTTP) in place of standard input.")
@click.option("--port", type=click.IntRange(1, 65535), default=8024, show_default=True, help="Where, with --http.")
def mcp(ledger: str, http: bool, port: int) -> None:
    """Answer an assistant that speaks the Model Context Protocol: search, show, trace, compare, profile. Reading alone.

    \b
    Examples:
      sayso mcp --ledger strait.db
      sayso mcp --http --port 8024
    """
    if is_given("port") and not http:
        raise click.UsageError("--port goes with --http: without it, standard input is listened to.")
    try:
        from sayso.mcp import create_server
    except ModuleNotFoundError as error:
        raise MissingExtra(error.name or "mcp", "mcp", "Answers to assistants") from error

    with kept(ledger) as opened:
        opened.actors(limit=1)  # as for the screens
    with existing(ledger) as opened:
        server = create_server(opened)
        if http:
            click.echo(f"{shown(ledger)} answers at http://127.0.0.1:{port}/mcp (Ctrl-C ends it)", err=True)
            server.run("streamable-http", host="127.0.0.1", port=port)
        else:
            server.run("stdio")
