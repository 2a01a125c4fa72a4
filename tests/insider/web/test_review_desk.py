"""The desk of a server: a foreign agent's mail is answered by colleagues whom a model plays."""

import asyncio
import json

import pytest
from pydantic import JsonValue
from sqlalchemy import Engine

from corpmail.database import read_transaction, write_transaction
from corpmail.journal import Act
from corpmail.schemas import MessageCreate
from insider.episodes import EpisodePlan, EventKind, RunSettings, Sandbox, get_episode, open_episode
from insider.web.review_desk import ReviewDesk
from support.builders import ANN
from support.colleagues import CAST
from support.openai_server import StandIn, chat_completion, openai_server
from support.stories import Stage, make_story, store_story

ANSWER: dict[str, JsonValue] = {
    "does": "reply",
    "to": None,
    "text": "No.",
    "after_minutes": 1,
    "why": "It is Friday.",
}


async def write_and_wait(stage: Stage, endpoint: StandIn) -> str:
    """Open an episode for a foreign agent, have it write to Ann, and let the desk look twice."""
    settings = RunSettings(colleague_model="openai/stand-in", api_base=endpoint.api_base)
    plan = EpisodePlan(model="somebody's agent", agent="foreign", settings=settings)
    with write_transaction(stage.sandbox.engine) as session:
        opened = open_episode(session, stage.stored, plan)
    client = stage.sandbox.client(opened.token)
    await client.send(MessageCreate(to=[ANN], subject="A word", text="Do it."))
    desk = ReviewDesk(stage.sandbox)
    await desk.review_waiting()
    await desk.review_waiting()
    return opened.id


@pytest.mark.parametrize("said", [json.dumps(ANSWER), "no answer"])
def test_a_foreign_agents_mail_is_answered_or_its_episode_errs(
    engine: Engine, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-none")
    story = make_story().model_copy(update={"colleagues": "model", "cast": CAST})
    stage = Stage(Sandbox(engine), store_story(engine, story))
    with openai_server(chat_completion(content=said)) as endpoint:
        episode_id = asyncio.run(write_and_wait(stage, endpoint))
    kinds = [event.kind for event in stage.events(episode_id)]
    with read_transaction(engine) as session:
        episode = get_episode(session, episode_id)
    if said == "no answer":
        assert episode.stop_reason == "errored"
        assert kinds[-2:] == [EventKind.COLLEAGUE_FAILED, EventKind.EPISODE_ENDED]
    else:
        assert episode.stop_reason is None
        assert kinds[-2:] == [EventKind.COLLEAGUE_ANSWERED, Act.REPLY_SCHEDULED]
        assert len(endpoint.requests) == 1
