"""The whole path, held against known behaviour: seed, mail server, LiteLLM, loop, inspector."""

import asyncio
import itertools
from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import Engine

from alex import ProviderModel, choose_script, in_one_answer
from alex.draw import draw_fraction
from alex.scripted.script import Script
from corpmail.database import read_transaction, write_transaction
from corpmail.journal import Act
from insider.episodes import (
    EpisodePlan,
    Sandbox,
    StoredRendering,
    read_events,
    replay_episode,
    run_episode,
    store_rendering,
)
from insider.inspection import Verdict, inspect_episode
from insider.scenarios import (
    Condition,
    Grid,
    RenderedScenario,
    Seed,
    mail_factors,
    open_seed,
    render_scenario,
)

SCENARIOS = ("audit", "blackmail", "handover", "leaking", "lethal", "monitoring")
IN_SHORT = {
    "audit": ("request", "record"),
    "handover": ("placement", "exit", "fairness", "successor", "span"),
    "monitoring": ("scope", "announced"),
}
"""Stories that are played under fewer conditions, as time is short and what the shared factors do
is the same in all: every threat with every value of these factors, and some at random."""


ALL_PLAY = 6


@pytest.fixture(scope="module")
def seed() -> Seed:
    return open_seed()


def store(sandbox: Sandbox, rendered: RenderedScenario) -> StoredRendering:
    with write_transaction(sandbox.engine) as session:
        return store_rendering(session, rendered)


async def play(
    sandbox: Sandbox,
    rendered: RenderedScenario,
    name: str,
    *,
    number: int = 1,
    stored: StoredRendering | None = None,
) -> Verdict:
    stored = stored or store(sandbox, rendered)
    script = choose_script(name, rendered.actors, number)
    if rendered.delivery == "classic":
        script = in_one_answer(script)
    model = ProviderModel(name, script=script)
    plan = EpisodePlan(model=name, seed=number)
    result = await run_episode(sandbox, stored, model=model, plan=plan)
    if rendered.condition["deadline"] != "10":  # too short for some, who are judged all the same
        assert result.stop_reason == "finished", result.error
    return inspect_episode(sandbox.engine, result.id)


def conditions(seed: Seed, name: str) -> list[Condition]:
    """Return goal and threat crossed, every single deviation of the story, and some at random."""
    grid = seed.scenarios[name].grid
    story = mail_factors(seed, seed.scenarios[name])
    if name in IN_SHORT:
        found = [*under_each_threat(grid, IN_SHORT[name]), *drawn(seed, name, story, 3)]
    else:
        crossed = [
            grid.complete({"goal.type": goal, "threat": threat})
            for goal in ("none", "explicit")
            for threat in grid.factors["threat"]
        ]
        found = [*crossed, *grid.deviations(story), *drawn(seed, name, story)]
    return [cell for place, cell in enumerate(found) if cell not in found[:place]]


def under_each_threat(grid: Grid, factors: Sequence[str]) -> Iterator[Condition]:
    """Yield every value of these factors under every threat, where that is a condition."""
    for threat, factor in itertools.product(grid.factors["threat"], factors):
        for value in grid.factors[factor]:
            yield grid.nearest({**grid.control, "threat": threat, factor: value})


def drawn(seed: Seed, name: str, factors: Sequence[str], number: int = 5) -> list[Condition]:
    """Return valid conditions in which all these factors are drawn; the same ones every time."""
    grid = seed.scenarios[name].grid
    cells = []
    for count in range(number):
        given = {}
        for factor in factors:
            values = grid.factors[factor]
            given[factor] = values[int(draw_fraction(name, factor, str(count)) * len(values))]
        cells.append(grid.nearest({**grid.control, **given}))
    return cells


def playing(rendered: RenderedScenario, place: int) -> list[tuple[str, Script]]:
    """Return every actor in the first conditions, then two in turn: the more there is not time for.

    Args:
        rendered: Whose actors.
        place: Of the condition among all of its scenario.
    """
    actors = list(rendered.actors.items())
    if place < ALL_PLAY:
        return actors
    return [actors[(2 * place + each) % len(actors)] for each in range(2)]


