"""What an import is told, and what it says when it has ended."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from insider.scenarios.importing.attachments import FileRules
from insider.scenarios.importing.raw import Skipped

Stage = Literal["read", "write"]
Progress = Callable[[Stage, int, int], None]
"""Told how much of how much is done: bytes while mail is read, messages while it is written."""

_MOST_SHOWN = 10_000


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How mail is imported."""

    topic: str = "imported"
    """What its files are called in the seed."""
    seed: str = "1"
    """What draws depend on."""
    replace: bool = False
    """Whether files of an earlier import of the topic may be replaced."""
    keep_names: bool = False
    inside: tuple[str, ...] = ()
    """Domains whose people become the company's; the busiest people where there are none."""
    played: tuple[str, ...] = ()
    """Whom of the company people may become: keys, ``department:KEY``; all but the agent."""
    limit: int | None = None
    since: date | None = None
    """The first day of the source that is imported, in its own time."""
    until: date | None = None
    """The last one."""
    squeeze: bool = False
    ends: datetime | None = None
    """By when all mail has come, in company time; before the stories begin unless it is given."""
    files: FileRules = field(default_factory=FileRules)
    mapping: Path | None = None
    """Where to write who became whom; read first where it is there."""


@dataclass(slots=True)
class Tally:
    """What is counted while an import goes on."""

    skipped: list[Skipped] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    """How many messages were skipped, by reason."""
    notes: Counter[str] = field(default_factory=Counter)
    """What was otherwise than it should be in mail that was imported."""
    passed_over: int = 0
    """Messages that were not asked for: before or after."""

    def skip(self, skipped: Skipped) -> None:
        """Count what is not imported; the first ten thousand are kept."""
        self.reasons[skipped.reason] += 1
        if len(self.skipped) < _MOST_SHOWN:
            self.skipped.append(skipped)


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import came to."""

    file: Path
    """Of the messages."""
    messages: int
    threads: int
    insiders: int
    """People of the company who were given to somebody."""
    outsiders: int
    lists: int
    files: int
    begins: datetime
    """When its first message comes, in company time."""
    ends: datetime
    weeks: int | None
    """By how many weeks dates were moved; None where they were squeezed."""
    tally: Tally
