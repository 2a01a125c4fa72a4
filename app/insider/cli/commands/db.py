"""``insider db``: the schema of the database."""

import click
from corpmail.migration import current_revision, latest_revision, upgrade_database

from insider.cli.command import FAILED, CommandGroup, Invocation


@click.group("db", cls=CommandGroup)
def command() -> None:
    """Look after the database."""


@command.command()
@click.pass_obj
def upgrade(invocation: Invocation) -> None:
    """Bring the database to this version; what is in it stays."""
    url = invocation.settings.database_url
    before = current_revision(url)
    upgrade_database(url)
    after = current_revision(url)
    invocation.console.write_json({"before": before, "after": after})
    invocation.console.write_lines(
        [
            f"The database is at version {after}."
            if before == after
            else f"{before or 'none'} -> {after}"
        ]
    )


@command.command()
@click.pass_obj
def status(invocation: Invocation) -> None:
    """Say which version the database has; exit code 1 when it is not the latest."""
    current, latest = current_revision(invocation.settings.database_url), latest_revision()
    invocation.console.write_json({"current": current, "latest": latest})
    invocation.console.write_lines([f"current {current or 'none'}", f"latest  {latest}"])
    if current != latest:
        invocation.console.say(f"'{invocation.next_command('db upgrade')}' brings it up to date.")
        raise click.exceptions.Exit(FAILED)
