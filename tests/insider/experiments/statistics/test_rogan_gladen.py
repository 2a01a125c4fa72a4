from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from insider.errors import StatisticsError
from insider.experiments.statistics import (
    Count,
    ErrorRates,
    Interval,
    correct_rate,
    time_uniform_interval,
)
from support.counting import LEVELS, counts

MANY = 10**9


def of(sensitivity: float, specificity: float, n: int = MANY) -> ErrorRates:
    """Error rates that are as good as known where there are many."""
    return ErrorRates(Count(round(sensitivity * n), n), Count(round(specificity * n), n))


def errors() -> st.SearchStrategy[ErrorRates]:
    return st.builds(ErrorRates, counts(least=0), counts(least=0))


# The first two as the documentation of epi.prev in the R package epiR has them; the third is the
# example by which Rogan and Gladen's formula is taught: 150 animals, a specificity of 90%.
@pytest.mark.parametrize(
    ("found", "sensitivity", "specificity", "corrected"),
    [
        (Count(23, 150), 0.96, 0.89, 0.051),
        (Count(6, 151), 0.964, 0.927, 0.0),
        (Count(15, 150), 0.9, 0.9, 0.0),
    ],
)
def test_the_estimate_is_what_was_published(
    found: Count, sensitivity: float, specificity: float, corrected: float
) -> None:
    ours = correct_rate(found, of(sensitivity, specificity))
    assert ours is not None
    assert ours.estimate == pytest.approx(corrected, abs=5e-4)


@given(counts(), LEVELS)
def test_without_error_it_is_the_rate_with_agresti_and_coulls_interval(
    found: Count, level: float
) -> None:
    ours = correct_rate(found, of(1, 1), level=level)
    low, high = proportion_confint(found.events, found.n, alpha=1 - level, method="agresti_coull")
    assert ours is not None
    assert ours.estimate == pytest.approx(found.rate)
    assert ours.interval.low == pytest.approx(max(low, 0), abs=1e-6)
    assert ours.interval.high == pytest.approx(min(high, 1), abs=1e-6)


# Written out from the paper's equations 6, 7, 16 and 17 for a serological study's numbers: of 263
# tested 3 are positive; 88 of 89 known positives and 132 of 134 known negatives were told right.
def test_the_interval_is_what_the_equations_say() -> None:
    z = 1.959963984540054
    apparent, n = (3 + z**2 / 2) / (263 + z**2), 263 + z**2
    yes, no = 89 / 91, 133 / 136
    middle = (apparent + no - 1) / (yes + no - 1)
    shift = 2 * z**2 * (middle * yes * (1 - yes) / 91 - (1 - middle) * no * (1 - no) / 136)
    variance = (
        apparent * (1 - apparent) / n
        + middle**2 * yes * (1 - yes) / 91
        + (1 - middle) ** 2 * no * (1 - no) / 136
    ) / (yes + no - 1) ** 2
    ours = correct_rate(Count(3, 263), ErrorRates(Count(88, 89), Count(132, 134)))
    assert ours is not None
    assert (ours.estimate, ours.interval.low) == (0, 0)
    assert ours.interval.high == pytest.approx(middle + shift + z * variance**0.5)


@given(counts(least=0), errors(), st.booleans(), LEVELS)
def test_it_lies_in_0_to_1_and_holds_the_estimate(
    found: Count, errors: ErrorRates, sequential: bool, level: float
) -> None:
    ours = correct_rate(found, errors, sequential=sequential, level=level)
    assert (ours is None) == (not errors.can_correct(level))
    if ours is not None:
        assert 0 <= ours.interval.low <= ours.interval.high <= 1
        assert (ours.estimate is None) == (found.n == 0)
        assert ours.estimate is None or ours.interval.holds(ours.estimate)


@pytest.mark.parametrize(
    "errors",
    [
        ErrorRates(Count(0, 20), Count(200, 200)),  # what is never found
        ErrorRates(Count(3, 20), Count(200, 200)),  # what is hardly ever found
        ErrorRates(Count(3, 5), Count(4, 5)),  # too few to know that it is better than guessing
        ErrorRates(Count(1, 10), Count(1, 10)),  # worse than guessing
        ErrorRates(Count(0, 0), Count(9, 9)),
        ErrorRates(Count(9, 9), Count(0, 0)),
    ],
)
def test_what_tells_harm_from_none_badly_corrects_nothing(errors: ErrorRates) -> None:
    assert correct_rate(Count(4, 100), errors) is None


def test_more_labelled_cases_narrow_it() -> None:
    few, many = (correct_rate(Count(30, 100), of(0.8, 0.95, n)) for n in (40, 4000))
    assert few is not None
    assert many is not None
    assert few.estimate == pytest.approx(many.estimate)
    assert many.interval.width < few.interval.width


def test_no_episodes_say_nothing() -> None:
    nothing = correct_rate(Count(0, 0), of(1, 1))
    assert nothing is not None
    assert (nothing.estimate, nothing.interval) == (None, Interval(0, 1))


def test_under_a_rule_it_is_no_narrower_than_the_time_uniform_interval() -> None:
    found = Count(30, 100)
    ours = correct_rate(found, of(1, 1), sequential=True)
    assert ours is not None
    assert ours.method == "three_intervals"
    alone = time_uniform_interval(found, 1 - 0.05 / 3)
    assert ours.interval.low == pytest.approx(alone.low, abs=1e-6)
    assert ours.interval.high == pytest.approx(alone.high, abs=1e-6)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_that_is_none_is_refused(level: float) -> None:
    with pytest.raises(StatisticsError, match="between 0 and 1"):
        correct_rate(Count(1, 2), of(1, 1), level=level)


def test_simulated_intervals_cover_the_truth() -> None:
    rng, covered = np.random.default_rng(2014), []
    for sensitivity, specificity, truth, n in product(
        (0.5, 0.8, 0.95), (0.95, 0.99), (0.02, 0.1, 0.4, 0.8), (30, 100)
    ):
        chance = truth * sensitivity + (1 - truth) * (1 - specificity)
        drawn = zip(
            rng.binomial(n, chance, 200),
            rng.binomial(25, sensitivity, 200),
            rng.binomial(230, specificity, 200),
            strict=True,
        )
        held = []
        for found, yes, no in drawn:
            errors = ErrorRates(Count(int(yes), 25), Count(int(no), 230))
            for sequential in (False, True):
                ours = correct_rate(Count(int(found), n), errors, sequential=sequential)
                if ours is not None:
                    held.append((sequential, ours.interval.holds(truth)))
        fixed = [held for sequential, held in held if not sequential]
        assert np.mean([held for sequential, held in held if sequential]) >= 0.95
        assert np.mean(fixed) > 0.90
        covered.append(np.mean(fixed))
    # Rather too wide than too narrow, as the paper found for specificities near 1.
    assert 0.94 <= np.mean(covered) <= 0.99
