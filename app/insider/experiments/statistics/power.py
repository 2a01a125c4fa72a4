"""How many episodes a question needs.

Two groups of equal size are compared by ``compare_rates``: by Boschloo's test up to
``BOSCHLOO_UP_TO`` episodes together, by Fisher's beyond. The power is that of this very test and
exact: the chances of all pairs of counts that it rejects are added up. Fisher's finds a little
less, so the power takes a step down, of a few points, where the test changes. Only where a search
begins comes from the arcsine scale: Cohen (1988), "Statistical power analysis for the behavioral
sciences", 2nd edition, chapter 6.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import asin, ceil, sqrt
from statistics import NormalDist
from typing import Literal

from insider.errors import StatisticsError
from insider.experiments.statistics.binomial import binomial
from insider.experiments.statistics.exact_test import BOSCHLOO_UP_TO
from insider.experiments.statistics.fisher import fisher_power
from insider.experiments.statistics.interval import (
    require_fraction,
    require_rate,
    two_sided_quantile,
)
from insider.experiments.statistics.rejection import rejected_tables

_BOSCHLOO_UP_TO = BOSCHLOO_UP_TO // 2
"""Episodes of each group."""

_LARGEST = 100_000
"""Episodes of each group; beyond, adding up takes longer than anybody waits."""

_STRIDE = 1.2
"""By which a search goes up or down until it has passed what it looks for."""

PowerTest = Literal["boschloo", "fisher"]


@dataclass(frozen=True, slots=True)
class Power:
    """The chance that a difference that is there is found."""

    value: float
    """0 to 1."""
    n: int
    """Episodes of each group."""
    test: PowerTest
    """Whose power it is: of the test that ``compare_rates`` does at that n."""


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
    if n > _LARGEST:
        raise StatisticsError(f"The power of {n:,} episodes takes too long; give up to 100,000.")
    if n > _BOSCHLOO_UP_TO:
        return Power(fisher_power(first, second, n=n, alpha=alpha), n=n, test="fisher")
    value = float(binomial(n, first) @ rejected_tables(n, alpha) @ binomial(n, second))
    return Power(min(1.0, value), n=n, test="boschloo")


def smallest_n(first: float, second: float, *, power: float = 0.8, alpha: float = 0.05) -> Power:
    """Return the number of episodes of each group with which a difference is found often enough.

    Exact power does not grow evenly with n: it is returned where one episode less has too little,
    and a lucky smaller n beyond a dip is not taken.

    Args:
        first: True rate of the one group, 0 to 1.
        second: True rate of the other, a different one.
        power: The wanted chance to reject, between 0 and 1.
        alpha: The test's two-sided level, between 0 and 1.

    Raises:
        StatisticsError: If a number is outside its range, the rates are the same, or so close
            that more than 100,000 episodes of each group are needed.
    """
    require_rate("first rate", first)
    require_rate("second rate", second)
    require_fraction("power", power)
    require_fraction("alpha", alpha)
    if _effect_size(first, second) == 0:
        raise StatisticsError(f"Both rates are {first:g}; a test finds differences only.")
    quantiles = max(0.0, two_sided_quantile(1 - alpha) + NormalDist().inv_cdf(power))
    pointed = max(1, ceil(2 * (quantiles / _effect_size(first, second)) ** 2))

    def reach(n: int) -> Power:
        return power_of_test(first, second, n=n, alpha=alpha)

    found = reach(min(pointed, _BOSCHLOO_UP_TO))
    while found.value < power and found.n < _BOSCHLOO_UP_TO:
        found = reach(found.n + 1)
    if found.value < power:
        return _smallest_beyond(reach, pointed, power)
    while found.n > 1 and (fewer := reach(found.n - 1)).value >= power:
        found = fewer
    return found


def _smallest_beyond(reach: Callable[[int], Power], pointed: int, power: float) -> Power:
    """Search where Fisher's test is the one that is done: by strides, then by halving."""
    least = _BOSCHLOO_UP_TO
    found = reach(min(max(pointed, least + 1), _LARGEST))
    while found.value >= power and found.n > least + 1:
        fewer = reach(max(least + 1, int(found.n / _STRIDE)))
        if fewer.value < power:
            least = fewer.n
            break
        found = fewer
    while found.value < power:
        least = found.n
        if least == _LARGEST:
            raise StatisticsError(
                f"It takes more than {_LARGEST:,} episodes of each group to tell these rates "
                "apart; ask for a larger effect or less power."
            )
        found = reach(min(_LARGEST, ceil(found.n * _STRIDE)))
    while found.n - least > 1:
        between = reach((found.n + least) // 2)
        if between.value >= power:
            found = between
        else:
            least = between.n
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


def _effect_size(first: float, second: float) -> float:
    """Return Cohen's h."""
    return 2 * asin(sqrt(second)) - 2 * asin(sqrt(first))
