"""How one attempt at a model reaches whoever answers it: what ``model`` needs of each way there.

There are two: ``litellm_transport`` for every provider and for scripts, and ``endpoint_transport``
for an endpoint of the user's own. Neither repeats a call, pays for it or cleans an answer of keys:
the model does that, for both alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from alex.chat import ChatMessage, ToolSpec

ENDPOINT = "endpoint/"
"""How the name of a model begins that is asked without LiteLLM, at an address that is given."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A provider's answer, unread."""

    completion: Mapping[str, object]
    """A chat completion, as JSON values."""
    cost_usd: float | None = None
    """What it cost, where the transport knows the price."""


class Transport(Protocol):
    """One way to a model."""

    async def prepare(
        self, messages: Sequence[ChatMessage], tools: Sequence[ToolSpec], seed: int | None
    ) -> Mapping[str, object]:
        """Return a request that may be made several times; loads what is needed for it.

        Args:
            messages: The whole conversation so far, oldest first.
            tools: What the model may call; empty for none.
            seed: Sent where it is taken.

        Returns:
            What is sent, with ``messages``, and ``tools`` where there are any.
        """

    async def ask(self, request: Mapping[str, object]) -> Answered:
        """Make a request once; whoever calls bounds its time.

        Raises:
            ModelCallError: There was no answer.
        """


def is_endpoint(name: str) -> bool:
    """Tell whether a model's name means an endpoint of the user's own."""
    return name.startswith(ENDPOINT)


def offer(tool: ToolSpec) -> dict[str, object]:
    """Return a tool as chat completion APIs take it."""
    return {"type": "function", "function": tool.model_dump()}
