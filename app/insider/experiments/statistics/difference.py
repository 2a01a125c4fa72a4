"""The difference of two rates with its interval, for independent episodes and for pairs.

Sources: Newcombe (1998), "Interval estimation for the difference between independent proportions:
comparison of eleven methods", Statistics in Medicine 17, 873-890, method 10; Newcombe (1998),
"Improved confidence intervals for the difference between binomial proportions based on paired
data", Statistics in Medicine 17, 2635-2650, method 10.
"""

from dataclasses import dataclass
from math import hypot, sqrt

from insider.experiments.statistics.counts import Count, Pairs
from insider.experiments.statistics.interval import Interval
from insider.experiments.statistics.rate import wilson


@dataclass(frozen=True, slots=True)
class Difference:
    """First rate minus second rate."""

    estimate: float | None
    """-1 to 1; None when a side has no episodes."""
    interval: Interval
    """Inside -1 to 1; all of it when a side has no episodes."""
    level: float


def newcombe(first: Count, second: Count, level: float = 0.95) -> Difference:
    """Return first rate minus second rate, with Newcombe's hybrid score interval (method 10).

    Args:
        first: Independent episodes of the one condition.
        second: Independent episodes of the other; the numbers may differ.
        level: Two-sided confidence, between 0 and 1.

    Raises:
        StatisticsError: If the level is not between 0 and 1.
    """
    return _recover(first, second, level=level, correlation=0.0)


def newcombe_paired(pairs: Pairs, level: float = 0.95) -> Difference:
    """Return first rate minus second rate of pairs, with Newcombe's paired interval (method 10).

    Pairs that mostly agree make it narrower than ``newcombe`` would be.

    Args:
        pairs: Independent pairs.
        level: Two-sided confidence, between 0 and 1.

    Raises:
        StatisticsError: If the level is not between 0 and 1.
    """
    correlation = _corrected_correlation(pairs)
    return _recover(pairs.first, pairs.second, level=level, correlation=correlation)


def _recover(first: Count, second: Count, *, level: float, correlation: float) -> Difference:
    """Combine two Wilson intervals into one of the difference."""
    one, two = wilson(first, level), wilson(second, level)
    if first.rate is None or second.rate is None:
        return Difference(estimate=None, interval=Interval(-1.0, 1.0), level=level)
    estimate = first.rate - second.rate
    below = _side(first.rate - one.low, two.high - second.rate, correlation)
    above = _side(one.high - first.rate, second.rate - two.low, correlation)
    interval = Interval(max(-1.0, estimate - below), min(1.0, estimate + above))
    return Difference(estimate=estimate, interval=interval, level=level)


def _side(one: float, two: float, correlation: float) -> float:
    if correlation == 0:
        return hypot(one, two)
    return sqrt(max(0.0, one * one - 2 * correlation * one * two + two * two))


def _corrected_correlation(pairs: Pairs) -> float:
    """Return phi as the paper corrects it: half of n off a positive numerator, down to 0."""
    first, second, n = pairs.first, pairs.second, pairs.n
    margins = first.events * (n - first.events) * second.events * (n - second.events)
    if margins == 0:
        return 0.0
    excess = pairs.both * pairs.neither - pairs.first_only * pairs.second_only
    corrected = excess if excess < 0 else max(excess - n / 2, 0.0)
    return corrected / sqrt(margins)
