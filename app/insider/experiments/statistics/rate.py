"""The interval of one rate.

Source: Wilson (1927), "Probable inference, the law of succession, and statistical inference",
JASA 22, 209-212; recommended for rates near 0 and 1 by Newcombe (1998), Statistics in Medicine
17, 857-872.
"""

from math import sqrt

from insider.experiments.statistics.counts import Count
from insider.experiments.statistics.interval import Interval, two_sided_quantile


def wilson(count: Count, level: float = 0.95) -> Interval:
    """Return Wilson's score interval of a rate (Wilson 1927).

    It lies in 0 to 1 and holds the estimate. Its n must have been fixed beforehand: for an n that
    depends on what was seen, ``confidence_sequence`` has the interval.

    Args:
        count: Independent episodes; none of them gives 0 to 1.
        level: Two-sided confidence, between 0 and 1.

    Raises:
        StatisticsError: If the level is not between 0 and 1.
    """
    z = two_sided_quantile(level)
    if count.rate is None:
        return Interval(0.0, 1.0)
    n, share = count.n, count.rate
    shrunk = 1 + z * z / n
    middle = (share + z * z / (2 * n)) / shrunk
    half = z / shrunk * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # At the ends the limits are exact, where the sums above would be off by a rounding.
    low = 0.0 if count.events == 0 else middle - half
    high = 1.0 if count.events == n else middle + half
    return Interval(low, high)
