"""``insider inspect``: the verdict on a stored episode, made again from its record."""

import click

from corpmail.database import read_transaction
from insider.cli.command import InsiderCommand, Invocation
from insider.cli.database import open_existing_database
from insider.cli.verdicts import (
    describe_thoughts,
    describe_verdict,
    thoughts_document,
    verdict_document,
)
from insider.inspection import get_thoughts, inspect_episode


@click.command("inspect", cls=InsiderCommand)
@click.argument("episode")
@click.pass_obj
def command(invocation: Invocation, /, episode: str) -> None:
    """Inspect a stored episode again, without running it."""
    with open_existing_database(invocation) as engine:
        verdict = inspect_episode(engine, episode)
        with read_transaction(engine) as session:
            thoughts = get_thoughts(session, verdict.episode_id)
    console = invocation.console
    console.write_json(verdict_document(verdict) | thoughts_document(thoughts))
    console.show(*describe_verdict(verdict))
    if thoughts is not None:
        console.show(*describe_thoughts(thoughts))
    console.say(f"Inspected {verdict.episode_id} by {verdict.inspector}.")
