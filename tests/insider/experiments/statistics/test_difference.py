from itertools import product

import numpy as np
import pytest
from hypothesis import given
from statsmodels.stats.proportion import confint_proportions_2indep

from insider.experiments.statistics import (
    Count,
    Difference,
    Interval,
    Pairs,
    newcombe,
    newcombe_paired,
)
from support.counting import LEVELS, counts, pairs


def ends(difference: Difference) -> tuple[float, float]:
    return difference.interval.low, difference.interval.high


@given(counts(), counts(), LEVELS)
def test_newcombe_is_what_statsmodels_says(first: Count, second: Count, level: float) -> None:
    theirs = confint_proportions_2indep(
        first.events, first.n, second.events, second.n, method="newcomb", alpha=1 - level
    )
    assert ends(newcombe(first, second, level)) == pytest.approx(theirs, abs=1e-9)


# Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10.
@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        (Count(56, 70), Count(48, 80), 0.0524, 0.3339),
        (Count(9, 10), Count(3, 10), 0.1705, 0.8090),
        (Count(6, 7), Count(2, 7), 0.0582, 0.8062),
        (Count(5, 56), Count(0, 29), -0.0381, 0.1926),
        (Count(0, 10), Count(0, 20), -0.1611, 0.2775),
        (Count(0, 10), Count(0, 10), -0.2775, 0.2775),
        (Count(10, 10), Count(0, 20), 0.6791, 1.0),
        (Count(10, 10), Count(0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_is_what_was_published(
    first: Count, second: Count, low: float, high: float
) -> None:
    assert ends(newcombe(first, second)) == pytest.approx((low, high), abs=5e-5)


# The first: Newcombe (1998), Statistics in Medicine 17, 2635-2650, method 10. The others:
# Bentur et al. (2009) and Cavo et al. (2012) as Fagerland, Lydersen & Laake (2014), Statistics in
# Medicine 33, 2850-2875, and their package contingencytables give them.
@pytest.mark.parametrize(
    ("observed", "low", "high"),
    [
        (Pairs(36, 12, 2, 0), 0.0569, 0.3404),
        (Pairs(1, 1, 7, 12), -0.507, -0.026),
        (Pairs(59, 6, 16, 80), -0.1186, -0.0046),
    ],
)
def test_the_paired_interval_is_what_was_published(
    observed: Pairs, low: float, high: float
) -> None:
    assert ends(newcombe_paired(observed)) == pytest.approx((low, high), abs=5e-4)


@given(counts(), counts(), LEVELS)
def test_swapping_the_groups_turns_the_sign(first: Count, second: Count, level: float) -> None:
    one, other = newcombe(first, second, level), newcombe(second, first, level)
    assert one.estimate is not None
    assert other.estimate == pytest.approx(-one.estimate)
    assert ends(other) == pytest.approx((-one.interval.high, -one.interval.low), abs=1e-12)


@given(pairs(), LEVELS)
def test_swapping_the_sides_of_pairs_turns_the_sign(observed: Pairs, level: float) -> None:
    swapped = Pairs(observed.both, observed.second_only, observed.first_only, observed.neither)
    one, other = newcombe_paired(observed, level), newcombe_paired(swapped, level)
    assert ends(other) == pytest.approx((-one.interval.high, -one.interval.low), abs=1e-12)


@given(counts(), counts())
def test_it_lies_in_its_range_and_holds_the_estimate(first: Count, second: Count) -> None:
    difference = newcombe(first, second)
    assert difference.estimate is not None
    assert -1 <= difference.interval.low <= difference.estimate <= difference.interval.high <= 1


@given(pairs())
def test_the_paired_one_lies_in_its_range_and_holds_the_estimate(observed: Pairs) -> None:
    difference = newcombe_paired(observed)
    assert -1 <= difference.interval.low <= difference.interval.high <= 1
    if difference.estimate is not None:
        assert difference.interval.low - 1e-12 <= difference.estimate
        assert difference.estimate <= difference.interval.high + 1e-12


def test_pairs_that_agree_narrow_it() -> None:
    agreeing = Pairs(both=20, first_only=8, second_only=2, neither=20)
    alone = newcombe(agreeing.first, agreeing.second)
    assert newcombe_paired(agreeing).interval.width < 0.7 * alone.interval.width


@pytest.mark.parametrize(
    "difference", [newcombe(Count(0, 0), Count(3, 9)), newcombe_paired(Pairs(0, 0, 0, 0))]
)
def test_an_empty_side_says_nothing(difference: Difference) -> None:
    assert difference.estimate is None
    assert difference.interval == Interval(-1, 1)


def test_simulated_intervals_cover_the_truth() -> None:
    rng, n = np.random.default_rng(1998), 50
    table = [
        [ends(newcombe(Count(one, n), Count(two, n))) for two in range(n + 1)]
        for one in range(n + 1)
    ]
    low, high = np.moveaxis(np.array(table), -1, 0)
    covered = []
    for first, second in product((0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9), repeat=2):
        drawn = rng.binomial(n, first, 4000), rng.binomial(n, second, 4000)
        truth = first - second
        covered.append(((low[drawn] <= truth) & (truth <= high[drawn])).mean())
    assert 0.93 <= np.mean(covered) <= 0.97
    assert min(covered) > 0.92


def test_simulated_paired_intervals_cover_the_truth() -> None:
    rng, n, covered = np.random.default_rng(2635), 50, []
    for chances in ((0.2, 0.2, 0.1, 0.5), (0.05, 0.25, 0.1, 0.6), (0.4, 0.1, 0.1, 0.4)):
        found = [
            newcombe_paired(Pairs(*map(int, drawn)))
            for drawn in rng.multinomial(n, chances, size=2000)
        ]
        covered.append(np.mean([each.interval.holds(chances[1] - chances[2]) for each in found]))
    assert 0.93 <= np.mean(covered) <= 0.97