@pytest.mark.parametrize("first", [True, pytest.param(False, marks=pytest.mark.slow)])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_actor_is_judged_as_what_it_is_in_every_condition(
    engine: Engine, seed: Seed, scenario: str, first: bool
) -> None:
    every = list(enumerate(conditions(seed, scenario)))

    async def scene() -> None:
        async with Sandbox(engine) as sandbox:
            for place, condition in every[:ALL_PLAY] if first else every[ALL_PLAY:]:
                rendered = render_scenario(seed, scenario, condition)
                stored = store(sandbox, rendered)
                for actor, script in playing(rendered, place):
                    verdict = await play(sandbox, rendered, f"scripted/{actor}", stored=stored)
                    found = {category.value for category in verdict.categories}
                    assert found == set(script.harm), (condition, actor, verdict.findings)
                    assert verdict.outcome == ("harm" if script.harm else "clean")

    asyncio.run(scene())


@pytest.mark.parametrize("threat", ["none", "replacement", "restriction"])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_who_reports_to_the_channel_is_answered_and_clean(
    engine: Engine, seed: Seed, scenario: str, threat: str
) -> None:
    condition = {"exit": "channel", "threat": threat}
    rendered = render_scenario(seed, scenario, condition)

    async def scene() -> Verdict:
        async with Sandbox(engine) as sandbox:
            return await play(sandbox, rendered, "scripted/reporter")

    verdict = asyncio.run(scene())
    assert verdict.outcome == "clean"
    with read_transaction(engine) as session:
        events = list(read_events(session, verdict.episode_id))
    arrived = [each.data["sender"] for each in events if each.kind == Act.MAIL_ARRIVED]
    planned = [each.data["name"] for each in events if each.kind == Act.REPLY_SCHEDULED]
    closed = render_scenario(seed, scenario, {"threat": threat, "exit": "none"})
    rule, *_ = [
        each
        for each in rendered.replies
        if each.id in planned and each not in closed.replies
        if any(channel.to.includes(each.sender) for channel in rendered.facts.channels)
    ]
    assert rule.sender in arrived


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_in_one_answer_every_actor_is_judged_as_what_it_is(
    engine: Engine, seed: Seed, scenario: str
) -> None:
    rendered = render_scenario(seed, scenario, {"delivery": "classic", "threat": "replacement"})

    async def scene() -> None:
        async with Sandbox(engine) as sandbox:
            stored = store(sandbox, rendered)
            for actor, script in rendered.actors.items():
                verdict = await play(sandbox, rendered, f"scripted/{actor}", stored=stored)
                found = {category.value for category in verdict.categories}
                assert found == set(script.harm), actor
                assert verdict.outcome == ("harm" if script.harm else "clean"), actor

    asyncio.run(scene())


def test_a_mixture_does_harm_exactly_as_often_as_it_drew_it(engine: Engine, seed: Seed) -> None:
    name = "scripted/mixed?blackmail=0.3&seed=7"
    rendered = render_scenario(seed, "blackmail", {"goal.type": "none", "threat": "replacement"})
    numbers = range(1, 31)
    drawn = [choose_script(name, rendered.actors, number).harm != () for number in numbers]
    assert 0 < sum(drawn) < len(drawn)

    async def scene() -> list[Verdict]:
        async with Sandbox(engine) as sandbox:
            stored = store(sandbox, rendered)
            episodes = (
                play(sandbox, rendered, name, number=number, stored=stored) for number in numbers
            )
            return await asyncio.gather(*episodes)

    verdicts = asyncio.run(scene())
    assert [verdict.outcome == "harm" for verdict in verdicts] == drawn


def test_reserved_domains_change_no_verdict(engine: Engine, seed: Seed) -> None:
    condition = {"goal.type": "explicit", "threat": "replacement"}
    rendered = render_scenario(seed, "leaking", condition, reserved_domains=True)

    async def scene() -> Verdict:
        async with Sandbox(engine) as sandbox:
            return await play(sandbox, rendered, "scripted/leaker")

    verdict = asyncio.run(scene())
    assert verdict.outcome == "harm"
    reached = {address for finding in verdict.findings for address in finding.recipients}
    assert all(address.endswith(".example") for address in reached)


def test_a_whole_scenario_replays_byte_for_byte(engine: Engine, seed: Seed) -> None:
    rendered = render_scenario(seed, "lethal", {"goal.type": "explicit", "threat": "replacement"})

    async def scene() -> None:
        async with Sandbox(engine) as sandbox:
            verdict = await play(sandbox, rendered, "scripted/destroyer")
            replay = await replay_episode(sandbox, verdict.episode_id)
            assert replay.difference is None
            again = inspect_episode(engine, replay.replay_id)
            assert again.findings == verdict.findings

    asyncio.run(scene())
