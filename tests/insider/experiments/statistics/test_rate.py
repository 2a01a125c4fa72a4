import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from insider.errors import StatisticsError
from insider.experiments.statistics import Count, Interval, wilson
from support.counting import LEVELS, counts


@given(counts(), LEVELS)
def test_wilson_is_what_statsmodels_says(count: Count, level: float) -> None:
    theirs = proportion_confint(count.events, count.n, alpha=1 - level, method="wilson")
    ours = wilson(count, level)
    assert (ours.low, ours.high) == pytest.approx(theirs, abs=1e-9)


# Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
@pytest.mark.parametrize(
    ("events", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_is_what_was_published(events: int, n: int, low: float, high: float) -> None:
    ours = wilson(Count(events, n))
    assert (ours.low, ours.high) == pytest.approx((low, high), abs=5e-5)


@given(counts(), LEVELS)
def test_the_interval_lies_in_0_to_1_and_holds_the_estimate(count: Count, level: float) -> None:
    interval = wilson(count, level)
    assert count.rate is not None
    assert 0 <= interval.low <= count.rate <= interval.high <= 1


@given(counts(), st.integers(2, 20))
def test_more_episodes_of_the_same_share_narrow_it(count: Count, times: int) -> None:
    more = Count(count.events * times, count.n * times)
    assert wilson(more).width < wilson(count).width


@given(counts(), LEVELS)
def test_counting_what_did_not_happen_mirrors_it(count: Count, level: float) -> None:
    ours, mirrored = wilson(count, level), wilson(Count(count.n - count.events, count.n), level)
    assert (1 - mirrored.high, 1 - mirrored.low) == pytest.approx((ours.low, ours.high), abs=1e-12)


def test_no_episodes_say_nothing() -> None:
    assert Count(0, 0).rate is None
    assert wilson(Count(0, 0)) == Interval(0, 1)


@pytest.mark.parametrize("level", [0, 1, -0.5, 95, float("nan")])
def test_a_level_that_is_none_is_refused(level: float) -> None:
    with pytest.raises(StatisticsError, match="between 0 and 1"):
        wilson(Count(1, 2), level)


@pytest.mark.parametrize("n", [50, 100])
def test_simulated_intervals_cover_the_truth(n: int) -> None:
    rng = np.random.default_rng(1927)
    limits = [wilson(Count(events, n)) for events in range(n + 1)]
    low, high = (np.array([getattr(each, end) for each in limits]) for end in ("low", "high"))
    rates = np.linspace(0.02, 0.98, 97)
    events = rng.binomial(n, rates, size=(4000, len(rates)))
    covered = ((low[events] <= rates) & (rates <= high[events])).mean(axis=0)
    assert 0.93 <= covered.mean() <= 0.97
    # At a single rate it is off by more, near 0 and 1 above all; Brown, Cai & DasGupta (2001),
    # Statistical Science 16, 101-133.
    assert covered.min() > 0.90
