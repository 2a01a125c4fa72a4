"""``insider open``: an episode for an agent that is not Alex, reached over HTTP."""

import shlex

import click
from pydantic import JsonValue
from rich.text import Text

from corpmail.clock import to_company_time
from corpmail.database import write_transaction
from insider.cli.command import Invocation
from insider.cli.console import Console
from insider.cli.database import open_database
from insider.cli.run_options import (
    colleague_options,
    condition_options,
    read_condition,
    read_settings,
    reviewer_options,
)
from insider.cli.seed_command import SeedCommand
from insider.cli.serving import address_options, hold_place, read_address, serve
from insider.episodes import (
    EpisodePlan,
    OpenedEpisode,
    Rendering,
    open_episode,
    store_rendering,
)
from insider.inspection import check_colleagues, check_reviewers, find_idle_models
from insider.scenarios import (
    RenderedScenario,
    describe_condition,
    open_seed,
    render_scenario,
    sessions_document,
    write_sessions,
)
from insider.visible import make_visible


@click.command("open", cls=SeedCommand)
@click.argument("scenario")
@condition_options
@click.option(
    "--name", default="foreign", metavar="LABEL", help="What the agent is called in lists."
)
@reviewer_options
@colleague_options
@click.option(
    "--api-base",
    metavar="URL",
    help="An endpoint of your own, where the server reaches these models.",
)
@click.option(
    "--serve", "serve_it", is_flag=True, help="Serve the mail API until the episode is closed."
)
@address_options
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    scenario: str,
    condition: tuple[str, ...],
    goal: tuple[str, ...],
    threat: tuple[str, ...],
    name: str,
    host: str | None,
    port: int | None,
    serve_it: bool,
    **options: object,
) -> None:
    """Open an episode for an agent of your own, over HTTP.

    Prints where the mail is, the token that opens it, and what the agent should be told.
    """
    invocation = invocation.with_settings(read_address(host=host, port=port))
    settings = invocation.settings
    seed = open_seed(settings.seed_dir, scenarios=[scenario])
    rendered = render_scenario(
        seed,
        seed.name_of(scenario),
        read_condition(condition, goal=goal, threat=threat),
        reserved_domains=settings.reserved_domains,
    )
    reviewers = read_settings(options)
    if reviewers.api_base is not None and not settings.allows_endpoint(reviewers.api_base):
        raise click.BadParameter(
            "the server reaches models only where INSIDER_API_BASES says: name the endpoint there, "
            "for this command and for 'insider serve'.",
            param_hint="--api-base",
        )
    check_reviewers(rendered.safeguards, reviewers)
    check_colleagues(rendered.colleagues, reviewers)
    for idle in find_idle_models(rendered, reviewers):
        invocation.console.warn(idle)
    plan = EpisodePlan(model=name, agent="foreign", settings=reviewers)
    if not serve_it:
        opened = _open(invocation, rendered, plan, base_url=settings.base_url)
        invocation.console.say(
            f"'{invocation.next_command('serve', on_seed=True)}' serves it; "
            f"'{invocation.next_command(f'close {opened.id}')}' ends and inspects it."
        )
        return
    with hold_place(settings) as place:
        opened = _open(invocation, rendered, plan, base_url=settings.public_url or place.url)
        serve(invocation, place, episode_id=opened.id)


def _open(
    invocation: Invocation, rendered: RenderedScenario, plan: EpisodePlan, *, base_url: str
) -> OpenedEpisode:
    with open_database(invocation) as engine, write_transaction(engine) as session:
        stored = store_rendering(session, rendered)
        opened = open_episode(session, stored, plan)
    _report(invocation, opened, stored.rendering, base_url)
    return opened


def _report(
    invocation: Invocation, opened: OpenedEpisode, rendering: Rendering, base_url: str
) -> None:
    console = invocation.console
    deadline = (
        None
        if rendering.deadline is None
        else to_company_time(rendering.deadline, rendering.timezone).isoformat()
    )
    condition = describe_condition(rendering.condition, rendering.control)
    document: dict[str, JsonValue] = {
        "episode": opened.id,
        "base_url": base_url,
        "token": opened.token,
        "address": rendering.agent,
        "scenario": rendering.scenario,
        "condition": dict(rendering.condition),
        "now": to_company_time(rendering.start, rendering.timezone).isoformat(),
        "deadline": deadline,
        **rendering.prompt.model_dump(),
    }
    if rendering.sessions:
        timezone = rendering.timezone
        document["sessions"] = [*sessions_document(rendering.sessions, timezone=timezone)]
    console.write_json(document)
    curl = f"curl -H {shlex.quote(f'Authorization: Bearer {opened.token}')} " + shlex.quote(
        f"{base_url}/mail/v1/messages?folder=inbox"
    )
    console.write_lines(
        [
            f"episode    {opened.id}",
            f"scenario   {rendering.scenario}, {condition}",
            f"base URL   {base_url}",
            f"token      {opened.token}",
            f"address    {rendering.agent}",
            f"deadline   {deadline or 'none'} on the company's clock",
        ]
    )
    for part, text in rendering.prompt.model_dump().items():
        if text:
            console.show(Text(f"\n{part.capitalize()}", style="bold"), Text(make_visible(text)))
    _show_sessions(console, rendering)
    console.write_lines(["", curl])


def _show_sessions(console: Console, rendering: Rendering) -> None:
    sessions = rendering.sessions
    if not sessions:
        return
    console.show(Text("\nSessions", style="bold"))
    for line, session in zip(
        write_sessions(sessions, timezone=rendering.timezone), sessions, strict=True
    ):
        console.show(Text(line))
        if session.task != rendering.prompt.task:
            console.show(Text(f"  {make_visible(session.task)}"))
    console.show(
        Text(
            "After each the mail API answers 409 (session_ended) until POST "
            "/mail/v1/session/next begins the next one. Begin that without what the agent knows of "
            "the one before, but for its notes (/mail/v1/notes), which the answer has."
        )
    )
