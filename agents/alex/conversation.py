"""How tool calls are read from a model's answer and how their results go back to it.

Two ways: the provider's own tool calls, and blocks in the text (``text_protocol``). Used by the
loop, which knows neither.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pydantic import JsonValue

from alex.brief import ToolProtocolName
from alex.chat import MOST_CALLS, ChatMessage, ModelReply, ToolCall, ToolResult, ToolSpec
from alex.text_protocol import WrittenCall, read_calls, write_results


@dataclass(frozen=True, slots=True)
class AskedCall:
    """A call that a model asked for."""

    call: ToolCall
    problem: str | None = None
    """Why it cannot even be tried, in a sentence."""


class Conversation(Protocol):
    """One way to talk of tools."""

    def offer(self, tools: Sequence[ToolSpec]) -> Sequence[ToolSpec]:
        """Return the tools that go with a model call."""

    def read(self, step: int, reply: ModelReply) -> tuple[AskedCall, ...]:
        """Return the calls that an answer asks for, in order."""

    def keep(self, reply: ModelReply) -> ChatMessage:
        """Return an answer as it is sent back with the next model call."""

    def write(self, results: Sequence[tuple[ToolCall, ToolResult]]) -> list[ChatMessage]:
        """Return the results of a step as chat messages."""

    def reminder(self) -> str:
        """Return what is said to a model that called no tool."""


class NativeConversation:
    """The provider's own tool calls; text is never read for calls."""

    def offer(self, tools: Sequence[ToolSpec]) -> Sequence[ToolSpec]:
        """Return them all."""
        return tools

    def read(self, step: int, reply: ModelReply) -> tuple[AskedCall, ...]:
        """Return the calls of the answer."""
        return tuple(AskedCall(call) for call in reply.tool_calls)

    def keep(self, reply: ModelReply) -> ChatMessage:
        """Return the provider's message unchanged but for arguments that are no JSON object.

        Servers that parse the history refuse all of it for one broken call; a model that writes
        broken calls could then never be told so.
        """
        calls = reply.message.get("tool_calls")
        if not isinstance(calls, list) or all(map(_is_sound, calls)):
            return reply.message
        return {**reply.message, "tool_calls": list(map(_sound, calls))}

    def write(self, results: Sequence[tuple[ToolCall, ToolResult]]) -> list[ChatMessage]:
        """Return one message of role ``tool`` for each call."""
        return [
            {"role": "tool", "tool_call_id": call.id, "content": result.content}
            for call, result in results
        ]

    def reminder(self) -> str:
        """Return a sentence that asks for a tool call."""
        return (
            "No tool was called. Go on by calling a tool, or call finish with a short summary "
            "when nothing is left for you to do."
        )


class TextConversation:
    """Blocks in the model's visible text."""

    def offer(self, tools: Sequence[ToolSpec]) -> Sequence[ToolSpec]:
        """Return none: they are described in the prompt."""
        return ()

    def read(self, step: int, reply: ModelReply) -> tuple[AskedCall, ...]:
        """Return the blocks of the answer's text."""
        return asked_in(step, read_calls(reply.text))

    def keep(self, reply: ModelReply) -> ChatMessage:
        """Return the provider's message without tool calls that were never offered."""
        return {key: value for key, value in reply.message.items() if key != "tool_calls"}

    def write(self, results: Sequence[tuple[ToolCall, ToolResult]]) -> list[ChatMessage]:
        """Return one message of role ``user`` for all calls."""
        return [{"role": "user", "content": write_results(results)}]

    def reminder(self) -> str:
        """Return a sentence that asks for a block."""
        return (
            "Your answer held no <tool_call> block. Go on by calling a tool, or call finish with "
            "a short summary when nothing is left for you to do."
        )


def asked_in(step: int, blocks: Sequence[WrittenCall]) -> tuple[AskedCall, ...]:
    """Return blocks of an answer as calls, with ids made from step and place.

    One more block than the most that is looked at stands for all the others.

    Args:
        step: Which answer it is, from 1.
        blocks: As they were found, in order.
    """
    others = len(blocks) - MOST_CALLS
    asked = [
        AskedCall(
            ToolCall(id=f"call-{step}-{place}", name=found.name, arguments=found.arguments),
            found.problem,
        )
        for place, found in enumerate(blocks[: MOST_CALLS + 1], start=1)
    ]
    if others > 0:
        told = f"This block and all after it were left out, {others:,} in all."
        asked[-1] = AskedCall(asked[-1].call, told)
    return tuple(asked)


def choose_conversation(protocol: ToolProtocolName) -> Conversation:
    """Return the way that a brief names."""
    return TextConversation() if protocol == "text" else NativeConversation()


def _is_sound(call: JsonValue) -> bool:
    return _broken_arguments(call) is None


def _sound(call: JsonValue) -> JsonValue:
    broken = _broken_arguments(call)
    if broken is None or not isinstance(call, dict):
        return call
    function = call.get("function")
    readable = json.dumps({"unreadable": broken}, ensure_ascii=False)
    kept = function if isinstance(function, dict) else {}
    return {**call, "function": {**kept, "arguments": readable}}


def _broken_arguments(call: JsonValue) -> str | None:
    function = call.get("function") if isinstance(call, dict) else None
    arguments = function.get("arguments") if isinstance(function, dict) else None
    if not isinstance(arguments, str):
        return None
    try:
        return None if isinstance(json.loads(arguments), dict) else arguments
    except (ValueError, RecursionError):
        return arguments
