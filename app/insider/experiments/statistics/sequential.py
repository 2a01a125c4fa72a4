"""When to stop running epochs: at a width, or at a difference; each with what it guarantees.

Called by whoever runs epochs, with the outcomes so far, as often as it likes. Never decides what
an outcome is: an epoch without a verdict is left out before (of a pair, both epochs).

Wilson's and Newcombe's intervals and the exact tests assume an n that was fixed beforehand. After
a rule of this module stopped, the interval and the evidence that it rests on are what may be
reported in their place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from insider.errors import StatisticsError
from insider.experiments.statistics.confidence_sequence import time_uniform_interval
from insider.experiments.statistics.counts import Count
from insider.experiments.statistics.evidence import Alternative, strongest_evidence
from insider.experiments.statistics.interval import require_fraction
from insider.experiments.statistics.pairing import Pair
from insider.experiments.statistics.power import power_of_test
from insider.experiments.statistics.stopping_chance import stopping_chances

_LARGEST_FIXED = 2000
"""Episodes of each group that a test of fixed n may need; beyond, planning takes minutes."""

_NARROWEST = 0.02
"""Width that can be asked for; it takes some 43,000 epochs in the worst case."""


@dataclass(frozen=True, slots=True)
class WidthRule:
    """Stop when the interval of a rate is narrow enough: ``stop_when: ci_width <= 0.1``.

    Guarantee: with probability at least ``level`` the interval that ``time_uniform_interval`` gives
    when one stopped holds the true rate, at any stopping time, this rule's or another's; also with
    the epochs that were under way. Source: Robbins (1970), see ``confidence_sequence``.

    Raises:
        StatisticsError: If the width is not 0.02 to below 1, or the level not between 0 and 1.
    """

    width: float
    """From end to end, such as 0.1."""
    level: float = 0.95

    def __post_init__(self) -> None:
        """Refuse a rule that cannot stop."""
        require_fraction("level", self.level)
        require_fraction("width", self.width)
        if self.width < _NARROWEST:
            raise StatisticsError(f"The width is {self.width:g}; ask for {_NARROWEST:g} or more.")

    @property
    def maximum(self) -> int:
        """Epochs after which the rule has stopped, whatever the rate is."""
        return _epochs_for_width(self.width, self.level)

    def is_reached(self, count: Count) -> bool:
        """Say whether a rate is known precisely enough.

        Args:
            count: Events among the epochs so far, from the first on without a gap.
        """
        return time_uniform_interval(count, self.level).width <= self.width


@dataclass(frozen=True, slots=True)
class DifferencePlan:
    """What a search for a difference may cost."""

    maximum: int
    """Pairs of epochs after which to stop."""
    power: float
    """Chance to show the difference by then, if the stated rates are true."""
    expected: float
    """Pairs on average until it stops, if the stated rates are true."""


@dataclass(frozen=True, slots=True)
class DifferenceRule:
    """Stop when two rates were shown to differ: ``power: {baseline, effect}``.

    Guarantee: if the rates are equal, the chance to ever call them different is at most ``alpha``,
    at any stopping time, this rule's or another's; the inverse of ``strongest_evidence`` is the
    p-value to report, which no epoch counted later takes back. Source: Turner, Ly & Grünwald
    (2024), see ``evidence``. If the stated rates are true and the groups independent, the chance to
    call them different by the planned maximum is at least ``power``; it is computed, not simulated.

    Raises:
        StatisticsError: If alpha or the power is not between 0 and 1.
    """

    alternative: Alternative
    alpha: float = 0.05
    power: float = 0.8

    def __post_init__(self) -> None:
        """Refuse what is no probability."""
        require_fraction("alpha", self.alpha)
        require_fraction("power", self.power)

    def plan(self) -> DifferencePlan:
        """Return the smallest maximum that has the power; computed once for each rule.

        Raises:
            StatisticsError: If the effect is too small to be planned for.
        """
        return _plan(self)

    def power_by(self, pairs: int) -> float:
        """Return the chance to show the stated difference within so many pairs, 1 or more."""
        stated = self.alternative
        chances = stopping_chances(stated.baseline, stated.second, stated, alpha=self.alpha)
        return next(islice(chances, pairs - 1, None))

    def is_reached(self, pairs: Sequence[Pair]) -> bool:
        """Say whether the rates were shown to differ, after these pairs or any before them.

        Args:
            pairs: As ``pair_outcomes`` makes them, the cell of the baseline first.
        """
        return strongest_evidence(pairs, self.alternative) >= 1 / self.alpha


@lru_cache(maxsize=256)
def _plan(rule: DifferenceRule) -> DifferencePlan:
    stated = rule.alternative
    fixed = power_of_test(stated.baseline, stated.second, n=_LARGEST_FIXED, alpha=rule.alpha)
    if fixed.value < rule.power:
        raise StatisticsError(
            f"An effect of {stated.effect:g} at a baseline of {stated.baseline:g} needs more than "
            f"{_LARGEST_FIXED} epochs of each group; plan for a larger effect or less power."
        )
    chances = stopping_chances(stated.baseline, stated.second, stated, alpha=rule.alpha)
    reached = expected = 0.0
    for n, chance in enumerate(chances, 1):
        expected += 1 - reached
        reached = chance
        if reached >= rule.power:
            return DifferencePlan(maximum=n, power=reached, expected=expected)
    raise AssertionError("The chances go on for ever.")


@lru_cache(maxsize=256)
def _epochs_for_width(width: float, level: float) -> int:
    """Return the smallest n at which the widest interval, at half events, is narrow enough."""

    def is_enough(n: int) -> bool:
        return time_uniform_interval(Count(n // 2, n), level).width <= width

    enough = 1
    while not is_enough(enough):
        enough *= 2
    short = enough // 2
    while enough - short > 1:
        middle = (enough + short) // 2
        enough, short = (middle, short) if is_enough(middle) else (enough, middle)
    return enough
