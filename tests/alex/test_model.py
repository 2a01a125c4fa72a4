import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from alex.chat import ChatMessage, ModelReply, ToolSpec
from alex.errors import ModelCallError, ModelNameError
from alex.library import loaded_library
from alex.model import ProviderModel
from alex.pricing import Price
from alex.retry import NO_RETRIES, FailureListener, RetryPolicy
from alex.scripted.script import Script, ScriptCall, ScriptStep
from alex.turnstile import OpenTurnstile
from support.openai_server import HANG, Answer, StandIn, chat_completion, failure, openai_server

HELLO: list[ChatMessage] = [{"role": "user", "content": "Hello"}]
TOOL = ToolSpec(
    name="read_message",
    description="Read it.",
    parameters={"type": "object", "properties": {"message_id": {"type": "string"}}},
)
KEY = "sk-verysecretkey123456"
OWN = "endpoint/stand-in"
EACH_WAY = pytest.mark.parametrize("name", ["openai/stand-in", "hosted_vllm/stand-in", OWN])
BOTH_WAYS = pytest.mark.parametrize("name", ["openai/stand-in", OWN])


class Waits:
    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def model_at(
    server: StandIn,
    name: str = "openai/stand-in",
    *,
    timeout: float = 10,
    retry: RetryPolicy = NO_RETRIES,
    sleep: Waits | None = None,
    api_key: str | None = KEY,
    price: Price | None = None,
) -> ProviderModel:
    return ProviderModel(
        name,
        api_base=server.api_base,
        api_key=api_key,
        timeout=timeout,
        retry=retry,
        sleep=sleep or Waits(),
        price=price,
    )


def ask(
    model: ProviderModel,
    *,
    messages: list[ChatMessage] | None = None,
    seed: int | None = None,
    on_failure: FailureListener | None = None,
) -> ModelReply:
    return asyncio.run(model.complete(messages or HELLO, [TOOL], seed=seed, on_failure=on_failure))


@EACH_WAY
def test_asks_an_endpoint_of_ones_own_and_reads_its_tool_calls(name: str) -> None:
    calls = [("c1", "read_message", '{"message_id": "m-1"}'), ("c2", "read_message", "{}")]
    with openai_server(chat_completion(content="I look.", calls=calls)) as server:
        reply = ask(model_at(server, name), seed=7)
    sent = server.requests[0]
    assert sent.path == "/v1/chat/completions"
    assert sent.body["model"] == "stand-in"
    assert sent.body["seed"] == 7
    assert sent.body["tools"] == [{"type": "function", "function": TOOL.model_dump()}]
    assert sent.authorization == f"Bearer {KEY}"
    assert [(call.id, call.name, call.arguments) for call in reply.tool_calls] == calls
    assert reply.text == "I look."
    assert reply.usage.total_tokens == 110


