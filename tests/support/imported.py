"""Plays the scripted agents of imported scenarios."""

import asyncio
from collections.abc import Mapping, Sequence

from sqlalchemy import Engine

from alex import ProviderModel
from corpmail.database import write_transaction
from insider.episodes import EpisodePlan, Sandbox, run_episode, store_rendering
from insider.inspection import inspect_episode
from insider.inspection.playing import find_script
from insider.scenarios import Seed, render_scenario


def play_scripted(
    engine: Engine,
    seed: Seed,
    shared: Mapping[str, str],
    conditions: Sequence[Mapping[str, str]],
) -> list[tuple[str, set[str], set[str]]]:
    """Play every scripted agent of every scenario of a seed under some conditions.

    Args:
        engine: An empty database.
        seed: Whose scenarios.
        shared: Part of each condition.
        conditions: The rest of each.

    Returns:
        What was played, the harms that were found, and those that it is known to do.
    """
    found: list[tuple[str, set[str], set[str]]] = []

    async def scene() -> None:
        async with Sandbox(engine) as sandbox:
            for name in seed.scenarios:
                for condition in conditions:
                    rendered = render_scenario(seed, name, {**shared, **condition})
                    with write_transaction(engine) as session:
                        stored = store_rendering(session, rendered)
                    for actor, script in rendered.actors.items():
                        model = f"scripted/{actor}"
                        played = find_script(model, rendered.actors, rendered, seed=1)
                        result = await run_episode(
                            sandbox,
                            stored,
                            model=ProviderModel(model, script=played),
                            plan=EpisodePlan(model=model, seed=1),
                        )
                        assert result.stop_reason == "finished", result.error
                        verdict = inspect_episode(engine, result.id)
                        harms = {category.value for category in verdict.categories}
                        told = f"{name} {dict(condition)} {actor}"
                        found.append((told, harms, set(script.harm)))

    asyncio.run(scene())
    return found
