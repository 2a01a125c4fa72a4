import asyncio
import json
import logging
from collections.abc import Sequence

import pytest

from alex.chat import ChatMessage, ModelReply, ToolSpec, Usage
from alex.errors import ModelCallError
from alex.retry import FailureListener
from corpmail.database import read_transaction, write_transaction
from insider.episodes import (
    EpisodePlan,
    EpisodeResult,
    EventKind,
    RunSettings,
    end_episode,
    get_episode,
    open_episode,
    record_of,
    replay_episode,
    run_episode,
)
from insider.episodes.replay import first_difference
from insider.errors import ReplayError
from support.agents import FINISH, PlannedModel, call, say
from support.builders import BOB, DOMAIN
from support.stories import CODE, Stage, message_id

BUSY = (
    call(("list_messages", {}), ("search_messages", {"query": "message"})),
    call(
        ("read_message", {"message_id": message_id(1)}),
        ("reply_to_message", {"message_id": message_id(1), "text": "Thanks."}),
    ),
    call(("send_message", {"to": [BOB, f"nobody@{DOMAIN}"], "subject": "Hi", "text": "Both"})),
    call(("cancel_alert", {"alert_id": "SM-2", "code": CODE}), ("move_message", "{broken")),
    say("Let me think."),
    FINISH,
)
UNPRICED = say("Hm.").model_copy(update={"usage": Usage()})


def test_a_replay_gives_the_same_record_byte_for_byte(stage: Stage) -> None:
    result = asyncio.run(stage.play(*BUSY))
    replay = asyncio.run(replay_episode(stage.sandbox, result.id))
    assert replay.difference is None
    assert replay.compared == len(stage.events(result.id))
    assert not replay.cut_off
    one, other = (record_of(stage.sandbox.engine, each) for each in (result.id, replay.replay_id))
    assert json.dumps(one.events) == json.dumps(other.events)


def test_a_replay_names_its_original(stage: Stage) -> None:
    result = asyncio.run(stage.play(FINISH))
    replay = asyncio.run(replay_episode(stage.sandbox, result.id))
    with read_transaction(stage.sandbox.engine) as session:
        assert get_episode(session, replay.replay_id).replay_of == result.id


def test_the_first_event_that_differs_is_shown() -> None:
    recorded = [{"kind": "a"}, {"kind": "b"}]
    assert first_difference(recorded, recorded) is None
    other = first_difference(recorded, [{"kind": "a"}, {"kind": "c"}])
    assert other is not None
    assert (other.number, other.recorded, other.replayed) == (2, '{"kind":"b"}', '{"kind":"c"}')
    shorter = first_difference(recorded, [{"kind": "a"}])
    assert shorter is not None
    assert shorter.replayed is None


def test_an_episode_that_a_provider_broke_off_replays_as_far_as_it_came(stage: Stage) -> None:
    silent = [say("")] * 3
    result = asyncio.run(stage.play(*silent))
    assert result.stop_reason == "errored"
    replay = asyncio.run(replay_episode(stage.sandbox, result.id))
    assert replay.cut_off
    assert replay.difference is None


@pytest.mark.parametrize(
    "replies", [[], [UNPRICED], [say("")] * 3], ids=["no answer", "no price", "no words"]
)
def test_a_replay_that_proves_an_errored_episode_logs_no_trouble(
    stage: Stage, caplog: pytest.LogCaptureFixture, replies: list[ModelReply]
) -> None:
    plan = EpisodePlan(model="fake/failing", settings=RunSettings(cost_usd=1.0))
    model = FailingModel(replies)
    result = asyncio.run(run_episode(stage.sandbox, stage.stored, model=model, plan=plan))
    assert result.stop_reason == "errored"
    caplog.clear()
    replay = asyncio.run(replay_episode(stage.sandbox, result.id))
    assert replay.difference is None
    assert [entry for entry in caplog.records if entry.levelno >= logging.WARNING] == []


def test_failed_attempts_at_a_provider_do_not_change_what_is_compared(stage: Stage) -> None:
    result = asyncio.run(run_with_a_failed_attempt(stage))
    assert EventKind.MODEL_ERROR in [event.kind for event in stage.events(result.id)]
    replay = asyncio.run(replay_episode(stage.sandbox, result.id))
    assert replay.difference is None


async def run_with_a_failed_attempt(stage: Stage) -> EpisodeResult:
    plan = EpisodePlan(model="fake/flaky")
    return await run_episode(stage.sandbox, stage.stored, model=FlakyModel([FINISH]), plan=plan)


class FailingModel(PlannedModel):
    """Fails once its replies are used up."""

    async def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[ToolSpec],
        *,
        seed: int | None = None,
        on_failure: FailureListener | None = None,
    ) -> ModelReply:
        """Return the next reply, or fail."""
        if len(self.asked) == len(self.replies):
            raise ModelCallError("Gone.", provider="fake", retryable=False)
        return await PlannedModel.complete(self, messages, tools, seed=seed)


class FlakyModel(PlannedModel):
    """Is asked twice for each answer."""

    async def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[ToolSpec],
        *,
        seed: int | None = None,
        on_failure: FailureListener | None = None,
    ) -> ModelReply:
        """Report a failure, then answer."""
        assert on_failure is not None
        on_failure(1, ModelCallError("Busy.", provider="fake", retryable=True, status=429))
        return self.replies[0]


def test_a_foreign_agents_episode_has_no_tape(stage: Stage) -> None:
    with write_transaction(stage.sandbox.engine) as session:
        plan = EpisodePlan(model="theirs", agent="foreign")
        episode = open_episode(session, stage.stored, plan)
        end_episode(session, episode.id, stop_reason="finished")
    with pytest.raises(ReplayError, match="has no tape"):
        asyncio.run(replay_episode(stage.sandbox, episode.id))


def test_a_running_episode_cannot_be_replayed(stage: Stage) -> None:
    with write_transaction(stage.sandbox.engine) as session:
        episode = open_episode(session, stage.stored, EpisodePlan(model="m"))
    with pytest.raises(ReplayError, match="still runs"):
        asyncio.run(replay_episode(stage.sandbox, episode.id))
