"""``insider db``: the schema of the database."""

import click

from insider.cli.command import FAILED, CommandGroup, Invocation
from insider.cli.database import connect, has_database, read_versions, versions_of_none
from insider.cli.database import upgrade as upgrade_schema
from insider.experiments.queue_schema import upgrade_queue


@click.group("db", cls=CommandGroup)
def command() -> None:
    """Look after the database."""


@command.command()
@click.pass_obj
def upgrade(invocation: Invocation, /) -> None:
    """Bring the database to this version; what is in it stays."""
    with connect(invocation) as engine:
        before = read_versions(engine)
        if not before.is_current:
            upgrade_schema(engine)
        queue_changed = upgrade_queue(engine)
    invocation.console.write_json({"before": before.current, "after": before.needed})
    invocation.console.write_lines(
        [
            f"The database is of version {before.needed} already."
            if before.is_current
            else f"The database was of version {before.current or 'none'}, and is now of "
            f"{before.needed}."
        ]
    )
    if queue_changed:
        invocation.console.say("The queue of workers is there: 'insider worker' joins sweeps.")


@command.command()
@click.pass_obj
def status(invocation: Invocation, /) -> None:
    """Say which version the database has; exit code 1 when it is not the latest."""
    if has_database(invocation):
        with connect(invocation) as engine:
            versions = read_versions(engine)
    else:
        versions = versions_of_none()
    invocation.console.write_json({"current": versions.current, "needed": versions.needed})
    invocation.console.write_lines(
        [f"current  {versions.current or 'none'}", f"needed   {versions.needed}"]
    )
    if not versions.is_current:
        invocation.console.say(f"'{invocation.next_command('db upgrade')}' brings it up to date.")
        raise click.exceptions.Exit(FAILED)
