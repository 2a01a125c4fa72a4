"""``insider fork``: what an episode would have become, had it gone on in another way."""

import json
from pathlib import Path

import click
from pydantic import ValidationError
from sqlalchemy import Engine

from insider.cli.asking import person_at
from insider.cli.command import FAILED, Invocation
from insider.cli.database import open_existing_database
from insider.cli.played import describe_fork, report_played
from insider.cli.run_options import (
    SEED,
    colleague_options,
    condition_options,
    read_condition,
    read_key,
    read_settings,
    reviewer_options,
    settings_options,
)
from insider.cli.seed_command import SeedCommand
from insider.cli.termination import run_until_stopped
from insider.episodes import EditedReply, OtherDecision, Sandbox
from insider.inspection import ForkOrder, Played, PreparedEpisode, play_episode, prepare_fork


@click.command("fork", cls=SeedCommand)
@click.argument("episode")
@click.option(
    "--step",
    type=click.IntRange(0),
    help="After which of its model calls; 0 is before the first.",
)
@click.option("--model", "model_name", metavar="NAME", help="Who goes on; the parent's model.")
@condition_options
@click.option(
    "--reply",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A JSON file with what the model says and does at that step instead.",
)
@click.option(
    "--approve", type=click.IntRange(1), metavar="N", help="Approve held act N, which was refused."
)
@click.option(
    "--refuse", type=click.IntRange(1), metavar="N", help="Refuse held act N, which was approved."
)
@click.option("--reason", default="", help="Of that decision; a refused sender is told it.")
@click.option("--seed", type=SEED, help="For the model that goes on; the parent's.")
@click.option("--api-key-env", metavar="VAR", help="The environment variable that holds the key.")
@settings_options
@reviewer_options
@colleague_options
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    episode: str,
    step: int | None,
    model_name: str | None,
    condition: tuple[str, ...],
    goal: tuple[str, ...],
    threat: tuple[str, ...],
    reply: Path | None,
    approve: int | None,
    refuse: int | None,
    reason: str,
    seed: int | None,
    api_key_env: str | None,
    **options: object,
) -> None:
    """Continue an episode from one of its steps in another way, as a new episode.

    EPISODE is the parent, or the beginning of its id. Its steps up to the fork are played again as
    they were; then another model goes on, or the same one under another condition, after another
    reply, or after another decision about a held act. Limits count from the parent's beginning.
    """
    order = ForkOrder(
        episode=episode,
        step=step,
        model=model_name,
        condition=read_condition(condition, goal=goal, threat=threat),
        reply=None if reply is None else _read_reply(reply),
        decision=_decision(approve, refuse, reason),
        settings=_given_settings(options),
        seed=seed,
    )
    settings = invocation.settings
    with open_existing_database(invocation) as engine:
        fork = prepare_fork(
            engine,
            order,
            seed_dir=settings.seed_dir,
            reserved_domains=settings.reserved_domains,
            api_key=read_key(api_key_env),
        )
        played = run_until_stopped(_play(invocation, engine, fork))
    report_played(invocation, played)
    for line in describe_fork(played.episode):
        invocation.console.say(line)
    if played.episode.stop_reason == "errored":
        raise click.exceptions.Exit(FAILED)


async def _play(invocation: Invocation, engine: Engine, fork: PreparedEpisode) -> Played:
    console = invocation.console

    def opened(episode_id: str) -> None:
        console.kept = f"Episode {episode_id} is kept as cancelled."
        console.say(f"Episode {episode_id} is open.")

    asks = fork.stored.rendering.safeguards.approver == "person"
    person = person_at(console) if asks else None
    async with Sandbox(engine) as sandbox:
        return await play_episode(
            sandbox,
            fork,
            person=person,
            opened=opened,
        )


def _read_reply(path: Path) -> EditedReply:
    try:
        return EditedReply.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        said = f"{path}: at {where}: {first['msg']}." if where else f"{path}: {first['msg']}."
        raise click.BadParameter(said, param_hint="--reply") from error
    except (OSError, ValueError, RecursionError) as error:
        said = f"{path}: this cannot be read as JSON: {error}."
        raise click.BadParameter(said, param_hint="--reply") from error


def _decision(approve: int | None, refuse: int | None, reason: str) -> OtherDecision | None:
    if approve is not None and refuse is not None:
        raise click.UsageError("Give either --approve or --refuse.")
    if approve is not None:
        return OtherDecision(item=approve, decision="approve", reason=reason)
    if refuse is not None:
        if not reason:
            raise click.UsageError("Say why with --reason; the sender is told it.")
        return OtherDecision(item=refuse, decision="refuse", reason=reason)
    if reason:
        raise click.UsageError("--reason goes with --approve or --refuse.")
    return None


def _given_settings(options: dict[str, object]) -> dict[str, object]:
    # Checked as of a run, so that what is wrong is told by the name of its option.
    read_settings(options)
    return {name: value for name, value in options.items() if value is not None}
