from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from pydantic import JsonValue
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from corpmail.correspondents import NoCorrespondents, PlannedMail
from corpmail.journal import Act
from corpmail.types import Account, Address, BranchId, DeliveredMail, Scope
from support.builders import (
    ALEX,
    ANN,
    BOB,
    COMPANY,
    OUTSIDER,
    OWN,
    SALES,
    START,
    MailWorld,
    Record,
    mail_world,
    make_directory,
    make_seed_message,
)

MINUTE = 60
WORDS = "Let us wait zephyrlike."
SEND = 90
"""Seconds that a send takes."""


@dataclass(frozen=True)
class AnnAnswers(NoCorrespondents):
    """Ann answers whatever reaches her, by default after six minutes."""

    sender: Address = ANN
    after: int = 6 * MINUTE

    def answers(
        self, session: Session, branch_id: BranchId, mail: DeliveredMail
    ) -> Sequence[PlannedMail]:
        reached = {each.address for each in mail.deliveries if each.outcome == "delivered"}
        if ANN not in reached or mail.sender != ALEX:
            return ()
        return [PlannedMail(name="ann", sender=self.sender, text=WORDS, after=self.after)]


def world_of(
    engine: Engine,
    *,
    who: AnnAnswers = AnnAnswers(),
    scope: Scope = OWN,
    closes_at: int | None = None,
) -> MailWorld:
    mail = [make_seed_message(1, subject="Plan"), make_seed_message(2)]
    return mail_world(engine, mail, correspondents=who, scope=scope, closes_at=closes_at)


def send(world: MailWorld, *, subject: str = "Plan") -> dict[str, object]:
    body: JsonValue = {"to": [ANN], "subject": subject, "text": "Shall we?"}
    answer = world.request("POST", "/messages", json=body)
    assert answer.status_code == 201, answer.text
    message = answer.json()["message"]
    assert isinstance(message, dict)
    return message


