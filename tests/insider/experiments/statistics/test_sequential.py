from collections.abc import Iterable
from functools import cache

import numpy as np
import pytest

from insider.errors import StatisticsError
from insider.experiments.statistics import (
    Alternative,
    Count,
    DifferenceRule,
    WidthRule,
    smallest_n,
    strongest_evidence,
    time_uniform_interval,
)

SEARCH = DifferenceRule(Alternative(baseline=0.1, effect=0.2))


def stops(first: Iterable[int], second: Iterable[int], rule: DifferenceRule) -> int | None:
    """Return the pair after which the rule stops, looking after each; None when it never does."""
    pairs = [(bool(one), bool(two)) for one, two in zip(first, second, strict=True)]
    looks = (n for n in range(1, len(pairs) + 1) if rule.is_reached(pairs[:n]))
    return next(looks, None)


def test_a_rate_near_0_is_precise_after_few_epochs() -> None:
    rule = WidthRule(width=0.1)
    assert not rule.is_reached(Count(0, 20))
    assert rule.is_reached(Count(0, 60))
    assert not rule.is_reached(Count(30, 60))


@pytest.mark.parametrize("width", [0.1, 0.25])
def test_the_width_is_reached_at_the_maximum_whatever_happens(width: float) -> None:
    rule = WidthRule(width=width)
    assert all(rule.is_reached(Count(events, rule.maximum)) for events in range(rule.maximum + 1))
    assert not rule.is_reached(Count(rule.maximum // 2, rule.maximum - 1))


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.5])
@pytest.mark.parametrize("under_way", [0, 8])
def test_rates_reported_when_the_width_is_reached_hold_the_truth(
    rate: float, under_way: int
) -> None:
    """As a sweep stops: at the first epoch that is enough, with those under way counted too."""
    rule, rng = WidthRule(width=0.3), np.random.default_rng(7)
    reached = cache(lambda events, n: rule.is_reached(Count(events, n)))
    held = []
    for events in (rng.random((1000, rule.maximum + under_way)) < rate).cumsum(axis=1):
        stopped = next(n for n, sofar in enumerate(events, start=1) if reached(int(sofar), n))
        n = stopped + under_way
        held.append(time_uniform_interval(Count(int(events[n - 1]), n)).holds(rate))
    assert np.mean(held) >= 0.95


def test_a_shown_difference_ends_the_search_and_stays_shown() -> None:
    shown = [(False, True)] * 12
    assert not SEARCH.is_reached(shown[:3])
    assert SEARCH.is_reached(shown)
    assert SEARCH.is_reached(shown + [(True, False)] * 12)
    assert not SEARCH.is_reached([])


@pytest.mark.parametrize("under_way", [0, 10])
def test_what_was_shown_has_a_p_value_of_at_most_alpha(under_way: int) -> None:
    """Episodes under way at the stop are counted after it; they must not deny what it said."""
    rule, rng = DifferenceRule(Alternative(0.3, 0.3)), np.random.default_rng(3)
    drawn = rng.random((300, 80 + under_way, 2)) < (0.3, 0.6)
    shown = 0
    for run in drawn:
        pairs = [(bool(one), bool(two)) for one, two in run]
        n = stops(run[:80, 0], run[:80, 1], rule)
        if n is not None:
            shown += 1
            assert 1 / strongest_evidence(pairs[: n + under_way], rule.alternative) <= rule.alpha
    assert shown > 200


@pytest.mark.parametrize(
    "rule",
    [
        SEARCH,
        DifferenceRule(Alternative(0.5, -0.3), alpha=0.01, power=0.9),
        DifferenceRule(Alternative(0.0, 0.15)),
    ],
)
def test_the_plan_has_the_power_that_it_states(rule: DifferenceRule) -> None:
    plan, stated = rule.plan(), rule.alternative
    rng, runs = np.random.default_rng(11), 400
    rates = np.array([stated.baseline, stated.second])[:, None, None]
    drawn = rng.random((2, runs, plan.maximum)) < rates
    ends = [stops(first, second, rule) for first, second in zip(*drawn, strict=True)]
    shown = [n is not None for n in ends]
    assert plan.power >= rule.power
    assert np.mean(shown) == pytest.approx(plan.power, abs=0.05)
    assert np.mean([n or plan.maximum for n in ends]) == pytest.approx(plan.expected, rel=0.08)


def test_the_power_of_fewer_pairs_than_planned_is_computed_too() -> None:
    plan = SEARCH.plan()
    assert SEARCH.power_by(plan.maximum) == plan.power
    assert SEARCH.power_by(plan.maximum - 1) < SEARCH.power
    drawn = np.random.default_rng(5).random((1000, 50, 2)) < (0.1, 0.3)
    shown = [strongest_evidence(run, SEARCH.alternative) >= 20 for run in drawn.tolist()]
    assert SEARCH.power_by(50) == pytest.approx(np.mean(shown), abs=0.04)


def test_searching_step_by_step_is_cheaper_than_a_fixed_n_when_the_difference_is_there() -> None:
    plan, fixed = SEARCH.plan(), smallest_n(0.1, 0.3)
    assert plan.expected < fixed.n < plan.maximum < 1.5 * fixed.n


def test_more_power_takes_more_epochs() -> None:
    assert DifferenceRule(SEARCH.alternative, power=0.95).plan().maximum > SEARCH.plan().maximum


def test_an_effect_too_small_to_plan_for_is_refused() -> None:
    with pytest.raises(StatisticsError, match="larger effect"):
        DifferenceRule(Alternative(0.5, 0.01)).plan()


@pytest.mark.parametrize(
    ("width", "level"),
    [(0, 0.95), (0.001, 0.95), (0.1, 1)],
)
def test_a_width_rule_that_cannot_stop_is_refused(width: float, level: float) -> None:
    with pytest.raises(StatisticsError):
        WidthRule(width=width, level=level)


@pytest.mark.parametrize(("alpha", "power"), [(0, 0.8), (0.05, 1)])
def test_a_search_without_a_level_or_power_is_refused(alpha: float, power: float) -> None:
    with pytest.raises(StatisticsError, match="between 0 and 1"):
        DifferenceRule(SEARCH.alternative, alpha=alpha, power=power)
