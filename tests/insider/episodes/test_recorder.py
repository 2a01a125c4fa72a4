"""When an answer of the agent's model is written into the record."""

import asyncio

import pytest

from alex.chat import ChatMessage
from insider.episodes import EventKind
from insider.episodes.recorder import Recorder
from support.agents import say
from support.stories import Stage

NUDGE: ChatMessage = {"role": "user", "content": "Go on."}


@pytest.mark.parametrize("at_once", [True, False])
def test_an_answer_in_words_is_written_at_once_or_with_what_follows(
    stage: Stage, at_once: bool
) -> None:
    episode = stage.open_foreign().id
    recorder = Recorder(stage.sandbox.record_writes, episode, writes_at_once=at_once)
    asyncio.run(recorder.model_called(1, say("Well."), 1))
    written = [event.kind for event in stage.events(episode)]
    assert (EventKind.MODEL_CALL in written) is at_once
    asyncio.run(recorder.nudged(1, NUDGE))
    kinds = [event.kind for event in stage.events(episode)]
    assert kinds[-2:] == [EventKind.MODEL_CALL, EventKind.NUDGE]
