"""The queue through which sweeps find workers on other machines: Procrastinate, in our Postgres.

One job is one free place in a sweep, and whoever takes it puts up the next. Which slot is played
where is decided by claiming it (``slots``), as everywhere; the queue wakes workers, sends them
home, and knows by their signs of life who is gone (``seats``). Called by the command line, on
Postgres only.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from corpmail.clock import derived_id
from corpmail.database import read_transaction
from insider.errors import WorkerLostError
from insider.experiments.queue_schema import has_queue
from insider.experiments.seats import BEATS, Seat, lives, sweep_of

if TYPE_CHECKING:
    from procrastinate import App, JobContext
    from procrastinate.app import WorkerOptions

logger = logging.getLogger(__name__)

_TASK = "insider.sit_down"
_CONNECTIONS = 4

Play = Callable[[str, Seat], Awaitable[None]]
"""Plays in the sweep of an experiment's name, in a seat, until one of them is over."""


class SweepQueue:
    """The queue, as one process uses it.

    Args:
        app: Procrastinate's, open.
        engine: The same database.
        silence: Seconds after which a process is taken for dead.
    """

    def __init__(self, app: "App", engine: Engine, silence: float) -> None:
        self._app = app
        self._engine = engine
        self._silence = silence

    @asynccontextmanager
    async def number(self) -> AsyncIterator[int]:
        """Give this process a number, and signs of life for it while the block runs."""
        jobs = self._app.job_manager
        await jobs.prune_stalled_workers(self._silence)
        number = await jobs.register_worker()
        beating = asyncio.create_task(self._beat(number))
        try:
            yield number
        finally:
            await _end(beating)
            with _trouble_noted("It could not be said that this process ends"):
                await jobs.unregister_worker(number)

    async def _beat(self, number: int) -> None:
        while True:
            await asyncio.sleep(self._silence / BEATS)
            # It may pass before the others miss anything.
            with _trouble_noted("No sign of life could be given"):
                await self._app.job_manager.update_heartbeat(number)

    @asynccontextmanager
    async def open_to_workers(self, experiment: str, host: Seat) -> AsyncIterator[None]:
        """Have a free place in a sweep while the block runs; send everybody home afterwards.

        Args:
            experiment: Its name.
            host: The seat of the process that sweeps.
        """
        inviting = asyncio.create_task(self._keep_inviting(experiment, host))
        try:
            yield
        finally:
            await _end(inviting)
            with _trouble_noted("The workers could not be sent home"):
                await self._send_home(host)

    async def _keep_inviting(self, experiment: str, host: Seat) -> None:
        while True:
            # A worker may have died between taking the place and putting up the next.
            with _trouble_noted("No worker could be invited"):
                await self._invite(experiment, host.host, host.own_processes)
            await asyncio.sleep(host.beat)

    async def _invite(self, experiment: str, host: int, own_processes: int) -> None:
        from procrastinate.exceptions import AlreadyEnqueued

        sweep = sweep_of(host)
        if await self._app.job_manager.list_jobs_async(queueing_lock=sweep, status="todo"):
            return
        place = self._app.configure_task(_TASK, queue=_queue_of(experiment), queueing_lock=sweep)
        with contextlib.suppress(AlreadyEnqueued):
            await place.defer_async(experiment=experiment, host=host, own_processes=own_processes)

    async def _send_home(self, host: Seat) -> None:
        from procrastinate.jobs import Status

        jobs = self._app.job_manager
        for job in await jobs.list_jobs_async(queueing_lock=sweep_of(host.host)):
            if job.id is not None:
                await jobs.cancel_job_by_id_async(job.id, abort=True, delete_job=True)
        # Of this sweep or of earlier ones: nobody is there any more to take them away.
        for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=self._silence):
            await jobs.finish_job(job, Status.FAILED, delete_job=True)

    async def serve(self, play: Play, *, experiment: str | None) -> None:
        """Wait for sweeps and play in them, one at a time, until cancelled.

        Args:
            play: Called for each place that is taken; when it fails, so does this.
            experiment: The name of the only one to play in; None for any.

        Raises:
            WorkerLostError: The queue cannot be reached any more.
            asyncio.CancelledError: It was cancelled; ``play`` was too, and has ended.
        """
        from procrastinate.exceptions import ConnectorException

        failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._app.task(name=_TASK, pass_context=True)(self._sitting(play, failed))
        working = asyncio.create_task(self._app.run_worker_async(**self._options(experiment)))
        try:
            await asyncio.wait([working, failed], return_when=asyncio.FIRST_COMPLETED)
            if failed.done():
                failed.result()
            working.result()
        except ConnectorException as error:
            raise WorkerLostError(
                f"The queue of workers cannot be used any more ({error.__cause__ or error}): start "
                "the worker again."
            ) from error
        finally:
            # Nobody looks any more at what fails from here on.
            failed.cancel()
            await _end(working)
        raise WorkerLostError("The queue of workers was lost: start the worker again.")

    def _options(self, experiment: str | None) -> "WorkerOptions":
        options: WorkerOptions = {
            "name": "insider",
            "delete_jobs": "always",
            "install_signal_handlers": False,
            # What is played is given back at once, as everywhere.
            "shutdown_graceful_timeout": 0,
            "update_heartbeat_interval": self._silence / BEATS,
            "stalled_worker_timeout": self._silence,
        }
        if experiment is not None:
            options["queues"] = [_queue_of(experiment)]
        return options

    def _sitting(
        self, play: Play, failed: "asyncio.Future[None]"
    ) -> Callable[..., Awaitable[None]]:
        async def sit_down(
            context: "JobContext", *, experiment: str, host: int, own_processes: int
        ) -> None:
            with read_transaction(self._engine) as session:
                hosted = lives(session, host, silence=self._silence)
            number = context.job.worker_id
            if number is None or not hosted:
                # A place that was left by a sweep that is gone.
                return
            await self._invite(experiment, host, own_processes)
            try:
                await play(experiment, Seat(number, host, own_processes, self._silence))
            except Exception as error:
                if not failed.done():
                    failed.set_exception(error)
                raise

        return sit_down


