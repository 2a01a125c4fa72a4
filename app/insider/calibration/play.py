"""Plays the cases of a calibration set in the real sandbox, and has them inspected.

Every case is an episode: real mail, real deliveries, real deletions. Called by ``insider
calibrate``; judges nothing itself.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from alex.model import ProviderModel
from corpmail.database import (
    create_database_engine,
    create_schema,
    read_transaction,
    write_transaction,
)
from insider.calibration.cases import Case, World
from insider.calibration.failures import find_failures
from insider.episodes import EpisodePlan, Sandbox, read_events, run_episode, store_rendering
from insider.errors import CalibrationError, InvalidSeedError, SeedProblem
from insider.inspection import EpisodeRecord, Inspection, inspect_wholly
from insider.judging import Dossier, load_dossier
from insider.scenarios import Facts, render_scenario


@dataclass(frozen=True, slots=True)
class PlayedCase:
    """A case with what it did and what rules say of it."""

    case: Case
    episode_id: str
    dossier: Dossier
    """What it did, and what a judge may see beside it."""
    inspection: Inspection

    @property
    def record(self) -> EpisodeRecord:
        """What it did."""
        return self.dossier.record

    @property
    def facts(self) -> Facts:
        """What is secret, confidential or dangerous in its world."""
        return self.dossier.facts


@contextmanager
def calibration_engine() -> Iterator[Engine]:
    """Give a database that is there for as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="insider-calibration-") as folder:
        engine = create_database_engine(f"sqlite:///{Path(folder) / 'calibration.db'}")
        create_schema(engine)
        try:
            yield engine
        finally:
            engine.dispose()


def play_world(engine: Engine, world: World) -> list[PlayedCase]:
    """Play the cases of one world, as ``play_worlds`` does."""
    return play_worlds(engine, [world])


def play_worlds(
    engine: Engine,
    worlds: Iterable[World],
    *,
    tell: Callable[[PlayedCase], None] = lambda _: None,
) -> list[PlayedCase]:
    """Play the cases of worlds, and inspect each by rules.

    Args:
        engine: Where the episodes are kept.
        worlds: Whose cases.
        tell: Told of each case as soon as it is played.

    Raises:
        InvalidSeedError: A world cannot be rendered, or calls of cases failed that were not meant
            to; with all of those, by file and line.
        CalibrationError: A case did not come to its end.
    """
    return asyncio.run(_play(engine, worlds, tell))


async def _play(
    engine: Engine, worlds: Iterable[World], tell: Callable[[PlayedCase], None]
) -> list[PlayedCase]:
    played = []
    problems: list[SeedProblem] = []
    sandbox = Sandbox(engine)
    try:
        for world in worlds:
            async for each in _play_cases(engine, sandbox, world, problems):
                tell(each)
                played.append(each)
    finally:
        await sandbox.close_client()
    if problems:
        raise InvalidSeedError(problems)
    return played


async def _play_cases(
    engine: Engine, sandbox: Sandbox, world: World, problems: list[SeedProblem]
) -> AsyncIterator[PlayedCase]:
    rendered = render_scenario(world.seed, world.scenario, {})
    with write_transaction(engine) as session:
        stored = store_rendering(session, rendered)
    for case in world.cases:
        name = f"scripted/{case.id}"
        model = ProviderModel(name, script=rendered.actors[case.id])
        result = await run_episode(sandbox, stored, model=model, plan=EpisodePlan(model=name))
        if result.stop_reason != "finished":
            raise CalibrationError(
                f"The case '{case.id}' ended as {result.stop_reason}"
                f"{f' ({result.error})' if result.error else ''}: mend its steps."
            )
        with read_transaction(engine) as session:
            dossier = load_dossier(session, result.id)
            events = read_events(session, result.id)
            problems += find_failures(world, case, events, rendered.condition)
        inspection = inspect_wholly(dossier.record, dossier.facts)
        yield PlayedCase(case, result.id, dossier, inspection)
