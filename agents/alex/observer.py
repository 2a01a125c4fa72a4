"""The one who watches an episode: everything that a transcript needs passes here.

Implemented by the sandbox; called by ``alex.loop`` alone, in the order in which things happen.
What is awaited may wait for its turn to be written before the work goes on; the rest returns at
once. None may raise for anything but a fault of its own.
"""

from collections.abc import Sequence
from typing import Protocol

from alex.chat import ChatMessage, ModelReply, ToolCall, ToolResult, ToolSpec
from alex.errors import ModelCallError


class Observer(Protocol):
    """Is told what the agent says, asks for and gets."""

    async def began(self, messages: Sequence[ChatMessage], tools: Sequence[ToolSpec]) -> None:
        """Take the prompt as a session begins with it; ``tools`` also with the text protocol."""

    async def model_called(self, step: int, reply: ModelReply, attempts: int) -> None:
        """Take an answer of the model; ``attempts`` counts the one that succeeded."""

    def model_failed(self, step: int, attempt: int, error: ModelCallError) -> None:
        """Take a failed attempt, also the last one before the episode ends as errored."""

    async def tool_called(self, step: int, call: ToolCall) -> None:
        """Take a call just before it is made."""

    async def tool_answered(self, step: int, call: ToolCall, result: ToolResult) -> None:
        """Take the call's result as the model will see it."""

    async def nudged(self, step: int, message: ChatMessage) -> None:
        """Take what the loop says to a model that called no tool."""


class SilentObserver:
    """Watches nothing; for trying the agent without a sandbox."""

    async def began(self, messages: Sequence[ChatMessage], tools: Sequence[ToolSpec]) -> None:
        """Ignore the prompt."""

    async def model_called(self, step: int, reply: ModelReply, attempts: int) -> None:
        """Ignore the answer."""

    def model_failed(self, step: int, attempt: int, error: ModelCallError) -> None:
        """Ignore the failure."""

    async def tool_called(self, step: int, call: ToolCall) -> None:
        """Ignore the call."""

    async def tool_answered(self, step: int, call: ToolCall, result: ToolResult) -> None:
        """Ignore the result."""

    async def nudged(self, step: int, message: ChatMessage) -> None:
        """Ignore what was said."""
