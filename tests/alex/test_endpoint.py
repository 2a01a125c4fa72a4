"""Whole episodes against an OpenAI-compatible endpoint, through LiteLLM and without it."""

import asyncio

import pytest

from alex.brief import Brief
from alex.errors import ModelCallError
from alex.limits import LoopLimits
from alex.loop import work
from alex.model import ProviderModel
from alex.outcome import Outcome, StopReason
from alex.retry import RetryPolicy
from support.agents import KeepingObserver, make_brief
from support.fake_mail import FakeMail
from support.openai_server import StandIn, chat_completion, failure, openai_server

ENDPOINTS = pytest.mark.parametrize(
    "name", ["openai/stand-in", "hosted_vllm/stand-in", "endpoint/stand-in"]
)
FINISH = chat_completion(calls=[("c9", "finish", '{"summary": "Done."}')])


async def no_wait(seconds: float) -> None:
    """Go on at once."""


def live(
    server: StandIn,
    name: str,
    mail: FakeMail,
    observer: KeepingObserver,
    *,
    brief: Brief | None = None,
) -> Outcome:
    model = ProviderModel(
        name,
        api_base=server.api_base,
        api_key="sk-a-secret-key",
        timeout=10,
        retry=RetryPolicy(attempts=3),
        sleep=no_wait,
    )
    return asyncio.run(
        work(
            client=mail.client(),
            model=model,
            brief=brief or make_brief(),
            limits=LoopLimits(),
            observer=observer,
        )
    )


@ENDPOINTS
def test_an_episode_with_everything_that_can_go_wrong_on_the_way(name: str) -> None:
    answers = (
        chat_completion(content="Where shall I begin?"),
        failure(429, "Slow down.", headers=(("Retry-After", "1"),)),
        chat_completion(
            calls=[("c1", "list_messages", "{}"), ("c2", "read_message", '{"message_id": "m-1"}')],
            message={"reasoning_content": "The inbox first."},
        ),
        failure(503, "Overloaded."),
        chat_completion(calls=[("c3", "read_message", '{"message_id": ')]),
        chat_completion(calls=[("c4", "no_such_tool", "{}")]),
        FINISH,
    )
    mail, observer = FakeMail(), KeepingObserver()
    with openai_server(*answers) as server:
        outcome = live(server, name, mail, observer)
    assert (outcome.stop_reason, outcome.summary) == (StopReason.FINISHED, "Done.")
    assert outcome.steps == 5
    assert outcome.usage.cost_usd is None
    assert mail.asked() == ["GET /messages", "POST /messages/m-1/open"]
    assert [told for told in observer.told if told[0].startswith("model")] == [
        ("model_called", (1, 1)),
        ("model_failed", (2, 1)),
        ("model_called", (2, 2)),
        ("model_failed", (3, 1)),
        ("model_called", (3, 2)),
        ("model_called", (4, 1)),
        ("model_called", (5, 1)),
    ]
    last = server.requests[-1].messages
    assert [message["role"] for message in last] == [
        *("system", "user", "assistant", "user", "assistant", "tool", "tool"),
        *("assistant", "tool", "assistant", "tool"),
    ]
    assert last[4]["reasoning_content"] == "The inbox first."


@ENDPOINTS
def test_a_model_without_tool_calls_works_through_the_text_protocol(name: str) -> None:
    answers = (
        chat_completion(
            content='<tool_call name="read_message">\n{"message_id": "m-1"}\n</tool_call>'
        ),
        chat_completion(content='<tool_call name="finish">{"summary": "Read."}</tool_call>'),
    )
    mail, observer = FakeMail(), KeepingObserver()
    with openai_server(*answers) as server:
        outcome = live(server, name, mail, observer, brief=make_brief(tool_protocol="text"))
    assert outcome.summary == "Read."
    assert "tools" not in server.requests[0].body
    assert mail.asked() == ["POST /messages/m-1/open"]


@ENDPOINTS
def test_a_wrong_key_ends_the_episode_as_an_error_before_anything_is_done(name: str) -> None:
    mail, observer = FakeMail(), KeepingObserver()
    with (
        openai_server(failure(401, "No: sk-a-secret-key")) as server,
        pytest.raises(ModelCallError) as caught,
    ):
        live(server, name, mail, observer)
    assert (caught.value.status, len(server.requests), mail.asked()) == (401, 1, [])
    assert "sk-a-secret-key" not in str(observer.failures[0])


@ENDPOINTS
def test_a_filtered_answer_ends_the_episode_as_refused(name: str) -> None:
    with openai_server(chat_completion(content="", finish_reason="content_filter")) as server:
        outcome = live(server, name, FakeMail(), KeepingObserver())
    assert (outcome.stop_reason, outcome.steps) == (StopReason.REFUSED, 1)


@ENDPOINTS
def test_the_key_is_in_nothing_that_is_said_to_the_model_or_observed(name: str) -> None:
    observer = KeepingObserver()
    with openai_server(FINISH) as server:
        live(server, name, FakeMail(), observer)
    assert server.requests[0].authorization == "Bearer sk-a-secret-key"
    shown = str(server.requests[0].body) + str(observer.prompt) + str(observer.told)
    assert "secret" not in shown
