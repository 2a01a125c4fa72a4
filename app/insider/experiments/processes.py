"""Further processes of one sweep on this machine: one Python process is bound by one core.

Started and ended by the process that sweeps; each claims slots by itself. A process that dies
takes nothing with it: what it held is given back by whoever is left.
"""

import asyncio
import contextlib
import functools
import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.context import SpawnProcess
from pathlib import Path

from sqlalchemy import Engine

from corpmail.database import create_database_engine, read_transaction
from insider.experiments.queue import open_queue
from insider.experiments.seats import Seat
from insider.experiments.store import StoredExperiment, get_experiment
from insider.experiments.sweep import run_sweep
from insider.experiments.worker import Share

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
        spawn.Process(target=_run_worker, args=(orders,), name=f"insider worker {number + 2}")
        for number in range(count)
    ]
    try:
        for process in processes:
            process.start()
        yield processes
    finally:
        _end(processes)


def _end(processes: Sequence[SpawnProcess]) -> None:
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
    # Ctrl-C reaches every process of the terminal; it is the sweeping one that passes it on.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = os.getppid()
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(_sweep_along(orders, parent))


async def _sweep_along(orders: WorkerOrders, parent: int) -> None:
    engine = create_database_engine(orders.database_url)
    try:
        with read_transaction(engine) as session:
            experiment = get_experiment(session, orders.experiment)
        sweeping = asyncio.ensure_future(_sweep(engine, experiment, orders))
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, sweeping.cancel)
        while not sweeping.done():
            await asyncio.wait([sweeping], timeout=_LOOKS_EVERY)
            if os.getppid() != parent:
                # The process that sweeps is gone without a word: nobody waits for this one.
                sweeping.cancel()
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
