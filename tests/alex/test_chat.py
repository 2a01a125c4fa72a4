from alex.chat import NOTHING_USED, Usage


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
