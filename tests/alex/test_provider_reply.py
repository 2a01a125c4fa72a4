import math

import pytest
from pydantic import JsonValue

from alex.chat import MOST_CALLS
from alex.errors import ModelCallError
from alex.provider_reply import read_completion


def completion(message: dict[str, JsonValue], finish_reason: str = "stop") -> dict[str, object]:
    return {"model": "x", "choices": [{"message": message, "finish_reason": finish_reason}]}


def test_arguments_given_as_an_object_become_text() -> None:
    message: dict[str, JsonValue] = {
        "tool_calls": [{"id": "c", "function": {"name": "x", "arguments": {"a": "ü"}}}]
    }
    reply = read_completion(completion(message), provider="p", cost_usd=None)
    assert reply.tool_calls[0].arguments == '{"a": "ü"}'


def test_content_in_parts_is_put_together() -> None:
    parts: list[JsonValue] = [{"type": "text", "text": "Hel"}, {"type": "text", "text": "lo"}, "x"]
    reply = read_completion(completion({"content": parts}), provider="p", cost_usd=None)
    assert reply.text == "Hello"
    assert reply.message["content"] == parts


def test_what_is_absent_is_not_sent_back_and_all_else_is() -> None:
    message: dict[str, JsonValue] = {
        "role": "assistant",
        "content": None,
        "function_call": None,
        "provider_specific_fields": {"refusal": None},
        "thinking_blocks": [{"type": "thinking", "thinking": "Hm.", "signature": "s=="}],
    }
    reply = read_completion(completion(message), provider="p", cost_usd=None)
    assert reply.message == {
        "role": "assistant",
        "content": None,
        "thinking_blocks": [{"type": "thinking", "thinking": "Hm.", "signature": "s=="}],
    }


def test_a_refusal_may_stand_among_the_providers_own_fields() -> None:
    message: dict[str, JsonValue] = {"provider_specific_fields": {"refusal": "No."}}
    assert read_completion(completion(message), provider="p", cost_usd=None).refusal == "No."


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"choices": None},
        {"choices": []},
        {"choices": [{}]},
        {"choices": ["x"]},
        {"choices": [{"message": {"tool_calls": "x"}}]},
    ],
)
def test_what_is_no_completion_is_an_error(answer: dict[str, object]) -> None:
    with pytest.raises(ModelCallError, match="The answer of p") as caught:
        read_completion(answer, provider="p", cost_usd=None)
    assert caught.value.retryable


@pytest.mark.parametrize(
    "usage",
    [
        {"prompt_tokens": 4611686018427387904},
        {"prompt_tokens": 10_000_001},
        {"completion_tokens": -1},
        {"completion_tokens": 1.5},
        {"prompt_tokens_details": {"cached_tokens": -5}},
        {"completion_tokens_details": {"reasoning_tokens": 10**30}},
    ],
)
def test_a_usage_that_no_call_can_have_makes_an_answer_unusable(usage: JsonValue) -> None:
    answer = {**completion({"content": "Hi."}), "usage": usage}
    with pytest.raises(ModelCallError, match=r"^The answer of p has an unusable usage") as caught:
        read_completion(answer, provider="p", cost_usd=None)
    assert caught.value.retryable


@pytest.mark.parametrize("cost", [-0.01, 1e9, math.inf, math.nan])
def test_a_cost_that_no_call_can_have_makes_an_answer_unusable(cost: float) -> None:
    with pytest.raises(ModelCallError, match=r"^The answer of p has an unusable cost") as caught:
        read_completion(completion({"content": "Hi."}), provider="p", cost_usd=cost)
    assert caught.value.retryable


def test_the_largest_usage_is_kept_as_it_is() -> None:
    usage = {"prompt_tokens": 10_000_000, "completion_tokens": None}
    answer = {**completion({"content": "Hi."}), "usage": usage}
    reply = read_completion(answer, provider="p", cost_usd=0.0)
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens) == (10_000_000, 0)


@pytest.mark.parametrize("count", [MOST_CALLS + 1, 100_000])
def test_more_calls_than_any_work_asks_for_make_an_answer_unusable(count: int) -> None:
    calls: list[JsonValue] = [{"id": "c", "function": {"name": "x", "arguments": "{}"}}] * count
    answer = completion({"tool_calls": calls})
    with pytest.raises(ModelCallError, match=rf"asks for {count:,} tool calls") as caught:
        read_completion(answer, provider="p", cost_usd=None)
    assert caught.value.retryable


def test_the_most_calls_are_read() -> None:
    calls: list[JsonValue] = [{"id": "c", "function": {"name": "x"}}] * MOST_CALLS
    reply = read_completion(completion({"tool_calls": calls}), provider="p", cost_usd=None)
    assert len(reply.tool_calls) == MOST_CALLS
