"""How many episodes a question needs.

Two groups of equal size are compared by ``compare_rates``. Up to ``BOSCHLOO_UP_TO`` episodes
together the power is exact: every pair of counts is tried, and the chances of those that the test
rejects are added up. Beyond, it is the normal approximation on the arcsine scale: Cohen (1988),
"Statistical power analysis for the behavioral sciences", 2nd edition, chapter 6.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, ceil, sqrt
from statistics import NormalDist
from typing import Literal

from insider.errors import StatisticsError
from insider.experiments.statistics.exact_test import BOSCHLOO_UP_TO
from insider.experiments.statistics.interval import (
    require_fraction,
    require_rate,
    two_sided_quantile,
)
from insider.experiments.statistics.rejection import binomial, rejected_tables

_EXACT_UP_TO = BOSCHLOO_UP_TO // 2

Method = Literal["exact", "normal approximation"]


@dataclass(frozen=True, slots=True)
class Power:
    """The chance that a difference that is there is found."""

    value: float
    """0 to 1."""
    n: int
    """Episodes of each group."""
    method: Method


@dataclass(frozen=True, slots=True)
class PowerCell:
    """One row of a power table."""

    baseline: float
    effect: float
    """Second rate minus baseline, -1 to 1."""
    needed: Power
    """The smallest n that has the asked power, and the power that it has."""
    given: Power
    """The power of the n that was asked about."""


def power_of_test(first: float, second: float, *, n: int, alpha: float = 0.05) -> Power:
    """Return the chance that the test of equal rates rejects, when the rates are these.

    Args:
        first: True rate of the one group, 0 to 1.
        second: True rate of the other; the same as the first gives the test's size there.
        n: Episodes of each group, 1 or more.
        alpha: The test's two-sided level, between 0 and 1.

    Raises:
        StatisticsError: If a number is outside its range.
    """
    require_rate("first rate", first)
    require_rate("second rate", second)
    require_fraction("alpha", alpha)
    if n < 1:
        raise StatisticsError(f"A group of {n} episodes has no power; give 1 or more.")
    if n > _EXACT_UP_TO:
        shift = abs(_effect_size(first, second)) * sqrt(n / 2)
        limit = two_sided_quantile(1 - alpha)
        normal = NormalDist()
        value = normal.cdf(shift - limit) + normal.cdf(-shift - limit)
        return Power(value=value, n=n, method="normal approximation")
    value = float(binomial(n, first) @ rejected_tables(n, alpha) @ binomial(n, second))
    return Power(value=min(1.0, value), n=n, method="exact")


def smallest_n(first: float, second: float, *, power: float = 0.8, alpha: float = 0.05) -> Power:
    """Return the number of episodes of each group with which a difference is found often enough.

    Exact power does not grow evenly with n. The search begins where the normal approximation
    points, goes up until the power is there, and down while it stays; a lucky smaller n beyond
    a dip is not taken.

    Args:
        first: True rate of the one group, 0 to 1.
        second: True rate of the other, a different one.
        power: The wanted chance to reject, between 0 and 1.
        alpha: The test's two-sided level, between 0 and 1.

    Raises:
        StatisticsError: If a number is outside its range, or the rates are the same.
    """
    require_rate("first rate", first)
    require_rate("second rate", second)
    require_fraction("power", power)
    require_fraction("alpha", alpha)
    if _effect_size(first, second) == 0:
        raise StatisticsError(f"Both rates are {first:g}; a test finds differences only.")
    quantiles = max(0.0, two_sided_quantile(1 - alpha) + NormalDist().inv_cdf(power))
    pointed = max(1, ceil(2 * (quantiles / _effect_size(first, second)) ** 2))
    found = power_of_test(first, second, n=pointed, alpha=alpha)
    while found.value < power:
        found = power_of_test(first, second, n=found.n + 1, alpha=alpha)
    while found.method == "exact" and found.n > 1:
        fewer = power_of_test(first, second, n=found.n - 1, alpha=alpha)
        if fewer.value < power:
            break
        found = fewer
    return found


def power_table(
    baselines: Sequence[float],
    effects: Sequence[float],
    *,
    n: int,
    power: float = 0.8,
    alpha: float = 0.05,
) -> tuple[PowerCell, ...]:
    """Return, for each baseline and effect, the n that is needed and the power of an n.

    Pairs whose second rate would be below 0 or above 1 are left out.

    Args:
        baselines: True rates of the one group, 0 to 1.
        effects: Absolute differences, -1 to 1 and not 0: 0.2 is from 10 % to 30 %.
        n: Episodes of each group that one thinks of, 1 or more.
        power: The wanted chance to reject, between 0 and 1.
        alpha: The test's two-sided level, between 0 and 1.

    Raises:
        StatisticsError: If a number is outside its range, or no pair is left.
    """
    for baseline in baselines:
        require_rate("baseline", baseline)
    for effect in effects:
        if effect == 0 or not -1 <= effect <= 1:
            raise StatisticsError(
                f"The effect is {effect:g}; give an absolute difference from -1 to 1, not 0."
            )
    # Rounded, so that 0.7 + 0.3 is a rate.
    pairs = [(base, effect, round(base + effect, 12)) for base in baselines for effect in effects]
    possible = [pair for pair in pairs if 0 <= pair[2] <= 1]
    if not possible:
        raise StatisticsError(
            "Every baseline plus its effect is outside 0 to 1; give smaller effects."
        )
    return tuple(
        PowerCell(
            baseline=base,
            effect=effect,
            needed=smallest_n(base, second, power=power, alpha=alpha),
            given=power_of_test(base, second, n=n, alpha=alpha),
        )
        for base, effect, second in possible
    )


def n_for_width(width: float, *, rate: float = 0.5, level: float = 0.95) -> int:
    """Return the smallest n at which Wilson's interval is no wider than asked (Wilson 1927).

    Args:
        width: From end to end, more than 0 and less than 1: 0.2 for 10 points on either side.
        rate: The rate that will be observed, 0 to 1; 0.5 is the worst case.
        level: Two-sided confidence, between 0 and 1.

    Raises:
        StatisticsError: If a number is outside its range.
    """
    require_fraction("width", width)
    require_rate("rate", rate)
    square = two_sided_quantile(level) ** 2
    # (width/z)^2 (n + z^2)^2 = 4 n rate (1 - rate) + z^2, solved for n.
    tight, spread = width * width / square, 4 * rate * (1 - rate)
    half = (spread - 2 * tight * square) / 2
    root = sqrt(max(0.0, half * half - tight * (tight * square * square - square)))
    # Less a rounding, so that an exact solution is not taken for a little more.
    return max(1, ceil((half + root) / tight - 1e-9))


def _effect_size(first: float, second: float) -> float:
    """Return Cohen's h."""
    return 2 * asin(sqrt(second)) - 2 * asin(sqrt(first))
