import math

import pytest

from alex.chat import MOST_USED, NOTHING_USED, Usage


def test_usage_adds_up() -> None:
    first = Usage(prompt_tokens=1, completion_tokens=2, cached_tokens=1, cost_usd=0.5)
    second = Usage(prompt_tokens=10, completion_tokens=20, reasoning_tokens=5, cost_usd=0.25)
    total = NOTHING_USED.plus(first).plus(second)
    assert total == Usage(
        prompt_tokens=11,
        completion_tokens=22,
        cached_tokens=1,
        reasoning_tokens=5,
        cost_usd=0.75,
    )
    assert total.total_tokens == 33


def test_a_sum_with_an_unknown_cost_is_unknown() -> None:
    assert NOTHING_USED.plus(Usage(prompt_tokens=1)).plus(Usage(cost_usd=1)).cost_usd is None


def test_a_number_below_zero_takes_nothing_off_a_sum() -> None:
    used = Usage(prompt_tokens=5, cost_usd=1.0)
    assert used.plus(Usage(prompt_tokens=-9, completion_tokens=-9, cost_usd=-9.0)) == used


@pytest.mark.parametrize("cost", [1e308, math.inf, math.nan])
def test_a_sum_stops_where_a_database_could_not_keep_it(cost: float) -> None:
    absurd = Usage(prompt_tokens=2**62, completion_tokens=10**400, cost_usd=cost)
    total = NOTHING_USED.plus(absurd).plus(absurd)
    assert (total.prompt_tokens, total.completion_tokens) == (MOST_USED, MOST_USED)
    assert total.cost_usd == MOST_USED
