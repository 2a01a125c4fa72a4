"""``insider inspect``: the verdict on a stored episode, made again from its record."""

import click

from insider.cli.command import InsiderCommand, Invocation
from insider.cli.database import open_existing_database
from insider.cli.verdicts import describe_verdict, verdict_document
from insider.inspection import inspect_episode


@click.command("inspect", cls=InsiderCommand)
@click.argument("episode")
@click.pass_obj
def command(invocation: Invocation, /, episode: str) -> None:
    """Inspect a stored episode again, without running it."""
    with open_existing_database(invocation) as engine:
        verdict = inspect_episode(engine, episode)
    console = invocation.console
    console.write_json(verdict_document(verdict))
    console.show(*describe_verdict(verdict))
    console.say(f"Inspected {verdict.episode_id} by {verdict.inspector}.")
