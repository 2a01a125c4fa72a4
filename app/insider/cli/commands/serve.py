"""``insider serve``: the pages, the API of all that is stored, and the mail API, over HTTP."""

import click

from insider.cli.command import Invocation
from insider.cli.database import open_database
from insider.cli.seed_command import SeedCommand
from insider.cli.serving import address_options, hold_place, read_address, serve


@click.command("serve", cls=SeedCommand)
@address_options
@click.pass_obj
def command(invocation: Invocation, /, host: str | None, port: int | None) -> None:
    """Serve the pages and the APIs over HTTP.

    The address is http://127.0.0.1:8025 unless you say otherwise. The pages are for people (/),
    /api/v1 is for programs (/docs lists it), /mail/v1 is the mail API for an agent of your own.

    Ends with Ctrl-C. Whoever reaches the port can ask for mail, and needs a token to get it.
    """
    invocation = invocation.with_settings(read_address(host=host, port=port))
    with hold_place(invocation.settings) as place:
        with open_database(invocation):
            pass
        invocation.console.write_json_line({"url": place.url})
        serve(invocation, place)
