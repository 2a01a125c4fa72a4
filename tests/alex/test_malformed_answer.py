"""Answers that are not what is expected: read or refused, without a word on the terminal."""

import asyncio
import contextlib
import json
import warnings

import pytest
from pydantic import JsonValue

from alex.chat import ModelReply
from alex.errors import ModelCallError
from alex.model import ProviderModel
from alex.retry import NO_RETRIES
from support.openai_server import Answer, StandIn, chat_completion, openai_server

BOTH_WAYS = pytest.mark.parametrize("name", ["openai/stand-in", "endpoint/stand-in"])
KEY = "sk-verysecretkey123456"


def ask(server: StandIn, name: str) -> ModelReply:
    model = ProviderModel(name, api_base=server.api_base, api_key=KEY, retry=NO_RETRIES)
    return asyncio.run(model.complete([{"role": "user", "content": "Hello"}], []))


@BOTH_WAYS
@pytest.mark.parametrize(
    "changes",
    [
        {"choices": [{"message": {"content": 7}}]},
        {"choices": [{"message": {"content": f"I have {KEY}."}, "logprobs": "x"}]},
        {"choices": ["x"]},
        {"model": ["x"]},
        {"usage": "much"},
        {"usage": {"prompt_tokens": 1.5, "completion_tokens": 2.5}},
        {"choices": [{"message": {"tool_calls": "list_messages"}}]},
        {"choices": [{"message": {"content": [{"type": "text", "text": "Hi."}]}}]},
        {"id": 7, "created": "x"},
    ],
)
def test_a_malformed_answer_is_a_failure_without_a_word_on_standard_error(
    capfd: pytest.CaptureFixture[str], changes: dict[str, JsonValue], name: str
) -> None:
    answer = Answer(json.dumps({**json.loads(chat_completion(content="Hi.").body), **changes}))
    with (
        warnings.catch_warnings(record=True) as warned,
        openai_server(answer) as server,
        contextlib.suppress(ModelCallError),
    ):
        warnings.simplefilter("always")
        ask(server, name)
    assert [str(warning.message) for warning in warned] == []
    assert capfd.readouterr().err == ""


@BOTH_WAYS
def test_arguments_that_are_no_text_are_read_without_a_warning(name: str) -> None:
    call: JsonValue = {"id": "c1", "type": "function", "function": {"name": "x", "arguments": {}}}
    with openai_server(chat_completion(message={"tool_calls": [call]})) as server:
        assert ask(server, name).tool_calls[0].arguments == "{}"
