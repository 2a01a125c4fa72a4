import pytest

from insider.errors import StatisticsError
from insider.experiments.statistics import Count, Pairs


@pytest.mark.parametrize(("events", "n"), [(-1, 5), (6, 5), (0, -1)])
def test_what_cannot_have_been_counted_is_refused(events: int, n: int) -> None:
    with pytest.raises(StatisticsError, match="count events from 0"):
        Count(events, n)


def test_a_negative_number_of_pairs_is_refused() -> None:
    with pytest.raises(StatisticsError, match="cannot be negative"):
        Pairs(1, 1, -1, 1)


def test_no_episodes_have_no_rate() -> None:
    assert Count(0, 0).rate is None
    assert Count(3, 4).rate == 0.75


def test_pairs_count_both_of_their_sides() -> None:
    pairs = Pairs(both=1, first_only=2, second_only=3, neither=4)
    assert (pairs.n, pairs.first, pairs.second) == (10, Count(3, 10), Count(4, 10))
