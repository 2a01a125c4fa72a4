"""A sweep in a process of its own, started by a server and ended with it.

A sweep keeps one core busy for hours, and the server must answer meanwhile: Python gives its
threads one core together. In a process of its own, a sweep slows no page, takes nothing with it
when it dies, and is stopped as at a terminal: by a signal, upon which it gives back what it plays.
The process that started it is told what came of it; all else stands in the database.
"""

import asyncio
import logging
import multiprocessing
import signal
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from sqlalchemy.exc import DBAPIError

from corpmail.database import create_database_engine, read_transaction
from corpmail.errors import InsiderError
from insider.experiments.processes import WorkerOrders, deaf_to_ctrl_c, end_processes
from insider.experiments.queue import host_sweep
from insider.experiments.store import get_experiment
from insider.experiments.sweep import run_sweep
from insider.experiments.worker import Worker

logger = logging.getLogger(__name__)

_LOOKS_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class SweepEnd:
    """What came of a sweep."""

    closed: Mapping[str, str] = field(default_factory=dict)
    """Providers and models that were closed on the way, each with the reason."""
    out_of_budget: str | None = None
    error: str | None = None
    """Why it could not go on, in a sentence."""


class HostedSweep:
    """A sweep in a process of its own.

    Args:
        orders: What it plays.
        silence: Seconds after which a process elsewhere is taken for dead.
    """

    def __init__(self, orders: WorkerOrders, *, silence: float) -> None:
        self.orders = orders
        # A forked child would inherit connections and threads that do not survive it.
        spawn = multiprocessing.get_context("spawn")
        self._ends, their_end = spawn.Pipe(duplex=False)
        self._process: SpawnProcess = spawn.Process(
            target=_host, args=(orders, silence, their_end), name="insider sweep", daemon=True
        )
        with deaf_to_ctrl_c():
            self._process.start()
        their_end.close()
        self._end: SweepEnd | None = None
        self._reads = threading.Lock()

    @property
    def is_running(self) -> bool:
        """Whether its process lives."""
        return self._process.is_alive()

    def stop(self) -> None:
        """Have it give back what it plays, and wait until its process has ended."""
        end_processes([self._process])

    def end(self) -> SweepEnd | None:
        """Return what came of it; None while it runs."""
        # What it says comes once: a second who reads would find nothing there.
        with self._reads:
            if self._end is None and not self.is_running:
                self._end = self._read_end()
            return self._end

    def _read_end(self) -> SweepEnd:
        try:
            if self._ends.poll():
                found = self._ends.recv()
                if isinstance(found, SweepEnd):
                    return found
        except EOFError:
            pass
        if self._process.exitcode == -signal.SIGTERM or self._process.exitcode == 0:
            return SweepEnd()
        return SweepEnd(
            error=f"The process of the sweep died ({self._process.exitcode}); what had ended is "
            "kept, and the rest can be taken up again."
        )


def _host(orders: WorkerOrders, silence: float, ends: Connection) -> None:
    end = _play(orders, silence)
    try:
        ends.send(end)
    except BrokenPipeError:
        logger.warning(
            "The sweep of %s ends: its server is gone; what it played is given back.",
            orders.experiment,
        )


def _play(orders: WorkerOrders, silence: float) -> SweepEnd:
    try:
        return asyncio.run(_sweep_until_stopped(orders, silence))
    except asyncio.CancelledError:
        return SweepEnd()
    except InsiderError as error:
        logger.error("The sweep of %s: %s", orders.experiment, error.message)
        return SweepEnd(error=error.message)
    except DBAPIError as error:
        # Without the statement, which is nobody's business who only asks how far it is.
        logger.error("The sweep of %s: %s", orders.experiment, error.orig)
        return SweepEnd(error="The database did not do what was asked; the log says what.")


async def _sweep_until_stopped(orders: WorkerOrders, silence: float) -> SweepEnd:
    parent = multiprocessing.parent_process()
    sweeping = asyncio.create_task(_sweep(orders, silence))

    def stop() -> None:
        # Once: a second time would cut its winding down short.
        if not sweeping.cancelling():
            sweeping.cancel()

    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)
    while not sweeping.done():
        await asyncio.wait([sweeping], timeout=_LOOKS_EVERY)
        if parent is not None and not parent.is_alive():
            # The server is gone without a word: nobody could stop this process any more.
            stop()
    return await sweeping


async def _sweep(orders: WorkerOrders, silence: float) -> SweepEnd:
    seen: list[Worker] = []
    engine = create_database_engine(orders.database_url)
    try:
        with read_transaction(engine) as session:
            experiment = get_experiment(session, orders.experiment)
        async with host_sweep(engine, experiment.name, own_processes=1, silence=silence) as seat:
            closed = await run_sweep(
                engine,
                experiment,
                seed_dir=orders.seed_dir,
                reserved_domains=orders.reserved_domains,
                share=orders.share,
                seat=seat,
                watch=seen.append,
            )
        return SweepEnd(closed=closed, out_of_budget=seen[0].out_of_budget if seen else None)
    finally:
        engine.dispose()
