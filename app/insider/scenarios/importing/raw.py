"""What a source of mail gives: the bytes of one message, or why there are none.

Made by the readers of sources, taken by ``letters``.
"""

from dataclasses import dataclass

MOST_BYTES = 20_000_000
"""Of one message; a larger one is skipped, and never held whole."""


@dataclass(frozen=True, slots=True)
class RawLetter:
    """A message as it lies in its source."""

    content: bytes
    file: str
    line: int | None = None
    """Where it begins in its file, when that holds several; counted in what is unpacked."""
    arrived: int | None = None
    """When its source says that it came, in seconds since 1970-01-01 UTC."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A message, or a file, that is not imported."""

    file: str
    line: int | None
    reason: str
    """A sentence."""

    def __str__(self) -> str:
        """Return ``file:line: reason``."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.reason}"
