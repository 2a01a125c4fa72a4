"""Makes the model that a person named, and plays episodes of it, each inspected as it ends.

Called by the doors: the command line, and the server for what is started over HTTP.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic import JsonValue, ValidationError

from alex.model import Model, ProviderModel
from alex.scripted import Script, choose_script, in_one_answer
from alex.scripted.choice import is_scripted
from corpmail.database import read_transaction
from insider.episodes import (
    EpisodePlan,
    EpisodeSummary,
    EventKind,
    Prefix,
    Rendering,
    Reviewer,
    RunSettings,
    Sandbox,
    StoredRendering,
    get_episode,
    run_episode,
)
from insider.errors import SettingsError
from insider.inspection.colleague_models import make_colleagues
from insider.inspection.reviewers import ReviewerEndpoint, make_reviewers
from insider.inspection.verdict import Verdict, inspect_episode
from insider.scenarios import RenderedScenario


@dataclass(frozen=True, slots=True)
class Played:
    """An episode that has ended and was inspected."""

    episode: EpisodeSummary
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a model is reached; never stored."""

    api_base: str | None = None
    api_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedEpisode:
    """An episode that can be played: whatever can be wrong with it was found before."""

    stored: StoredRendering
    model: Model
    plan: EpisodePlan
    endpoint: Endpoint
    prefix: Prefix | None = None
    """What is played first, in a fork."""


def read_run_settings(given: Mapping[str, object]) -> RunSettings:
    """Return the settings of an episode; what is left out is as usual.

    Args:
        given: Fields of ``RunSettings``.

    Raises:
        SettingsError: One is not taken.
    """
    try:
        return RunSettings.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise SettingsError(f"The setting '{where}' cannot be used: {first['msg']}.") from error


def make_model(
    name: str,
    rendered: RenderedScenario | None,
    *,
    settings: RunSettings,
    endpoint: Endpoint,
    seed: int,
) -> Model:
    """Return the model of a name; calls nobody.

    Args:
        name: A LiteLLM name, ``endpoint/…``, or ``scripted/…``.
        rendered: Has the scripts; needed for scripted models alone.
        settings: How it is asked.
        endpoint: Where it is reached.
        seed: Draws a script from a mixture.

    Raises:
        ModelNameError: The name means no provider, no script of the scenario, or an endpoint whose
            address is not given.
    """
    scripted = rendered is not None and is_scripted(name)
    script = (
        find_script(name, rendered.actors, rendered, seed=seed) if scripted and rendered else None
    )
    return ProviderModel(
        name,
        api_base=endpoint.api_base,
        api_key=endpoint.api_key,
        temperature=settings.temperature,
        max_tokens=settings.max_tokens,
        reasoning_effort=settings.reasoning_effort,
        timeout=settings.timeout,
        price=settings.price,
        script=script,
    )


def find_script(
    name: str,
    scripts: Mapping[str, Script],
    played_on: RenderedScenario | Rendering,
    *,
    seed: int | None,
) -> Script:
    """Return what a scripted model plays in a scenario, as one answer where it gives one.

    Args:
        name: The model's.
        scripts: Those of the scenario under its condition, by name.
        played_on: That scenario.
        seed: Draws a script from a mixture.

    Raises:
        ModelNameError: The name means no script of the scenario, or one that cannot be played in
            the form in which the scenario's own prompt wants actions.
    """
    script = choose_script(name, scripts, seed)
    if played_on.delivery != "classic":
        return script
    own = played_on.classic
    return in_one_answer(script, None if own is None else own.block_form())


async def play_episode(
    sandbox: Sandbox,
    prepared: PreparedEpisode,
    *,
    person: Reviewer | None = None,
    opened: Callable[[str], None] | None = None,
    watch: Callable[[EventKind, Mapping[str, JsonValue]], None] | None = None,
) -> Played:
    """Run one episode and inspect it.

    Args:
        sandbox: Where.
        prepared: Which.
        person: Who can be asked about what waits for a person; without, it stays held.
        opened: Told the episode's id as soon as it has one.
        watch: Told of every entry of the agent's record.

    Raises:
        asyncio.CancelledError: The task was cancelled; the episode ends as ``cancelled`` first.
        SettingsError: A judge is to approve, or a model to play colleagues, and none is named.
        ModelNameError: The name of a reviewer's or colleagues' model means no provider, or is a
            scripted one.
    """
    plan, stored = prepared.plan, prepared.stored
    endpoint = ReviewerEndpoint.beside(
        plan.model, api_base=prepared.endpoint.api_base, api_key=prepared.endpoint.api_key
    )
    reviewers = make_reviewers(
        sandbox.engine,
        stored.rendering.safeguards,
        plan.settings,
        endpoint=endpoint,
        person=person,
        seed=plan.seed,
    )
    colleagues = make_colleagues(stored.rendering, plan.settings, endpoint=endpoint)
    result = await run_episode(
        sandbox,
        stored,
        model=prepared.model,
        plan=plan,
        reviewers=reviewers,
        colleagues=colleagues,
        prefix=prepared.prefix,
        opened=opened,
        watch=watch,
    )
    verdict = inspect_episode(sandbox.engine, result.id)
    with read_transaction(sandbox.engine) as session:
        episode = get_episode(session, result.id)
    return Played(episode=episode, verdict=verdict)
