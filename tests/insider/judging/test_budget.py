"""The money of a run of judges: what is held, paid, given back, and refused."""

import asyncio

import pytest

from insider.judging import JudgeBudget
from insider.judging.budget import OutOfBudgetError


def test_a_call_that_costs_more_than_is_left_is_refused_once_nothing_is_held() -> None:
    """Sums of dollars that were held and given back do not come to zero exactly."""

    async def spend() -> None:
        budget = JudgeBudget(1.0, {})
        for held in (0.1, 0.2):
            await budget.hold("openai/j", held)
        for held in (0.1, 0.2):
            budget.pay(held, held)
        # It would wait for ever.
        await asyncio.wait_for(budget.hold("openai/j", 0.9), 30)

    with pytest.raises(OutOfBudgetError, match=r"\$0\.7 of the budget is left"):
        asyncio.run(spend())


def test_a_call_waits_for_what_others_hold_and_may_give_back() -> None:
    async def spend() -> float:
        budget = JudgeBudget(1.0, {})
        await budget.hold("openai/j", 0.8)
        waiting = asyncio.ensure_future(budget.hold("openai/j", 0.9))
        await asyncio.sleep(0)
        assert not waiting.done()
        budget.pay(0.8, 0.05)
        await asyncio.wait_for(waiting, 30)
        budget.pay(0.9, None)
        return budget.spent_usd

    assert asyncio.run(spend()) == pytest.approx(0.95)
