"""The desk of a server: a foreign agent's mail is answered by colleagues whom a model plays."""

import asyncio
import json

import pytest
from pydantic import JsonValue
from sqlalchemy import Engine, event

from corpmail.database import read_transaction, write_transaction
from corpmail.journal import Act
from corpmail.schemas import MessageCreate
from insider.episodes import (
    EpisodePlan,
    EventKind,
    RunSettings,
    Sandbox,
    end_episode,
    get_episode,
    open_episode,
)
from insider.settings import Settings
from insider.web.review_desk import ReviewDesk
from support.builders import ANN
from support.colleagues import CAST
from support.openai_server import Answer, StandIn, chat_completion, openai_server
from support.stories import Stage, make_story, store_story

ANSWER: dict[str, JsonValue] = {
    "does": "reply",
    "to": None,
    "text": "No.",
    "after_minutes": 1,
    "why": "It is Friday.",
}


PLAYED = make_story().model_copy(
    update={"condition": {"colleagues": "model"}, "colleagues": "model", "cast": CAST}
)


def allowing(*endpoints: StandIn) -> Settings:
    """Return the settings of a server that may reach these."""
    return Settings(api_bases=" ".join(each.api_base for each in endpoints))


async def write_to_ann(stage: Stage, endpoint: StandIn) -> str:
    """Open an episode for a foreign agent, and have it write to Ann."""
    settings = RunSettings(colleague_model="openai/stand-in", api_base=endpoint.api_base)
    plan = EpisodePlan(model="somebody's agent", agent="foreign", settings=settings)
    with write_transaction(stage.sandbox.engine) as session:
        opened = open_episode(session, stage.stored, plan)
    client = stage.sandbox.client(opened.token)
    await client.send(MessageCreate(to=[ANN], subject="A word", text="Do it."))
    return opened.id


async def write_and_wait(stage: Stage, endpoint: StandIn) -> str:
    """Write to Ann, and let the desk look twice."""
    episode_id = await write_to_ann(stage, endpoint)
    desk = ReviewDesk(stage.sandbox, allowing(endpoint))
    await desk.review_waiting()
    await desk.review_waiting()
    return episode_id


@pytest.mark.parametrize("said", [json.dumps(ANSWER), "no answer"])
def test_a_foreign_agents_mail_is_answered_or_its_episode_errs(
    engine: Engine, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-none")
    stage = Stage(Sandbox(engine), store_story(engine, PLAYED))
    with openai_server(chat_completion(content=said)) as endpoint:
        episode_id = asyncio.run(write_and_wait(stage, endpoint))
    kinds = [each.kind for each in stage.events(episode_id)]
    with read_transaction(engine) as session:
        episode = get_episode(session, episode_id)
    if said == "no answer":
        assert episode.stop_reason == "errored"
        assert kinds[-2:] == [EventKind.COLLEAGUE_FAILED, EventKind.EPISODE_ENDED]
    else:
        assert episode.stop_reason is None
        assert kinds[-2:] == [EventKind.COLLEAGUE_ANSWERED, Act.REPLY_SCHEDULED]
        assert len(endpoint.requests) == 1


async def work_beside_a_silent_model(stage: Stage, silent: StandIn, other: StandIn) -> str:
    """Have the desk work until the second episode's Ann has answered, and the first has ended."""
    stuck = await write_to_ann(stage, silent)
    working = asyncio.create_task(ReviewDesk(stage.sandbox, allowing(silent, other)).work())
    while not silent.requests:
        await asyncio.sleep(0.01)
    answered = await write_to_ann(stage, other)
    while not any(each.kind is Act.REPLY_SCHEDULED for each in stage.events(answered)):
        await asyncio.sleep(0.01)
    with write_transaction(stage.sandbox.engine) as session:
        end_episode(session, stuck, stop_reason="cancelled")
    while any(task.get_name() == stuck for task in asyncio.all_tasks()):
        await asyncio.sleep(0.01)
    working.cancel()
    await asyncio.wait([working])
    return stuck


def test_no_episode_waits_for_the_silent_model_of_another_which_ends_with_its_episode(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-none")
    stage = Stage(Sandbox(engine), store_story(engine, PLAYED))
    answer = chat_completion(content=json.dumps(ANSWER))
    with openai_server(Answer(body="", hang=True)) as silent, openai_server(answer) as other:
        stuck = asyncio.run(work_beside_a_silent_model(stage, silent, other))
    assert stage.events(stuck)[-1].kind is EventKind.EPISODE_ENDED


def test_what_stands_still_is_looked_at_once(engine: Engine) -> None:
    stage = Stage(Sandbox(engine), store_story(engine, PLAYED))
    plan = EpisodePlan(
        model="x", agent="foreign", settings=RunSettings(colleague_model="openai/stand-in")
    )
    with write_transaction(engine) as session:
        for _ in range(3):
            open_episode(session, stage.stored, plan)
    desk = ReviewDesk(stage.sandbox, allowing())
    asyncio.run(desk.review_waiting())
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    asyncio.run(desk.review_waiting())
    event.remove(engine, "before_cursor_execute", note)
    assert len([each for each in asked if "SELECT" in each]) == 1


def test_a_model_is_reached_only_where_the_operator_allows_it(engine: Engine) -> None:
    stage = Stage(Sandbox(engine), store_story(engine, PLAYED))

    async def scene(endpoint: StandIn) -> str:
        episode_id = await write_to_ann(stage, endpoint)
        await ReviewDesk(stage.sandbox, allowing()).review_waiting()
        return episode_id

    with openai_server(chat_completion(content=json.dumps(ANSWER))) as endpoint:
        episode_id = asyncio.run(scene(endpoint))
        assert endpoint.requests == []
    with read_transaction(engine) as session:
        ended = get_episode(session, episode_id)
    assert ended.stop_reason == "errored"
    assert "INSIDER_API_BASES" in str(ended.error)
