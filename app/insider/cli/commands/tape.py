"""``insider tape``: an episode's tape as a file that can be played elsewhere."""

from pathlib import Path

import click

from alex.tape import dump_tape
from insider.cli.command import InsiderCommand, Invocation
from insider.cli.database import open_existing_database
from insider.episodes import portable_tape, record_of


@click.command("tape", cls=InsiderCommand)
@click.argument("episode")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help="The file to write; EPISODE.tape.json when left out.",
)
@click.pass_obj
def command(invocation: Invocation, /, episode: str, output: Path | None) -> None:
    """Write an episode's tape to a file.

    It holds the model's replies and the record that they must give again: whatever the agent read
    and wrote, and no key.
    """
    with open_existing_database(invocation) as engine:
        recorded = record_of(engine, episode)
    target = output or Path(f"{recorded.episode_id}.tape.json")
    target.write_text(dump_tape(portable_tape(recorded)), encoding="utf-8")
    console = invocation.console
    console.write_json(
        {
            "episode": recorded.episode_id,
            "file": str(target),
            "replies": len(recorded.tape.replies),
            "events": len(recorded.events),
        }
    )
    console.write_lines([str(target)])
    console.say(
        f"Replies: {len(recorded.tape.replies)}, events: {len(recorded.events)}. "
        f"'insider replay --tape {target}' plays it."
    )
