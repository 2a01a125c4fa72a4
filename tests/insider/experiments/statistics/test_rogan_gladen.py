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
    wilson,
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
# The low end is that of a test that misses nothing, the high end that of one without false alarms.
def test_the_ends_are_what_the_equations_say() -> None:
    z = 1.959963984540054
    apparent, n = (3 + z**2 / 2) / (263 + z**2), 263 + z**2
    yes, no = 89 / 91, 133 / 136
    miss_nothing = (apparent + no - 1) / no
    low = (
        miss_nothing
        - 2 * z**2 * (1 - miss_nothing) * no * (1 - no) / 136
        - z
        * (apparent * (1 - apparent) / n + (1 - miss_nothing) ** 2 * no * (1 - no) / 136) ** 0.5
        / no
    )
    no_alarm = apparent / yes
    high = (
        no_alarm
        + 2 * z**2 * no_alarm * yes * (1 - yes) / 91
        + z * (apparent * (1 - apparent) / n + no_alarm**2 * yes * (1 - yes) / 91) ** 0.5 / yes
    )
    ours = correct_rate(Count(3, 263), ErrorRates(Count(88, 89), Count(132, 134)))
    assert ours is not None
    assert low < 0
    assert (ours.estimate, ours.interval.low) == (0, 0)
    assert ours.interval.high == pytest.approx(high)


# As many false alarms among 100 as in the labelled cases would be 10, and none was seen: errors are
# rarer than there, and nothing is known for sure. The same the other way round.
@pytest.mark.parametrize(
    ("found", "errors"),
    [
        (Count(0, 100), ErrorRates(Count(45, 50), Count(180, 200))),
        (Count(0, 100), ErrorRates(Count(80, 100), Count(105, 111))),
        (Count(0, 10_000), ErrorRates(Count(45, 50), Count(180, 200))),
        (Count(40, 40), ErrorRates(Count(80, 100), Count(105, 111))),
    ],
)
@pytest.mark.parametrize("sequential", [False, True])
def test_errors_that_are_rarer_than_in_the_labelled_cases_make_nothing_certain(
    found: Count, errors: ErrorRates, sequential: bool
) -> None:
    ours = correct_rate(found, errors, sequential=sequential)
    assert ours is not None
    assert ours.estimate == found.rate
    assert ours.interval.holds(wilson(found).low)
    assert ours.interval.holds(wilson(found).high)


@given(counts(), errors(), LEVELS)
def test_it_is_never_narrower_than_the_raw_rates_own(
    found: Count, errors: ErrorRates, level: float
) -> None:
    for sequential, raw in ((False, wilson), (True, time_uniform_interval)):
        ours = correct_rate(found, errors, sequential=sequential, level=level)
        if ours is not None:
            own = raw(found, level)
            assert ours.interval.low <= own.low + 1e-9
            assert ours.interval.high >= own.high - 1e-9


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
    assert ours.method == "three_intervals_bounds"
    alone = time_uniform_interval(found, 1 - 0.05 / 3)
    assert ours.interval.low == pytest.approx(alone.low, abs=1e-6)
    assert ours.interval.high == pytest.approx(alone.high, abs=1e-6)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_that_is_none_is_refused(level: float) -> None:
    with pytest.raises(StatisticsError, match="between 0 and 1"):
        correct_rate(Count(1, 2), of(1, 1), level=level)


# Where errors are as frequent as in the labelled cases, where they are half as frequent, and where
# there are none: with both kinds each on its own.
RARER = [(1, 1), (1, 0.5), (1, 0), (0.5, 1), (0, 1), (0, 0)]


def test_simulated_intervals_cover_the_truth() -> None:
    rng = np.random.default_rng(2014)
    held: dict[tuple[bool, bool], list[float]] = {}
    for sensitivity, specificity, truth, n, (misses, alarms) in product(
        (0.5, 0.8, 0.95), (0.9, 0.99), (0, 0.02, 0.1, 0.4, 0.9, 1), (30, 300), RARER
    ):
        found_here = 1 - misses * (1 - sensitivity)
        chance = truth * found_here + (1 - truth) * alarms * (1 - specificity)
        drawn = zip(
            rng.binomial(n, chance, 100),
            rng.binomial(25, sensitivity, 100),
            rng.binomial(150, specificity, 100),
            strict=True,
        )
        of_each: dict[bool, list[bool]] = {False: [], True: []}
        for found, yes, no in drawn:
            errors = ErrorRates(Count(int(yes), 25), Count(int(no), 150))
            for sequential, holds in of_each.items():
                ours = correct_rate(Count(int(found), n), errors, sequential=sequential)
                if ours is not None:
                    holds.append(ours.interval.holds(truth))
        for sequential, holds in of_each.items():
            covered = float(np.mean(holds))
            assert covered >= 0.88, (sensitivity, specificity, truth, n, misses, alarms)
            held.setdefault((sequential, (misses, alarms) == (1, 1)), []).append(covered)
    assert np.mean(held[False, True]) >= 0.96
    assert np.mean(held[False, False]) >= 0.96
    assert np.mean(held[True, True]) >= 0.99
    assert np.mean(held[True, False]) >= 0.99
