"""Whose turn it is to write into a SQLite file: one writer at a time, among threads and processes.

SQLite lets a second writer sleep and look again, longer each time, so that two busy processes do
hardly more than one. Here the second waits on a lock of a small file beside the database and is
woken when the first is done. SQLite's own locks stay what protects the data: who does not take
turns, such as another program, waits as ever.

Whoever writes waits as long as it takes, except within ``patience``.
"""

import contextlib
import os
import sys
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from corpmail.clock import wall_now
from corpmail.errors import DatabaseError

if sys.platform != "win32":
    import fcntl


@dataclass(slots=True)
class Patience:
    """How long somebody still waits for others who write, all their transactions together."""

    left: float
    """Seconds."""

    @contextmanager
    def spent(self) -> Iterator[None]:
        """Take what the block waits from it."""
        began = wall_now()
        try:
            yield
        finally:
            # A clock that is set back gives nobody more of it.
            waited = max(0.0, (wall_now() - began).total_seconds())
            self.left = max(0.0, self.left - waited)


_patience: ContextVar[Patience | None] = ContextVar("patience", default=None)


@contextmanager
def patience(seconds: float | None) -> Iterator[None]:
    """Have the block, and what it begins, wait no longer than this for others who write.

    Args:
        seconds: For all its transactions together; None waits as long as it takes.
    """
    before = _patience.set(None if seconds is None else Patience(seconds))
    try:
        yield
    finally:
        _patience.reset(before)


def patience_left() -> Patience | None:
    """Return how long the caller still waits; None when as long as it takes."""
    return _patience.get()


def wait_as_long_as_it_takes() -> None:
    """End the patience of the task that calls this, which goes on for itself."""
    _patience.set(None)


class WriteTurns:
    """The turns of one database file.

    Args:
        database: The file; None where there is none, and only threads of this process take turns.
    """

    def __init__(self, database: Path | None) -> None:
        self._thread_turn = threading.Lock()
        self._path = None if database is None else Path(f"{database}-turn")
        self._closing: weakref.finalize[..., WriteTurns] | None = None
        self._number: int | None = None

    @contextmanager
    def among_threads(self) -> Iterator[None]:
        """Hold the turn among this process's threads while the block runs.

        Not to be nested in one thread.

        Raises:
            DatabaseError: It does not come within the caller's patience.
        """
        limit = _patience.get()
        if limit is None:
            self._thread_turn.acquire()
        else:
            with limit.spent():
                taken = self._thread_turn.acquire(timeout=limit.left)
            if not taken:
                raise _too_long()
        try:
            yield
        finally:
            self._thread_turn.release()

    @contextmanager
    def among_processes(self) -> Iterator[None]:
        """Hold the turn among all processes while the block runs, within ``among_threads``.

        Raises:
            DatabaseError: It does not come within the caller's patience.
        """
        number = self._opened()
        if number is None:
            yield
            return
        limit, locked = _patience.get(), number
        if limit is None:
            fcntl.flock(number, fcntl.LOCK_EX)
        else:
            with limit.spent():
                locked = _lock_within(number, self._path, limit.left)
        try:
            yield
        finally:
            fcntl.flock(locked, fcntl.LOCK_UN)
            if locked != number:
                os.close(locked)

    def close(self) -> None:
        """Close the file; the next turn opens it again."""
        with self._thread_turn:
            self._let_go()

    def _let_go(self) -> None:
        if self._closing is not None:
            self._closing()
        self._closing = self._number = None

    def _opened(self) -> int | None:
        """Return the file, kept open: opening it each time takes longer than most transactions."""
        if self._number is not None and os.fstat(self._number).st_nlink == 0:
            # Somebody has removed it, and others make a new one.
            self._let_go()
        if self._number is None and self._path is not None and sys.platform != "win32":
            # A folder that cannot be written to: SQLite says so, in its own words.
            with contextlib.suppress(OSError):
                self._number = os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)
                self._closing = weakref.finalize(self, os.close, self._number)
        return self._number


def _lock_within(number: int, path: Path | None, seconds: float) -> int:
    """Lock the file, and return by which number it is locked: this one, or one to be closed.

    Looking again and again, one would never find it free where others wait in line. So a thread
    stands in line, with a number of its own that it closes where nobody waits for it any more.
    """
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pass
    else:
        return number
    try:
        own = os.open(str(path), os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        # It was taken away meanwhile: it is waited in SQLite's own way.
        return number
    lock, settled = threading.Lock(), threading.Event()
    given_up = False

    def stand_in_line() -> None:
        fcntl.flock(own, fcntl.LOCK_EX)
        with lock:
            if given_up:
                os.close(own)
            settled.set()

    threading.Thread(target=stand_in_line, name="turn to write", daemon=True).start()
    settled.wait(seconds)
    with lock:
        given_up = not settled.is_set()
    if given_up:
        raise _too_long()
    return own


def _too_long() -> DatabaseError:
    return DatabaseError("Others write into the database for longer than this request waits.")
