"""Whether a database's path still leads to the file that was opened.

An open SQLite file that somebody removes is read and written as before, and all of it is gone with
the process; who opens the path again meanwhile begins an empty one. Called by the engine before
each transaction, so that the one in which it happens still seems to be written.
"""

import sqlite3
from pathlib import Path


class FileGone(sqlite3.OperationalError):
    """The path leads to no file any more, or to another."""


class SameFile:
    """Remembers which file was opened first.

    Args:
        path: Where it is; None where no path is known, and nothing is checked.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._opened: tuple[int, int] | None = None

    def note(self) -> None:
        """Remember the file that is there, unless one is remembered."""
        self._opened = self._opened or self._there()

    def forget(self) -> None:
        """Forget it: whatever is there next is opened."""
        self._opened = None

    def check(self) -> None:
        """Do nothing as long as the file is there, or none was opened.

        Raises:
            FileGone: It is gone, or another one has its place.
            sqlite3.OperationalError: It cannot be looked at.
        """
        if self._opened is not None and self._opened != self._there():
            raise FileGone("its file was removed or replaced while it was open; begin again")

    def _there(self) -> tuple[int, int] | None:
        if self._path is None:
            return None
        try:
            found = self._path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise sqlite3.OperationalError(
                f"its file cannot be looked at: {error.strerror}"
            ) from error
        return found.st_dev, found.st_ino
