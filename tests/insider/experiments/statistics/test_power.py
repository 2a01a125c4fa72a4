import numpy as np
import pytest
from scipy.stats import binom, boschloo_exact, fisher_exact, hypergeom

from insider.errors import StatisticsError
from insider.experiments.statistics import (
    Count,
    compare_rates,
    power_of_test,
    power_table,
    smallest_n,
)


@pytest.mark.parametrize(("first", "second", "alpha"), [(0.1, 0.6, 0.05), (0.0, 0.9, 0.01)])
def test_exact_power_is_what_testing_every_table_gives(
    first: float, second: float, alpha: float
) -> None:
    n = 9
    rejects = [
        [boschloo_exact([[a, b], [n - a, n - b]]).pvalue <= alpha for b in range(n + 1)]
        for a in range(n + 1)
    ]
    rng = np.random.default_rng(1970)
    drawn = rng.binomial(n, first, 100_000), rng.binomial(n, second, 100_000)
    power = power_of_test(first, second, n=n, alpha=alpha)
    assert power.test == "boschloo"
    assert power.value == pytest.approx(np.array(rejects)[drawn].mean(), abs=0.01)


@pytest.mark.parametrize(
    ("first", "second", "n", "known"),
    [
        # The arcsine approximation says 0.81, 0.94 and 0.80.
        (0.0, 0.02, 201, 0.216),
        (0.0, 0.02, 300, 0.556),
        (0.01, 0.04, 384, 0.725),
        (0.3, 0.45, 201, 0.856),
        (0.98, 0.9, 250, 0.969),
        (0.5, 0.6, 404, 0.801),
    ],
)
def test_power_of_large_groups_is_fishers_over_every_table(
    first: float, second: float, n: int, known: float
) -> None:
    counts = np.arange(n + 1)
    one, other = np.meshgrid(counts, counts, indexing="ij")
    # With equal groups the conditional distribution is symmetric: two tails are twice the smaller.
    p_values = 2 * hypergeom.cdf(np.minimum(one, other), 2 * n, one + other, n)
    rejects = (p_values <= 0.05) & (one != other)
    theirs = binom.pmf(counts, n, first) @ rejects @ binom.pmf(counts, n, second)
    power = power_of_test(first, second, n=n)
    assert power.test == "fisher"
    assert power.value == pytest.approx(theirs, abs=1e-9)
    assert power.value == pytest.approx(known, abs=1e-3)


def test_the_tables_that_count_are_those_that_the_test_of_reports_rejects() -> None:
    n, second = 230, 0.03
    # Without any event in the first group there is one table for each count of the other.
    rejects = [(compare_rates(Count(0, n), Count(b, n)).p_value or 0) <= 0.05 for b in range(n + 1)]
    scipys = [fisher_exact([[0, b], [n, n - b]]).pvalue <= 0.05 for b in range(n + 1)]
    assert rejects == scipys
    theirs = binom.pmf(np.flatnonzero(rejects), n, second).sum()
    assert power_of_test(0.0, second, n=n).value == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("first", [0.0, 0.01, 0.1, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("effect", [0.02, 0.05, 0.1])
def test_power_takes_no_more_than_a_small_step_where_the_test_changes(
    first: float, effect: float
) -> None:
    second = round(first + effect, 12)
    before, after = power_of_test(first, second, n=200), power_of_test(first, second, n=201)
    assert (before.test, after.test) == ("boschloo", "fisher")
    assert -0.05 <= after.value - before.value <= 0.01


@pytest.mark.parametrize(("first", "second"), [(0.0, 0.02), (0.1, 0.15), (0.5, 0.6)])
def test_more_episodes_find_more(first: float, second: float) -> None:
    values = [power_of_test(first, second, n=n).value for n in range(201, 700, 20)]
    assert values == sorted(values)


@pytest.mark.parametrize("n", [5, 20, 50, 120, 200, 201, 900])
@pytest.mark.parametrize("rate", [0.0, 0.02, 0.1, 0.3, 0.5, 0.95])
def test_equal_rates_are_called_different_as_rarely_as_asked(n: int, rate: float) -> None:
    # The common rate is taken at steps, so the size may be missed by a little between them.
    assert power_of_test(rate, rate, n=n).value <= 0.05 + 1e-4


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (0.0, 0.1), (0.1, 0.3), (0.6, 0.3), (0.3, 0.4), (0.0, 0.02), (0.01, 0.04), (0.1, 0.11)
    ],
)  # fmt: skip
def test_the_smallest_n_has_the_power_and_one_less_has_not(first: float, second: float) -> None:
    found = smallest_n(first, second)
    assert found.value >= 0.8
    assert found.value == power_of_test(first, second, n=found.n).value
    assert power_of_test(first, second, n=found.n - 1).value < 0.8


def test_rates_that_cannot_be_told_apart_in_a_lifetime_are_refused() -> None:
    with pytest.raises(StatisticsError, match="more than 100,000 episodes"):
        smallest_n(0.5, 0.5001)


def test_an_unmistakable_difference_needs_few_episodes() -> None:
    assert smallest_n(0.0, 1.0).n == 3


@pytest.mark.parametrize("power", [0.01, 0.2, 0.99])
def test_any_power_can_be_asked_for(power: float) -> None:
    assert smallest_n(0.2, 0.5, power=power).value >= power


def test_a_table_has_a_row_for_every_possible_pair() -> None:
    cells = power_table([0.1, 0.7], [0.3, -0.2, 0.4], n=50)
    assert [(cell.baseline, cell.effect) for cell in cells] == [
        (0.1, 0.3), (0.1, 0.4), (0.7, 0.3), (0.7, -0.2)
    ]  # fmt: skip
    assert cells[0].needed == smallest_n(0.1, 0.4)
    assert cells[0].given == power_of_test(0.1, 0.4, n=50)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"baselines": [1.5]}, "baseline"),
        ({"baselines": [float("nan")]}, "baseline"),
        ({"effects": [0.0]}, "effect"),
        ({"effects": [2.0]}, "effect"),
        ({"baselines": [0.9]}, "smaller effects"),
        ({"alpha": 0}, "alpha"),
        ({"power": 1}, "power"),
        ({"n": 0}, "0 episodes"),
        ({"n": 100_001}, "up to 100,000"),
    ],
)
def test_numbers_outside_their_range_are_refused(changes: dict[str, object], word: str) -> None:
    asked: dict[str, object] = {"baselines": [0.1], "effects": [0.2], "n": 50, **changes}
    with pytest.raises(StatisticsError, match=word):
        power_table(**asked)  # type: ignore[arg-type]


def test_equal_rates_have_no_smallest_n() -> None:
    with pytest.raises(StatisticsError, match="differences only"):
        smallest_n(0.3, 0.3)
