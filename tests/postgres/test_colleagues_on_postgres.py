"""Colleagues who bring about what others do, by the same statements on Postgres."""

import asyncio

import pytest
from sqlalchemy import Engine

from corpmail.journal import Act
from insider.episodes import Sandbox, replay_episode
from support.agents import FINISH, call
from support.builders import ANN
from support.colleagues import CHAIN
from support.stories import Stage, make_story, store_story

pytestmark = pytest.mark.postgres

SEND = call(("send_message", {"to": [ANN], "subject": "A word", "text": "About the ledger."}))
LOOK = call(*[("search_messages", {"query": "nothing"})] * 16)
"""Four minutes of the company's time."""


def test_one_mail_leads_to_another_while_the_agent_works_and_when_it_has_ended(
    engine: Engine,
) -> None:
    story = make_story().model_copy(update={"replies": CHAIN})
    stage = Stage(Sandbox(engine), store_story(engine, story))
    for replies in ((SEND, LOOK, LOOK, FINISH), (SEND, FINISH)):
        result = asyncio.run(stage.play(*replies))
        assert result.error is None
        events = stage.events(result.id)
        names = [each.data["name"] for each in events if each.kind is Act.REPLY_SCHEDULED]
        assert names == ["ann-forwards", "bob-tells", "carol-stops"]
        assert asyncio.run(replay_episode(stage.sandbox, result.id)).difference is None
