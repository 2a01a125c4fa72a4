from math import sqrt
from statistics import NormalDist

import numpy as np
import pytest
from scipy.stats import boschloo_exact
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import proportion_effectsize

from insider.errors import StatisticsError
from insider.experiments.statistics import (
    Count,
    n_for_width,
    power_of_test,
    power_table,
    smallest_n,
    wilson,
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
    assert power.method == "exact"
    assert power.value == pytest.approx(np.array(rejects)[drawn].mean(), abs=0.01)


def test_power_of_large_groups_is_what_statsmodels_says() -> None:
    power = power_of_test(0.1, 0.2, n=300)
    effect = proportion_effectsize(0.2, 0.1)
    assert power.method == "normal approximation"
    assert power.value == pytest.approx(NormalIndPower().power(effect, 300, 0.05))


def test_exact_and_approximate_power_meet() -> None:
    exact, approximate = power_of_test(0.3, 0.45, n=200), power_of_test(0.3, 0.45, n=201)
    assert exact.method == "exact"
    assert approximate.method == "normal approximation"
    assert exact.value == pytest.approx(approximate.value, abs=0.02)


@pytest.mark.parametrize("n", [5, 20, 50, 120, 200])
@pytest.mark.parametrize("rate", [0.0, 0.02, 0.1, 0.3, 0.5, 0.95])
def test_equal_rates_are_called_different_as_rarely_as_asked(n: int, rate: float) -> None:
    # The common rate is taken at steps, so the size may be missed by a little between them.
    assert power_of_test(rate, rate, n=n).value <= 0.05 + 1e-4


@pytest.mark.parametrize(("first", "second"), [(0.0, 0.1), (0.1, 0.3), (0.6, 0.3), (0.3, 0.4)])
def test_the_smallest_n_has_the_power_and_one_less_has_not(first: float, second: float) -> None:
    found = smallest_n(first, second)
    assert found.value >= 0.8
    assert found.value == power_of_test(first, second, n=found.n).value
    assert power_of_test(first, second, n=found.n - 1).value < 0.8


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


@pytest.mark.parametrize("rate", [0.0, 0.1, 0.5, 1.0])
@pytest.mark.parametrize("width", [0.05, 0.1, 0.3])
def test_the_n_for_a_width_is_the_smallest(width: float, rate: float) -> None:
    n, z = n_for_width(width, rate=rate), NormalDist().inv_cdf(0.975)

    def wilson_width(size: int) -> float:
        # Wilson's formula for a share that need not be a whole number of episodes.
        return 2 * z / (size + z * z) * sqrt(size * rate * (1 - rate) + z * z / 4)

    assert wilson_width(n) <= width < wilson_width(n - 1)


def test_the_width_of_that_n_is_the_width_that_wilson_gives() -> None:
    n = n_for_width(0.1, rate=0.2)
    assert wilson(Count(round(0.2 * n), n)).width == pytest.approx(0.1, abs=5e-4)


def test_the_known_n_for_five_points_on_either_side() -> None:
    assert n_for_width(0.1) == 381


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
    ],
)
def test_numbers_outside_their_range_are_refused(changes: dict[str, object], word: str) -> None:
    asked: dict[str, object] = {"baselines": [0.1], "effects": [0.2], "n": 50, **changes}
    with pytest.raises(StatisticsError, match=word):
        power_table(**asked)  # type: ignore[arg-type]


def test_equal_rates_have_no_smallest_n() -> None:
    with pytest.raises(StatisticsError, match="differences only"):
        smallest_n(0.3, 0.3)


@pytest.mark.parametrize("width", [0, 1, -1])
def test_a_width_that_is_none_is_refused(width: float) -> None:
    with pytest.raises(StatisticsError, match="width"):
        n_for_width(width)
