import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insider.errors import StatisticsError
from insider.experiments.statistics import Hits, f_score

CLUSTERS = st.lists(
    st.builds(Hits, st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)), min_size=1
)


def test_it_is_the_harmonic_mean_of_precision_and_recall() -> None:
    found = f_score([Hits(6, 0, 0), Hits(2, 2, 4)])
    precision, recall = 8 / 10, 8 / 12
    assert found.estimate == pytest.approx(2 / (1 / precision + 1 / recall))


@given(CLUSTERS)
def test_the_interval_lies_in_0_to_1_and_holds_the_estimate(clusters: list[Hits]) -> None:
    found = f_score(clusters)
    assert 0 <= found.interval.low <= found.interval.high <= 1
    assert found.estimate is None or found.interval.holds(found.estimate)


def test_the_same_seed_draws_the_same() -> None:
    clusters = [Hits(1, 0, 0)] * 200 + [Hits(0, 1, 1)] * 71 + [Hits(1, 1, 0)] * 33
    assert f_score(clusters, seed=3) == f_score(clusters, seed=3)
    assert f_score(clusters, seed=3) != f_score(clusters, seed=4)


def test_no_error_among_few_is_not_taken_for_certain() -> None:
    few, many = f_score([Hits(1, 0, 0)] * 8), f_score([Hits(1, 0, 0)] * 800)
    assert few.estimate == many.estimate == 1
    assert few.interval.low < 0.85
    assert many.interval.low > 0.99


def test_no_hit_among_few_is_not_taken_for_certain() -> None:
    found = f_score([Hits(0, 0, 1)] * 8)
    assert found.estimate == 0
    assert 0.2 < found.interval.high < 0.6


def test_nothing_to_find_and_nothing_found_is_no_score() -> None:
    found = f_score([Hits(0, 0, 0)] * 5)
    assert (found.estimate, found.interval.low, found.interval.high) == (None, 0, 1)


def test_whole_clusters_are_drawn() -> None:
    # The same errors, in clusters of five and alone: together they are less evidence.
    apart = f_score([Hits(1, 0, 0)] * 75 + [Hits(0, 0, 1)] * 25)
    together = f_score([Hits(5, 0, 0)] * 15 + [Hits(0, 0, 5)] * 5)
    assert apart.estimate == together.estimate
    assert together.interval.width > 1.5 * apart.interval.width


def test_numbers_that_cannot_be_are_refused() -> None:
    with pytest.raises(StatisticsError, match="cannot be negative"):
        Hits(1, -1, 0)
    with pytest.raises(StatisticsError, match="between 0 and 1"):
        f_score([Hits(1, 0, 0)], level=95)


def test_simulated_intervals_cover_the_truth() -> None:
    rng, covered = np.random.default_rng(1993), []
    recall, false_alarm = 0.8, 0.05
    truth = 2 * recall / (2 * recall + (1 - recall) + false_alarm)
    for _ in range(200):
        found = rng.random((120, 2)) < (recall, false_alarm)
        clusters = [Hits(int(yes), int(no), int(not yes)) for yes, no in found]
        covered.append(f_score(clusters).interval.holds(truth))
    assert 0.90 <= np.mean(covered) <= 0.99
