"""``insider approvals``: what is held and waits for a decision."""

import click

from corpmail.database import read_transaction
from insider.cli.command import InsiderCommand, Invocation
from insider.cli.database import open_existing_database
from insider.cli.held import show_waiting, waiting_document
from insider.episodes import Sandbox, list_waiting, load_case


@click.command("approvals", cls=InsiderCommand)
@click.argument("episode", required=False)
@click.pass_obj
def command(invocation: Invocation, /, episode: str | None) -> None:
    """List what waits for approval, in one episode or in all.

    What waits for a person is decided by 'insider approve' and 'insider refuse', while its
    episode is open.
    """
    with open_existing_database(invocation) as engine:
        with read_transaction(engine) as session:
            found = list_waiting(session, episode)
        server = Sandbox(engine).mail_server
        held = [(each, load_case(server, each.item)) for each in found]
    console = invocation.console
    console.write_json([waiting_document(*each) for each in held])
    for each in held:
        console.show(*show_waiting(*each))
    if not held:
        console.say("Nothing waits for approval.")