@asynccontextmanager
async def open_queue(engine: Engine, *, silence: float) -> AsyncIterator[SweepQueue]:
    """Give the queue of a database that has one.

    Args:
        engine: The database.
        silence: Seconds after which a process is taken for dead; the same everywhere.
    """
    from procrastinate import App, PsycopgConnector

    _, parameters = engine.dialect.create_connect_args(engine.url)
    # What SQLAlchemy would have the driver do with JSON is not what Procrastinate expects.
    parameters.pop("context", None)
    connector = PsycopgConnector(min_size=1, max_size=_CONNECTIONS, kwargs=parameters)
    async with App(connector=connector).open_async() as app:
        yield SweepQueue(app, engine, silence)


@asynccontextmanager
async def host_sweep(
    engine: Engine, experiment: str, *, own_processes: int, silence: float
) -> AsyncIterator[Seat | None]:
    """Open a sweep to workers elsewhere while the block runs; give the host's seat.

    Args:
        engine: The database; None is given where it has no queue.
        experiment: The experiment's name.
        own_processes: How many the sweep has on this machine.
        silence: Seconds after which a process is taken for dead.
    """
    if not has_queue(engine):
        yield None
        return
    async with open_queue(engine, silence=silence) as queue, queue.number() as number:
        seat = Seat(number, number, own_processes, silence)
        async with queue.open_to_workers(experiment, seat):
            yield seat


@contextlib.contextmanager
def _trouble_noted(what: str) -> Iterator[None]:
    """Go on when the queue cannot be reached for a moment."""
    from procrastinate.exceptions import ConnectorException

    try:
        yield
    except ConnectorException as error:
        logger.warning("%s: %s", what, error.__cause__ or error)


def _queue_of(experiment: str) -> str:
    # Postgres takes channels of 63 bytes at most, and names of experiments may be longer.
    return derived_id("q", experiment)


async def _end(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
