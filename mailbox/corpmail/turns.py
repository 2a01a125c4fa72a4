"""Whose turn it is to write into a SQLite file: one writer at a time, among threads and processes.

SQLite lets a second writer sleep and look again, longer each time, so that two busy processes do
hardly more than one. Here the second waits on a lock of a small file beside the database and is
woken when the first is done. SQLite's own locks stay what protects the data: who does not take
turns, such as another program, waits as ever.
"""

import sys
import threading
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
        self._file = None if database is None else Path(f"{database}-turn")

    @contextmanager
    def take(self) -> Iterator[None]:
        """Hold the turn while the block runs. Not to be nested in one thread."""
        with self._thread_turn, self._process_turn():
            yield

    @contextmanager
    def _process_turn(self) -> Iterator[None]:
        if self._file is None or sys.platform == "win32":
            yield
            return
        try:
            turn = self._file.open("ab")
        except OSError:
            # A folder that cannot be written to: SQLite says so, in its own words.
            yield
            return
        with turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield
