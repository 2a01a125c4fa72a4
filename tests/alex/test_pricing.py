import pytest

from alex.chat import Usage
from alex.pricing import Price


def test_counts_prompt_and_answer() -> None:
    price = Price(prompt=3, completion=15)
    used = Usage(prompt_tokens=1_000_000, completion_tokens=200_000)
    assert price.cost_of(used) == pytest.approx(6)


def test_cached_tokens_have_their_own_price() -> None:
    used = Usage(prompt_tokens=1_000_000, cached_tokens=400_000)
    assert Price(prompt=10, completion=0, cached=1).cost_of(used) == pytest.approx(6.4)
    assert Price(prompt=10, completion=0).cost_of(used) == pytest.approx(10)
