from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insider.errors import StatisticsError
from insider.experiments.statistics import Alternative, Count, e_value, stopping_chances

STATED = Alternative(baseline=0.1, effect=0.2)
OUTCOMES = [(first, second) for first in (0, 1) for second in (0, 1)]
RATES = st.floats(0, 1)


@given(RATES, RATES, RATES)
def test_evidence_is_not_expected_to_grow_when_rates_are_equal(
    rate: float, baseline: float, second: float
) -> None:
    """Of one pair, which is what the guarantee rests on; exactly, not simulated."""
    if round(second - baseline, 9) == 0:
        return
    stated = Alternative(baseline, second - baseline)
    expected = sum(
        (rate if first else 1 - rate)
        * (rate if second else 1 - rate)
        * e_value(Count(first, 1), Count(second, 1), stated)
        for first, second in OUTCOMES
    )
    assert expected <= 1 + 1e-9


def test_it_is_not_expected_to_grow_over_several_pairs_either() -> None:
    n, rate = 12, 0.3
    chances = np.array([np.prod([1.0])])
    for _ in range(n):
        chances = np.convolve(chances, [1 - rate, rate])
    expected = sum(
        chances[one] * chances[two] * e_value(Count(one, n), Count(two, n), STATED)
        for one in range(n + 1)
        for two in range(n + 1)
    )
    assert expected <= 1


def test_no_episodes_are_no_evidence() -> None:
    assert e_value(Count(0, 0), Count(0, 0), STATED) == pytest.approx(1)


def test_a_difference_is_evidence_in_either_direction_and_equal_rates_are_none() -> None:
    assert e_value(Count(2, 50), Count(20, 50), STATED) > 1000
    assert e_value(Count(20, 50), Count(2, 50), STATED) > 100
    assert e_value(Count(9, 50), Count(9, 50), STATED) < 1


def test_overwhelming_evidence_is_infinite_and_no_error() -> None:
    assert e_value(Count(0, 9000), Count(9000, 9000), STATED) == float("inf")


def test_a_stated_rate_of_0_survives_an_event() -> None:
    stated = Alternative(baseline=0, effect=0.3)
    assert e_value(Count(1, 60), Count(18, 60), stated) > 20


def test_groups_of_different_size_are_no_pairs() -> None:
    with pytest.raises(StatisticsError, match="as many of both"):
        e_value(Count(1, 5), Count(1, 6), STATED)


@pytest.mark.parametrize(("baseline", "effect"), [(-0.1, 0.2), (0.9, 0.2), (0.1, -0.2), (0.5, 0)])
def test_an_alternative_that_cannot_be_is_refused(baseline: float, effect: float) -> None:
    with pytest.raises(StatisticsError):
        Alternative(baseline, effect)


def _first_crossings(
    first: np.ndarray, second: np.ndarray, stated: Alternative, *, alpha: float
) -> list[int | None]:
    """Return, of each run, the pair at which the e-value first reached 1/alpha."""
    known: dict[tuple[int, int, int], bool] = {}

    def is_over(one: int, two: int, n: int) -> bool:
        if (one, two, n) not in known:
            known[one, two, n] = e_value(Count(one, n), Count(two, n), stated) >= 1 / alpha
        return known[one, two, n]

    return [
        next((n for n, (a, b) in enumerate(run, start=1) if is_over(int(a), int(b), n)), None)
        for run in np.stack([first.cumsum(axis=1), second.cumsum(axis=1)], axis=2)
    ]


@pytest.mark.parametrize("rate", [0.05, 0.3, 0.5])
def test_looking_after_every_pair_keeps_false_alarms_rare(rate: float) -> None:
    rng = np.random.default_rng(2024)
    drawn = rng.random((2, 800, 120)) < rate
    crossed = _first_crossings(drawn[0], drawn[1], STATED, alpha=0.05)
    assert sum(each is not None for each in crossed) / len(crossed) <= 0.05


def test_pairs_that_share_their_luck_keep_false_alarms_rare() -> None:
    rng = np.random.default_rng(2025)
    luck, shared = rng.random((3, 800, 120)) < 0.3, rng.random((800, 120)) < 0.6
    first, second = np.where(shared, luck[0], luck[1]), np.where(shared, luck[0], luck[2])
    crossed = _first_crossings(first, second, STATED, alpha=0.05)
    assert sum(each is not None for each in crossed) / len(crossed) <= 0.05


@pytest.mark.parametrize("rate", [0.0, 0.02, 0.1, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("alpha", [0.05, 0.01])
def test_the_exact_chance_of_a_false_alarm_is_at_most_alpha(rate: float, alpha: float) -> None:
    chances = stopping_chances(rate, rate, STATED, alpha=alpha)
    assert list(islice(chances, 400))[-1] <= alpha


def test_the_computed_chances_are_what_simulation_finds() -> None:
    rng = np.random.default_rng(2026)
    drawn = rng.random((2, 1500, 90)) < np.array([0.1, 0.3])[:, None, None]
    crossed = _first_crossings(drawn[0], drawn[1], STATED, alpha=0.05)
    exact = list(islice(stopping_chances(0.1, 0.3, STATED, alpha=0.05), 90))
    for n in (20, 45, 90):
        found = np.mean([each is not None and each <= n for each in crossed])
        assert exact[n - 1] == pytest.approx(found, abs=0.04)
