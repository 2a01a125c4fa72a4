"""For which tables of two equal groups Boschloo's test rejects.

Called by ``power`` only, which needs all tables at once: testing each by itself would take minutes.
Source: Boschloo (1970), as in ``exact_test``.
"""

from functools import lru_cache
from math import pi
from typing import TYPE_CHECKING

from insider.experiments.statistics.binomial import binomial, log_choose

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_STEPS = 100
"""Values of the common rate at which the test's size is taken; it is smooth between them."""

_TIES = 10
"""Decimals of log p-values that are told apart: mirrored tables differ by rounding only."""


@lru_cache(maxsize=256)
def rejected_tables(n: int, alpha: float) -> "Flags":
    """Return, by events of the first and of the second group, whether the test rejects.

    Two-sided as ``compare_rates`` is: at alpha/2 on each side.

    Args:
        n: Episodes of each group, at least 1.
        alpha: The two-sided level.
    """
    import numpy as np

    logs = np.round(_log_fisher(n), _TIES).ravel()
    order = np.argsort(logs, kind="stable")
    ordered = logs[order]
    size = np.zeros(len(logs))
    # The size at a rate and at one minus it are the same, mirrored.
    for angle in np.linspace(0, pi / 4, _STEPS + 1)[1:]:
        chances = binomial(n, float(np.sin(angle) ** 2))
        np.maximum(size, np.cumsum(np.outer(chances, chances).ravel()[order]), out=size)
    # A table is rejected together with all that are as extreme.
    last_of_tie = np.searchsorted(ordered, ordered, side="right") - 1
    fewer = np.zeros(len(logs), dtype=np.bool_)
    fewer[order] = size[last_of_tie] <= alpha / 2
    one_sided = fewer.reshape(n + 1, n + 1)
    both: Flags = one_sided | one_sided.T
    return both


def _log_fisher(n: int) -> "Floats":
    """Return the log of Fisher's one-sided p-value that the first group has fewer events."""
    import numpy as np

    choose = log_choose(n)
    weights = choose[:, None] + choose[None, :]
    found = np.empty((n + 1, n + 1))
    for total in range(2 * n + 1):
        first = np.arange(max(0, total - n), min(n, total) + 1)
        logs = weights[first, total - first]
        found[first, total - first] = np.logaddexp.accumulate(logs) - np.logaddexp.reduce(logs)
    return found