@BOTH_WAYS
def test_an_endpoint_of_ones_own_needs_no_key(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with openai_server(chat_completion(content="Hi.")) as server:
        assert ask(model_at(server, name, api_key=None)).text == "Hi."


@BOTH_WAYS
def test_malformed_arguments_come_through_as_they_are(name: str) -> None:
    answer = chat_completion(calls=[("c1", "read_message", '{"message_id": ')])
    with openai_server(answer) as server:
        reply = ask(model_at(server, name))
    assert reply.tool_calls[0].arguments == '{"message_id": '


@BOTH_WAYS
def test_reasoning_is_kept_apart_and_goes_back_unchanged(name: str) -> None:
    answer = chat_completion(
        calls=[("c1", "read_message", "{}")], message={"reasoning_content": "Let me see."}
    )
    with openai_server(answer) as server:
        model = model_at(server, name)
        reply = ask(model)
        result: ChatMessage = {"role": "tool", "tool_call_id": "c1", "content": "ok"}
        ask(model, messages=[*HELLO, reply.message, result])
    assert reply.reasoning == "Let me see."
    assert reply.text == ""
    returned = server.requests[1].messages[1]
    assert returned["reasoning_content"] == "Let me see."
    assert json.loads(json.dumps(returned["tool_calls"]))[0]["id"] == "c1"


@BOTH_WAYS
def test_a_refusal_field_is_a_refusal(name: str) -> None:
    answer = chat_completion(message={"refusal": "I cannot help with that."})
    with openai_server(answer) as server:
        assert ask(model_at(server, name)).refusal == "I cannot help with that."


@BOTH_WAYS
def test_a_filtered_answer_is_a_refusal(name: str) -> None:
    with openai_server(chat_completion(finish_reason="content_filter")) as server:
        assert ask(model_at(server, name)).refusal == "content_filter"


@BOTH_WAYS
def test_an_answer_cut_off_by_its_length_says_so(name: str) -> None:
    with openai_server(chat_completion(content="I wi", finish_reason="length")) as server:
        assert ask(model_at(server, name)).finish_reason == "length"


@BOTH_WAYS
def test_cached_and_reasoning_tokens_are_counted(name: str) -> None:
    answer = chat_completion(
        content="Hi.",
        usage={
            "prompt_tokens": 100,
            "completion_tokens": 20,
            "total_tokens": 120,
            "prompt_tokens_details": {"cached_tokens": 64},
            "completion_tokens_details": {"reasoning_tokens": 12},
        },
    )
    with openai_server(answer) as server:
        usage = ask(model_at(server, name)).usage
    assert (usage.cached_tokens, usage.reasoning_tokens) == (64, 12)


@BOTH_WAYS
def test_an_unknown_price_is_none_and_never_zero(name: str) -> None:
    with openai_server(chat_completion(content="Hi.")) as server:
        assert ask(model_at(server, name)).usage.cost_usd is None
        priced = ask(model_at(server, name, price=Price(prompt=10, completion=100)))
    assert priced.usage.cost_usd == pytest.approx(0.002)


def test_a_known_price_is_the_providers() -> None:
    with openai_server(chat_completion(content="Hi.")) as server:
        cost = ask(model_at(server, "openai/gpt-4o")).usage.cost_usd
    assert cost is not None
    assert cost > 0


@BOTH_WAYS
def test_half_characters_of_an_answer_are_replaced(name: str) -> None:
    with openai_server(chat_completion(content="half \ud83d of it")) as server:
        reply = ask(model_at(server, name))
    assert reply.text == "half ? of it"
    assert reply.model_dump_json()


@BOTH_WAYS
def test_a_wrong_key_is_not_tried_again_and_never_shown(name: str) -> None:
    waits = Waits()
    answer = failure(401, f"Incorrect API key provided: {KEY}")
    with openai_server(answer) as server, pytest.raises(ModelCallError) as caught:
        ask(model_at(server, name, retry=RetryPolicy(), sleep=waits))
    assert caught.value.status == 401
    assert not caught.value.retryable
    assert len(server.requests) == 1
    assert "check the key" in caught.value.message
    assert KEY not in repr(caught.value) + str(caught.value) + caught.value.message
    assert caught.value.__cause__ is None


def test_the_key_is_in_no_repr() -> None:
    model = ProviderModel("openai/x", api_key=KEY)
    assert repr(model) == "ProviderModel('openai/x')"


@BOTH_WAYS
def test_a_rate_limit_is_waited_for_as_long_as_the_provider_asks(name: str) -> None:
    waits = Waits()
    answers = (
        failure(429, "Slow down.", headers=(("Retry-After", "7"),)),
        chat_completion(content="Hi."),
    )
    failures: list[tuple[int, int | None]] = []
    with openai_server(*answers) as server:
        reply = ask(
            model_at(server, name, retry=RetryPolicy(first_delay=1), sleep=waits),
            on_failure=lambda attempt, error: failures.append((attempt, error.status)),
        )
    assert reply.text == "Hi."
    assert failures == [(1, 429)]
    assert 7 <= waits.seconds[0] < 8


@BOTH_WAYS
def test_a_failing_provider_is_asked_as_often_as_the_policy_says_and_no_more(name: str) -> None:
    waits = Waits()
    with (
        openai_server(failure(500, "Oh.")) as server,
        pytest.raises(ModelCallError, match="The provider failed") as caught,
    ):
        ask(model_at(server, name, retry=RetryPolicy(attempts=3), sleep=waits))
    assert len(server.requests) == 3
    assert len(waits.seconds) == 2
    assert caught.value.status == 500
    assert caught.value.__notes__ == ["3 attempts were made."]


@EACH_WAY
def test_litellms_own_retries_are_off(name: str) -> None:
    with openai_server(failure(500, "Oh.")) as server, pytest.raises(ModelCallError):
        ask(model_at(server, name))
    assert len(server.requests) == 1


@BOTH_WAYS
def test_a_refused_request_is_not_tried_again(name: str) -> None:
    waits = Waits()
    with (
        openai_server(failure(400, "No tools here.")) as server,
        pytest.raises(ModelCallError, match="No tools here") as caught,
    ):
        ask(model_at(server, name, retry=RetryPolicy(), sleep=waits))
    assert (caught.value.retryable, len(server.requests)) == (False, 1)


@EACH_WAY
def test_a_provider_that_hangs_is_left_after_the_timeout(name: str) -> None:
    with (
        openai_server(HANG) as server,
        pytest.raises(ModelCallError, match=r"did not answer (with)?in") as caught,
    ):
        ask(model_at(server, name, timeout=0.3))
    assert caught.value.retryable
    assert caught.value.status is None


@BOTH_WAYS
@pytest.mark.parametrize(
    "body", ["<html>Bad gateway</html>", "{}", '{"choices": []}', "[1, 2]", "null", ""]
)
def test_an_answer_that_is_none_is_a_failure_and_never_an_empty_reply(body: str, name: str) -> None:
    with openai_server(Answer(body)) as server, pytest.raises(ModelCallError):
        ask(model_at(server, name))


@BOTH_WAYS
def test_an_endpoint_that_is_not_there_is_a_failure(name: str) -> None:
    with openai_server() as server:
        api_base = server.api_base
    model = ProviderModel(name, api_base=api_base, api_key=KEY, retry=NO_RETRIES)
    with pytest.raises(ModelCallError, match="nothing listens at the API base") as caught:
        ask(model)
    assert caught.value.retryable


@BOTH_WAYS
def test_a_cancelled_call_is_cancelled(name: str) -> None:
    async def cancel_it(server: StandIn) -> None:
        task = asyncio.create_task(model_at(server, name).complete(HELLO, []))
        while not server.requests:
            await asyncio.sleep(0.01)
        task.cancel()
        await task

    with openai_server(HANG) as server, pytest.raises(asyncio.CancelledError):
        asyncio.run(cancel_it(server))


@pytest.mark.parametrize("name", ["hosted_vllm/stand-in", OWN])
def test_options_go_to_the_provider(name: str) -> None:
    with openai_server(chat_completion(content="Hi.")) as server:
        model = ProviderModel(
            name,
            api_base=server.api_base,
            temperature=0.5,
            max_tokens=77,
            reasoning_effort="low",
        )
        ask(model)
    body = server.requests[0].body
    assert (body["temperature"], body["max_tokens"], body["reasoning_effort"]) == (0.5, 77, "low")


@BOTH_WAYS
def test_what_is_asked_is_not_changed_on_the_way(name: str) -> None:
    messages: list[ChatMessage] = [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}]
    with openai_server(chat_completion(content="Hi.")) as server:
        ask(model_at(server, name), messages=messages)
    assert messages == [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}]


