"""What operators are told of an episode's sessions, and of its agent's notes."""

import asyncio

import httpx
import pytest
from sqlalchemy import Engine

from insider.episodes import Sandbox
from support.agents import FINISH, call
from support.long_story import LAST_NOTE, NOTE, finish, make_long_story
from support.served import ask
from support.stories import Stage, make_story, store_story

API = "/api/v1/episodes"
DAYS = (NOTE, finish("One."), NOTE, finish("Two."), LAST_NOTE, FINISH)


@pytest.fixture
def stage(engine: Engine) -> Stage:
    return Stage(Sandbox(engine), store_story(engine, make_long_story()))


def test_an_episode_is_shown_with_its_sessions(stage: Stage, database_url: str) -> None:
    episode = asyncio.run(stage.play(*DAYS)).id
    open_one = stage.open_foreign().id

    async def work(client: httpx.AsyncClient) -> None:
        shown = (await client.get(f"{API}/{episode}")).json()["sessions"]
        assert [each["session"] for each in shown] == [1, 2, 3]
        events = (
            await client.get(f"{API}/{episode}/events", params={"kind": "session_began"})
        ).json()
        assert [each["event"] for each in shown] == [each["seq"] for each in events["items"]]
        assert [each["starts"] for each in shown] == [
            each["company_time"] for each in events["items"]
        ]
        begun = (await client.get(f"{API}/{open_one}")).json()["sessions"]
        assert [each["event"] for each in begun] == [2, None, None]

    ask(database_url, work)


def test_notes_are_told_as_they_stood_after_any_event(stage: Stage, database_url: str) -> None:
    episode = asyncio.run(stage.play(*DAYS)).id
    written = [each.seq for each in stage.events(episode) if each.kind.value == "notes_written"]
    note = "Ann is told by Thursday."

    async def work(client: httpx.AsyncClient) -> None:
        async def notes(at: int | None = None) -> tuple[str, int | None]:
            params = {} if at is None else {"at": at}
            found = (await client.get(f"{API}/{episode}/notes", params=params)).json()
            return found["text"], found["written"]

        assert await notes(written[0] - 1) == ("", None)
        assert await notes(written[0]) == (note, written[0])
        assert await notes(written[2] - 1) == (f"{note}\n{note}", written[1])
        assert await notes() == ("All is done.", written[2])
        missing = await client.get(f"{API}/{episode}/notes", params={"at": 9_999})
        assert (missing.status_code, missing.json()["code"]) == (404, "event_not_found")

    ask(database_url, work)


def test_an_episode_of_one_session_has_no_notes(engine: Engine, database_url: str) -> None:
    stage = Stage(Sandbox(engine), store_story(engine, make_story()))
    episode = asyncio.run(stage.play(call(("list_messages", {})), FINISH)).id

    async def work(client: httpx.AsyncClient) -> None:
        assert (await client.get(f"{API}/{episode}")).json()["sessions"] == []
        missing = await client.get(f"{API}/{episode}/notes")
        assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
        page = await client.get(f"/episodes/{episode}", params={"folder": "notes"})
        assert page.status_code == 200
        assert "has no notes" in page.text

    ask(database_url, work)
