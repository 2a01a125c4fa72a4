"""Evidence that two rates differ which one may look at after every pair of epochs.

Sources: Turner, Ly & Grünwald (2024), "Generic E-variables for exact sequential k-sample tests that
allow for optional stopping", Journal of Statistical Planning and Inference 230, 106116; Ramdas,
Grünwald, Vovk & Shafer (2023), "Game-theoretic statistics and safe anytime-valid inference",
Statistical Science 38, 576-601.

One epoch of each group makes a pair. A bet on rates (a, b) multiplies its stake, for each
pair, by the pair's probability under (a, b) over its probability under one common rate m, the mean
of a and b. When both groups truly have one rate r, the expected factor is 1 - c²(r - m)² with
c = (a - b) / (2 m (1 - m)), which is at most 1; and so it is for any mixture of bets that was
fixed beforehand. By Ville's inequality the stake then ever reaches 1/alpha with probability at
most alpha. Where the two epochs of a pair share a seed and tend to the same outcome, the expected
factor is smaller still, so the guarantee stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf, log
from typing import TYPE_CHECKING

from insider.errors import StatisticsError
from insider.experiments.statistics.interval import require_rate
from insider.experiments.statistics.pairing import Pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_GRID = tuple((step + 0.5) / 10 for step in range(10))
"""Rates of the bets that were not stated: 0.05, 0.15, … 0.95, each against each other."""

_EDGE = 0.001
"""Bets keep this far from 0 and 1, or a single unlikely epoch would lose all of the stake."""

_LARGEST = 700.0
"""Of exponents; the exponential of more is no float."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """The difference that is looked for.

    Raises:
        StatisticsError: If the rates are not 0 to 1, or there is no difference.
    """

    baseline: float
    """Rate of the first group, 0 to 1."""
    effect: float
    """Rate of the second group minus the baseline, -1 to 1 and not 0."""

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        require_rate("baseline", self.baseline)
        require_rate("baseline plus the effect", self.second)
        if self.second == self.baseline:
            raise StatisticsError(
                f"The effect is {self.effect:g}; give the difference that is looked for."
            )

    @property
    def second(self) -> float:
        """Rate of the second group."""
        # Rounded, so that 0.7 + 0.3 is a rate.
        return round(self.baseline + self.effect, 12)


@dataclass(frozen=True, slots=True)
class Bet:
    """A part of the stake, and the logs by which one epoch's outcome multiplies it."""

    log_weight: float
    first_event: float
    first_none: float
    second_event: float
    second_none: float


@lru_cache(maxsize=64)
def bets_on(alternative: Alternative) -> tuple[Bet, ...]:
    """Return the bets on an alternative, whose weights sum to 1.

    Half of the stake is on the stated rates. The other half is spread over all pairs of a grid, so
    that a difference of another size or direction, or at another baseline, is found too.
    """
    spread = [(a, b) for a in _GRID for b in _GRID if a != b]
    stated = (_inside(alternative.baseline), _inside(alternative.second))
    return (
        _bet(0.5, *stated),
        *(_bet(0.5 / len(spread), first, second) for first, second in spread),
    )


def e_values(pairs: Sequence[Pair], alternative: Alternative) -> "Floats":
    """Return the evidence against equal rates after each pair (Turner et al. 2024).

    If the rates are equal, it ever reaches 1/alpha with probability at most alpha, however one
    decides when to stop. Above 1 it speaks against them; it may fall again.

    Args:
        pairs: In the order of the epochs' numbers.
        alternative: Fixed before the first epoch. The guarantee holds whatever it says; only the
            power depends on it.
    """
    import numpy as np

    bets = bets_on(alternative)
    events = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    counted = np.hstack((events, 1 - events)).cumsum(axis=0)
    factors = [(bet.first_event, bet.second_event, bet.first_none, bet.second_none) for bet in bets]
    logs = counted @ np.array(factors).T + np.array([bet.log_weight for bet in bets])
    largest = logs.max(axis=1)
    totals = largest + np.log(np.exp(logs - largest[:, None]).sum(axis=1))
    evidence: Floats = np.where(totals < _LARGEST, np.exp(np.minimum(totals, _LARGEST)), inf)
    return evidence


def strongest_evidence(pairs: Sequence[Pair], alternative: Alternative) -> float:
    """Return the most that the evidence ever was: 1, before the first pair, or more.

    Its inverse is a p-value at any stopping time (Ville 1939): a difference that was shown once
    stays shown, whatever is counted after it, such as episodes that were under way.

    Args:
        pairs: In the order of the epochs' numbers.
        alternative: As for ``e_values``.
    """
    return float(max(1.0, e_values(pairs, alternative).max())) if pairs else 1.0


def _bet(weight: float, first: float, second: float) -> Bet:
    common = (first + second) / 2
    return Bet(
        log_weight=log(weight),
        first_event=log(first / common),
        first_none=log((1 - first) / (1 - common)),
        second_event=log(second / common),
        second_none=log((1 - second) / (1 - common)),
    )


def _inside(rate: float) -> float:
    return min(max(rate, _EDGE), 1 - _EDGE)