def test_a_name_without_a_provider_is_refused() -> None:
    with pytest.raises(ModelNameError, match="openai/gpt"):
        ProviderModel("gpt")


def test_an_unknown_provider_is_a_failure_that_no_retry_helps() -> None:
    with pytest.raises(ModelCallError) as caught:
        ask(ProviderModel("nobody/nothing", retry=NO_RETRIES))
    assert not caught.value.retryable


READER = Script(
    name="reader",
    steps=(
        ScriptStep(
            think="I should look.",
            say="I look.",
            calls=(ScriptCall(tool="read_message", arguments={"message_id": "m-1"}),),
        ),
    ),
)


def test_a_scripted_model_calls_tools_through_litellm() -> None:
    model = ProviderModel("scripted/mixed?leak=0.5", script=READER)
    reply = ask(model)
    assert (model.name, reply.model) == ("scripted/mixed?leak=0.5", "scripted/reader")
    assert (reply.text, reply.reasoning) == ("I look.", "I should look.")
    assert reply.tool_calls[0].arguments == '{"message_id": "m-1"}'
    assert reply.usage.cost_usd == 0.0
    assert reply.usage.total_tokens > 0


def test_a_scripted_model_keeps_no_state() -> None:
    model = ProviderModel("scripted/reader", script=READER)
    first = ask(model)
    assert ask(model) == first
    after = ask(model, messages=[*HELLO, first.message])
    assert after.tool_calls[0].name == "finish"


