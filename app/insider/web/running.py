"""What the server itself plays: episodes that were started over HTTP, and the review desk.

All of it runs in one event loop in a thread of its own. An episode makes its requests of the mail
server in-process, where nothing is waited for: in the loop that serves pages, a long replay would
hold up every page. It also keeps LiteLLM, whose clients belong to a loop, in one. Owned by the
app's lifespan: when the server ends, what still runs is cancelled and ends as ``cancelled``; after
a crash it is found as every other episode whose process is gone.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

from sqlalchemy import Engine

from corpmail.errors import DatabaseError
from corpmail.turns import patience_left, wait_as_long_as_it_takes
from insider.episodes import Sandbox
from insider.errors import ServerBusyError
from insider.settings import Settings
from insider.web.review_desk import ReviewDesk

logger = logging.getLogger(__name__)

_ENDING = "The server comes to its end and takes no more work."

Opened: TypeAlias = Callable[[str], None]
Work: TypeAlias = Callable[[Sandbox, Opened], Coroutine[None, None, object]]
"""Plays an episode in a sandbox; tells its id as soon as it has one."""


@dataclass(slots=True)
class _Run:
    """An episode on its way."""

    opened: "Future[str]" = field(default_factory=Future)
    ended: threading.Event = field(default_factory=threading.Event)
    task: "asyncio.Task[None] | None" = None


def _nowhere(_run: _Run, _work: Work) -> None:
    """Begin nothing: there is no loop yet."""


class Runs:
    """The episodes that the server plays.

    Args:
        engine: The database.
        settings: How many at once, and where models may be reached.
    """

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._settings = settings
        self._lock = threading.Lock()
        self._runs: list[_Run] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._stop: asyncio.Event | None = None
        self._play_in: Callable[[_Run, Work], None] = _nowhere

    def open(self) -> None:
        """Begin to take work; to be closed again."""
        ready = threading.Event()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._live(ready)), name="insider runs", daemon=True
        )
        self._thread.start()
        ready.wait()

    def close(self) -> None:
        """Cancel what still runs, and wait until it has ended."""
        with self._lock:
            loop, stop, self._loop = self._loop, self._stop, None
        if loop is not None and stop is not None and self._thread is not None:
            loop.call_soon_threadsafe(stop.set)
            self._thread.join()

    def start(self, work: Work) -> str:
        """Play an episode; return its id as soon as it is open.

        To be called in a thread in which waiting harms nobody.

        Args:
            work: Plays it.

        Raises:
            ServerBusyError: As many run as may, or the server comes to its end.
            DatabaseError: What else the server plays waits longer for the database than the caller.
            InsiderError: The episode could not be opened.
        """
        run = _Run()
        with self._lock:
            if self._loop is None:
                raise ServerBusyError(_ENDING)
            most = self._settings.max_runs
            if len(self._runs) >= most:
                raise ServerBusyError(
                    f"The server plays {len(self._runs)} episodes at once, and no more than "
                    f"{most} (INSIDER_MAX_RUNS): wait until one has ended, or cancel one."
                )
            self._runs.append(run)
            self._loop.call_soon_threadsafe(self._play_in, run, work)
        limit = patience_left()
        try:
            return run.opened.result(None if limit is None else limit.left)
        except TimeoutError:
            if run.opened.cancel():
                raise DatabaseError(
                    "What the server plays waits for the database for longer than this request."
                ) from None
        # It is being opened in this moment, with what patience the caller has.
        return run.opened.result()

    def cancel(self, episode_id: str) -> bool:
        """Cancel an episode and wait until it has ended; tell whether the server played it."""
        with self._lock:
            found = [each for each in self._runs if _id_of(each) == episode_id]
            loop = self._loop
            for run in found:
                if loop is not None and run.task is not None:
                    loop.call_soon_threadsafe(run.task.cancel)
        for run in found:
            run.ended.wait()
        return bool(found)

    async def _live(self, ready: threading.Event) -> None:
        sandbox = Sandbox(self._engine)
        self._stop = asyncio.Event()
        try:
            async with asyncio.TaskGroup() as group:
                desk = group.create_task(_review(sandbox, self._settings))
                with self._lock:
                    self._loop = asyncio.get_running_loop()
                    self._play_in = partial(self._begin, group, sandbox)
                ready.set()
                await self._stop.wait()
                desk.cancel()
                for run in list(self._runs):
                    if run.task is not None:
                        run.task.cancel()
        finally:
            ready.set()
            await sandbox.close_client()

    def _begin(self, group: asyncio.TaskGroup, sandbox: Sandbox, run: _Run, work: Work) -> None:
        run.task = group.create_task(_play(sandbox, run, work))
        # A task that is cancelled before it began runs nothing of its own.
        run.task.add_done_callback(lambda _: self._note_end(run))

    def _note_end(self, run: _Run) -> None:
        if not run.opened.done():
            run.opened.set_exception(ServerBusyError(_ENDING))
        with self._lock:
            self._runs.remove(run)
        run.ended.set()


async def _play(sandbox: Sandbox, run: _Run, work: Work) -> None:
    def opened(episode_id: str) -> None:
        run.opened.set_result(episode_id)
        # It has whoever asked for it behind it, and their patience, too.
        wait_as_long_as_it_takes()

    if not run.opened.set_running_or_notify_cancel():
        return
    try:
        await work(sandbox, opened)
    except Exception as error:
        # Whoever started it is told, as long as they wait; the others go on.
        if run.opened.done():
            logger.exception("Episode %s: the server failed.", _id_of(run))
        else:
            run.opened.set_exception(error)


async def _review(sandbox: Sandbox, settings: Settings) -> None:
    try:
        await ReviewDesk(sandbox, settings).work()
    except Exception:
        logger.exception("What foreign agents' episodes hold is not reviewed any more.")


def _id_of(run: _Run) -> str | None:
    opened = run.opened
    if opened.done() and not opened.cancelled() and opened.exception() is None:
        return run.opened.result()
    return None
