"""A model that says what it was told to, and an observer that keeps everything: for loop tests."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import JsonValue

from alex.brief import Brief
from alex.chat import ChatMessage, ModelReply, ToolCall, ToolResult, ToolSpec, Usage
from alex.errors import ModelCallError
from alex.retry import FailureListener


def make_brief(**changes: str | None) -> Brief:
    """Return a brief; any of its fields can be given."""
    fields: dict[str, str | None] = {
        "agent_name": "Alex",
        "address": "alex@harrow-vale.com",
        "organization": "Harrow & Vale",
        "now_text": "Friday 23 October 2026, 09:05",
        "role": "You take care of the mail.",
        "goal": "Your goal is punctual answers.",
        "task": "Go through your inbox.",
        **changes,
    }
    return Brief(**fields)  # type: ignore[arg-type]  # of many types, checked where it is used


def say(text: str = "", *, refusal: str | None = None, finish_reason: str = "stop") -> ModelReply:
    """Return an answer without tool calls."""
    return ModelReply(
        message={"role": "assistant", "content": text},
        text=text,
        refusal=refusal,
        finish_reason=finish_reason,
        usage=Usage(prompt_tokens=90, completion_tokens=10, cost_usd=0.25),
    )


def call(*calls: tuple[str, Mapping[str, JsonValue] | str], text: str = "") -> ModelReply:
    """Return an answer with tool calls: names, and arguments as values or as raw text."""
    made = tuple(
        ToolCall(
            id=f"id-{place}-{name}",
            name=name,
            arguments=given if isinstance(given, str) else json.dumps(given),
        )
        for place, (name, given) in enumerate(calls)
    )
    message: ChatMessage = {
        "role": "assistant",
        "content": text,
        "tool_calls": [
            {
                "id": one.id,
                "type": "function",
                "function": {"name": one.name, "arguments": one.arguments},
            }
            for one in made
        ],
    }
    usage = Usage(prompt_tokens=90, completion_tokens=10, cost_usd=0.25)
    return ModelReply(message=message, text=text, tool_calls=made, usage=usage, model="fake")


FINISH = call(("finish", {"summary": "All done."}))


@dataclass(slots=True)
class PlannedModel:
    """Gives its replies in order, and keeps what it was asked."""

    replies: Sequence[ModelReply]
    asked: list[list[ChatMessage]] = field(default_factory=list)
    offered: list[list[ToolSpec]] = field(default_factory=list)
    name: str = "fake/planned"

    async def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[ToolSpec],
        *,
        seed: int | None = None,
        on_failure: FailureListener | None = None,
    ) -> ModelReply:
        """Return the next reply, and the last one again after the end."""
        self.asked.append(list(messages))
        self.offered.append(list(tools))
        return self.replies[min(len(self.asked), len(self.replies)) - 1]


@dataclass(slots=True)
class KeepingObserver:
    """Keeps what it is told, as one list of words and values."""

    told: list[tuple[str, object]] = field(default_factory=list)
    results: list[ToolResult] = field(default_factory=list)
    prompt: list[ChatMessage] = field(default_factory=list)
    failures: list[ModelCallError] = field(default_factory=list)

    async def began(self, messages: Sequence[ChatMessage], tools: Sequence[ToolSpec]) -> None:
        """Keep the prompt."""
        self.prompt = list(messages)
        self.told.append(("began", len(tools)))

    async def model_called(self, step: int, reply: ModelReply, attempts: int) -> None:
        """Keep the step and its attempts."""
        self.told.append(("model_called", (step, attempts)))

    def model_failed(self, step: int, attempt: int, error: ModelCallError) -> None:
        """Keep the failure."""
        self.failures.append(error)
        self.told.append(("model_failed", (step, attempt)))

    async def tool_called(self, step: int, call: ToolCall) -> None:
        """Keep the tool's name."""
        self.told.append(("tool_called", call.name))

    async def tool_answered(self, step: int, call: ToolCall, result: ToolResult) -> None:
        """Keep the result."""
        self.results.append(result)
        self.told.append(("tool_answered", call.name))

    async def nudged(self, step: int, message: ChatMessage) -> None:
        """Keep what was said."""
        self.told.append(("nudged", message["content"]))

    def names(self) -> list[str]:
        """Return what happened, without its values."""
        return [name for name, _ in self.told]