def test_scripted_models_play_side_by_side() -> None:
    def saying(word: str) -> ProviderModel:
        script = Script(name=word, steps=(ScriptStep(say=word),))
        return ProviderModel(f"scripted/{word}", script=script)

    async def ask_all() -> list[ModelReply]:
        words = ["one", "two", "three"] * 4
        return await asyncio.gather(*(saying(word).complete(HELLO, []) for word in words))

    assert [reply.text for reply in asyncio.run(ask_all())] == ["one", "two", "three"] * 4


def test_a_scripted_model_without_its_script_is_refused() -> None:
    with pytest.raises(ModelNameError, match="needs its script"):
        ProviderModel("scripted/honest")


def test_importing_alex_imports_no_litellm() -> None:
    code = "import sys, alex; print(sorted({'litellm', 'openai'} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_litellm_is_loaded_without_a_word_or_a_download() -> None:
    code = (
        "import asyncio, socket\n"
        "def refuse(*_): raise OSError('no network in this test')\n"
        "socket.socket.connect = refuse\n"
        "socket.getaddrinfo = refuse\n"
        "from alex import ProviderModel, Script, ScriptStep\n"
        "script = Script(name='x', steps=(ScriptStep(say='Hi.'),))\n"
        "model = ProviderModel('scripted/x', script=script)\n"
        "print(asyncio.run(model.complete([{'role': 'user', 'content': 'x'}], [])).text)\n"
    )
    shown = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-c", code],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (shown.stdout, shown.stderr) == ("Hi.\n", "")


class ClosedDoor(OpenTurnstile):
    """Lets nobody through."""

    @asynccontextmanager
    async def attempt(self, model: str) -> AsyncIterator[None]:
        await asyncio.Event().wait()
        yield


def test_a_call_that_is_cut_off_before_its_turn_is_told_as_a_failed_attempt() -> None:
    failures: list[tuple[int, str]] = []
    model = ProviderModel("openai/stand-in", turnstile=ClosedDoor())

    async def scene() -> None:
        await loaded_library()
        async with asyncio.timeout(0.1):
            await model.complete(
                HELLO, [], on_failure=lambda number, error: failures.append((number, error.message))
            )

    with pytest.raises(TimeoutError):
        asyncio.run(scene())
    assert failures == [(1, "The call was cut off before it was let through to openai.")]


@pytest.mark.parametrize("provider", ["openai", "hosted_vllm", "endpoint"])
@pytest.mark.parametrize(
    ("answer", "billed"),
    [
        (HANG, True),
        (replace(chat_completion(content="Hi."), cut=True), True),
        (Answer("<html>busy</html>"), True),
        (failure(500, "no"), False),
        (failure(429, "no"), False),
        (failure(400, "no"), False),
        (Answer("busy", status=503), False),
    ],
    ids=["too late", "broken off", "unreadable", "failed", "limited", "refused", "busy"],
)
def test_what_a_provider_may_have_answered_may_be_billed(
    provider: str, answer: Answer, billed: bool
) -> None:
    with (
        openai_server(answer) as server,
        pytest.raises(ModelCallError) as error,
    ):
        ask(model_at(server, f"{provider}/x", timeout=1))
    assert error.value.billed is billed


@pytest.mark.parametrize("name", ["hosted_vllm/x", OWN])
def test_nobody_bills_for_a_connection_that_was_never_made(name: str) -> None:
    with openai_server(HANG) as server:
        pass
    with pytest.raises(ModelCallError) as error:
        ask(model_at(server, name))
    assert not error.value.billed
