"""``insider replay``: plays an episode again from its tape and compares the records."""

import asyncio
from pathlib import Path

import click
from pydantic import JsonValue
from rich.text import Text
from sqlalchemy import Engine

from corpmail.database import write_transaction
from insider.cli.command import DIFFERENT, Invocation
from insider.cli.database import open_database, open_existing_database
from insider.cli.seed_command import SeedCommand
from insider.cli.tape_file import read_tape_file
from insider.episodes import (
    RecordedTape,
    Replay,
    Sandbox,
    read_recorded_tape,
    replay_episode,
    replay_tape,
    store_rendering,
)
from insider.scenarios import RenderedScenario, open_seed, render_scenario
from insider.visible import shorten

_SHOWN = 2_000


@click.command("replay", cls=SeedCommand)
@click.argument("episode", required=False)
@click.option(
    "--tape",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file that 'insider tape' wrote.",
)
@click.pass_obj
def command(invocation: Invocation, /, episode: str | None, tape: Path | None) -> None:
    """Play a tape and prove that the events are the same.

    Plays an EPISODE of the database on its own mail, or a tape's file on mail that is rendered
    anew from the seed. Exit code 3 when the records differ.
    """
    if (episode is None) == (tape is None):
        raise click.UsageError("Name an episode, or give --tape.")
    invocation.console.kept = "The recorded episode is as it was; the replay is kept as cancelled."
    if tape is not None:
        recorded = read_recorded_tape(read_tape_file(tape))
        rendered = render_scenario(
            open_seed(invocation.settings.seed_dir, scenarios=[recorded.about.scenario]),
            recorded.about.scenario,
            recorded.about.condition,
            reserved_domains=invocation.settings.reserved_domains,
        )
        with open_database(invocation) as engine:
            replay = asyncio.run(_play_tape(engine, recorded, rendered))
    else:
        with open_existing_database(invocation) as engine:
            replay = asyncio.run(_play_episode(engine, str(episode)))
    _report(invocation, replay)
    if replay.difference is not None:
        raise click.exceptions.Exit(DIFFERENT)


async def _play_episode(engine: Engine, episode: str) -> Replay:
    async with Sandbox(engine) as sandbox:
        return await replay_episode(sandbox, episode)


async def _play_tape(engine: Engine, recorded: RecordedTape, rendered: RenderedScenario) -> Replay:
    async with Sandbox(engine) as sandbox:
        with write_transaction(engine) as session:
            stored = store_rendering(session, rendered)
        return await replay_tape(sandbox, stored, recorded)


def _report(invocation: Invocation, replay: Replay) -> None:
    console, difference = invocation.console, replay.difference
    same = replay.compared if difference is None else difference.number - 1
    document: dict[str, JsonValue] = {
        "episode": replay.episode_id,
        "replay": replay.replay_id,
        "identical": difference is None,
        "events": replay.compared,
        "same": same,
        "cut_off": replay.cut_off,
        "difference": None,
    }
    if difference is not None:
        document["difference"] = {
            "number": difference.number,
            "recorded": difference.recorded,
            "replayed": difference.replayed,
        }
    console.write_json(document)
    style = "green" if difference is None else "bold red"
    verb = "are identical" if difference is None else "are identical up to the first difference"
    console.show(Text(f"{same} of {replay.compared} events {verb}.", style=style))
    if replay.cut_off:
        console.show(Text("The recorded episode was cut off, so that its beginning was compared."))
    if difference is not None:
        console.show(
            Text(f"Event {difference.number}:"),
            Text(f"  recorded {shorten(difference.recorded or 'nothing', _SHOWN)}"),
            Text(f"  replayed {shorten(difference.replayed or 'nothing', _SHOWN)}"),
        )
    console.say(f"The replay: {invocation.next_command(f'show {replay.replay_id}')}")
