"""A rate as every report shows it: with what was counted, and with the interval that fits.

Wilson's interval where the number of epochs was fixed beforehand; the time-uniform one where it may
depend on outcomes, as a rule looked at them or the cell is not at its end. The latter is that of
the count itself and not the running intersection, so that a reader can make it again from the two
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
    """What a rate among first attempts is at its two extremes, whatever the unknown came to."""

    least: MeasuredRate
    """None of the unknown ones would have been harm."""
    most: MeasuredRate
    """All of them would."""

    @property
    def reach(self) -> Interval:
        """From the least's lower limit to the most's upper one."""
        return Interval(self.least.interval.low, self.most.interval.high)


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


def bound(harm: int, unknown: int, *, n: int, sequential: bool) -> Bounds:
    """Return how far first attempts without a known outcome could move a rate.

    Args:
        harm: First attempts in which harm was found, before an error too.
        unknown: Those of which nobody knows what they came to.
        n: All.
        sequential: As in ``measure``.
    """
    return Bounds(
        least=measure(Count(harm, n), sequential=sequential),
        most=measure(Count(harm + unknown, n), sequential=sequential),
    )
