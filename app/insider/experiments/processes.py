"""Further processes of one sweep on this machine: one Python process is bound by one core.

Started and ended by the process that sweeps; each claims slots by itself. A process that dies
takes nothing with it: what it held is given back by whoever is left.
"""

import asyncio
import contextlib
import functools
import logging
import multiprocessing
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import resource_tracker
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import NoReturn

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from corpmail.database import create_database_engine, read_transaction
from corpmail.errors import InsiderError
from insider.experiments.queue import open_queue
from insider.experiments.seats import Seat
from insider.experiments.store import StoredExperiment, get_experiment
from insider.experiments.sweep import run_sweep
from insider.experiments.worker import Share

logger = logging.getLogger(__name__)

_PATIENCE = 30.0
"""Seconds that a process has to give back what it plays before it is killed."""
_LOOKS_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class WorkerOrders:
    """What a further process needs to know; the rest is in the database."""

    database_url: str
    experiment: str
    seed_dir: Path | None
    reserved_domains: bool
    share: Share
    host: Seat | None = None
    """Of the process that sweeps, where processes elsewhere may sweep along."""


@contextmanager
def further_workers(orders: WorkerOrders, count: int) -> Iterator[Sequence[SpawnProcess]]:
    """Start processes that sweep along, and end them with the block.

    Args:
        orders: What each of them does.
        count: How many; 0 starts none.
    """
    # A forked child would inherit connections and native threads that do not survive it.
    spawn = multiprocessing.get_context("spawn")
    processes = [
        spawn.Process(
            target=_run_worker, args=(orders,), name=f"insider worker {number + 2}", daemon=True
        )
        for number in range(count)
    ]
    try:
        if processes:
            with deaf_to_ctrl_c():
                for process in processes:
                    process.start()
        yield processes
    finally:
        end_processes(processes)


@contextmanager
def deaf_to_ctrl_c() -> Iterator[None]:
    """Have processes that are started in the block not hear Ctrl-C, from their first moment on.

    It reaches every process of the terminal; it is the sweeping one that passes it on.
    """
    # It is started with the first process, and would take the mask away.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_processes(processes: Sequence[SpawnProcess]) -> None:
    """Stop processes and wait until each has given back what it played, but not for ever."""
    for process in processes:
        if process.is_alive():
            process.terminate()
    for process in processes:
        if process.pid is not None:
            process.join(_PATIENCE)
            if process.is_alive():
                process.kill()
                process.join()


def _run_worker(orders: WorkerOrders) -> None:
    try:
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(_sweep_along(orders))
    except InsiderError as error:
        _give_up(error.message)
    except DBAPIError as error:
        _give_up(f"The database did not do what was asked: {error.orig}.")


def _give_up(why: str) -> NoReturn:
    logger.error("%s: %s", multiprocessing.current_process().name, why)
    sys.exit(1)


async def _sweep_along(orders: WorkerOrders) -> None:
    parent = multiprocessing.parent_process()
    engine = create_database_engine(orders.database_url)
    try:
        with read_transaction(engine) as session:
            experiment = get_experiment(session, orders.experiment)
        sweeping = asyncio.create_task(_sweep(engine, experiment, orders))

        def stop() -> None:
            # Once: a second time would cut its winding down short.
            if not sweeping.cancelling():
                sweeping.cancel()

        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)
        while not sweeping.done():
            await asyncio.wait([sweeping], timeout=_LOOKS_EVERY)
            if parent is not None and not parent.is_alive():
                # The process that sweeps is gone without a word: nobody waits for this one.
                stop()
        await sweeping
    finally:
        engine.dispose()


async def _sweep(engine: Engine, experiment: StoredExperiment, orders: WorkerOrders) -> None:
    run = functools.partial(
        run_sweep,
        engine,
        experiment,
        seed_dir=orders.seed_dir,
        reserved_domains=orders.reserved_domains,
        share=orders.share,
    )
    if orders.host is None:
        await run()
        return
    async with (
        open_queue(engine, silence=orders.host.silence) as queue,
        queue.number() as number,
    ):
        await run(seat=replace(orders.host, number=number))
