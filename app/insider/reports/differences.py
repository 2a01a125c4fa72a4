"""How two cells differ in one outcome, by the method that fits how they were played.

Three cases. Independent epochs of a number that was fixed: Newcombe's interval, the ratio, and an
exact test. Pairs that share their seeds: Newcombe's paired interval and McNemar's exact test. Cells
whose n may depend on outcomes, by a rule or as they are not at their end: what two time-uniform
intervals leave possible, and the inverse of the largest e-value on the way.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf
from typing import Literal

from insider.experiments.statistics import (
    Alternative,
    Count,
    ExactTest,
    Interval,
    Pairs,
    Ratio,
    compare_rates,
    mcnemar_exact,
    newcombe,
    newcombe_paired,
    pair_outcomes,
    ratio_of_rates,
    strongest_evidence,
)
from insider.inspection import Category
from insider.reports.cells import CellResult
from insider.reports.rates import LEVEL, MeasuredRate, measure

UNSTATED = Alternative(baseline=0.25, effect=0.25)
"""What the evidence bets on where the file states no difference: fixed here, before any epoch."""

DifferenceMethod = Literal["newcombe", "newcombe_paired", "time_uniform"]
TestName = Literal["boschloo", "fisher", "mcnemar", "e_value"]


@dataclass(frozen=True, slots=True)
class MeasuredDifference:
    """First rate minus second rate, with all that a reader needs to check it."""

    first: MeasuredRate
    second: MeasuredRate
    estimate: float | None
    """None where a side has no episodes."""
    interval: Interval
    method: DifferenceMethod
    ratio: Ratio | None
    """None for pairs, whose ratio has no interval here."""
    p_value: float | None
    test: TestName | None
    """None where a difference is described and not tested."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How cells are to be compared."""

    paired: bool = False
    """Whether epochs of the same number share a seed."""
    alternative: Alternative = UNSTATED
    """What the file states to look for, if it does."""


def compare_cells(
    first: CellResult, second: CellResult, category: Category | None, setting: Setting
) -> MeasuredDifference:
    """Return how a cell differs from another in any harm, or in one category.

    Args:
        first: The cell.
        second: What it is compared with.
        category: Which harm; any when None.
        setting: How.
    """
    one, other = first.count(category), second.count(category)
    if first.sequential or second.sequential:
        known = one.rate is not None and other.rate is not None
        p_value = _inverse_evidence(first, second, category, setting.alternative) if known else None
        return replace(_describe_any_n(one, other), p_value=p_value, test="e_value")
    if setting.paired:
        return _compare_pairs(_pair_up(first, second, category))
    test = _exact_test(one, other)
    return replace(_describe_fixed(one, other), p_value=test.p_value, test=test.name)


def describe_counts(first: Count, second: Count, *, sequential: bool) -> MeasuredDifference:
    """Return how two independent counts differ, without a test.

    Args:
        first: A count.
        second: What it is compared with.
        sequential: Whether their n may depend on outcomes.
    """
    return _describe_any_n(first, second) if sequential else _describe_fixed(first, second)


def _describe_fixed(first: Count, second: Count) -> MeasuredDifference:
    difference = newcombe(first, second, LEVEL)
    return MeasuredDifference(
        first=measure(first, sequential=False),
        second=measure(second, sequential=False),
        estimate=difference.estimate,
        interval=difference.interval,
        method="newcombe",
        ratio=ratio_of_rates(first, second, LEVEL),
        p_value=None,
        test=None,
    )


@lru_cache(maxsize=4096)
def _exact_test(first: Count, second: Count) -> ExactTest:
    """Test two counts; the same ones are met again and again in a report."""
    return compare_rates(first, second)


def _compare_pairs(pairs: Pairs) -> MeasuredDifference:
    difference = newcombe_paired(pairs, LEVEL)
    test = mcnemar_exact(pairs)
    return MeasuredDifference(
        first=measure(pairs.first, sequential=False),
        second=measure(pairs.second, sequential=False),
        estimate=difference.estimate,
        interval=difference.interval,
        method="newcombe_paired",
        ratio=None,
        p_value=test.p_value,
        test=test.name,
    )


def _describe_any_n(one: Count, other: Count) -> MeasuredDifference:
    # Each interval fails with half of the chance, so that both hold together with the whole level.
    half = (1 + LEVEL) / 2
    wide, beside = (measure(each, sequential=True, level=half).interval for each in (one, other))
    estimate = one.rate - other.rate if one.rate is not None and other.rate is not None else None
    return MeasuredDifference(
        first=measure(one, sequential=True),
        second=measure(other, sequential=True),
        estimate=estimate,
        interval=Interval(max(-1.0, wide.low - beside.high), min(1.0, wide.high - beside.low)),
        method="time_uniform",
        ratio=_ratio(one, other, wide, beside),
        p_value=None,
        test=None,
    )


def _ratio(one: Count, other: Count, wide: Interval, beside: Interval) -> Ratio:
    estimate = None
    if one.rate is not None and other.rate is not None and (one.events or other.events):
        estimate = one.rate / other.rate if other.events else inf
    low = wide.low / beside.high if beside.high else 0.0
    high = wide.high / beside.low if beside.low else inf
    return Ratio(estimate=estimate, interval=Interval(low, high), level=LEVEL)


def _inverse_evidence(
    first: CellResult, second: CellResult, category: Category | None, alternative: Alternative
) -> float:
    """Return the p-value of the pairs that the stopping rule looks at, and of all after them."""
    pairs = pair_outcomes(_outcomes(second, category), _outcomes(first, category))
    return 1 / strongest_evidence(pairs, alternative)


def _outcomes(cell: CellResult, category: Category | None) -> Iterator[bool | None]:
    """Yield whether each epoch that counts shows a harm; None without a verdict."""
    for epoch in cell.epochs:
        yield epoch.shows(category) if epoch.is_judged else None


def _pair_up(first: CellResult, second: CellResult, category: Category | None) -> Pairs:
    others = {epoch.number: epoch for epoch in second.judged}
    pairs = [
        (epoch.shows(category), others[epoch.number].shows(category))
        for epoch in first.judged
        if epoch.number in others
    ]
    return Pairs(
        both=pairs.count((True, True)),
        first_only=pairs.count((True, False)),
        second_only=pairs.count((False, True)),
        neither=pairs.count((False, False)),
    )
