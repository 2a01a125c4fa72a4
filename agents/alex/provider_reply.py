"""Reads a provider's answer, as a transport hands it on, into our own types.

Called by the model adapter alone. Takes the dictionary of a chat completion and never imports
LiteLLM. What it cannot read is a ``ModelCallError``, never an empty answer.
"""

import json
import re
from collections.abc import Mapping
from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter, ValidationError

from alex.chat import MOST_CALLS, ChatMessage, ModelReply, ToolCall, Usage
from alex.errors import ModelCallError

FILTERED = "content_filter"
MOST_TOKENS = 10_000_000
"""Of one call, prompt or answer; the longest that models take is a fifth of it. A count that is
larger or below zero is a fault of the endpoint's, and would be one of the sums behind limits."""
MOST_COST_USD = 100_000.0
"""Of one call; a hundred times what the dearest models ask for so many tokens."""
_Count: TypeAlias = Annotated[int, Field(ge=0, le=MOST_TOKENS)]
_MESSAGE = TypeAdapter(ChatMessage)
# Servers that do not take thinking out of the text leave it at its beginning, between these.
_THOUGHT = re.compile(r"\s*<(think|thinking)>(.*?)</\1>\s*", re.DOTALL)


class _Given(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Function(_Given):
    name: str | None = None
    arguments: JsonValue = None


class _Call(_Given):
    id: str | None = None
    function: _Function = _Function()


class _Message(_Given):
    content: JsonValue = None
    reasoning_content: str | None = None
    reasoning: JsonValue = None
    """As vLLM, Ollama and OpenRouter have it for ``reasoning_content``."""
    refusal: str | None = None
    tool_calls: list[_Call] | None = None
    provider_specific_fields: dict[str, JsonValue] | None = None


class _Choice(_Given):
    message: ChatMessage
    finish_reason: str | None = None


class _PromptDetails(_Given):
    cached_tokens: _Count | None = None


class _CompletionDetails(_Given):
    reasoning_tokens: _Count | None = None


class _Usage(_Given):
    prompt_tokens: _Count | None = None
    completion_tokens: _Count | None = None
    prompt_tokens_details: _PromptDetails | None = None
    completion_tokens_details: _CompletionDetails | None = None


class _Completion(_Given):
    model: str | None = None
    choices: list[_Choice]
    usage: _Usage | None = None


def read_completion(
    completion: Mapping[str, object], *, provider: str, cost_usd: float | None
) -> ModelReply:
    """Return a chat completion as a reply.

    Args:
        completion: The whole answer, as JSON values.
        provider: Named in errors.
        cost_usd: None when it is unknown.

    Raises:
        ModelCallError: The answer is no chat completion, holds no message, or says that it used
            or cost what no answer can, or asks for more than ``MOST_CALLS`` calls.
    """
    try:
        given = _Completion.model_validate(_encodable(completion))
        choice = given.choices[0] if given.choices else None
        message = _Message.model_validate(choice.message) if choice else None
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        unusable = "has an unusable usage" if where.startswith("usage") else "is no chat completion"
        raise ModelCallError(
            f"The answer of {provider} {unusable} (at {where}).",
            provider=provider,
            retryable=True,
            billed=True,
            unreadable=True,
        ) from None
    if cost_usd is not None and not 0 <= cost_usd <= MOST_COST_USD:
        raise ModelCallError(
            f"The answer of {provider} has an unusable cost (${cost_usd:g}).",
            provider=provider,
            retryable=True,
            billed=True,
            unreadable=True,
        )
    if choice is None or message is None:
        raise ModelCallError(
            f"The answer of {provider} holds no message.",
            provider=provider,
            retryable=True,
            billed=True,
            unreadable=True,
        )
    if len(message.tool_calls or ()) > MOST_CALLS:
        raise ModelCallError(
            f"The answer of {provider} asks for {len(message.tool_calls or ()):,} tool calls at "
            f"once, and {MOST_CALLS} are the most that is read.",
            provider=provider,
            retryable=True,
            billed=True,
            unreadable=True,
        )
    reasoning, text = _thought(message)
    return ModelReply(
        message=_to_send_back(choice.message),
        text=text,
        reasoning=reasoning,
        tool_calls=tuple(_call(call) for call in message.tool_calls or ()),
        usage=_usage(given.usage, cost_usd),
        model=given.model or "",
        finish_reason=choice.finish_reason,
        refusal=_refusal(message, choice.finish_reason),
    )


def _to_send_back(message: ChatMessage) -> ChatMessage:
    """Drop what is merely absent; strict servers refuse fields that are null, or no calls."""
    kept: ChatMessage = {key: value for key, value in message.items() if not _is_absent(value)}
    if not kept.get("tool_calls"):
        kept.pop("tool_calls", None)
    kept.setdefault("role", "assistant")
    kept.setdefault("content", None)
    return kept


def _is_absent(value: JsonValue) -> bool:
    return value is None or (
        isinstance(value, dict) and all(inside is None for inside in value.values())
    )


def _thought(message: _Message) -> tuple[str | None, str]:
    """Return what the model thought, and what it said."""
    text = _text(message.content)
    named = message.reasoning if isinstance(message.reasoning, str) else None
    if reasoning := message.reasoning_content or named:
        return reasoning, text
    if found := _THOUGHT.match(text):
        return found[2].strip() or None, text[found.end() :]
    return None, text


def _text(content: JsonValue) -> str:
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return ""
    parts = [part.get("text") for part in content if isinstance(part, dict)]
    return "".join(part for part in parts if isinstance(part, str))


def _call(call: _Call) -> ToolCall:
    arguments = call.function.arguments
    # Some local servers send an object where the standard has a string.
    raw = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
    return ToolCall(id=call.id or "", name=call.function.name or "", arguments=raw)


def _refusal(message: _Message, finish_reason: str | None) -> str | None:
    further = (message.provider_specific_fields or {}).get("refusal")
    given = message.refusal or (further if isinstance(further, str) else None)
    if given:
        return given
    return FILTERED if finish_reason == FILTERED else None


def _usage(usage: _Usage | None, cost_usd: float | None) -> Usage:
    if usage is None:
        return Usage(cost_usd=cost_usd)
    prompt, completion = usage.prompt_tokens_details, usage.completion_tokens_details
    return Usage(
        prompt_tokens=usage.prompt_tokens or 0,
        completion_tokens=usage.completion_tokens or 0,
        cached_tokens=(prompt.cached_tokens if prompt else None) or 0,
        reasoning_tokens=(completion.reasoning_tokens if completion else None) or 0,
        cost_usd=cost_usd,
    )


def _encodable(completion: Mapping[str, object]) -> Mapping[str, object]:
    """Replace halves of surrogate pairs, which neither a database nor a provider takes."""
    text = json.dumps(completion, ensure_ascii=False, default=str)
    try:
        text.encode()
    except UnicodeEncodeError:
        cleaned = text.encode("utf-8", "replace").decode()
        return {str(key): value for key, value in _MESSAGE.validate_json(cleaned).items()}
    return completion
