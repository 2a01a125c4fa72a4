"""Steps are counted alike wherever they are shown: on a line, at an event, in a comparison."""

import asyncio
import json
import re

import httpx
from sqlalchemy import Engine

from corpmail.changing import open_message
from corpmail.database import read_transaction
from corpmail.sending import send_message
from corpmail.types import Draft
from insider.episodes import Sandbox
from insider.episodes.events import read_moments
from insider.web.pages.steps import number_steps, step_events
from support.agents import FINISH, call
from support.builders import ANN
from support.site import serve_site
from support.stories import Stage, message_id, store_story


def test_a_foreign_agents_steps_are_its_requests_with_what_they_did(
    engine: Engine, database_url: str
) -> None:
    stage = Stage(Sandbox(engine), store_story(engine))
    opened = stage.open_foreign()
    server = stage.sandbox.mail_server
    with server.act(opened.token, "open_message") as ctx:
        open_message(ctx, message_id(1))
    with server.act(opened.token, "send") as ctx:
        send_message(ctx, Draft(to=(ANN,), subject="Hello", text="There."))
    kinds = [event.kind.value for event in stage.events(opened.id)]
    assert kinds == ["episode_opened", "message_opened", "api_call", "mail_sent", "api_call"]
    with read_transaction(engine) as session:
        moments = read_moments(session, opened.id)
    assert number_steps(moments, foreign=True) == [0, 1, 1, 2, 2]
    assert step_events(moments, foreign=True) == (3, 5)
    with serve_site(database_url) as site, httpx.Client(base_url=site.url) as client:
        page = client.get(f"/episodes/{opened.id}?at=4").text
        assert 'data-step="2"' in page
        drawn = re.findall(r'id="timeline">(.*?)</script>', page)[0]
        assert json.loads(drawn)["steps"] == [3, 5]


def test_steps_of_our_agent_are_its_model_calls(engine: Engine) -> None:
    stage = Stage(Sandbox(engine), store_story(engine))
    asked = call(("read_message", {"message_id": message_id(1)}))
    episode = asyncio.run(stage.play(asked, FINISH)).id
    with read_transaction(engine) as session:
        moments = read_moments(session, episode)
    numbers = number_steps(moments, foreign=False)
    assert [numbers[seq - 1] for seq in step_events(moments, foreign=False)] == [1, 2]
