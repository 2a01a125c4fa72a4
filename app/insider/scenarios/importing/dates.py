"""When the mail of a source comes to the company: its dates made plausible, moved, or squeezed.

Called by the importer. Times of a source are seconds since 1970-01-01 UTC, those of the company
local ones without a zone. What is moved keeps its order, its weekday and its hour.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from insider.scenarios.seed import Seed

_DAY = 86_400
_WEEK = 7 * _DAY
_EARLIEST, _LATEST = 315_532_800, 4_102_444_800
"""The years 1980 and 2100."""
_TRUSTED = 2 * _DAY
"""By how much an author's clock may differ from a server's."""
_FEW = 100
_FAR = 366 * _DAY
_OPENS, _CLOSES = 8 * 3600, 18 * 3600
_HOURS = _CLOSES - _OPENS
_MONDAY = datetime(1970, 1, 5)  # noqa: DTZ001 - the company's local time
_FIRST = datetime(1980, 1, 1)  # noqa: DTZ001 - no company time is earlier
_FORTNIGHT = timedelta(days=11)
_SOON = 60
"""Seconds by which an answer that is dated too early comes after what it answers."""


@dataclass(frozen=True, slots=True)
class Period:
    """The company's time that stories have."""

    begins: datetime
    ends: datetime
    """By when all mail that is not part of a story has come."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The company's times of messages."""

    dates: list[datetime]
    weeks: int | None
    """By how many weeks all of them were moved; None when they were squeezed."""


def period_of(seed: Seed) -> Period | None:
    """Return the company's period; None where nothing says when it is."""
    starts = [scenario.fields.clock.start for scenario in seed.scenarios.values()]
    dates = [mail.fields.date for mail in seed.mail_folder.mail]
    if not starts and not dates:
        return None
    ends = min(starts) if starts else max(dates)
    earlier = [date for date in dates if date < ends - _FORTNIGHT]
    return Period(min(earlier, default=ends - _FORTNIGHT), ends)


def choose_date(
    sent_at: int | None, arrived: int | None = None, filed: int | None = None
) -> int | None:
    """Return when a message was written, as far as that can be said.

    Args:
        sent_at: What its author's program says.
        arrived: What a server says: when they are far apart, it is right.
        filed: What the archive says, which is asked where nothing else is known.
    """
    sent, had = _plausible(sent_at), _plausible(arrived)
    if sent is not None and had is not None and abs(sent - had) > _TRUSTED:
        return had
    return next((each for each in (sent, had, _plausible(filed)) if each is not None), None)


def _plausible(moment: int | None) -> int | None:
    return moment if moment is not None and _EARLIEST <= moment < _LATEST else None


def settle(moments: Sequence[int | None]) -> tuple[list[int], set[int]]:
    """Return a date for every message, and the places of those that had none or an impossible one.

    Such a message is dated like the one before it in its source. Of a hundred messages or more,
    impossible is also what lies a year before or after all but a hundredth of them.
    """
    known = sorted(each for each in moments if each is not None)
    low, high = _EARLIEST, _LATEST
    if len(known) >= _FEW:
        hundredth = len(known) // _FEW
        low, high = known[hundredth] - _FAR, known[-1 - hundredth] + _FAR
    guessed: set[int] = set()
    settled: list[int] = []
    latest = next((each for each in moments if each is not None and low <= each <= high), _EARLIEST)
    for place, moment in enumerate(moments):
        if moment is None or not low <= moment <= high:
            guessed.add(place)
        else:
            latest = moment
        settled.append(latest)
    return settled, guessed


def usual_zone(zones: Iterable[int | None]) -> int:
    """Return the zone that most of the mail was written in, in seconds; UTC when none is known."""
    counted = Counter(zone for zone in zones if zone is not None)
    return min(counted, key=lambda zone: (-counted[zone], zone)) if counted else 0


def move(moments: Sequence[int], *, zone: int, ends: datetime) -> Moved:
    """Return the company's times of messages: whole weeks later or earlier, the last week's end.

    Args:
        moments: When they were written.
        zone: The local time of their authors.
        ends: By when the last one has come.
    """
    local = [_local(moment, zone) for moment in moments]
    weeks = (ends - max(local)) // timedelta(weeks=1)
    return Moved([max(each + timedelta(weeks=weeks), _FIRST) for each in local], weeks)


def squeeze(moments: Sequence[int], *, zone: int, period: Period) -> Moved:
    """Return the company's times of messages so that all fit into a period, in their order.

    Working hours become working hours; what was written at night or on a weekend comes at the next
    morning. Mail that fits without being squeezed is moved only.
    """
    local = [_local(moment, zone) for moment in moments]
    first, last = _worked(min(local)), _worked(max(local))
    begins, ends = _worked(period.begins), _worked(period.ends)
    if last - first <= ends - begins:
        return move(moments, zone=zone, ends=period.ends)
    # A second is kept for each message, since no two come at once.
    room, length = max(1, ends - begins - len(local)), last - first
    order = sorted(range(len(local)), key=lambda place: (local[place], place))
    found = [period.begins] * len(local)
    latest = begins - 1
    for place in order:
        latest = max(latest + 1, begins + (_worked(local[place]) - first) * room // length)
        found[place] = _at_work(latest)
    return Moved(found, None)


def after_parents(dates: list[datetime], parents: Sequence[int | None], *, squeezed: bool) -> int:
    """Date answers later than what they answer, in place, and return how many were not.

    Args:
        dates: Of all messages.
        parents: The place of the message that each one answers; nothing is above itself.
        squeezed: Whether a minute is much.
    """
    gap = timedelta(seconds=1 if squeezed else _SOON)
    done = [parent is None for parent in parents]
    moved = 0
    for place in range(len(dates)):
        path = []
        here = place
        while not done[here] and (above := parents[here]) is not None:
            path.append(here)
            here = above
        for each in reversed(path):
            parent = parents[each]
            if parent is not None and dates[each] <= dates[parent]:
                dates[each] = dates[parent] + gap
                moved += 1
            done[each] = True
    return moved


def _local(moment: int, zone: int) -> datetime:
    return datetime.fromtimestamp(moment + zone, UTC).replace(tzinfo=None)


def _worked(local: datetime) -> int:
    """Return the seconds of working hours up to a time; weekends and nights have none."""
    since = local - _MONDAY
    weeks, day = divmod(since.days, 7)
    today = min(max(since.seconds - _OPENS, 0), _HOURS) if day < 5 else 0
    return (weeks * 5 + min(day, 5)) * _HOURS + today


def _at_work(worked: int) -> datetime:
    """Return the time up to which so many seconds were worked."""
    days, seconds = divmod(worked, _HOURS)
    weeks, day = divmod(days, 5)
    return _MONDAY + timedelta(days=7 * weeks + day, seconds=_OPENS + seconds)
