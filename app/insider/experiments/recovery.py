"""What becomes of slots whose process is gone, while a sweep runs and when it is taken up again.

Called by ``sweep``. An episode that had ended before its process died counts: it is inspected and
its slot is done. Every other one is marked interrupted, and its slot is played again.
"""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Engine

from corpmail.clock import wall_now
from corpmail.database import read_transaction, write_transaction
from insider.episodes import get_episode, interrupt_episode, mark_interrupted
from insider.errors import SlotLostError, WorkerLostError
from insider.experiments.seats import (
    SILENCE,
    Seat,
    count_processes,
    find_gone,
    find_living,
    lives,
    own_name,
)
from insider.experiments.slots import (
    Slot,
    release_slot,
    running_owners,
    settle_slot,
    slots_of,
    slots_of_interrupted,
)
from insider.experiments.worker import UNFINISHED, Worker
from insider.inspection import inspect_episode


def recover(
    engine: Engine, experiment_id: str, *, seat: Seat | None = None, silence: float = SILENCE
) -> int:
    """Settle or give back the slots of processes that are gone; return how many there were.

    Args:
        engine: The database.
        experiment_id: Of which experiment.
        seat: This process's place, if it has one.
        silence: Seconds after which a process with a seat is taken for dead.
    """
    with write_transaction(engine) as session:
        mark_interrupted(session)
        owners = running_owners(session, experiment_id) - {own_name(seat)}
        gone = find_gone(session, owners, silence=silence)
        lost = slots_of(session, experiment_id, gone)
        lost += [
            slot
            for slot in slots_of_interrupted(session, experiment_id)
            if slot.owner in owners - gone
        ]
    for slot in lost:
        _give_back(engine, slot)
    return len(lost)


def _give_back(engine: Engine, slot: Slot) -> None:
    stop_reason = None
    if slot.episode_id is not None:
        with write_transaction(engine) as session:
            interrupt_episode(session, slot.episode_id)
            stop_reason = get_episode(session, slot.episode_id).stop_reason
        if stop_reason not in UNFINISHED:
            inspect_episode(engine, slot.episode_id)
    with write_transaction(engine) as session:
        if stop_reason in UNFINISHED:
            release_slot(session, slot)
        else:
            # Lost only to somebody who settles or gives it back as well.
            with contextlib.suppress(SlotLostError):
                settle_slot(session, slot, errored=stop_reason == "errored")


def others_play(engine: Engine, experiment_id: str, seat: Seat | None) -> Callable[[], bool]:
    """Return what tells whether slots may still be given back, so that it is worth waiting.

    Args:
        engine: The database.
        experiment_id: Of which experiment.
        seat: This process's place, if it has one: a guest waits as long as its host is there.
    """

    def look() -> bool:
        with read_transaction(engine) as session:
            if seat is not None and not seat.is_host:
                return lives(session, seat.host, silence=seat.silence)
            owners = running_owners(session, experiment_id) - {own_name(seat)}
            silence = SILENCE if seat is None else seat.silence
            return bool(find_living(session, owners, silence=silence))

    return look


async def keep_seat(engine: Engine, worker: Worker, seat: Seat) -> None:
    """Look again and again who else is there, as long as there is a sweep to play in.

    The host gives back what dead processes held; everybody takes a fair part of the providers'
    bounds.

    Args:
        engine: The database.
        worker: What this process plays with.
        seat: Its place.

    Raises:
        WorkerLostError: The others have taken this process for dead.
    """
    while True:
        before = wall_now()
        await asyncio.sleep(seat.beat)
        with read_transaction(engine) as session:
            present = lives(session, seat.number, silence=seat.silence)
            hosted = lives(session, seat.host, silence=seat.silence)
            processes = count_processes(session, seat)
        if not present or wall_now() - before > timedelta(seconds=seat.silence):
            raise WorkerLostError(
                f"This process stood still for more than {seat.silence:g} seconds, and the others "
                "have taken it for dead: start it again."
            )
        if not hosted:
            return
        worker.share_among(processes)
        if seat.is_host:
            recover(engine, worker.experiment.id, seat=seat, silence=seat.silence)
