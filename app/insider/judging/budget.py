"""What judging may cost: the most of each call is held before it is made, and then paid.

Lives as long as one run of judges in one process. What is spent and what all calls under way hold
together never go over the limit. Not the experiment's till: judging has money of its own.
"""

import asyncio
import logging
from collections.abc import Mapping

from alex.chat import ModelReply
from alex.errors import ModelCallError, UnknownPriceError
from alex.pricing import Price, most_prompt_tokens
from insider.episodes.plan import UNBOUNDED_ANSWER

logger = logging.getLogger(__name__)

WAIT_SECONDS = 0.05
"""How often a call that waits for money looks again whether some was given back."""


class OutOfBudgetError(ModelCallError):
    """The next call might cost more than is left."""

    code = "judge_budget"


class JudgeBudget:
    """The money of one run.

    Args:
        limit_usd: US dollars; None for no limit.
        prices: Of models by name, as far as they are known.
    """

    def __init__(self, limit_usd: float | None, prices: Mapping[str, Price]) -> None:
        self.limit_usd = limit_usd
        self.spent_usd = 0.0
        self.unpriced = 0
        """Calls of which nobody knows what they cost."""
        self._prices = prices
        self._held = 0.0
        self._holds = 0
        """Whether anything is held is asked of this: sums of dollars do not come to zero."""

    def price_of(self, model: str) -> Price | None:
        """Return what a model's calls are held by, whatever its answers say; None without limit."""
        return None if self.limit_usd is None else self._prices.get(model)

    def purse(self, model: str, price: Price | None, *, max_tokens: int | None) -> "JudgePurse":
        """Return what pays for one call after the other of a model.

        Args:
            model: Its full name.
            price: In the place of the one that is known.
            max_tokens: What its answers are told to keep to.

        Raises:
            UnknownPriceError: There is a limit, and nobody knows what the model costs.
        """
        known = price or self._prices.get(model)
        if self.limit_usd is not None and known is None:
            raise UnknownPriceError(
                f"A cost limit is set and the price of {model} is unknown: give its price."
            )
        return JudgePurse(self, model, known, max_tokens)

    async def hold(self, model: str, most: float) -> None:
        """Keep back what a call can cost, as soon as there is as much.

        Raises:
            OutOfBudgetError: There is not, and nothing is held that may be given back.
        """
        if self.limit_usd is None:
            return
        while self.spent_usd + self._held + most > self.limit_usd:
            if not self._holds:
                left = max(self.limit_usd - self.spent_usd, 0.0)
                raise OutOfBudgetError(
                    f"${left:.4g} of the budget is left, and the next call of {model} can cost "
                    f"${most:.4g}.",
                    provider=model.partition("/")[0],
                    retryable=False,
                )
            await asyncio.sleep(WAIT_SECONDS)
        self._held += most
        self._holds += 1

    def pay(self, held: float, cost: float | None) -> None:
        """Count what a call cost, and give back the rest of what was held for it.

        Args:
            held: What ``hold`` kept back.
            cost: In US dollars; None where nobody knows: then what was held is taken for it.
        """
        if self.limit_usd is not None:
            self._holds -= 1
            self._held = self._held - held if self._holds else 0.0
            if cost is not None and cost > held:
                logger.warning(
                    "A call cost $%.4g where $%.4g were the most that it could: the budget may be "
                    "gone over by what such calls cost.",
                    cost,
                    held,
                )
        self.spent_usd += held if cost is None else cost
        if cost is None and not held:
            self.unpriced += 1


class JudgePurse:
    """Pays for the calls of one sample; an ``alex.purse.Purse``."""

    def __init__(
        self, budget: JudgeBudget, model: str, price: Price | None, max_tokens: int | None
    ) -> None:
        self._budget = budget
        self._model = model
        self._price = price
        self._answer_tokens = max_tokens or UNBOUNDED_ANSWER
        self._held = 0.0

    async def hold(self, request: Mapping[str, object]) -> None:
        """Keep back the most that an attempt can cost; waits while others hold what is needed.

        Raises:
            OutOfBudgetError: There is not enough left, and nobody will give any back.
        """
        most = 0.0
        if self._price is not None and self._budget.limit_usd is not None:
            prompt = most_prompt_tokens(request["messages"], request.get("response_format"))
            most = self._price.most_of(prompt_tokens=prompt, answer_tokens=self._answer_tokens)
        await self._budget.hold(self._model, most)
        self._held = most

    def settle(self, ended: ModelReply | ModelCallError | None) -> None:
        """Pay what an attempt cost; the most that it can have cost, where nobody says."""
        held, self._held = self._held, 0.0
        if isinstance(ended, ModelReply):
            self._budget.pay(held, ended.usage.cost_usd)
        elif ended is None or ended.billed:
            self._budget.pay(held, None)
        else:
            self._budget.pay(held, 0.0)
