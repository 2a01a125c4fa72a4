"""The ratio of two rates with its interval.

Sources: Zou & Donner (2008), "Construction of confidence limits about effect measures: a general
approach", Statistics in Medicine 27, 1693-1702; Donner & Zou (2012), "Closed-form confidence
intervals for functions of the normal mean and standard deviation", Statistical Methods in Medical
Research 21, 347-359 (MOVER-R); with Wilson's limits as in Fagerland, Lydersen & Laake (2015),
Statistical Methods in Medical Research 24, 224-254.
"""

from dataclasses import dataclass
from math import inf, sqrt

from insider.experiments.statistics.counts import Count
from insider.experiments.statistics.interval import Interval
from insider.experiments.statistics.rate import wilson


@dataclass(frozen=True, slots=True)
class Ratio:
    """First rate over second rate."""

    estimate: float | None
    """0 or more; infinite when only the second rate is 0, None when both are or a side is empty."""
    interval: Interval
    """From 0 upwards; its high end is infinite when the second rate is 0."""
    level: float


def ratio_of_rates(first: Count, second: Count, level: float = 0.95) -> Ratio:
    """Return first rate over second rate, with the MOVER-R interval on Wilson's limits.

    Args:
        first: Independent episodes of the one condition.
        second: Independent episodes of the other; the numbers may differ.
        level: Two-sided confidence, between 0 and 1.

    Raises:
        StatisticsError: If the level is not between 0 and 1.
    """
    one, two = wilson(first, level), wilson(second, level)
    if first.rate is None or second.rate is None or first.events == second.events == 0:
        return Ratio(estimate=None, interval=Interval(0.0, inf), level=level)
    low = _low_end(first.rate, second.rate, least=one.low, most=two.high)
    # The high end is the inverse of the inverse ratio's low end.
    inverse = _low_end(second.rate, first.rate, least=two.low, most=one.high)
    return Ratio(
        estimate=first.rate / second.rate if second.events else inf,
        interval=Interval(low, 1 / inverse if inverse else inf),
        level=level,
    )


def _low_end(over: float, under: float, *, least: float, most: float) -> float:
    """Return the lower limit of ``over / under`` from limits of each.

    The paper's root, multiplied by its conjugate: that form divides by nothing that can be 0
    unless ``over`` is.
    """
    if over == 0:
        return 0.0
    taken = least * (2 * over - least)
    product = over * under
    root = sqrt(max(0.0, product * product - taken * most * (2 * under - most)))
    return taken / (product + root)
