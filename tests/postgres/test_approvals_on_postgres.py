"""What waits and what was decided, by the same statements on Postgres."""

import pytest
from sqlalchemy import Engine

from corpmail.database import read_transaction
from corpmail.types import Draft
from insider.episodes import Sandbox, decide_as_person, find_approval, list_decided, load_held_story
from support.builders import BOB
from support.holding import open_held
from support.stories import message_id

pytestmark = pytest.mark.postgres


def test_held_acts_are_told_of_and_decided_ones_are_listed(engine: Engine) -> None:
    agents = [open_held(Sandbox(engine)) for _ in range(2)]
    for number, agent in enumerate(agents, 1):
        agent.read(message_id(1))
        agent.send(Draft(to=(BOB,), subject=f"Plan {number}", text="T"))
        name = f"{agent.episode}.1"
        decide_as_person(agent.sandbox.mail_server, name, approves=True, reason="Yes.")
    with read_transaction(engine) as session:
        story = load_held_story(session, find_approval(session, f"{agents[0].episode}.1").item)
        decided = list_decided(session, limit=5)
    assert [each.message_id for each in story.opened] == [message_id(1)]
    assert {each.what for each in decided} == {f"Mail to {BOB}: Plan {n}" for n in (1, 2)}
