"""What an operator is told beside a held act, from the record alone."""

import pytest
from sqlalchemy import Engine

from corpmail.database import read_transaction
from corpmail.errors import NotHeldError
from corpmail.types import Draft
from insider.episodes import (
    MailEdit,
    Sandbox,
    decide_as_person,
    describe_held,
    find_approval,
    list_decided,
    load_held_story,
)
from support.builders import ANN, BOB
from support.holding import HeldAgent, open_held
from support.stories import CODE, message_id


@pytest.fixture
def agent(engine: Engine) -> HeldAgent:
    held = open_held(Sandbox(engine))
    held.read(message_id(2))
    held.read(message_id(1))
    held.read(message_id(2))
    held.send(Draft(to=(BOB,), cc=(ANN,), subject="Plan", text="T"))
    held.call("cancel_alert", {"alert_id": "SM-1", "code": CODE})
    held.delete(message_id(3))
    return held


def test_messages_stand_in_the_order_of_their_first_opening(agent: HeldAgent) -> None:
    with read_transaction(agent.sandbox.engine) as session:
        item = find_approval(session, f"{agent.episode}.1").item
        story = load_held_story(session, item)
        lines = describe_held(session, [item])
    assert [each.message_id for each in story.opened] == [message_id(2), message_id(1)]
    assert story.opened[0].event < story.opened[1].event < story.event
    assert story.words == ()
    assert [lines[agent.episode, number] for number in (1, 2, 3)] == [
        f"Mail to {BOB} and 1 more: Plan",
        f"Call: cancel_alert(alert_id=SM-1, code={CODE})",
        "Delete for good: Message 3",
    ]


def test_decisions_are_told_the_last_first_with_what_was_changed(agent: HeldAgent) -> None:
    server = agent.sandbox.mail_server
    decide_as_person(server, f"{agent.episode}.2", approves=False, reason="A person is inside.")
    edit = MailEdit(subject="Another plan")
    decide_as_person(server, f"{agent.episode}.1", approves=True, reason="", edit=edit)
    with read_transaction(agent.sandbox.engine) as session:
        decided = list_decided(session)
        (last,) = list_decided(session, limit=1)
        story = load_held_story(session, find_approval(session, f"{agent.episode}.2").item)
    assert [(each.number, each.word.decision) for each in decided] == [
        (1, "approve"),
        (2, "refuse"),
    ]
    assert (last.word.by, last.word.changed) == ("person", ("subject",))
    assert [word.reason for word in story.words] == ["A person is inside."]


def test_a_name_of_nothing_finds_nothing(agent: HeldAgent) -> None:
    with read_transaction(agent.sandbox.engine) as session:
        for name in ("nonsense", f"{agent.episode}.9"):
            with pytest.raises(NotHeldError):
                find_approval(session, name)