def wait(world: MailWorld, seconds: int) -> None:
    """Let time pass, ten seconds a request."""
    for _ in range(seconds // 10):
        world.request("GET", "/messages", params={"limit": 1})


def scheduled(world: MailWorld) -> list[str]:
    return [str(each.data["message_id"]) for each in records(world)]


def records(world: MailWorld, act: Act = Act.REPLY_SCHEDULED) -> list[Record]:
    return world.journal.records(world.branch_id, act)


def test_the_answer_comes_in_the_thread_unread_and_is_recorded(engine: Engine) -> None:
    world = world_of(engine)
    sent = send(world)
    (planned,) = records(world)
    assert planned.at == START + SEND
    assert planned.data == {
        "message_id": planned.data["message_id"],
        "answers": sent["id"],
        "name": "ann",
        "sender": ANN,
        "comes_at": START + SEND + 6 * MINUTE,
    }
    wait(world, 6 * MINUTE)
    (arrived,) = records(world, Act.MAIL_ARRIVED)
    assert arrived.at == START + SEND + 6 * MINUTE
    assert arrived.data["message_id"] == planned.data["message_id"]
    (listed,) = [
        item
        for item in world.request("GET", "/messages", params={"folder": "inbox"}).json()["items"]
        if item["id"] == planned.data["message_id"]
    ]
    assert (listed["subject"], listed["is_read"]) == ("Re: Plan", False)
    answer = world.request("GET", f"/messages/{listed['id']}").json()
    assert answer["sender"] == {"address": ANN, "name": "Ann Lee"}
    assert answer["to"] == [{"address": ALEX, "name": "Alex"}]
    assert answer["text"] == WORDS
    assert answer["in_reply_to"] == sent["rfc_id"]
    assert answer["thread_id"] == sent["thread_id"]
    assert answer["sent_at"] == answer["received_at"]
    thread = world.request("GET", f"/threads/{sent['thread_id']}").json()
    assert [each["id"] for each in thread["messages"]] == [sent["id"], listed["id"]]
    raw = world.request("GET", f"/messages/{listed['id']}/raw").text
    assert f"References: {sent['rfc_id']}" in raw


def test_nobody_sees_it_before_by_any_door(engine: Engine) -> None:
    world = world_of(engine, who=AnnAnswers(after=120 * MINUTE), scope=COMPANY)
    sent = send(world)
    (answer_id,) = scheduled(world)
    doors = [
        ("GET", f"/messages/{answer_id}"),
        ("POST", f"/messages/{answer_id}/open"),
        ("GET", f"/messages/{answer_id}/raw"),
        ("GET", f"/messages/{answer_id}/attachments/a1"),
        ("GET", f"/messages/{answer_id}/attachments/a1/text"),
        ("POST", f"/messages/{answer_id}/reply"),
        ("POST", f"/messages/{answer_id}/forward"),
        ("PATCH", f"/messages/{answer_id}"),
        ("DELETE", f"/messages/{answer_id}"),
    ]
    bodies: dict[str, JsonValue] = {"reply": {"text": "x"}, "forward": {"to": [BOB]}}
    tokens = [world.token, world.issue(ANN, OWN), world.issue(BOB, COMPANY)]
    for token in tokens:
        for method, path in doors:
            body = bodies.get(path.rpartition("/")[2], {"is_read": True})
            given = None if method in {"GET", "DELETE"} else body
            answer = world.request(method, path, token=token, json=given)
            assert answer.status_code == 404, (method, path)
        drafted: JsonValue = {"to": [BOB], "subject": "x", "in_reply_to": answer_id}
        assert world.request("POST", "/drafts", token=token, json=drafted).status_code == 404
    for token in tokens:
        found = world.request("GET", "/search", token=token, params={"q": "zephyrlike"}).json()
        assert found["items"] == []
    for mailbox in (ALEX, ANN):
        listed = world.request("GET", "/messages", params={"mailbox": mailbox, "limit": 50}).text
        assert answer_id not in listed
    thread = world.request("GET", f"/threads/{sent['thread_id']}").text
    assert answer_id not in thread
    boxes = world.request("GET", "/mailboxes").json()["items"]
    assert {box["address"]: box["unread"] for box in boxes}[ALEX] == 0
    assert WORDS not in world.request("GET", "/export").text
    assert records(world, Act.MAIL_ARRIVED) == []


def test_it_is_in_its_authors_sent_folder_from_that_moment(engine: Engine) -> None:
    world = world_of(engine, scope=COMPANY)
    send(world)
    (answer_id,) = scheduled(world)
    wait(world, 6 * MINUTE)
    listed = world.request("GET", "/messages", params={"mailbox": ANN, "folder": "sent"}).json()
    assert [item["id"] for item in listed["items"]] == [answer_id, *_seeded(listed)]
    found = world.request("GET", "/search", params={"q": "zephyrlike"}).json()
    assert [item["id"] for item in found["items"]] == [answer_id]


def _seeded(page: dict[str, list[dict[str, str]]]) -> list[str]:
    return [item["id"] for item in page["items"] if item["subject"] != "Re: Plan"]


def test_it_never_comes_when_the_deadline_is_earlier(engine: Engine) -> None:
    world = world_of(engine, closes_at=START + SEND + 5 * MINUTE)
    send(world)
    wait(world, 7 * MINUTE)
    assert world.request("GET", "/messages").status_code == 410
    assert records(world, Act.MAIL_ARRIVED) == []
    with world.server.look(world.branch_id, account=ALEX) as ctx:
        assert ctx.now == START + SEND + 5 * MINUTE
    assert records(world)[0].data["comes_at"] == START + SEND + 6 * MINUTE


def test_every_way_of_sending_is_answered(engine: Engine) -> None:
    world = world_of(engine)
    seeded = world.request("GET", "/messages").json()["items"][0]["id"]
    draft = world.request("POST", "/drafts", json={"to": [SALES], "subject": "s"}).json()["id"]
    assert scheduled(world) == []
    sent = [
        world.request("POST", f"/drafts/{draft}/send"),
        world.request("POST", f"/messages/{seeded}/reply", json={"text": "Yes."}),
        world.request("POST", f"/messages/{seeded}/forward", json={"to": ["ann@firm.example"]}),
        world.request("POST", "/messages", json={"to": [BOB], "bcc": [ANN], "subject": "s"}),
    ]
    assert [answer.status_code for answer in sent] == [201] * 4
    assert [each.data["answers"] for each in records(world)] == [
        answer.json()["message"]["id"] for answer in sent
    ]


def test_mail_that_is_not_sent_or_reaches_others_is_not_answered(engine: Engine) -> None:
    world = world_of(engine)
    world.request("POST", "/messages", json={"to": [BOB], "subject": "s"})
    world.request("POST", "/messages", json={"to": ["nobody@firm.example"], "subject": "Ann"})
    assert world.request("POST", "/messages", json={"to": [], "subject": "s"}).status_code == 422
    assert scheduled(world) == []


def test_an_outsider_can_answer_and_a_subject_gets_one_prefix(engine: Engine) -> None:
    world = world_of(engine, who=AnnAnswers(sender=OUTSIDER))
    send(world, subject="RE: Plan")
    wait(world, 6 * MINUTE)
    newest = world.request("GET", "/messages", params={"folder": "inbox"}).json()["items"][0]
    assert newest["subject"] == "RE: Plan"
    assert newest["sender"] == {"address": OUTSIDER, "name": "Kim Doe"}


def test_the_ids_are_the_same_whenever_the_same_is_done(engine: Engine) -> None:
    world = world_of(engine)
    other = world.open("b-two")
    token = world.issue(branch_id=other)
    for each in (world.token, token):
        body: JsonValue = {
            "to": [ANN, "nobody@firm.example"],
            "subject": "Plan",
            "text": "Shall we?",
        }
        world.request("POST", "/messages", token=each, json=body)
    first, second = (
        world.journal.records(branch, Act.REPLY_SCHEDULED) for branch in (world.branch_id, other)
    )
    assert first == second
    assert len(first) == 1


def test_branches_do_not_see_each_others_answers(engine: Engine) -> None:
    world = world_of(engine)
    token = world.issue(branch_id=world.open("b-two", now=START + 3600))
    send(world)
    (answer_id,) = scheduled(world)
    assert world.request("GET", f"/messages/{answer_id}", token=token).status_code == 404


def test_an_answer_can_be_answered_in_its_thread(engine: Engine) -> None:
    world = world_of(engine)
    sent = send(world)
    (answer_id,) = scheduled(world)
    wait(world, 6 * MINUTE)
    again = world.request("POST", f"/messages/{answer_id}/reply", json={"text": "Thanks."}).json()
    assert again["message"]["thread_id"] == sent["thread_id"]
    assert [each["address"] for each in again["deliveries"]] == [ANN]
    assert len(scheduled(world)) == 2


def test_an_alias_answers_from_its_mailbox(engine: Engine) -> None:
    world = world_of(engine, who=AnnAnswers(sender=Address("ann@firm.example")))
    send(world)
    assert records(world)[0].data["sender"] == ANN


def test_an_answer_must_come_later() -> None:
    with pytest.raises(ValueError, match="not later"):
        PlannedMail(name="ann", sender=ANN, text=WORDS, after=0)


def test_a_directory_without_the_author_still_has_an_answer(engine: Engine) -> None:
    stranger = Address("dr.who@elsewhere.example")
    accounts = [Account(stranger, "", internal=False)]
    world = mail_world(
        engine, directory=make_directory(accounts=accounts), correspondents=AnnAnswers(stranger)
    )
    send(world)
    wait(world, 6 * MINUTE)
    newest = world.request("GET", "/messages", params={"folder": "inbox"}).json()["items"][0]
    assert newest["sender"] == {"address": stranger, "name": ""}
