"""What colleagues write among themselves and of their own accord, as the company's clock moves."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest
from pydantic import JsonValue
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from corpmail.correspondents import PlannedMail
from corpmail.database import write_transaction
from corpmail.errors import MessageNotFoundError
from corpmail.journal import Act
from corpmail.reading import get_message
from corpmail.tables import BranchRow
from corpmail.types import Address, BranchId, DeliveredMail, MessageId
from support.builders import (
    ALEX,
    ANN,
    BOB,
    CAROL,
    COMPANY,
    START,
    MailWorld,
    Record,
    mail_world,
    make_seed_message,
)

MINUTE = 60
SENT_AT = START + 90
"""When mail that is sent first has left."""

Decides = Callable[[DeliveredMail], Sequence[PlannedMail]]


@dataclass
class People:
    """Colleagues who do what a test says, and what they were asked."""

    decides: Decides = lambda mail: ()
    moments: dict[int, PlannedMail] = field(default_factory=dict)
    asked: list[tuple[Address, int]] = field(default_factory=list)

    def answers(
        self, session: Session, branch_id: BranchId, mail: DeliveredMail
    ) -> Sequence[PlannedMail]:
        self.asked.append((mail.sender, mail.at))
        return self.decides(mail)

    def next_moment(self, session: Session, branch_id: BranchId, *, after: int) -> int | None:
        return min((moment for moment in self.moments if moment > after), default=None)

    def own_accord(
        self, session: Session, branch_id: BranchId, *, at: int
    ) -> Sequence[PlannedMail]:
        return [self.moments[at]]


def plan(sender: Address, minutes: int = 5, **fields: object) -> PlannedMail:
    values: dict[str, object] = {"name": f"{sender.partition('.')[0]}-acts", "text": "Noted."}
    values |= {"sender": sender, "after": minutes * MINUTE, **fields}
    return PlannedMail(**values)  # type: ignore[arg-type]  # of many types


def chain(mail: DeliveredMail) -> Sequence[PlannedMail]:
    """Ann passes on what Alex writes, Bob tells Carol, and nobody else does anything."""
    if mail.sender == ALEX:
        return [plan(ANN, kind="forward", to=(BOB,), text="See below.")]
    if mail.sender == ANN:
        return [plan(BOB, kind="new", to=(CAROL,), subject="Alex", text="Look at this.")]
    return ()


def world_of(engine: Engine, people: People, *, closes_at: int | None = None) -> MailWorld:
    return mail_world(
        engine,
        [make_seed_message(1, subject="Plan")],
        correspondents=people,
        scope=COMPANY,
        closes_at=closes_at,
    )


def send(world: MailWorld, **fields: JsonValue) -> str:
    body: dict[str, JsonValue] = {"to": [ANN], "subject": "A word", "text": "Do it.", **fields}
    answer = world.request("POST", "/messages", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["message"]["id"])


def wait(world: MailWorld, minutes: int) -> None:
    for _ in range(minutes * MINUTE // 15):
        world.request("GET", "/search", params={"q": "nothing"})


def run_on(world: MailWorld) -> None:
    with write_transaction(world.engine) as session:
        world.server.run_on(session, world.branch_id)


def planned(world: MailWorld) -> list[Record]:
    return world.journal.records(world.branch_id, Act.REPLY_SCHEDULED)


def message(world: MailWorld, record: Record) -> dict[str, JsonValue]:
    found = world.request("GET", f"/messages/{record.data['message_id']}")
    assert found.status_code == 200, found.text
    body = found.json()
    assert isinstance(body, dict)
    return body


def test_who_gets_a_colleagues_mail_decides_when_it_comes(engine: Engine) -> None:
    people = People(chain)
    world = world_of(engine, people)
    sent = send(world)
    (first,) = planned(world)
    assert people.asked == [(ALEX, SENT_AT)]
    wait(world, 6)
    _, second = planned(world)
    assert people.asked[1] == (ANN, SENT_AT + 5 * MINUTE)
    assert second.at == SENT_AT + 5 * MINUTE
    assert second.data["answers"] == first.data["message_id"]
    assert second.data["comes_at"] == SENT_AT + 10 * MINUTE
    assert first.data["answers"] == sent
    assert (first.data["kind"], second.data["kind"]) == ("forward", "new")


def test_a_forward_has_the_mail_and_its_files_below_the_note(engine: Engine) -> None:
    world = world_of(engine, People(chain))
    file: JsonValue = {"filename": "a.txt", "content_base64": base64.b64encode(b"secret").decode()}
    send(world, attachments=[file])
    wait(world, 6)
    mail = message(world, planned(world)[0])
    assert mail["subject"] == "Fwd: A word"
    assert str(mail["text"]).startswith("See below.\n\n---------- Forwarded message ----------")
    assert str(mail["text"]).endswith("\n\nDo it.")
    assert [each["filename"] for each in mail["attachments"]] == ["a.txt"]  # type: ignore[union-attr,call-overload,index]
    assert mail["in_reply_to"] is None


def test_a_reply_to_all_goes_to_everybody_who_was_written_to(engine: Engine) -> None:
    def reply(mail: DeliveredMail) -> Sequence[PlannedMail]:
        return [plan(ANN, kind="reply_all")] if mail.sender == ALEX else ()

    world = world_of(engine, People(reply))
    send(world, cc=[BOB], bcc=[CAROL])
    wait(world, 6)
    mail = message(world, planned(world)[0])
    assert [each["address"] for each in mail["to"]] == [ALEX]  # type: ignore[union-attr,call-overload,index]
    assert [each["address"] for each in mail["cc"]] == [BOB]  # type: ignore[union-attr,call-overload,index]


def test_new_mail_can_follow_up_what_its_author_has(engine: Engine) -> None:
    with_plan = world_of(engine, People())
    (seeded,) = with_plan.request("GET", "/messages").json()["items"]
    people = People(
        moments={START + MINUTE: plan(ANN, kind="new", to=(ALEX,), follows=seeded["id"])}
    )
    with_plan.server.correspondents = people
    with write_transaction(engine) as session:
        session.execute(update(BranchRow).values(wakes_at=START + MINUTE))
    wait(with_plan, 7)
    (record,) = planned(with_plan)
    mail = message(with_plan, record)
    assert mail["subject"] == "Re: Plan"
    assert mail["thread_id"] == seeded["thread_id"]
    assert record.data["answers"] is None
    assert record.at == START + MINUTE


def test_an_automatic_answer_is_answered_by_nobody(engine: Engine) -> None:
    people = People(lambda mail: [plan(ANN, kind="automatic")])
    world = world_of(engine, people)
    send(world)
    wait(world, 6)
    (record,) = planned(world)
    assert message(world, record)["subject"] == "Automatic reply: A word"
    raw = world.request("GET", f"/messages/{record.data['message_id']}/raw").text
    assert "Auto-Submitted: auto-replied" in raw
    assert people.asked == [(ALEX, SENT_AT)]


def test_what_is_decided_and_comes_within_one_request_arrives_in_it(engine: Engine) -> None:
    def answer(mail: DeliveredMail) -> Sequence[PlannedMail]:
        if mail.sender == ALEX:
            return [plan(ANN, 1, kind="forward", to=(BOB,))]
        return [plan(BOB, 0, after=10, kind="new", to=(ALEX,), subject="Hm")] * (mail.sender == ANN)

    world = world_of(engine, People(answer))
    send(world)
    send(world, to=[CAROL])
    (arrived,) = world.journal.records(world.branch_id, Act.MAIL_ARRIVED)
    assert arrived.data["sender"] == BOB
    assert arrived.at == SENT_AT + MINUTE + 10


def test_time_that_does_not_pass_brings_nothing_about(engine: Engine) -> None:
    people = People(chain)
    world = world_of(engine, people, closes_at=SENT_AT + 4 * MINUTE)
    send(world)
    wait(world, 6)
    assert len(planned(world)) == 1
    assert people.asked == [(ALEX, SENT_AT)]


def test_running_on_decides_the_rest_and_shows_it_to_nobody(engine: Engine) -> None:
    people = People(
        chain, moments={START + 3600: plan(CAROL, kind="new", to=(ANN,), subject="Done")}
    )
    world = world_of(engine, people)
    send(world)
    run_on(world)
    names = [each.data["name"] for each in planned(world)]
    assert names == ["ann-acts", "bob-acts", "carol-acts"]
    assert {each.at for each in planned(world)} == {SENT_AT}
    for record in planned(world):
        assert world.request("GET", f"/messages/{record.data['message_id']}").status_code == 404
    run_on(world)
    assert len(planned(world)) == 3


def test_a_colleague_reads_the_own_mailbox_and_no_other(engine: Engine) -> None:
    world = world_of(engine, People())
    to_carol = send(world, to=[CAROL])
    with world.server.colleague(world.branch_id, CAROL) as ctx:
        assert get_message(ctx, MessageId(to_carol)).text == "Do it."
    with (
        pytest.raises(MessageNotFoundError),
        world.server.colleague(world.branch_id, BOB) as ctx,
    ):
        get_message(ctx, MessageId(to_carol))


def test_the_same_is_decided_whatever_the_steps_of_the_clock(engine: Engine) -> None:
    world = world_of(engine, People(chain))
    world.open("b-two")
    other = world.issue(branch_id=BranchId("b-two"))
    body: JsonValue = {"to": [ANN], "subject": "A word", "text": "Do it."}
    for token, operation in ((world.token, "search"), (other, "messages")):
        world.request("POST", "/messages", token=token, json=body)
        for _ in range(90):
            world.request("GET", f"/{operation}", token=token, params={"q": "x"})
    first, second = (
        world.journal.records(branch, Act.REPLY_SCHEDULED) for branch in (world.branch_id, "b-two")
    )
    assert len(first) == 2
    assert first == second
