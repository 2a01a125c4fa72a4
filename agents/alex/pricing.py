"""What tokens cost, and the most that a call can cost before it is made.

A price is given by the user for an endpoint of their own, or looked up where a budget is kept. One
that nobody knows stays unknown: it is never taken for zero.
"""

import json
from dataclasses import dataclass

from alex.chat import Usage

_MILLION = 1_000_000
_CHARS_PER_TOKEN = 2
"""Of ASCII. English mail has four or more; with two, more is reckoned than is paid."""


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

    def most_of(self, *, prompt_tokens: int, answer_tokens: int) -> float:
        """Return the most that a call costs in US dollars, with nothing in any cache."""
        dearest = max(self.prompt, self.cached or 0.0)
        return (prompt_tokens * dearest + answer_tokens * self.completion) / _MILLION


def most_prompt_tokens(messages: object, tools: object) -> int:
    """Return more tokens than a prompt comes to, without its tokenizer.

    A token for every two characters, and one for every byte beyond the first of what is not ASCII:
    byte-level tokenizers make no more of it.

    Args:
        messages: As they are sent.
        tools: What is offered with them.
    """
    text = json.dumps([messages, tools], ensure_ascii=False, default=str)
    further_bytes = len(text.encode("utf-8", "replace")) - len(text)
    return len(text) // _CHARS_PER_TOKEN + further_bytes + 1
