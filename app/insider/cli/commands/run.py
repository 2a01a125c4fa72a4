"""``insider run``: a model as Alex in a scenario, and what it did.

Everything that can be wrong is found before the first model call.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import click
from rich.text import Text
from sqlalchemy import Engine

from alex.errors import TapeError
from alex.model import Model
from alex.tape import Tape, TapeModel
from corpmail.approvals import HeldItem
from corpmail.database import write_transaction
from insider.cli.asking import person_at
from insider.cli.command import FAILED, Invocation
from insider.cli.database import open_database
from insider.cli.played import report_played
from insider.cli.run_options import (
    EPOCHS,
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
from insider.cli.tape_file import read_tape_file
from insider.cli.termination import run_until_stopped
from insider.episodes import (
    LONGEST_WAIT,
    AwaitedPerson,
    EpisodePlan,
    Reviewer,
    RunSettings,
    Sandbox,
    approval_id,
    is_guarded,
    store_rendering,
)
from insider.episodes.activity import watch_activity
from insider.episodes.preview import preview_prompt
from insider.inspection import (
    Endpoint,
    PreparedEpisode,
    ReviewerEndpoint,
    check_colleagues,
    check_reviewers,
    find_idle_models,
    make_model,
    play_episode,
)
from insider.scenarios import (
    RenderedScenario,
    describe_condition,
    open_seed,
    render_scenario,
    write_sessions,
)
from insider.visible import make_visible


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    rendered: RenderedScenario
    models: tuple[Model, ...]
    """One for each epoch: a scripted mixture draws anew, and a tape is played once."""
    plan: EpisodePlan
    endpoint: Endpoint
    verbose: bool


@click.command("run", cls=SeedCommand)
@click.argument("scenario")
@click.option(
    "--model",
    "model_name",
    metavar="NAME",
    help="A LiteLLM name, endpoint/NAME (with --api-base), or scripted/NAME.",
)
@click.option(
    "--tape",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Play a tape's replies instead of asking a model.",
)
@condition_options
@click.option(
    "--epochs",
    type=EPOCHS,
    default=1,
    help="Repetitions; the seed grows by one with each.",
)
@click.option("--seed", type=SEED, default=1, help="Of the first epoch; 1.")
@click.option("--api-key-env", metavar="VAR", help="The environment variable that holds the key.")
@settings_options
@reviewer_options
@colleague_options
@click.option(
    "--wait-for-person",
    type=click.FloatRange(0, LONGEST_WAIT),
    metavar="SECONDS",
    help="Have the agent wait so long for each decision of a person, made on the page of 'insider "
    "serve', by 'insider approve' or over HTTP.",
)
@click.option(
    "--dry-run", is_flag=True, help="Show the prompt and what would be done; call nobody."
)
@click.option("-v", "--verbose", is_flag=True, help="Say what Alex does as it does it.")
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    scenario: str,
    model_name: str | None,
    tape: Path | None,
    condition: tuple[str, ...],
    goal: tuple[str, ...],
    threat: tuple[str, ...],
    epochs: int,
    seed: int,
    api_key_env: str | None,
    wait_for_person: float | None,
    dry_run: bool,
    verbose: bool,
    **options: object,
) -> None:
    """Run a model as Alex in a scenario and inspect it.

    The condition is the scenario's control but for the factors that are given. Exit code 0 when
    the episodes ended, harm or not; 1 when one errored.
    """
    if (model_name is None) == (tape is None):
        raise click.UsageError("Give either --model or --tape.")
    if tape is not None and epochs != 1:
        raise click.UsageError("A tape is played once: leave out --epochs.")
    settings = read_settings(options)
    endpoint = Endpoint(
        api_base=None if options["api_base"] is None else str(options["api_base"]),
        api_key=read_key(api_key_env),
    )
    seeds = open_seed(invocation.settings.seed_dir, scenarios=[scenario])
    rendered = render_scenario(
        seeds,
        seeds.name_of(scenario),
        read_condition(condition, goal=goal, threat=threat),
        reserved_domains=invocation.settings.reserved_domains,
    )
    # A tape plays Alex where no model is named.
    beside = ReviewerEndpoint.beside(model_name or "tape/", api_base=settings.api_base)
    check_reviewers(rendered.safeguards, settings, endpoint=beside)
    check_colleagues(rendered.colleagues, settings, endpoint=beside)
    for idle in find_idle_models(rendered, settings):
        invocation.console.warn(idle)
    models = _models(
        model_name, tape, rendered, epochs=epochs, seed=seed, settings=settings, endpoint=endpoint
    )
    plan = EpisodePlan(model=models[0].name, settings=settings, seed=seed)
    run = _Run(rendered=rendered, models=models, plan=plan, endpoint=endpoint, verbose=verbose)
    if dry_run:
        _preview(invocation, run)
        return
    with open_database(invocation) as engine:
        errored = run_until_stopped(_play(invocation, engine, run, wait_for_person))
    if errored:
        raise click.exceptions.Exit(FAILED)


def _models(
    name: str | None,
    tape: Path | None,
    rendered: RenderedScenario,
    *,
    epochs: int,
    seed: int,
    settings: RunSettings,
    endpoint: Endpoint,
) -> tuple[Model, ...]:
    if tape is not None:
        return (TapeModel(_tape_for(rendered, tape)),)
    return tuple(
        make_model(str(name), rendered, settings=settings, endpoint=endpoint, seed=seed + number)
        for number in range(epochs)
    )


def _tape_for(rendered: RenderedScenario, path: Path) -> Tape:
    """Return a tape that was recorded in this scenario and condition; elsewhere it means nothing.

    Raises:
        TapeError: It is no tape, or one of another cell.
    """
    tape = read_tape_file(path)
    here = (rendered.scenario, rendered.condition)
    there = (tape.about.get("scenario"), tape.about.get("condition"))
    if here != there:
        raise TapeError(
            f"{path}: this tape was recorded in {there[0]} {there[1]}; name that scenario and "
            "condition, or play it with 'insider replay --tape'."
        )
    # What is played is a file that anybody can have edited: it does not go by the model's name.
    return tape.model_copy(update={"model": f"tape/{tape.model}"})


async def _play(
    invocation: Invocation, engine: Engine, run: _Run, wait_for_person: float | None
) -> int:
    console = invocation.console
    errored = 0

    def opened(episode_id: str) -> None:
        console.kept = (
            f"Episode {episode_id} is kept as cancelled; "
            f"'{invocation.next_command(f'show {episode_id}')}' shows it."
        )
        console.say(f"Episode {episode_id} is open.")

    watch = None
    if run.verbose:
        watch = watch_activity(
            run.rendered.messages,
            lambda line: console.say(f"  {line}"),
            sessions=_sessions(run.rendered),
        )
    async with Sandbox(engine) as sandbox:
        with write_transaction(engine) as session:
            stored = store_rendering(session, run.rendered)
        person = _person(invocation, run, engine, wait_for_person)
        for number, model in enumerate(run.models):
            played = await play_episode(
                sandbox,
                PreparedEpisode(
                    stored=stored,
                    model=model,
                    plan=replace(run.plan, seed=run.plan.seed + number, epoch=number + 1),
                    endpoint=run.endpoint,
                ),
                person=person,
                opened=opened,
                watch=watch,
            )
            errored += played.episode.stop_reason == "errored"
            report_played(invocation, played)
    return errored


def _person(
    invocation: Invocation, run: _Run, engine: Engine, seconds: float | None
) -> Reviewer | None:
    """Return who decides what waits for a person, and say where that is when it is not here."""
    safeguards = run.rendered.safeguards
    if safeguards.approver != "person" or not is_guarded(safeguards):
        return None
    console = invocation.console
    if seconds is not None:

        def tell(item: HeldItem) -> None:
            console.say(f"{approval_id(item)} waits for a person; the agent waits too.")

        return AwaitedPerson(engine, seconds, tell)
    person = person_at(console)
    if person is None:
        console.say(
            "There is no terminal to ask a person at: what waits for one stays held, unless "
            f"'{invocation.next_command('approve')}' or the page of 'insider serve' lets it go "
            "while the episode runs; --wait-for-person SECONDS has the agent wait."
        )
    return person


def _preview(invocation: Invocation, run: _Run) -> None:
    rendered, settings = run.rendered, run.plan.settings
    prompt = preview_prompt(rendered, settings)
    console = invocation.console
    console.write_json(
        {
            "scenario": rendered.scenario,
            "condition": dict(rendered.condition),
            "model": run.plan.model,
            "epochs": len(run.models),
            "seed": run.plan.seed,
            "settings": settings.model_dump(mode="json"),
            "messages": len(rendered.messages),
            "prompt": list(prompt.messages),
            "tools": [tool.model_dump(mode="json") for tool in prompt.tools],
        }
    )
    console.show(
        Text(
            f"{rendered.scenario} · {describe_condition(rendered.condition, rendered.control)}",
            style="bold",
        ),
        Text(f"{len(run.models)} × {run.plan.model} on {len(rendered.messages)} messages"),
        Text(f"Settings: {_write_settings(settings)}"),
        Text(f"Tools: {', '.join(tool.name for tool in prompt.tools)}"),
        *map(Text, _sessions(rendered)),
    )
    for message in prompt.messages:
        console.show(Text(f"\n{message['role']}", style="bold"))
        console.show(Text(make_visible(str(message["content"]))))
    console.say("Nothing was called and nothing was stored.")


def _sessions(rendered: RenderedScenario) -> list[str]:
    return write_sessions(rendered.sessions, timezone=rendered.directory.timezone)


def _write_settings(settings: RunSettings) -> str:
    given = settings.model_dump(mode="json", exclude_none=True)
    return ", ".join(f"{key}={value}" for key, value in given.items())
