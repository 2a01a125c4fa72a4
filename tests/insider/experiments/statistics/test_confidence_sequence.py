from functools import cache

import numpy as np
import pytest
from hypothesis import given
from scipy.stats import betabinom, binom

from insider.errors import StatisticsError
from insider.experiments.statistics import Count, Interval, time_uniform_interval, wilson
from support.counting import LEVELS, counts


@given(counts(), LEVELS)
def test_it_holds_the_rates_whose_likelihood_the_mixture_does_not_outgrow(
    count: Count, level: float
) -> None:
    def ratio(rate: float) -> float:
        mixed = betabinom.logpmf(count.events, count.n, 0.5, 0.5)
        return float(np.exp(mixed - binom.logpmf(count.events, count.n, rate)))

    found = time_uniform_interval(count, level)
    for end in (found.low, found.high):
        if 0 < end < 1:
            assert ratio(end) == pytest.approx(1 / (1 - level), rel=1e-5)


@given(counts(), LEVELS)
def test_it_lies_in_0_to_1_and_holds_the_estimate(count: Count, level: float) -> None:
    found = time_uniform_interval(count, level)
    assert count.rate is not None
    assert 0 <= found.low <= count.rate <= found.high <= 1


@given(counts())
def test_looking_at_every_epoch_has_a_price(count: Count) -> None:
    assert time_uniform_interval(count).width > wilson(count).width


def test_no_epochs_say_nothing() -> None:
    assert time_uniform_interval(Count(0, 0)) == Interval(0, 1)


def test_a_level_that_is_none_is_refused() -> None:
    with pytest.raises(StatisticsError, match="level"):
        time_uniform_interval(Count(1, 1), level=1)


@pytest.mark.parametrize("rate", [0.02, 0.1, 0.3, 0.5])
def test_stopping_at_the_worst_moment_still_covers_the_truth(rate: float) -> None:
    """Whoever waits for the interval to miss the truth, for 150 epochs, waits in vain."""
    interval = cache(lambda events, n: time_uniform_interval(Count(events, n)))
    outcomes = np.random.default_rng(1970).random((2000, 150)) < rate
    missed = 0
    for run in np.cumsum(outcomes, axis=1):
        missed += any(
            not interval(int(events), n).holds(rate) for n, events in enumerate(run, start=1)
        )
    assert missed / len(outcomes) <= 0.05
