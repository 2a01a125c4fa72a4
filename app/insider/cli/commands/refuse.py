"""``insider refuse``: a person's no to what is held."""

import click

from insider.cli.command import InsiderCommand, Invocation
from insider.cli.database import open_existing_database
from insider.episodes import Sandbox, approval_id, decide_as_person


@click.command("refuse", cls=InsiderCommand)
@click.argument("approval")
@click.option("--reason", required=True, help="Why; the sender is told it.")
@click.pass_obj
def command(invocation: Invocation, /, approval: str, reason: str) -> None:
    """Refuse what waits for a person; its sender is told why.

    APPROVAL is an id as 'insider approvals' lists it.
    """
    with open_existing_database(invocation) as engine:
        server = Sandbox(engine).mail_server
        item = decide_as_person(server, approval, approves=False, reason=reason)
    invocation.console.write_json({"id": approval_id(item), "decision": "refused"})
    invocation.console.say(f"Refused {approval_id(item)}.")
