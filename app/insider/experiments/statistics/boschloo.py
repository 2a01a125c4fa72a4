"""Boschloo's exact test in milliseconds, for reports that hold hundreds of comparisons.

Called by ``exact_test`` only. Source: Boschloo (1970), as there. For two numbers of episodes, the
one-sided Fisher p-values of all tables are made once and kept; the size of a test is then summed
at many values of the common rate at once, and its maximum is narrowed down around the largest.
"""

from functools import lru_cache
from math import pi
from typing import TYPE_CHECKING

from insider.experiments.statistics.binomial import log_choose
from insider.experiments.statistics.counts import Count

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_STEPS = 200
"""Values of the common rate that are tried first, from 0 to 1, closer together at both ends."""

_FINER = 20
"""Values between two neighbours of the largest, tried anew each time."""

_NARROWINGS = 3
_NEGLIGIBLE = -300.0
"""Log of a probability that is as good as none."""

_TIE = 1e-9
"""Relative difference below which two p-values of Fisher's test are the same, but for rounding."""


def boschloo_p(first: Count, second: Count) -> float:
    """Return the two-sided p-value: twice the smaller one-sided one, at most 1.

    Args:
        first: Independent episodes of the one condition, at least 1.
        second: Independent episodes of the other, at least 1.
    """
    if first.events * second.n == second.events * first.n and first.events in (0, first.n):
        return 1.0
    return min(1.0, 2 * min(_one_sided(first, second), _one_sided(second, first)))


def _one_sided(first: Count, second: Count) -> float:
    """Return the p-value that the first rate is the smaller one."""
    import numpy as np

    fisher = _fisher(first.n, second.n)
    observed = fisher[first.events, second.events]
    # With more events of the first the p-value grows: the tables that are as extreme are, for each
    # number of events of the second, those with fewer than so many of the first.
    fewer_than = (fisher <= observed * (1 + _TIE)).sum(axis=0)
    angles = np.linspace(0, pi / 2, _STEPS + 1)
    largest = 0.0
    for _ in range(_NARROWINGS + 1):
        up_to = np.cumsum(_binomials(first.n, angles), axis=1)
        up_to = np.pad(up_to, ((0, 0), (1, 0)))[:, fewer_than]
        sizes = (up_to * _binomials(second.n, angles)).sum(axis=1)
        best = int(sizes.argmax())
        largest = max(largest, float(sizes[best]))
        below, above = angles[max(0, best - 1)], angles[min(len(angles) - 1, best + 1)]
        angles = np.linspace(below, above, _FINER + 1)
    return largest


@lru_cache(maxsize=128)
def _fisher(first: int, second: int) -> "Floats":
    """Return Fisher's one-sided p-value of every table, by events of the first and the second."""
    import numpy as np

    events, total = np.arange(first + 1), np.arange(first + second + 1)
    rest = total[:, None] - events[None, :]
    possible = (rest >= 0) & (rest <= second)
    logs = log_choose(first)[None, :] + log_choose(second)[np.clip(rest, 0, second)]
    logs = np.where(possible, logs, -np.inf)
    chances = np.exp(logs - logs.max(axis=1, keepdims=True))
    # Summed from the least events on, so that small values are not lost beside large ones.
    fewer = np.cumsum(chances, axis=1)
    fewer /= fewer[:, -1:]
    found: Floats = fewer[events[:, None] + np.arange(second + 1)[None, :], events[:, None]]
    return found


def _binomials(n: int, angles: "Floats") -> "Floats":
    """Return the probabilities of 0 to n events, a row for each rate, given as its arcsine."""
    import numpy as np

    rates = np.clip(np.sin(angles) ** 2, 1e-300, 1 - 1e-16)[:, None]
    events = np.arange(n + 1)
    logs = log_choose(n) + events * np.log(rates) + (n - events) * np.log1p(-rates)
    # Below, products would be numbers too small for the processor to be fast with.
    chances: Floats = np.where(logs < _NEGLIGIBLE, 0.0, np.exp(logs))
    return chances
