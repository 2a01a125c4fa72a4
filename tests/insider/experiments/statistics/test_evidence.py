from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from insider.errors import StatisticsError
from insider.experiments.statistics import (
    Alternative,
    Count,
    e_values,
    pair_outcomes,
    stopping_chances,
    strongest_evidence,
)
from support.counting import some_pairs

STATED = Alternative(baseline=0.1, effect=0.2)
OUTCOMES = [(first, second) for first in (0, 1) for second in (0, 1)]
RATES = st.floats(0, 1)


def after(first: Count, second: Count, stated: Alternative) -> float:
    """Return the evidence after all pairs of two counts; their order does not matter for it."""
    return float(e_values(some_pairs(first, second), stated)[-1])


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
        * after(Count(first, 1), Count(second, 1), stated)
        for first, second in OUTCOMES
    )
    assert expected <= 1 + 1e-9


def test_it_is_not_expected_to_grow_over_several_pairs_either() -> None:
    n, rate = 12, 0.3
    chances = np.array([np.prod([1.0])])
    for _ in range(n):
        chances = np.convolve(chances, [1 - rate, rate])
    expected = sum(
        chances[one] * chances[two] * after(Count(one, n), Count(two, n), STATED)
        for one in range(n + 1)
        for two in range(n + 1)
    )
    assert expected <= 1


def test_no_episodes_are_no_evidence() -> None:
    assert list(e_values([], STATED)) == []
    assert strongest_evidence([], STATED) == 1


def test_evidence_is_the_mixture_of_bets_on_two_rates_against_one() -> None:
    """Held against the formula, written out with scipy."""
    grid = [(step + 0.5) / 10 for step in range(10)]
    spread = [(a, b) for a in grid for b in grid if a != b]
    bets = [(0.5, STATED.baseline, STATED.second), *((0.5 / len(spread), *bet) for bet in spread)]
    one, other, n = 3, 11, 25
    expected = sum(
        weight * binom.pmf(one, n, a) * binom.pmf(other, n, b)
        / (binom.pmf(one, n, (a + b) / 2) * binom.pmf(other, n, (a + b) / 2))
        for weight, a, b in bets
    )  # fmt: skip
    assert after(Count(one, n), Count(other, n), STATED) == pytest.approx(expected)


def test_what_was_shown_once_stays_shown_whatever_comes_after() -> None:
    shown, later = [(False, True)] * 12, [(True, False)] * 12
    evidence = e_values(shown + later, STATED)
    assert evidence[11] > 20 > 1 > evidence[-1]
    assert strongest_evidence(shown + later, STATED) == evidence.max() == evidence[11]


def test_an_epoch_without_a_verdict_leaves_its_own_pair_out() -> None:
    assert pair_outcomes([True, None, False, True], [False, True, None, True, True]) == (
        (True, False),
        (True, True),
    )


def test_a_difference_is_evidence_in_either_direction_and_equal_rates_are_none() -> None:
    assert after(Count(2, 50), Count(20, 50), STATED) > 1000
    assert after(Count(20, 50), Count(2, 50), STATED) > 100
    assert after(Count(9, 50), Count(9, 50), STATED) < 1


def test_overwhelming_evidence_is_infinite_and_no_error() -> None:
    assert after(Count(0, 9000), Count(9000, 9000), STATED) == float("inf")


def test_a_stated_rate_of_0_survives_an_event() -> None:
    stated = Alternative(baseline=0, effect=0.3)
    assert after(Count(1, 60), Count(18, 60), stated) > 20


@pytest.mark.parametrize(("baseline", "effect"), [(-0.1, 0.2), (0.9, 0.2), (0.1, -0.2), (0.5, 0)])
def test_an_alternative_that_cannot_be_is_refused(baseline: float, effect: float) -> None:
    with pytest.raises(StatisticsError):
        Alternative(baseline, effect)


def _first_crossings(
    first: np.ndarray, second: np.ndarray, stated: Alternative, *, alpha: float
) -> list[int | None]:
    """Return, of each run, the pair at which the e-value first reached 1/alpha."""
    found: list[int | None] = []
    for run in np.stack([first, second], axis=2):
        over = np.flatnonzero(e_values(run, stated) >= 1 / alpha)
        found.append(int(over[0]) + 1 if len(over) else None)
    return found


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
