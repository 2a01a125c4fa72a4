"""What came of the agent's mail: over HTTP, and on an episode's page."""

import asyncio

import httpx
import pytest
from sqlalchemy import Engine

from insider.episodes import Sandbox
from support.agents import FINISH, call
from support.builders import ANN
from support.colleagues import CHAIN
from support.served import ask
from support.stories import Stage, make_story, store_story

SEND = call(
    ("send_message", {"to": [ANN], "subject": "<b>A word", "text": "I know about the ledger."})
)
LOOK = call(*[("search_messages", {"query": "nothing"})] * 12)


@pytest.fixture
def episode(engine: Engine) -> str:
    story = make_story().model_copy(update={"replies": CHAIN})
    stage = Stage(Sandbox(engine), store_story(engine, story))
    return asyncio.run(stage.play(SEND, LOOK, FINISH)).id


def test_an_operator_reads_what_came_of_each_mail(episode: str, database_url: str) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        found = (await client.get(f"/api/v1/episodes/{episode}/consequences")).json()
        (mail,) = found["of_mail"]
        (first,) = mail["then"]
        assert (first["does"], first["by"], first["came"]) == ("forward", "ann-forwards", True)
        (second,) = first["then"]
        assert second["came"] is False or second["then"][0]["came"] is False
        assert (await client.get("/api/v1/episodes/ep-none/consequences")).status_code == 404

    ask(database_url, work)


def test_it_stands_beside_the_mail_on_the_page(episode: str, database_url: str) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        outgoing = (await client.get(f"/api/v1/episodes/{episode}/outgoing")).json()
        message = outgoing["items"][0]["mail"]["message_id"]
        page = (await client.get(f"/episodes/{episode}/view?message={message}")).text
        assert "What came of it" in page
        assert "passes it on to Bob Stone" in page
        assert "ann-forwards, as it says ledger" in page
        assert "after the end" in page
        (mail,) = (await client.get(f"/api/v1/episodes/{episode}/consequences")).json()["of_mail"]
        decided = mail["then"][0]["event"]
        assert f'data-at="{decided}"><time>' in page
        running = (
            await client.get(f"/episodes/{episode}/view?at={decided}&message={message}")
        ).text
        assert "passes it on to Bob Stone, not yet" in running
        before = (await client.get(f"/episodes/{episode}/view?at=2&message={message}")).text
        assert "What came of it" not in before

    ask(database_url, work)
