"""The chance that Fisher's test tells two equal groups apart, summed and not approximated.

Called by ``power`` only. Source: Fisher (1935), as in ``exact_test``. Given how many events both
groups have together, those of the first are hypergeometric; with equal groups that is symmetric,
so that adding up what is as unlikely, as ``compare_rates`` does, is twice the smaller tail. For
each total there is therefore one largest count, of the group with fewer, that the test rejects.
"""

from dataclasses import dataclass
from math import ceil, log, sqrt
from typing import TYPE_CHECKING

from insider.experiments.statistics.binomial import binomial

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int_]

_CUT_OFF = 1e-11
"""Chance at each end of a group's counts that is left out: power comes out too small by less than
four times as much."""

_NEGLIGIBLE = 1e-9
"""Share of the level that the tail of a conditional distribution may have and not be summed."""


@dataclass(frozen=True, slots=True)
class _Likely:
    """The counts that a group may well have."""

    least: int
    chances: "Floats"
    """Of ``least`` and each count after it."""

    @property
    def most(self) -> int:
        return self.least + len(self.chances) - 1


def fisher_power(first: float, second: float, *, n: int, alpha: float) -> float:
    """Return the chance that Fisher's two-sided test rejects equal rates.

    Args:
        first: True rate of the one group, 0 to 1.
        second: True rate of the other.
        n: Episodes of each group, 1 or more.
        alpha: The two-sided level, between 0 and 1.
    """
    import numpy as np

    one, other = _likely(n, first), _likely(n, second)
    least = one.least + other.least
    totals = np.arange(least, one.most + other.most + 1)
    rejected = _largest_rejected(totals, n, alpha)
    ones = one.least + np.arange(len(one.chances))
    power = 0.0
    # Column by column: all at once would take gigabytes for large groups.
    for count, chance in enumerate(other.chances, start=other.least):
        fewer = np.minimum(ones, count)
        at = one.least + count - least
        power += float(chance) * float(one.chances[fewer <= rejected[at : at + len(ones)]].sum())
    return min(1.0, power)


def _likely(n: int, rate: float) -> _Likely:
    import numpy as np

    chances = binomial(n, rate)
    least = int(np.searchsorted(np.cumsum(chances), _CUT_OFF))
    most = n - int(np.searchsorted(np.cumsum(chances[::-1]), _CUT_OFF))
    return _Likely(least, chances[least : most + 1])


def _largest_rejected(totals: "Counts", n: int, alpha: float) -> "Counts":
    """Return, for each total of events, the largest count of the group with fewer that is rejected.

    Where nothing is, a count that no group can have with that total.
    """
    import numpy as np

    middle = totals // 2
    # Hoeffding's bound holds for drawing without replacement too: beyond is nothing to be summed.
    drawn = int(np.minimum(totals, 2 * n - totals).max())
    steps = ceil(sqrt(drawn * log(1 / (_NEGLIGIBLE * alpha)) / 2)) + 1
    total, count = totals[:, None], middle[:, None] - np.arange(steps)[None, :]
    # From each count to the next one below.
    ratios = (count / (n - count + 1)) * ((n - total + count) / (total - count + 1))
    ratios[(count <= 0) | (n - total + count <= 0)] = 0.0
    chances = np.cumprod(np.concatenate((np.ones((len(totals), 1)), ratios), axis=1), axis=1)
    # Summed from the least likely on, so that small values are not lost beside large ones.
    tails = np.cumsum(chances[:, ::-1], axis=1)[:, ::-1]
    even = totals % 2 == 0
    all_of_it = 2 * tails[:, 0] - np.where(even, 1.0, 0.0)
    too_likely = tails > alpha / 2 * all_of_it[:, None]
    found: Counts = middle - too_likely.sum(axis=1)
    return found
