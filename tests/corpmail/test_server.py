"""One request, one transaction: clock, arrivals, the act, the record, or none of it."""

import threading
from collections.abc import Mapping

import pytest
from sqlalchemy import Engine

from corpmail.branches import close_branch, load_branch
from corpmail.changing import open_message, update_message
from corpmail.database import read_transaction, write_transaction
from corpmail.errors import (
    BranchClosedError,
    MessageNotFoundError,
    NotAuthenticatedError,
    NotFoundError,
)
from corpmail.journal import Act
from corpmail.listing import list_messages
from corpmail.reading import get_message
from corpmail.sending import send_message
from corpmail.server import OPERATIONS, MailServer
from corpmail.types import BranchId, Draft, MessageId
from support.builders import ALEX, ANN, BOB, START, MailWorld, mail_world, make_seed_message


def first_id(world: MailWorld) -> MessageId:
    with world.server.look(world.branch_id, account=ALEX) as ctx:
        return list_messages(ctx).items[0].id


def now(world: MailWorld) -> int:
    with read_transaction(world.engine) as session:
        return load_branch(session, world.branch_id).now


def do(world: MailWorld, operation: str, token: str | None = None) -> None:
    with world.act(operation, token):
        pass


def test_every_request_moves_the_clock_by_what_its_act_takes(engine: Engine) -> None:
    world = mail_world(engine)
    elapsed = 0
    for name, operation in OPERATIONS.items():
        if operation.begins_session:
            continue  # which takes as long as that is away; see test_sessions
        do(world, name)
        elapsed += operation.seconds
        assert now(world) == START + elapsed


def test_a_request_is_recorded_last_with_its_status_and_name(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, unread_by=(ALEX,))])
    message_id = first_id(world)
    arguments = {"message_id": message_id}
    with world.server.act(
        world.token, "open_message", arguments=arguments, request_id="call-7"
    ) as ctx:
        open_message(ctx, message_id)
    opened, called = world.journal.records(world.branch_id)
    assert (opened.act, called.act) == (Act.MESSAGE_OPENED, Act.API_CALL)
    assert called.data == {"operation": "open_message", "status": 200, "arguments": arguments}
    assert {opened.request_id, called.request_id} == {"call-7"}
    assert {opened.at, called.at} == {START + 30}


def test_mail_that_comes_meanwhile_arrives_before_the_act_at_its_own_time(engine: Engine) -> None:
    messages = [
        make_seed_message(1, sent_at=START + 1),
        make_seed_message(2, sent_at=START + 10),
        make_seed_message(3, sent_at=START + 11),
        make_seed_message(4, to=(BOB,), sent_at=START + 5),
        make_seed_message(5, sent_at=START),
    ]
    world = mail_world(engine, messages)
    with world.act("list_messages") as ctx:
        seen = [copy.subject for copy in list_messages(ctx).items]
    assert seen == ["Message 2", "Message 1", "Message 5"]
    records = world.journal.records(world.branch_id)
    assert [(record.act, record.at, record.data.get("subject")) for record in records] == [
        (Act.MAIL_ARRIVED, START + 1, "Message 1"),
        (Act.MAIL_ARRIVED, START + 10, "Message 2"),
        (Act.API_CALL, START + 10, None),
    ]


def test_mail_arrives_once(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, sent_at=START + 15)])
    for _ in range(4):
        do(world, "list_messages")
    assert len(world.journal.records(world.branch_id, Act.MAIL_ARRIVED)) == 1


def test_a_failing_act_is_undone_but_time_and_record_stay(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1), make_seed_message(2, sent_at=START + 5)])

    def send_and_fail() -> None:
        with world.act("send") as ctx:
            send_message(ctx, Draft(to=(ANN,), subject="Half"))
            get_message(ctx, "m-nothingthere")

    with pytest.raises(MessageNotFoundError):
        send_and_fail()
    assert now(world) == START + 90
    arrived, called = world.journal.records(world.branch_id)
    assert (arrived.act, called.act) == (Act.MAIL_ARRIVED, Act.API_CALL)
    assert called.data["status"] == 404
    with world.server.look(world.branch_id, account=ANN) as ctx:
        assert "Half" not in [copy.subject for copy in list_messages(ctx).items]


def test_an_unexpected_failure_undoes_everything(engine: Engine) -> None:
    world = mail_world(engine)

    def send_and_break() -> None:
        with world.act("send") as ctx:
            send_message(ctx, Draft(to=(ANN,), subject="Half"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        send_and_break()
    assert now(world) == START
    assert world.journal.records(world.branch_id) == []


def test_the_deadline_closes_the_branch_and_refuses_the_act(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, sent_at=START + 20)], closes_at=START + 25)
    do(world, "list_messages")
    for _ in range(2):
        with pytest.raises(BranchClosedError, match="deadline"):
            do(world, "open_message")
    records = world.journal.records(world.branch_id)
    assert [(record.act, record.at) for record in records] == [
        (Act.API_CALL, START + 10),
        (Act.MAIL_ARRIVED, START + 20),
        (Act.BRANCH_CLOSED, START + 25),
        (Act.API_CALL, START + 25),
    ]
    assert records[2].data == {"reason": "deadline"}
    assert records[3].data["status"] == 410
    assert now(world) == START + 25


