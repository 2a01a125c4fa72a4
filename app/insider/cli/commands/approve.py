"""``insider approve``: a person's yes to what is held."""

import click

from insider.cli.command import InsiderCommand, Invocation
from insider.cli.database import open_existing_database
from insider.episodes import Sandbox, approval_id, decide_as_person


@click.command("approve", cls=InsiderCommand)
@click.argument("approval")
@click.option("--reason", default="", help="Why, for the record.")
@click.pass_obj
def command(invocation: Invocation, /, approval: str, reason: str) -> None:
    """Approve what waits for a person; it takes effect now.

    APPROVAL is an id as 'insider approvals' lists it.
    """
    with open_existing_database(invocation) as engine:
        server = Sandbox(engine).mail_server
        item = decide_as_person(server, approval, approves=True, reason=reason)
    invocation.console.write_json({"id": approval_id(item), "decision": "approved"})
    invocation.console.say(f"Approved {approval_id(item)}.")
