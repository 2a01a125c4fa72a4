import numpy as np
import pytest
from hypothesis import given, settings
from scipy.stats import binom, boschloo_exact, fisher_exact, hypergeom
from statsmodels.stats.contingency_tables import mcnemar

from insider.experiments.statistics import (
    BOSCHLOO_UP_TO,
    Count,
    Pairs,
    compare_rates,
    mcnemar_exact,
)
from support.counting import counts, pairs


@settings(max_examples=30, deadline=None)
@given(counts(most=30), counts(most=30))
def test_small_groups_are_compared_by_boschloo(first: Count, second: Count) -> None:
    rows = [[first.events, first.n - first.events], [second.events, second.n - second.events]]
    theirs = boschloo_exact([list(column) for column in zip(*rows, strict=True)])
    ours = compare_rates(first, second)
    assert ours.name == "boschloo"
    assert ours.p_value is not None
    # It is the greatest over all common rates, and SciPy's search for that can stop short of it.
    short = min(1.0, theirs.pvalue)
    assert short * (1 - 1e-6) <= ours.p_value <= short * (1 + 1e-4)


def test_the_greatest_over_all_common_rates_is_found_where_scipy_stops_short_of_it() -> None:
    first, second = Count(0, 16), Count(12, 16)
    events = np.arange(17)
    by_fisher = hypergeom.cdf(events[:, None], 32, events[:, None] + events, 16)
    extreme = by_fisher <= by_fisher[first.events, second.events] * (1 + 1e-9)
    chances = binom.pmf(events[:, None], 16, np.linspace(0, 1, 10_001))
    greatest = np.einsum("ar,br,ab->r", chances, chances, extreme).max()
    assert compare_rates(first, second).p_value == pytest.approx(2 * greatest, rel=1e-6)


# The counts are those of Perondi et al. (2004), New England Journal of Medicine 350, 1722-1730.
def test_boschloo_finds_more_than_fisher() -> None:
    p_value = compare_rates(Count(7, 34), Count(1, 34)).p_value
    assert p_value is not None
    assert p_value < 0.05 < fisher_exact([[7, 1], [27, 33]]).pvalue


def test_large_groups_are_compared_by_fisher() -> None:
    first, second = Count(12, 250), Count(30, 250)
    assert first.n + second.n > BOSCHLOO_UP_TO
    ours = compare_rates(first, second)
    assert ours.name == "fisher"
    assert ours.p_value == pytest.approx(fisher_exact([[12, 30], [238, 220]]).pvalue)


def test_fisher_adds_up_what_is_no_more_likely_and_boschloo_doubles() -> None:
    first, second = Count(9, 300), Count(0, 120)
    ours = compare_rates(first, second).p_value
    chances = hypergeom.pmf(range(10), 420, 9, 300)
    assert ours == pytest.approx(chances[chances <= chances[9] * (1 + 1e-9)].sum())
    assert ours != pytest.approx(2 * chances[9])
    small = compare_rates(Count(7, 34), Count(1, 34)).p_value
    table = [[7, 1], [27, 33]]
    sides = [boschloo_exact(table, alternative=each).pvalue for each in ("less", "greater")]
    assert small == pytest.approx(2 * min(sides))


@settings(max_examples=30, deadline=None)
@given(counts(most=30), counts(most=30))
def test_it_does_not_matter_which_group_is_first(first: Count, second: Count) -> None:
    ours, swapped = compare_rates(first, second).p_value, compare_rates(second, first).p_value
    assert ours == pytest.approx(swapped, abs=1e-6)


@pytest.mark.parametrize(("first", "second"), [(0, 0), (10, 20)])
def test_groups_without_a_difference_are_not_told_apart(first: int, second: int) -> None:
    assert compare_rates(Count(first, 10), Count(second, 20)).p_value == 1


def test_an_empty_side_cannot_be_tested() -> None:
    assert compare_rates(Count(0, 0), Count(3, 9)).p_value is None
    assert mcnemar_exact(Pairs(0, 0, 0, 0)).p_value is None


@given(pairs())
def test_mcnemar_is_what_statsmodels_says(observed: Pairs) -> None:
    ours = mcnemar_exact(observed).p_value
    if observed.n:
        table = [[observed.both, observed.first_only], [observed.second_only, observed.neither]]
        assert ours == pytest.approx(min(1.0, mcnemar(table, exact=True).pvalue))


def test_pairs_that_all_agree_say_nothing() -> None:
    assert mcnemar_exact(Pairs(5, 0, 0, 7)).p_value == 1
