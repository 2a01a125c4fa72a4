"""When to stop running epochs: at a width, or at a difference; each with what it guarantees.

Called by whoever runs epochs, with the outcomes so far, as often as it likes. Never decides what
an outcome is: an epoch without a verdict is left out before (of a pair, both epochs).

Wilson's and Newcombe's intervals and the exact tests assume an n that was fixed beforehand. After
a rule of this module stopped, what it returns is what may be reported in their place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from insider.errors import StatisticsError
from insider.experiments.statistics.confidence_sequence import follow, time_uniform_interval
from insider.experiments.statistics.counts import Count
from insider.experiments.statistics.evidence import Alternative, e_value
from insider.experiments.statistics.interval import Interval, require_fraction
from insider.experiments.statistics.power import power_of_test
from insider.experiments.statistics.stopping_chance import stopping_chances

_LARGEST_FIXED = 2000
"""Episodes of each group that a test of fixed n may need; beyond, planning takes minutes."""

_NARROWEST = 0.02
"""Width that can be asked for; it takes some 43,000 epochs in the worst case."""


class StopReason(StrEnum):
    """Why no more epochs are needed."""

    PRECISE = "precise"
    """The interval is as narrow as was asked."""
    DIFFERENT = "different"
    """The rates were shown to differ."""
    MAXIMUM = "maximum"
    """The planned maximum was reached first."""


@dataclass(frozen=True, slots=True)
class WidthLook:
    """A rate after some epochs."""

    count: Count
    interval: Interval
    """Of the confidence sequence; may be reported whenever one stopped."""
    reason: StopReason | None
    """None as long as epochs still teach something."""


@dataclass(frozen=True, slots=True)
class WidthRule:
    """Stop when the interval of a rate is narrow enough: ``stop_when: ci_width <= 0.1``.

    Guarantee: with probability at least ``level`` the reported interval holds the true rate, at any
    stopping time, this rule's or another's. Source: Robbins (1970), see ``confidence_sequence``.

    Raises:
        StatisticsError: If the width is not 0.02 to below 1, the level not between 0 and 1, or the
            maximum below 1.
    """

    width: float
    """From end to end, such as 0.1."""
    level: float = 0.95
    most: int | None = None
    """Epochs after which to stop in any case; None leaves it to the width."""

    def __post_init__(self) -> None:
        """Refuse a rule that cannot stop."""
        require_fraction("level", self.level)
        require_fraction("width", self.width)
        if self.width < _NARROWEST:
            raise StatisticsError(f"The width is {self.width:g}; ask for {_NARROWEST:g} or more.")
        if self.most is not None and self.most < 1:
            raise StatisticsError(f"The maximum is {self.most} epochs; give 1 or more.")

    @property
    def maximum(self) -> int:
        """Epochs after which the rule has stopped, whatever the rate is."""
        worst = _epochs_for_width(self.width, self.level)
        return worst if self.most is None else min(worst, self.most)

    def look(self, outcomes: Iterable[bool]) -> WidthLook:
        """Return what is known and whether to stop.

        Args:
            outcomes: Whether the thing happened, in the order of the epochs' numbers.
        """
        sequence = follow(outcomes, self.level)
        reason = None
        if sequence.interval.width <= self.width:
            reason = StopReason.PRECISE
        elif self.most is not None and sequence.count.n >= self.most:
            reason = StopReason.MAXIMUM
        return WidthLook(count=sequence.count, interval=sequence.interval, reason=reason)


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
class DifferenceLook:
    """Two rates after some pairs of epochs."""

    first: Count
    second: Count
    e_value: float
    """Evidence against equal rates, 0 or more; above 1 it speaks against them."""
    p_value: float
    """1/e-value, at most 1: valid at any stopping time, and in a family of tests."""
    reason: StopReason | None
    """None as long as epochs still teach something."""


@dataclass(frozen=True, slots=True)
class DifferenceRule:
    """Stop when two rates were shown to differ: ``power: {baseline, effect}``.

    Guarantee: if the rates are equal, the chance to ever call them different is at most ``alpha``,
    at any stopping time, this rule's or another's. Source: Turner, Ly & Grünwald (2024), see
    ``evidence``. If the stated rates are true and the groups independent, the chance to call them
    different by the planned maximum is at least ``power``; it is computed, not simulated.

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

    def look(self, first: Count, second: Count) -> DifferenceLook:
        """Return the evidence and whether to stop.

        Args:
            first: The group of the baseline.
            second: The other, with as many epochs.

        Raises:
            StatisticsError: If the numbers of epochs differ, or the effect is too small to be
                planned for.
        """
        evidence = e_value(first, second, self.alternative)
        reason = None
        if evidence >= 1 / self.alpha:
            reason = StopReason.DIFFERENT
        elif first.n >= self.plan().maximum:
            reason = StopReason.MAXIMUM
        p_value = 1.0 if evidence <= 1 else 1 / evidence
        return DifferenceLook(first, second, e_value=evidence, p_value=p_value, reason=reason)


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
