"""Whose turn it is to write into a SQLite file: one writer at a time, among threads and processes.

SQLite lets a second writer sleep and look again, longer each time, so that two busy processes do
hardly more than one. Here the second waits on a lock of a small file beside the database and is
woken when the first is done. SQLite's own locks stay what protects the data: who does not take
turns, such as another program, waits as ever.
"""

import contextlib
import os
import sys
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl


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
    def take(self) -> Iterator[None]:
        """Hold the turn while the block runs. Not to be nested in one thread."""
        with self._thread_turn:
            number = self._opened()
            if number is None:
                yield
                return
            fcntl.flock(number, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(number, fcntl.LOCK_UN)

    def close(self) -> None:
        """Close the file; the next turn opens it again."""
        with self._thread_turn:
            if self._closing is not None:
                self._closing()
            self._closing = self._number = None

    def _opened(self) -> int | None:
        """Return the file, kept open: opening it each time takes longer than most transactions."""
        if self._number is None and self._path is not None and sys.platform != "win32":
            # A folder that cannot be written to: SQLite says so, in its own words.
            with contextlib.suppress(OSError):
                self._number = os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)
                self._closing = weakref.finalize(self, os.close, self._number)
        return self._number
