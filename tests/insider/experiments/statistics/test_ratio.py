from itertools import product
from math import inf

import numpy as np
import pytest
from hypothesis import given

from insider.experiments.statistics import Count, Interval, ratio_of_rates
from support.counting import LEVELS, counts


# Perondi et al. (2004) as Fagerland, Lydersen & Laake give it for MOVER-R Wilson: Statistical
# Analysis of Contingency Tables (2017), chapter 4, and their package contingencytables.
def test_it_is_what_was_published() -> None:
    ratio = ratio_of_rates(Count(7, 34), Count(1, 34))
    assert ratio.estimate == pytest.approx(7)
    assert ratio.interval.low == pytest.approx(1.1537, abs=5e-5)
    assert ratio.interval.high == pytest.approx(41.9763, abs=5e-5)


@given(counts(), counts(), LEVELS)
def test_it_holds_the_estimate_and_is_not_negative(
    first: Count, second: Count, level: float
) -> None:
    ratio = ratio_of_rates(first, second, level)
    assert 0 <= ratio.interval.low <= ratio.interval.high
    if ratio.estimate is not None:
        assert ratio.interval.low <= ratio.estimate * (1 + 1e-9)
        assert ratio.estimate <= ratio.interval.high * (1 + 1e-9)


@given(counts(), counts(), LEVELS)
def test_swapping_the_groups_inverts_it(first: Count, second: Count, level: float) -> None:
    one, other = ratio_of_rates(first, second, level), ratio_of_rates(second, first, level)
    assert other.interval.low == pytest.approx(1 / one.interval.high if one.interval.high else inf)


def test_a_second_rate_of_0_leaves_it_open() -> None:
    ratio = ratio_of_rates(Count(9, 30), Count(0, 30))
    assert ratio.estimate == inf
    assert ratio.interval.high == inf
    assert ratio.interval.low > 1


def test_a_first_rate_of_0_is_a_ratio_of_0() -> None:
    ratio = ratio_of_rates(Count(0, 30), Count(9, 30))
    assert (ratio.estimate, ratio.interval.low) == (0, 0)
    assert ratio.interval.high < 1


@pytest.mark.parametrize(
    ("first", "second"),
    [(Count(0, 30), Count(0, 30)), (Count(0, 0), Count(3, 9)), (Count(3, 9), Count(0, 0))],
)
def test_what_has_no_ratio_is_given_none(first: Count, second: Count) -> None:
    ratio = ratio_of_rates(first, second)
    assert ratio.estimate is None
    assert ratio.interval == Interval(0, inf)


def test_simulated_intervals_cover_the_truth() -> None:
    rng, n, covered = np.random.default_rng(2008), 50, []
    for first, second in product((0.1, 0.2, 0.35, 0.5, 0.8), repeat=2):
        drawn = rng.binomial(n, [first, second], size=(600, 2))
        found = [ratio_of_rates(Count(int(one), n), Count(int(two), n)) for one, two in drawn]
        covered.append(np.mean([each.interval.holds(first / second) for each in found]))
    assert 0.93 <= np.mean(covered) <= 0.97
