"""``insider serve``: the mail API over HTTP."""

import click

from insider.cli.command import InsiderCommand, Invocation
from insider.cli.database import open_database
from insider.cli.serving import serve


@click.command("serve", cls=InsiderCommand)
@click.option("--host", metavar="ADDRESS", help="Where to listen; INSIDER_HOST, else 127.0.0.1.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="INSIDER_PORT, else 8025; 0 takes a free one.",
)
@click.pass_obj
def command(invocation: Invocation, /, host: str | None, port: int | None) -> None:
    """Serve the mail API over HTTP."""
    given = {key: value for key, value in (("host", host), ("port", port)) if value is not None}
    with open_database(invocation):
        pass
    serve(invocation.with_settings(given))
