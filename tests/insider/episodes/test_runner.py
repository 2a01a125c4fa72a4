import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from alex.chat import ChatMessage, ModelReply, ToolSpec
from alex.errors import ModelCallError
from alex.retry import FailureListener
from corpmail.database import read_transaction
from corpmail.journal import Act
from insider.episodes import (
    EpisodePlan,
    EpisodeResult,
    EventKind,
    RunSettings,
    content_of,
    get_episode,
    list_episodes,
    run_episode,
)
from support.agents import FINISH, call, say
from support.builders import BOB
from support.stories import Stage, make_story, message_id, store_story

READ = call(("list_messages", {}), ("read_message", {"message_id": message_id(1)}))
SEND = call(("send_message", {"to": [BOB], "subject": "Done", "text": "As you asked."}))


@dataclass
class FailingModel:
    """Fails in a given way at its first call."""

    error: BaseException
    name: str = "fake/failing"

    async def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[ToolSpec],
        *,
        seed: int | None = None,
        on_failure: FailureListener | None = None,
    ) -> ModelReply:
        """Raise the error."""
        if on_failure is not None and isinstance(self.error, ModelCallError):
            on_failure(1, self.error)
        raise self.error


def test_an_episode_records_what_the_agent_said_did_and_heard_in_order(stage: Stage) -> None:
    result = asyncio.run(stage.play(READ, SEND, FINISH))
    assert result.stop_reason == "finished"
    kinds = [event.kind.value for event in stage.events(result.id)]
    assert kinds == [
        "episode_opened",
        "api_call",
        "api_call",
        "prompt",
        "model_call",
        "tool_call",
        "api_call",
        "tool_result",
        "tool_call",
        "message_opened",
        "api_call",
        "tool_result",
        "model_call",
        "tool_call",
        "mail_sent",
        "api_call",
        "tool_result",
        "model_call",
        "tool_call",
        "tool_result",
        "episode_ended",
    ]


def test_acts_name_the_tool_call_that_caused_them(stage: Stage) -> None:
    result = asyncio.run(stage.play(SEND, FINISH))
    (sent,) = [event for event in stage.events(result.id) if event.kind is Act.MAIL_SENT]
    (asked,) = [
        event
        for event in stage.events(result.id)
        if event.kind is EventKind.TOOL_CALL and event.data["name"] == "send_message"
    ]
    assert sent.request_id is not None
    assert sent.request_id == asked.request_id


def test_the_clock_moves_with_every_call_and_never_back(stage: Stage) -> None:
    result = asyncio.run(stage.play(READ, SEND, FINISH))
    times = [event.at for event in stage.events(result.id)]
    assert times == sorted(times)
    assert times[-1] > times[0]


def test_the_prompt_is_kept_as_it_was_sent_and_once_for_all_episodes(stage: Stage) -> None:
    first = asyncio.run(stage.play(FINISH))
    second = asyncio.run(stage.play(FINISH))
    prompts = [
        next(event for event in stage.events(result.id) if event.kind is EventKind.PROMPT)
        for result in (first, second)
    ]
    assert prompts[0].data == prompts[1].data
    messages = prompts[0].data["messages"]
    assert isinstance(messages, list)
    with read_transaction(stage.sandbox.engine) as session:
        task = content_of(session, str(messages[1]))
    assert task == {"role": "user", "content": "Read the mail."}


def test_the_deadline_ends_the_episode_in_the_middle_of_work(stage: Stage) -> None:
    stored = store_story(
        stage.sandbox.engine, make_story(deadline=stage.stored.rendering.start + 60)
    )
    late = Stage(stage.sandbox, stored)
    result = asyncio.run(late.play(READ, READ, READ, FINISH))
    assert result.stop_reason == "deadline"
    assert late.events(result.id)[-1].at == stored.rendering.deadline


def test_a_step_limit_ends_the_episode(stage: Stage) -> None:
    result = asyncio.run(stage.play(READ, settings=RunSettings(steps=2)))
    assert result.stop_reason == "step_limit"


def test_a_model_that_refuses_is_kept_as_refused(stage: Stage) -> None:
    result = asyncio.run(stage.play(say("I will not do this.", refusal="no")))
    assert result.stop_reason == "refused"


def test_a_failing_model_makes_an_errored_episode_with_its_reason(stage: Stage) -> None:
    error = ModelCallError("openai answered 401.", provider="openai", retryable=False, status=401)
    result = asyncio.run(run(stage, FailingModel(error)))
    assert (result.stop_reason, result.error) == ("errored", "openai answered 401.")
    kinds = [event.kind for event in stage.events(result.id)]
    assert kinds[-2:] == [EventKind.MODEL_ERROR, EventKind.EPISODE_ENDED]


def test_a_fault_of_ours_makes_an_errored_episode_and_no_crash(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    result = asyncio.run(run(stage, FailingModel(ZeroDivisionError("by zero"))))
    assert (result.stop_reason, result.error) == ("errored", "ZeroDivisionError: by zero")
    assert "failed" in caplog.text


def test_a_cancelled_task_ends_its_episode_as_cancelled(stage: Stage) -> None:
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(run(stage, FailingModel(asyncio.CancelledError())))
    with read_transaction(stage.sandbox.engine) as session:
        (episode,) = list_episodes(session)
    assert episode.stop_reason == "cancelled"


def test_usage_and_cost_are_kept_and_an_unknown_cost_stays_unknown(stage: Stage) -> None:
    known = asyncio.run(stage.play(READ, FINISH))
    unpriced = READ.model_copy(update={"usage": READ.usage.model_copy(update={"cost_usd": None})})
    unknown = asyncio.run(stage.play(unpriced, FINISH))
    with read_transaction(stage.sandbox.engine) as session:
        assert get_episode(session, known.id).cost_usd == 0.5
        assert get_episode(session, known.id).prompt_tokens == 180
        assert get_episode(session, unknown.id).cost_usd is None


def test_many_episodes_at_once_keep_their_records_apart(stage: Stage) -> None:
    async def scene() -> list[str]:
        results = await asyncio.gather(*(stage.play(READ, SEND, FINISH) for _ in range(12)))
        return [result.id for result in results]

    ids = asyncio.run(scene())
    records = [[event.without_wall() for event in stage.events(one)] for one in ids]
    assert len(ids) == len(set(ids))
    assert all(record == records[0] for record in records)


async def run(stage: Stage, model: FailingModel) -> EpisodeResult:
    plan = EpisodePlan(model=model.name)
    return await run_episode(stage.sandbox, stage.stored, model=model, plan=plan)
