"""Mail that is worked in in several sessions, and the notes that are kept between them."""

import asyncio
from collections.abc import Mapping

import pytest
from pydantic import JsonValue
from sqlalchemy import Engine

from corpmail.branches import load_branch, open_branch
from corpmail.client import MailClient
from corpmail.database import read_transaction, write_transaction
from corpmail.errors import (
    BranchClosedError,
    InvalidNotesError,
    InvalidRequestError,
    MailError,
    NoSessionError,
    NotesNotFoundError,
    SessionEndedError,
    SessionOpenError,
)
from corpmail.journal import Act
from corpmail.listing import list_messages
from corpmail.notes import read_notes, write_notes
from corpmail.schedule import WorkSession
from corpmail.sending import send_message
from corpmail.sessions import end_session
from corpmail.types import BranchId, Draft, Limits
from support.builders import ANN, START, KindGate, MailWorld, mail_world, make_seed_message

HOUR = 3600
SESSIONS = (
    WorkSession(START, START + HOUR),
    WorkSession(START + 4 * HOUR, START + 5 * HOUR),
    WorkSession(START + 24 * HOUR, None),
)


def now(world: MailWorld) -> int:
    with read_transaction(world.engine) as session:
        return load_branch(session, world.branch_id).now


def do(world: MailWorld, operation: str) -> None:
    with world.act(operation):
        pass


def end(world: MailWorld) -> None:
    with world.act("end_session") as ctx:
        end_session(ctx, "finished")


def turn(world: MailWorld) -> None:
    end(world)
    do(world, "next_session")


def turns(world: MailWorld) -> list[tuple[Act, int, Mapping[str, JsonValue]]]:
    kinds = (Act.SESSION_BEGAN, Act.SESSION_ENDED, Act.MAIL_ARRIVED)
    found = world.journal.records(world.branch_id, *kinds)
    return [(each.act, each.at - START, each.data) for each in found]


def test_a_session_ends_at_its_time_and_the_act_that_comes_there_is_refused(
    engine: Engine,
) -> None:
    short = (WorkSession(START, START + 15), *SESSIONS[1:])
    world = mail_world(engine, sessions=short)
    do(world, "list_messages")
    with pytest.raises(SessionEndedError, match="until the next one begins, on "):
        do(world, "list_messages")
    assert now(world) == START + 15
    assert turns(world) == [(Act.SESSION_ENDED, 15, {"session": 1, "reason": "time"})]


def test_between_two_sessions_no_time_passes_and_every_act_is_refused_and_recorded(
    engine: Engine,
) -> None:
    world = mail_world(engine, sessions=SESSIONS)
    end(world)
    for operation in ("list_messages", "send", "read_notes", "write_notes"):
        with pytest.raises(SessionEndedError):
            do(world, operation)
    do(world, "me")
    assert now(world) == START
    statuses = [
        each.data["status"] for each in world.journal.records(world.branch_id, Act.API_CALL)
    ]
    assert statuses == [200, 409, 409, 409, 409, 200]


def test_the_next_session_begins_at_its_own_time_with_the_mail_that_came_meanwhile(
    engine: Engine,
) -> None:
    coming = [
        make_seed_message(1, sent_at=START + 2 * HOUR),
        make_seed_message(2, sent_at=START + 4 * HOUR),
        make_seed_message(3, sent_at=START + 4 * HOUR + 1),
    ]
    world = mail_world(engine, coming, sessions=SESSIONS)
    end(world)
    with world.act("next_session") as ctx:
        assert [copy.subject for copy in list_messages(ctx).items] == ["Message 2", "Message 1"]
    assert now(world) == START + 4 * HOUR
    told = turns(world)
    assert [(act, at) for act, at, _ in told] == [
        (Act.SESSION_ENDED, 0),
        (Act.MAIL_ARRIVED, 2 * HOUR),
        (Act.MAIL_ARRIVED, 4 * HOUR),
        (Act.SESSION_BEGAN, 4 * HOUR),
    ]
    assert told[-1][2] == {"session": 2, "until": START + 5 * HOUR}
    times = [each.at for each in world.journal.records(world.branch_id)]
    assert times == sorted(times)


def test_no_session_begins_while_one_goes_on(engine: Engine) -> None:
    world = mail_world(engine, sessions=SESSIONS)
    turn(world)
    # Asked twice by mistake: the third session is not begun, and none is left out.
    with pytest.raises(SessionOpenError, match="Session 2 goes on"):
        do(world, "next_session")
    do(world, "list_messages")
    assert now(world) == START + 4 * HOUR + 10
    assert world.journal.records(world.branch_id, Act.API_CALL)[-2].data["status"] == 409


def test_a_session_that_ended_keeps_its_first_reason(engine: Engine) -> None:
    world = mail_world(engine, sessions=SESSIONS)
    with world.act("end_session") as ctx:
        end_session(ctx, "step_limit")
    end(world)
    assert turns(world) == [(Act.SESSION_ENDED, 0, {"session": 1, "reason": "step_limit"})]


def test_after_the_last_session_there_is_none(engine: Engine) -> None:
    world = mail_world(engine, sessions=SESSIONS)
    turn(world)
    turn(world)
    with pytest.raises(NoSessionError, match="the last one"):
        do(world, "next_session")
    do(world, "list_messages")
    end(world)
    with pytest.raises(SessionEndedError, match="it was the last"):
        do(world, "list_messages")
    assert now(world) == START + 24 * HOUR + 10


