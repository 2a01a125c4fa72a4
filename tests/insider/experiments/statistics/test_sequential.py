from collections.abc import Iterable

import numpy as np
import pytest

from insider.errors import StatisticsError
from insider.experiments.statistics import (
    Alternative,
    Count,
    DifferenceRule,
    StopReason,
    WidthRule,
    follow,
    smallest_n,
    time_uniform_interval,
)

SEARCH = DifferenceRule(Alternative(baseline=0.1, effect=0.2))


def search(
    rule: DifferenceRule, first: Iterable[int], second: Iterable[int]
) -> tuple[int, StopReason]:
    """Look after every pair; return how many there were when the rule stopped, and why."""
    for n, (one, two) in enumerate(zip(first, second, strict=True), start=1):
        reason = rule.look(Count(int(one), n), Count(int(two), n)).reason
        if reason is not None:
            return n, reason
    raise AssertionError("The rule did not stop at its maximum.")


def test_a_rate_near_0_is_precise_after_few_epochs() -> None:
    rule = WidthRule(width=0.1)
    assert rule.look([False] * 20).reason is None
    look = rule.look([False] * 60)
    assert look.reason is StopReason.PRECISE
    assert look.interval == follow([False] * 60).interval
    assert look.count == Count(0, 60)
    assert rule.look([False, True] * 30).reason is None


def test_a_maximum_ends_what_is_not_precise() -> None:
    rule = WidthRule(width=0.1, most=40)
    assert rule.look([True, False] * 19).reason is None
    assert rule.look([True, False] * 20).reason is StopReason.MAXIMUM
    assert rule.maximum == 40


@pytest.mark.parametrize("width", [0.1, 0.25])
def test_without_a_maximum_the_width_is_reached_whatever_happens(width: float) -> None:
    n = WidthRule(width=width).maximum
    assert max(time_uniform_interval(Count(events, n)).width for events in range(n + 1)) <= width


def test_rates_reported_when_the_width_is_reached_hold_the_truth() -> None:
    rule, rng = WidthRule(width=0.3), np.random.default_rng(7)
    held = []
    for rate in (0.05, 0.2, 0.5):
        for drawn in rng.random((100, rule.maximum)) < rate:
            sequence = follow([])
            for outcome in drawn:
                sequence = sequence.observe(bool(outcome))
                if sequence.interval.width <= rule.width:
                    break
            assert rule.look([bool(each) for each in drawn[: sequence.count.n]]).reason is not None
            held.append(sequence.interval.holds(rate))
    assert np.mean(held) >= 0.95


def test_a_shown_difference_ends_the_search() -> None:
    assert SEARCH.look(Count(2, 10), Count(3, 10)).reason is None
    look = SEARCH.look(Count(1, 40), Count(18, 40))
    assert look.reason is StopReason.DIFFERENT
    assert look.e_value >= 20
    assert look.p_value == 1 / look.e_value <= 0.05


def test_the_planned_maximum_ends_the_search() -> None:
    n = SEARCH.plan().maximum
    assert SEARCH.look(Count(9, n - 1), Count(9, n - 1)).reason is None
    look = SEARCH.look(Count(9, n), Count(9, n))
    assert look.reason is StopReason.MAXIMUM
    assert look.p_value == 1


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
    counted = (rng.random((2, runs, plan.maximum)) < rates).cumsum(axis=2)
    ends = [search(rule, first, second) for first, second in zip(*counted, strict=True)]
    shown = [reason is StopReason.DIFFERENT for _, reason in ends]
    assert plan.power >= rule.power
    assert np.mean(shown) == pytest.approx(plan.power, abs=0.05)
    assert np.mean([n for n, _ in ends]) == pytest.approx(plan.expected, rel=0.08)


def test_searching_step_by_step_is_cheaper_than_a_fixed_n_when_the_difference_is_there() -> None:
    plan, fixed = SEARCH.plan(), smallest_n(0.1, 0.3)
    assert plan.expected < fixed.n < plan.maximum < 1.5 * fixed.n


def test_more_power_takes_more_epochs() -> None:
    assert DifferenceRule(SEARCH.alternative, power=0.95).plan().maximum > SEARCH.plan().maximum


def test_an_effect_too_small_to_plan_for_is_refused() -> None:
    with pytest.raises(StatisticsError, match="larger effect"):
        DifferenceRule(Alternative(0.5, 0.01)).plan()


@pytest.mark.parametrize(
    ("width", "level", "most"),
    [(0, 0.95, None), (0.001, 0.95, None), (0.1, 1, None), (0.1, 0.9, 0)],
)
def test_a_width_rule_that_cannot_stop_is_refused(
    width: float, level: float, most: int | None
) -> None:
    with pytest.raises(StatisticsError):
        WidthRule(width=width, level=level, most=most)


@pytest.mark.parametrize(("alpha", "power"), [(0, 0.8), (0.05, 1)])
def test_a_search_without_a_level_or_power_is_refused(alpha: float, power: float) -> None:
    with pytest.raises(StatisticsError, match="between 0 and 1"):
        DifferenceRule(SEARCH.alternative, alpha=alpha, power=power)
