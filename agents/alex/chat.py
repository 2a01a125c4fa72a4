"""What goes to and comes from a model, in our own types.

Used by the loop, the model adapters, the tape and whoever watches. Providers' own message
dictionaries pass through unchanged (``ModelReply.message``): they carry signatures and thinking
blocks that must be sent back byte for byte. Never parses a provider's answer; see ``model``.
"""

from typing import TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, JsonValue

ChatMessage: TypeAlias = dict[str, JsonValue]
"""A chat message in the form that chat completion APIs share: ``role``, ``content`` and so on."""


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ToolSpec(_Value):
    """A tool as a model is told of it."""

    name: str
    description: str
    parameters: dict[str, JsonValue]
    """A JSON schema of an object."""


class ToolCall(_Value):
    """A model's request to use a tool."""

    id: str
    """The provider's own, never rewritten: some providers keep signatures in it."""
    name: str
    arguments: str
    """Raw JSON text, as the model wrote it; may be broken."""


class ToolResult(_Value):
    """What a tool answered, as the model is told."""

    content: str
    is_error: bool = False
    summary: str | None = None
    """Set by ``finish`` alone: the agent's own words on what it did."""
    unusable: bool = False
    """Whether nothing could be tried: the call was malformed, or named no tool there is."""


_Number = TypeVar("_Number", int, float)

MOST_USED = 2**48
"""Of tokens or dollars, where sums stop: records can hold anything, as tapes do and as endpoints
did before their answers were checked. So many fit into a database, and so do thousands of them."""


class Usage(_Value):
    """What a call, or all calls of an episode together, used."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    """Part of ``prompt_tokens``."""
    reasoning_tokens: int = 0
    """Part of ``completion_tokens``."""
    cost_usd: float | None = None
    """None when the price is unknown; never 0 for that."""

    @property
    def total_tokens(self) -> int:
        """Prompt and completion together."""
        return self.prompt_tokens + self.completion_tokens

    def plus(self, other: "Usage") -> "Usage":
        """Return the sum; its cost is unknown as soon as one of the two is.

        It stops at ``MOST_USED``, and takes nothing off for a number below zero.
        """
        unknown = self.cost_usd is None or other.cost_usd is None
        return Usage(
            prompt_tokens=_sum(self.prompt_tokens, other.prompt_tokens),
            completion_tokens=_sum(self.completion_tokens, other.completion_tokens),
            cached_tokens=_sum(self.cached_tokens, other.cached_tokens),
            reasoning_tokens=_sum(self.reasoning_tokens, other.reasoning_tokens),
            cost_usd=None if unknown else _sum(self.cost_usd or 0.0, other.cost_usd or 0.0),
        )


def _sum(first: _Number, second: _Number) -> _Number:
    # In this order, what is no number (NaN) comes to the most.
    return min(MOST_USED, max(first, 0) + max(second, 0))


NOTHING_USED = Usage(cost_usd=0.0)
"""Where a sum begins."""
_CUT_OFF = "length"

MOST_CALLS = 200
"""Of one answer that are looked at; more are a model that repeats itself for ever."""


class ModelReply(_Value):
    """One answer of a model."""

    message: ChatMessage
    """The provider's message, sent back unchanged with the next call."""
    text: str = ""
    reasoning: str | None = None
    """What the provider shows of the model's thinking; never a deed."""
    tool_calls: tuple[ToolCall, ...] = ()
    usage: Usage = Usage()
    model: str = ""
    """As the provider names it."""
    finish_reason: str | None = None
    """As given; not to be trusted: some say ``stop`` beside tool calls."""
    refusal: str | None = None
    """The provider's own refusal field, or its word for a filtered answer."""

    @property
    def cut_off(self) -> bool:
        """Whether the answer ended at its length limit."""
        return self.finish_reason == _CUT_OFF
