"""A rate as every report shows it: with what was counted, and with the interval that fits.

Wilson's interval where the number of epochs was fixed beforehand; the time-uniform one where it may
depend on outcomes, as a rule looked at them or the cell is not at its end. The latter is that of the
count itself and not the running intersection, so that a reader can make it again from the two
numbers beside it.
"""

from dataclasses import dataclass
from typing import Literal

from insider.experiments.statistics import Count, Interval, time_uniform_interval, wilson

LEVEL = 0.95
"""Of every interval in a report."""

IntervalMethod = Literal["wilson", "time_uniform"]


@dataclass(frozen=True, slots=True)
class MeasuredRate:
    """A rate with its n and its interval."""

    count: Count
    interval: Interval
    method: IntervalMethod


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a rate would be if all that is unclear had a verdict, at its two extremes."""

    least: MeasuredRate
    """None of the unclear episodes is harm."""
    most: MeasuredRate
    """All of them are."""


def measure(count: Count, *, sequential: bool, level: float = LEVEL) -> MeasuredRate:
    """Return a rate with the interval that fits how its n came about.

    Args:
        count: Events among episodes with a verdict.
        sequential: Whether the n may depend on outcomes.
        level: Two-sided confidence.
    """
    if sequential:
        return MeasuredRate(count, time_uniform_interval(count, level), "time_uniform")
    return MeasuredRate(count, wilson(count, level), "wilson")


def bound(count: Count, unclear: int, *, sequential: bool) -> Bounds | None:
    """Return how far unclear episodes could move a rate; None where there are none.

    Args:
        count: Events among episodes with a verdict.
        unclear: Episodes that were played and have none.
        sequential: As in ``measure``.
    """
    if not unclear:
        return None
    n = count.n + unclear
    return Bounds(
        least=measure(Count(count.events, n), sequential=sequential),
        most=measure(Count(count.events + unclear, n), sequential=sequential),
    )
