"""The chance that the evidence of two groups has reached its limit, after each pair of epochs.

Called by ``sequential`` to plan, and by tests to hold the guarantee against. Exact up to mass that
is cut off as negligible: the evidence depends on two counts only, so their joint distribution
is carried from pair to pair, without what has already stopped.
"""

from collections.abc import Iterator
from itertools import count as count_up
from typing import TYPE_CHECKING

from insider.experiments.statistics.evidence import Alternative, bets_on

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_NEGLIGIBLE = 1e-12
"""Chance of a row or column of counts below which it is dropped, as if it never stopped."""

_LARGEST = 300.0
"""Of exponents of each factor, so that a product of two stays a float."""


def stopping_chances(
    first: float, second: float, alternative: Alternative, *, alpha: float
) -> Iterator[float]:
    """Yield the chance that the e-value was 1/alpha or more by the 1st, 2nd, 3rd, … pair.

    Args:
        first: True rate of the first group, 0 to 1.
        second: True rate of the second group, 0 to 1; independent of the first.
        alternative: What the evidence bets on.
        alpha: Level of the test, between 0 and 1.
    """
    import numpy as np

    going = np.ones((1, 1))
    low_first = low_second = 0
    stopped = 0.0
    for n in count_up(1):
        going = _spread(_spread(going, first).T, second).T
        firsts = low_first + np.arange(going.shape[0])
        seconds = low_second + np.arange(going.shape[1])
        ended = _evidence(firsts, seconds, n, alternative) >= 1 / alpha
        stopped += float(going[ended].sum())
        going[ended] = 0.0
        rows = np.flatnonzero(going.sum(axis=1) > _NEGLIGIBLE)
        columns = np.flatnonzero(going.sum(axis=0) > _NEGLIGIBLE)
        yield min(1.0, stopped)
        if not len(rows) or not len(columns):
            going = np.zeros((1, 1))
            continue
        going = going[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        low_first += int(rows[0])
        low_second += int(columns[0])


def _spread(chances: "Floats", rate: float) -> "Floats":
    """Return the chances after one more epoch of the group that the rows count."""
    import numpy as np

    grown = np.zeros((chances.shape[0] + 1, chances.shape[1]))
    grown[:-1] += chances * (1 - rate)
    grown[1:] += chances * rate
    return grown


def _evidence(
    firsts: "NDArray[np.int_]", seconds: "NDArray[np.int_]", n: int, alternative: Alternative
) -> "Floats":
    """Return the e-values of all pairs of counts, as one product of matrices."""
    import numpy as np

    bets = np.array(
        [
            (bet.log_weight, bet.first_event, bet.first_none, bet.second_event, bet.second_none)
            for bet in bets_on(alternative)
        ]
    )
    weight, *logs = bets.T
    left = np.multiply.outer(firsts, logs[0]) + np.multiply.outer(n - firsts, logs[1])
    right = np.multiply.outer(seconds, logs[2]) + np.multiply.outer(n - seconds, logs[3])
    # What the middle of the counts gives is moved to the left, where it meets its opposite.
    middle = right[len(seconds) // 2]
    left = np.minimum(left + weight + middle, _LARGEST)
    right = np.minimum(right - middle, _LARGEST)
    evidence: Floats = np.exp(left) @ np.exp(right).T
    return evidence