def test_an_act_that_ends_at_the_deadline_is_too_late_and_one_before_is_not(
    engine: Engine,
) -> None:
    world = mail_world(engine, closes_at=START + 20)
    do(world, "list_messages")
    do(world, "me")
    with pytest.raises(BranchClosedError):
        do(world, "list_messages")


def test_a_closed_branch_refuses_everything_and_records_nothing(engine: Engine) -> None:
    world = mail_world(engine)
    with write_transaction(engine) as session:
        close_branch(session, branch_id=world.branch_id, reason="finished")
    for operation in OPERATIONS:
        with pytest.raises(BranchClosedError, match="finished"):
            do(world, operation)
    assert world.journal.records(world.branch_id) == []
    assert now(world) == START


def test_a_wrong_token_leaves_no_trace(engine: Engine) -> None:
    world = mail_world(engine)
    with pytest.raises(NotAuthenticatedError):
        do(world, "list_messages", "mail_wrong")
    assert world.journal.records(world.branch_id) == []


def test_looking_from_outside_moves_no_clock_and_records_nothing(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, unread_by=(ALEX,))])
    with world.server.look(world.branch_id, account=ALEX) as ctx:
        copy = get_message(ctx, list_messages(ctx).items[0].id)
    assert not copy.is_read
    assert now(world) == START
    assert world.journal.records(world.branch_id) == []


def test_looking_can_go_back_in_time(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1), make_seed_message(2)])
    with world.server.look(world.branch_id, account=ALEX, now=START - 100_000 + 90) as ctx:
        assert [copy.subject for copy in list_messages(ctx).items] == ["Message 1"]


def test_looking_at_no_branch_is_an_error(engine: Engine) -> None:
    world = mail_world(engine)
    with (
        pytest.raises(NotFoundError),
        world.server.look(BranchId("b-none"), account=ALEX),
    ):
        pass


def test_a_server_alone_needs_no_journal_and_no_actions(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1)])
    server = MailServer(engine)
    with server.act(world.token, "list_actions") as ctx:
        assert server.actions.granted(ctx.session, ctx.branch_id) == ()
    assert now(world) == START


def test_many_threads_act_at_once_and_no_act_is_lost(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(number) for number in range(1, 5)])
    other = world.issue(branch_id=world.open("b-two"))
    errors: list[BaseException] = []

    def work(token: str, name: str) -> None:
        try:
            for number in range(8):
                with world.act("send", token) as ctx:
                    draft = Draft(to=(ANN, f"{name}@else.example"), subject=f"{name} {number}")
                    send_message(ctx, draft)
        except BaseException as error:  # noqa: BLE001 - reported below, in the test's own thread
            errors.append(error)

    threads = [
        threading.Thread(target=work, args=(token, f"t{number}"))
        for number, token in enumerate([world.token, other] * 5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert now(world) == START + 40 * 90
    for branch_id in (world.branch_id, BranchId("b-two")):
        with world.server.look(branch_id, account=ALEX) as ctx:
            page = list_messages(ctx, limit=100)
            ids = [copy.id for copy in page.items]
            assert len(ids) == len(set(ids)) == 44
        sent = world.journal.records(branch_id, Act.MAIL_SENT)
        assert len({str(record.data["rfc_id"]) for record in sent}) == 40


def test_two_branches_of_one_snapshot_do_the_same_byte_for_byte(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, unread_by=(ALEX,))])
    other = BranchId("b-two")
    token = world.issue(branch_id=world.open(other))
    message_id = first_id(world)

    def play(token: str) -> None:
        with world.act("open_message", token) as ctx:
            open_message(ctx, message_id)
        with world.act("send", token) as ctx:
            send_message(ctx, Draft(to=(ANN, "gone@firm.example"), subject="Hello"))
        with world.act("update_message", token) as ctx:
            update_message(ctx, message_id, starred=True)

    play(world.token)
    play(token)
    assert world.journal.records(world.branch_id) == world.journal.records(other)


def test_branches_never_see_each_other(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, unread_by=(ALEX,))])
    other = BranchId("b-two")
    world.open(other)
    message_id = first_id(world)
    with world.act("send") as ctx:
        sent = send_message(ctx, Draft(to=(ANN, ALEX), subject="Mine")).copy.id
        update_message(ctx, message_id, is_read=True, starred=True)

    def subjects(branch_id: BranchId) -> Mapping[str, tuple[bool, bool]]:
        with world.server.look(branch_id, account=ALEX) as ctx:
            items = list_messages(ctx).items
        return {copy.subject: (copy.is_read, copy.starred) for copy in items}

    assert subjects(other) == {"Message 1": (False, False)}
    assert subjects(world.branch_id)["Message 1"] == (True, True)
    with (
        pytest.raises(MessageNotFoundError),
        world.server.look(other, account=ALEX) as ctx,
    ):
        get_message(ctx, sent)
