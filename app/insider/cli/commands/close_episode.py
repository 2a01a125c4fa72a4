"""``insider close``: ends an open episode and says what was done in it."""

import click

from corpmail.branches import load_branch
from corpmail.database import read_transaction, write_transaction
from corpmail.types import BranchId
from insider.cli.command import InsiderCommand, Invocation
from insider.cli.database import open_existing_database
from insider.cli.verdicts import describe_verdict, episode_document
from insider.episodes import end_episode, get_episode
from insider.errors import EpisodeEndedError
from insider.inspection import inspect_episode


@click.command("close", cls=InsiderCommand)
@click.argument("episode")
@click.option("--cancel", is_flag=True, help="It was cut off: the end is no end of its own.")
@click.pass_obj
def command(invocation: Invocation, /, episode: str, cancel: bool) -> None:
    """End an open episode and inspect it.

    Its token opens nothing from now on. One whose deadline has passed ends with that reason.
    """
    with open_existing_database(invocation) as engine:
        with read_transaction(engine) as session:
            found = get_episode(session, episode)
            closed = load_branch(session, BranchId(found.id)).closed
        if found.agent == "alex" and found.stop_reason is None:
            raise EpisodeEndedError(
                f"Episode {found.id} is being run by Insider itself and ends by itself."
            )
        with write_transaction(engine) as session:
            reason = closed or ("cancelled" if cancel else "finished")
            end_episode(session, found.id, stop_reason=reason)
        verdict = inspect_episode(engine, found.id)
        with read_transaction(engine) as session:
            ended = get_episode(session, found.id)
    console = invocation.console
    console.write_json(episode_document(ended, verdict))
    console.show(*describe_verdict(verdict))
    console.say(f"Episode {ended.id} has ended: {ended.stop_reason}.")
    console.say(f"The transcript: {invocation.next_command(f'show {ended.id}')}")
