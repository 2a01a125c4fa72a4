"""What tokens cost, for models whose price LiteLLM does not know.

Given by the user for an endpoint of their own; used by the model adapter. A price that nobody
knows stays unknown: it is never taken for zero.
"""

from dataclasses import dataclass

from alex.chat import Usage

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """US dollars per million tokens."""

    prompt: float
    completion: float
    cached: float | None = None
    """Of prompt tokens that the provider had in its cache; like ``prompt`` when left out."""

    def cost_of(self, usage: Usage) -> float:
        """Return what was used in US dollars."""
        cached = min(usage.cached_tokens, usage.prompt_tokens)
        cached_price = self.prompt if self.cached is None else self.cached
        total = (
            (usage.prompt_tokens - cached) * self.prompt
            + cached * cached_price
            + usage.completion_tokens * self.completion
        )
        return total / _MILLION
