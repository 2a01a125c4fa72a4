"""F1, the harmonic mean of precision and recall, with an interval by the bootstrap over clusters.

Sources: Efron & Tibshirani (1993), "An Introduction to the Bootstrap", chapter 13, for percentile
intervals; Davison & Hinkley (1997), "Bootstrap Methods and their Application", chapter 3.8, for
drawing whole clusters. Where there is no error, or no hit, every draw is the same, and the
interval is Wilson's of the share of hits among hits, false alarms and misses, of which F1 is a
monotone function.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from insider.errors import StatisticsError
from insider.experiments.statistics.counts import Count
from insider.experiments.statistics.interval import Interval, require_fraction
from insider.experiments.statistics.rate import wilson

_DRAWS = 4000


@dataclass(frozen=True, slots=True)
class Hits:
    """What was right and wrong in one cluster of cases.

    Raises:
        StatisticsError: If a number is negative.
    """

    hits: int
    """Found where it is."""
    false_alarms: int
    """Found where it is not."""
    misses: int
    """Not found where it is."""

    def __post_init__(self) -> None:
        """Refuse what cannot have been counted."""
        if min(self.hits, self.false_alarms, self.misses) < 0:
            raise StatisticsError("Hits and errors cannot be negative; count from 0.")


@dataclass(frozen=True, slots=True)
class FScore:
    """F1 with its interval."""

    estimate: float | None
    """0 to 1; None where there is nothing to find and nothing was found."""
    interval: Interval
    """Inside 0 to 1."""


def f_score(clusters: Sequence[Hits], *, seed: int = 1, level: float = 0.95) -> FScore:
    """Return F1 over all clusters, with a percentile interval of 4,000 draws of clusters.

    Args:
        clusters: Independent of each other; cases of one cluster, such as a pair, need not be.
        seed: Of the draws: the same clusters and seed give the same interval.
        level: Two-sided confidence, between 0 and 1.

    Raises:
        StatisticsError: If the level is not between 0 and 1.
    """
    require_fraction("level", level)
    hits = sum(each.hits for each in clusters)
    errors = sum(each.false_alarms + each.misses for each in clusters)
    if not hits + errors:
        return FScore(None, Interval(0.0, 1.0))
    estimate = 2 * hits / (2 * hits + errors)
    if not hits or not errors:
        share = wilson(Count(hits, hits + errors), level)
        return FScore(estimate, Interval(_of_share(share.low), _of_share(share.high)))
    # Imported here: it takes a moment.
    import numpy as np

    # Clusters that are alike are drawn together, so that it costs the same for any number of them.
    alike = Counter((each.hits, each.false_alarms + each.misses) for each in clusters)
    kinds = sorted(alike)
    chances = [alike[kind] / len(clusters) for kind in kinds]
    times = np.random.default_rng(seed).multinomial(len(clusters), chances, size=_DRAWS)
    drawn = times @ np.array(kinds)
    drawn = drawn[drawn.sum(axis=1) > 0]
    scores = 2 * drawn[:, 0] / (2 * drawn[:, 0] + drawn[:, 1])
    low, high = np.quantile(scores, [(1 - level) / 2, (1 + level) / 2])
    return FScore(estimate, Interval(min(float(low), estimate), max(float(high), estimate)))


def _of_share(share: float) -> float:
    """Return the F1 that goes with a share of hits among hits, false alarms and misses."""
    return 2 * share / (1 + share)
