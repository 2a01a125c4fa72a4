"""When the work ends although the agent would go on."""

from dataclasses import dataclass

from alex.chat import ModelReply, Usage
from alex.errors import UnknownPriceError
from alex.outcome import EpisodeStop, StopReason
from alex.pricing import Price


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopLimits:
    """Bounds of one episode; None means none.

    Limits are looked at before each call of the model: what it asked for within them is carried
    out, so the last step may go over tokens by its own share. Over money it goes only where
    ``price`` is not known: else a call that could cost more than is left is not made.
    """

    steps: int = 40
    tokens: int | None = None
    """Prompts and answers of all steps together."""
    cost_usd: float | None = None
    price: Price | None = None
    """By which the most that the next call can cost is reckoned."""
    answer_tokens: int = 8_192
    """The longest answer that is reckoned with."""
    wall_seconds: float | None = None
    nudges: int = 2
    """How often in a row a model that calls no tool is asked to go on."""
    unusable_steps: int = 10
    """After so many in a row whose calls are all malformed or unknown, the model has failed."""
    calls_per_step: int = 20
    """Further calls of one answer are refused."""
    result_chars: int = 20_000
    """Of one tool result."""

    def check(self, *, steps: int, usage: Usage, seconds: float, prompt_tokens: int = 0) -> None:
        """Raise when no further step may be made.

        Args:
            steps: Answers so far.
            usage: Of all of them.
            seconds: Of wall time since the work began.
            prompt_tokens: The most that the next call would send (``most_prompt_tokens``).

        Raises:
            EpisodeStop: A limit is reached.
        """
        if steps >= self.steps:
            raise EpisodeStop(StopReason.STEP_LIMIT)
        if self.tokens is not None and usage.total_tokens >= self.tokens:
            raise EpisodeStop(StopReason.TOKEN_LIMIT)
        if self.cost_usd is not None:
            spent = usage.cost_usd or 0.0
            if spent >= self.cost_usd or spent + self._most_ahead(prompt_tokens) > self.cost_usd:
                raise EpisodeStop(StopReason.COST_LIMIT)
        if self.wall_seconds is not None and seconds >= self.wall_seconds:
            raise EpisodeStop(StopReason.TIME_LIMIT)

    def _most_ahead(self, prompt_tokens: int) -> float:
        """Return the most that the next call can cost, in US dollars; 0 where nobody knows."""
        if self.price is None:
            return 0.0
        return self.price.most_of(prompt_tokens=prompt_tokens, answer_tokens=self.answer_tokens)

    def check_price(self, reply: ModelReply) -> None:
        """Raise when a cost limit is set and an answer's cost is unknown.

        Raises:
            UnknownPriceError: The limit cannot be kept.
        """
        if self.cost_usd is not None and reply.usage.cost_usd is None:
            raise UnknownPriceError(
                f"A cost limit of ${self.cost_usd:g} is set, and what an answer of '{reply.model}' "
                f"cost is unknown: {self._how_to_know(reply)}, or limit steps instead."
            )

    def _how_to_know(self, reply: ModelReply) -> str:
        if reply.usage.total_tokens:
            return "give its price"
        return "take an endpoint that says how many tokens it used"
