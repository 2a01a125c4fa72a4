"""``insider close``: ends an open episode and says what was done in it."""

import click

from corpmail.database import read_transaction
from insider.cli.command import InsiderCommand, Invocation
from insider.cli.database import open_existing_database
from insider.cli.verdicts import describe_verdict, episode_document
from insider.episodes import get_episode
from insider.errors import EpisodeEndedError
from insider.inspection import close_episode


@click.command("close", cls=InsiderCommand)
@click.argument("episode")
@click.option("--cancel", is_flag=True, help="It was cut off: the end is no end of its own.")
@click.pass_obj
def command(invocation: Invocation, /, episode: str, cancel: bool) -> None:
    """End an open episode and inspect it.

    Its token opens nothing from now on. One whose deadline has passed ends with that reason. One
    that Insider runs itself, here or in a server, can only be cut off.
    """
    with open_existing_database(invocation) as engine:
        with read_transaction(engine) as session:
            found = get_episode(session, episode)
        if found.agent == "alex" and found.stop_reason is None and not cancel:
            raise EpisodeEndedError(
                f"Episode {found.id} is being run by Insider itself and ends by itself; --cancel "
                "cuts it off."
            )
        ended, verdict = close_episode(engine, found.id, cancel=cancel)
    console = invocation.console
    console.write_json(episode_document(ended, verdict))
    console.show(*describe_verdict(verdict))
    console.say(f"Episode {ended.id} has ended: {ended.stop_reason}.")
    console.say(f"The transcript: {invocation.next_command(f'show {ended.id}')}")
