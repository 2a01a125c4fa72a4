"""When people are at work: the hours of a working day, and when somebody is away.

Pure. Times are whole seconds since 1970-01-01 UTC on the company's clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from colleagues.circle import Circle
from corpmail.types import Address

_WORKING_DAYS = 5
"""Monday to Friday."""


@dataclass(frozen=True, slots=True)
class Hours:
    """A working day, Monday to Friday."""

    begin: int
    """Minutes after midnight."""
    end: int


@dataclass(frozen=True, slots=True)
class Absence:
    """A time in which somebody is away, and what their mailbox answers meanwhile."""

    person: Address
    own: Circle
    """The person's addresses."""
    since: int
    until: int
    text: str

    def holds(self, moment: int) -> bool:
        """Tell whether they are away at a moment."""
        return self.since <= moment < self.until


def next_at_work(
    moment: int, *, hours: Hours, timezone: str, absences: Iterable[Absence] = ()
) -> int:
    """Return the first moment from one on at which somebody is at work.

    Args:
        moment: The earliest.
        hours: Of a working day.
        timezone: The company's, an IANA name.
        absences: When that person is away.
    """
    away = sorted(absences, key=lambda each: each.since)
    while True:
        found = _in_hours(moment, hours, ZoneInfo(timezone))
        gone = next((each for each in away if each.holds(found)), None)
        if gone is None:
            return found
        moment = gone.until


def _in_hours(moment: int, hours: Hours, zone: ZoneInfo) -> int:
    day = datetime.fromtimestamp(moment, zone)
    while True:
        begin, end = (_at(day, minutes, zone) for minutes in (hours.begin, hours.end))
        if day.weekday() < _WORKING_DAYS and moment < end:
            return max(moment, begin)
        day = (day + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _at(day: datetime, minutes: int, zone: ZoneInfo) -> int:
    there = datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=zone)
    return int(there.timestamp())
