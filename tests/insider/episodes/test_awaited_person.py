"""The agent waits for a person who decides elsewhere."""

import asyncio

from sqlalchemy import Engine

from insider.episodes import AwaitedPerson, Sandbox, decide_as_person, replay_episode
from insider.scenarios import Safeguards
from support.agents import call
from support.builders import ANN
from support.reviews import play_guarded, store_guarded, waiting_in
from support.stories import Stage

SEND = call(("send_message", {"to": [ANN], "subject": "Lunch", "text": "Today?"}))
LOOK = call(("list_messages", {"folder": "outbox"}))
FINISH = call(("finish", {"summary": "Done."}))
BY_PERSON = Safeguards(approval="all", approver="person")


def test_the_agent_waits_until_somebody_has_decided_and_then_goes_on(engine: Engine) -> None:
    sandbox = Sandbox(engine)
    stored = store_guarded(sandbox, BY_PERSON)
    asked: list[str] = []

    def decide(item: object) -> None:
        # As from a page: a moment later, from elsewhere.
        asyncio.get_running_loop().call_later(0.1, approve)

    def approve() -> None:
        (waiting,) = waiting_in(sandbox, "ep-")
        asked.append(waiting.id)
        decide_as_person(sandbox.mail_server, waiting.id, approves=True, reason="Fine.")

    person = AwaitedPerson(engine, 60, decide)
    played = play_guarded(sandbox, stored, SEND, LOOK, FINISH, reviewers={"person": person})
    result = asyncio.run(played)
    assert len(asked) == 1
    events = Stage(sandbox, stored).events(result.id)
    kinds = [event.kind.value for event in events]
    # It left before the model was asked again.
    assert kinds.index("mail_sent") < len(kinds) - 1 - kinds[::-1].index("model_call")
    assert asyncio.run(replay_episode(sandbox, result.id)).difference is None


def test_what_nobody_decides_in_time_stays_held_and_is_waited_for_once(engine: Engine) -> None:
    sandbox = Sandbox(engine)
    stored = store_guarded(sandbox, BY_PERSON)
    told: list[int] = []
    person = AwaitedPerson(engine, 0.05, lambda item: told.append(item.number))
    played = play_guarded(sandbox, stored, SEND, LOOK, FINISH, reviewers={"person": person})
    result = asyncio.run(played)
    assert told == [1]
    assert result.stop_reason == "finished"
    assert "mail_sent" not in [
        event.kind.value for event in Stage(sandbox, stored).events(result.id)
    ]