@pytest.mark.parametrize("by_branch", [True, False])
def test_the_branch_closes_with_the_last_session(engine: Engine, by_branch: bool) -> None:
    last = START + 24 * HOUR + 15
    until, closes_at = (None, last) if by_branch else (last, last + HOUR)
    sessions = (*SESSIONS[:2], WorkSession(START + 24 * HOUR, until))
    world = mail_world(engine, sessions=sessions, closes_at=closes_at)
    turn(world)
    turn(world)
    do(world, "list_messages")
    with pytest.raises(BranchClosedError, match="deadline"):
        do(world, "list_messages")
    assert now(world) == last


@pytest.mark.parametrize("operation", ["next_session", "end_session"])
def test_mail_that_is_one_session_has_no_other(engine: Engine, operation: str) -> None:
    world = mail_world(engine)
    path = "/session/next" if operation == "next_session" else "/session/end"
    response = world.request("POST", path)
    assert (response.status_code, response.json()["code"]) == (409, "no_session")
    (called,) = world.journal.records(world.branch_id)
    assert called.data["status"] == 409


@pytest.mark.parametrize(
    "sessions",
    [
        SESSIONS[:1],
        (WorkSession(START + 1, START + HOUR), *SESSIONS[1:]),
        (WorkSession(START, None), *SESSIONS[1:]),
        (WorkSession(START, START), *SESSIONS[1:]),
        (WorkSession(START, START + 4 * HOUR + 1), *SESSIONS[1:]),
        (*SESSIONS[:2], WorkSession(START + 60 * HOUR, None)),
        (*SESSIONS[:2], WorkSession(START + 24 * HOUR, START + 49 * HOUR)),
    ],
)
def test_sessions_that_do_not_follow_one_another_are_refused(
    engine: Engine, sessions: tuple[WorkSession, ...]
) -> None:
    world = mail_world(engine)
    with pytest.raises(InvalidRequestError), write_transaction(engine) as session:
        open_branch(
            session,
            branch_id=BranchId("b"),
            snapshot_id=world.snapshot_id,
            now=START,
            closes_at=START + 48 * HOUR,
            sessions=sessions,
        )


def test_what_is_approved_between_two_sessions_leaves_then(engine: Engine) -> None:
    world = mail_world(engine, sessions=SESSIONS, gate=KindGate())
    with world.act("send") as ctx:
        send_message(ctx, Draft(to=(ANN,), subject="Held"))
    end(world)
    world.approve()
    (sent,) = world.journal.records(world.branch_id, Act.MAIL_SENT)
    assert sent.at == START + 90


def test_notes_are_there_in_the_next_session_and_nowhere_in_the_mail(engine: Engine) -> None:
    world = mail_world(engine, sessions=SESSIONS)
    with world.act("write_notes") as ctx:
        assert read_notes(ctx) == ""
        write_notes(ctx, "Ann by Thursday.")
        write_notes(ctx, "Room 3.", adds=True)
    turn(world)
    with world.act("read_notes") as ctx:
        assert read_notes(ctx) == "Ann by Thursday.\nRoom 3."
        assert list_messages(ctx).items == ()
        write_notes(ctx, "Nothing left.")
        assert read_notes(ctx) == "Nothing left."
    written = world.journal.records(world.branch_id, Act.NOTES_WRITTEN)
    assert [each.data for each in written] == [
        {"text": "Ann by Thursday.", "adds": False},
        {"text": "Room 3.", "adds": True},
        {"text": "Nothing left.", "adds": False},
    ]


def test_every_account_has_notes_of_its_own(engine: Engine) -> None:
    world = mail_world(engine, sessions=SESSIONS)
    with world.act("write_notes") as ctx:
        write_notes(ctx, "Alex's.")
    with world.server.act(world.issue(ANN), "read_notes") as ctx:
        assert read_notes(ctx) == ""


@pytest.mark.parametrize("text", ["x" * 11, "a\0b", "bell \x07", "half \ud800"])
def test_notes_are_short_and_text(engine: Engine, text: str) -> None:
    world = mail_world(engine, sessions=SESSIONS, limits=Limits(notes_chars=10))
    with pytest.raises(InvalidNotesError), world.act("write_notes") as ctx:
        write_notes(ctx, text)
    with world.act("write_notes") as ctx:
        write_notes(ctx, "tab\tline\r\n")
        with pytest.raises(InvalidNotesError, match="write them anew and shorter"):
            write_notes(ctx, "12", adds=True)
        assert read_notes(ctx) == "tab\tline\n"


def test_one_session_alone_has_no_notes(engine: Engine) -> None:
    world = mail_world(engine)
    with pytest.raises(NotesNotFoundError), world.act("read_notes") as ctx:
        read_notes(ctx)


def test_a_client_works_through_the_sessions(engine: Engine) -> None:
    world = mail_world(engine, sessions=SESSIONS, closes_at=START + 48 * HOUR)

    async def scene() -> None:
        async with world.http() as http:
            client: MailClient = world.client(http)
            assert (await client.write_notes("First.")).text == "First."
            first = (await client.me()).session
            assert first is not None
            assert (first.number, first.ended) == (1, None)
            assert first.ends_at is not None
            assert first.ends_at.timestamp() == START + HOUR
            assert (await client.end_session("finished")).ended == "finished"
            with pytest.raises(SessionEndedError):
                await client.list_messages()
            second = await client.next_session()
            assert second.began_at.timestamp() == START + 4 * HOUR
            assert (await client.write_notes("Second.", adds=True)).text == "First.\nSecond."
            with pytest.raises(SessionOpenError):
                await client.next_session()
            await client.end_session("finished")
            last = await client.next_session()
            assert last.next_begins_at is None
            assert last.ends_at is not None
            assert last.ends_at.timestamp() == START + 48 * HOUR
            assert (await client.read_notes()).text == "First.\nSecond."
            with pytest.raises(MailError, match="the last one"):
                await client.next_session()

    asyncio.run(scene())
