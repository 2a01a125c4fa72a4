"""Inspects many stored episodes again, in several processes: one Python process is bound by a core.

Each process has an engine of its own and takes a batch at a time. What was inspected is kept at
once, so that a process that dies, or Ctrl-C, loses no more than the batches under way; to go on,
inspect again.
"""

import multiprocessing
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from sqlalchemy import Engine

from corpmail.database import create_database_engine
from insider.errors import InspectionError
from insider.inspection.verdict import Outcome, inspect_episode

BATCH = 50
"""Episodes that a process takes at a time."""

_WORTH_A_PROCESS = 4 * BATCH
"""Episodes from which on a further process is worth its start, of some seconds."""

_engine: Engine | None = None
"""Of a further process."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it has come."""

    done: int
    total: int


def useful_processes(episodes: int) -> int:
    """Return how many processes of this machine are worth having for so many episodes."""
    return max(1, min(os.cpu_count() or 1, episodes // _WORTH_A_PROCESS))


def reinspect(
    engine: Engine,
    episode_ids: Sequence[str],
    *,
    processes: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
) -> Mapping[Outcome, int]:
    """Inspect episodes by their records, and keep the verdicts in the place of older ones.

    Args:
        engine: The database.
        episode_ids: Which, by their whole ids.
        processes: How many work at it; 1 is this one alone.
        on_progress: Is told after each batch, in this process.

    Returns:
        How many episodes came to which outcome.

    Raises:
        EpisodeNotFoundError: There is no such episode.
        InspectionError: A process died, or there shall be less than one.
    """
    if processes < 1:
        raise InspectionError(f"{processes} processes inspect nothing; name 1 or more.")
    batches = [episode_ids[at : at + BATCH] for at in range(0, len(episode_ids), BATCH)]
    outcomes: Counter[Outcome] = Counter()
    done = 0
    for batch, found in _inspected(engine, batches, min(processes, len(batches))):
        outcomes.update(found)
        done += len(batch)
        if on_progress is not None:
            on_progress(Progress(done, len(episode_ids)))
    return outcomes


def _inspected(
    engine: Engine, batches: Sequence[Sequence[str]], processes: int
) -> Iterator[tuple[Sequence[str], Counter[Outcome]]]:
    if processes <= 1:
        for batch in batches:
            yield batch, _inspect(engine, batch)
        return
    pool = ProcessPoolExecutor(
        processes,
        # A forked child would inherit connections that do not survive it.
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(engine.url.render_as_string(hide_password=False),),
    )
    try:
        under_way: dict[Future[Counter[Outcome]], Sequence[str]] = {
            pool.submit(_inspect_here, batch): batch for batch in batches
        }
        for future in as_completed(under_way):
            yield under_way[future], future.result()
    except BrokenProcessPool as error:
        raise InspectionError(
            "A process that inspected died, perhaps for want of memory; what was inspected is "
            "kept: inspect again to go on, in fewer processes if it happens again."
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(database_url: str) -> None:
    """Make a further process ready: Ctrl-C reaches it too, and is for the first one to handle."""
    global _engine
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _engine = create_database_engine(database_url)


def _inspect_here(episode_ids: Sequence[str]) -> Counter[Outcome]:
    if _engine is None:
        raise InspectionError("A process inspects before it is ready; this is a fault of Insider.")
    return _inspect(_engine, episode_ids)


def _inspect(engine: Engine, episode_ids: Sequence[str]) -> Counter[Outcome]:
    return Counter(inspect_episode(engine, episode_id).outcome for episode_id in episode_ids)
