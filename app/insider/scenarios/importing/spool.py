"""What is read of messages and not needed before the end, on disk: their texts and files.

So a source is read once, whatever it is (a packed file, a folder that mail still arrives in), and
fifty thousand messages do not stand in memory. The file has no name and is gone with the process.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType

from corpmail.types import SeedAttachment


@dataclass(frozen=True, slots=True)
class SetAside:
    """The part of a message that was set aside."""

    subject: str
    text: str
    files: tuple[SeedAttachment, ...]


class Spool:
    """Takes messages, and gives each back by its number.

    Args:
        folder: On whose disk it lies.
    """

    def __init__(self, folder: Path) -> None:
        self._stream = TemporaryFile(dir=folder)  # noqa: SIM115 - closed with the spool

    def __enter__(self) -> "Spool":
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget everything."""
        self._stream.close()

    def put(self, subject: str, text: str, files: Sequence[SeedAttachment]) -> int:
        """Take a message and return its number."""
        number = self._stream.seek(0, 2)
        sizes = [[file.filename, file.content_type, len(file.content)] for file in files]
        self._stream.write(json.dumps([subject, text, sizes]).encode("ascii") + b"\n")
        for file in files:
            self._stream.write(file.content)
        return number

    def get(self, number: int) -> SetAside:
        """Return a message."""
        self._stream.seek(number)
        subject, text, sizes = json.loads(self._stream.readline())
        files = tuple(
            SeedAttachment(name, kind, self._stream.read(size)) for name, kind, size in sizes
        )
        return SetAside(subject, text, files)
