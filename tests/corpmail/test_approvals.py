"""What the gate holds: it is nowhere but in its sender's outbox until somebody decides."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine

from corpmail.approvals import approve, list_held
from corpmail.branches import close_branch
from corpmail.changing import delete_message, update_message
from corpmail.context import MailContext
from corpmail.database import read_transaction, write_transaction
from corpmail.drafts import save_draft, send_draft
from corpmail.errors import (
    AlreadyDecidedError,
    BranchClosedError,
    InvalidDraftError,
    InvalidRequestError,
    MailError,
    MessageNotFoundError,
    NotHeldError,
    ThreadNotFoundError,
)
from corpmail.exporting import mailbox_mail
from corpmail.gates import MailToSend
from corpmail.journal import Act
from corpmail.listing import list_messages
from corpmail.outgoing import outgoing_mail
from corpmail.reading import get_message, get_thread
from corpmail.replies import forward_message, reply_to_message
from corpmail.search import search_messages
from corpmail.sending import SentMail, send_message
from corpmail.threads import message_id_of
from corpmail.types import Address, Draft, Folder, MessageId
from support.builders import (
    ALEX,
    ANN,
    BOB,
    COMPANY,
    DOMAIN,
    EVERYONE,
    OUTSIDER,
    START,
    KindGate,
    MailWorld,
    mail_world,
    make_seed_message,
    rfc_id,
)

ONE = message_id_of(rfc_id(1))


@pytest.fixture
def world(engine: Engine) -> MailWorld:
    return mail_world(engine, [make_seed_message(1)], scope=COMPANY, gate=KindGate())


def send(world: MailWorld, to: Address = BOB, bcc: tuple[Address, ...] = ()) -> SentMail:
    with world.act("send") as ctx:
        return send_message(ctx, Draft(to=(to,), bcc=bcc, subject="Heron", text="A heron."))


@contextmanager
def seen_by(world: MailWorld, account: Address) -> Iterator[MailContext]:
    with world.server.look(world.branch_id, account=account, scope=COMPANY) as ctx:
        yield ctx


def folder_of(world: MailWorld, message_id: MessageId) -> Folder:
    with seen_by(world, ALEX) as ctx:
        return get_message(ctx, message_id).folder


def left(world: MailWorld) -> list[str]:
    with read_transaction(world.engine) as session:
        return [mail.message_id for mail in outgoing_mail(session, world.branch_id, ALEX)]


def inbox(world: MailWorld, account: Address) -> list[str]:
    with seen_by(world, account) as ctx:
        return [copy.subject for copy in list_messages(ctx, folder=Folder.INBOX).items]


def test_held_mail_lies_in_the_outbox_and_says_that_it_waits(world: MailWorld) -> None:
    sent = send(world)
    assert sent.waits is not None
    assert sent.copy.id in sent.waits
    assert (sent.copy.folder, sent.copy.state, sent.deliveries) == (Folder.OUTBOX, "held", ())
    assert left(world) == []
    assert "Heron" not in inbox(world, BOB)


def test_nobody_but_its_sender_sees_held_mail(world: MailWorld) -> None:
    held = send(world, EVERYONE, bcc=(OUTSIDER,)).copy
    for account in (ANN, BOB):
        with seen_by(world, account) as ctx:
            assert list_messages(ctx, mailbox=ALEX, folder=Folder.OUTBOX).items == ()
            assert held.id not in [copy.id for copy in list_messages(ctx, mailbox=ALEX).items]
            assert search_messages(ctx, "heron").items == ()
            assert search_messages(ctx, "in:outbox").items == ()
            with pytest.raises(MessageNotFoundError):
                get_message(ctx, held.id)
            with pytest.raises(ThreadNotFoundError):
                get_thread(ctx, held.thread_id)
    with seen_by(world, ALEX) as ctx:
        assert [copy.id for copy in search_messages(ctx, "in:outbox heron").items] == [held.id]
        assert held.rfc_id not in [mail.rfc_id for mail in mailbox_mail(ctx)]
        with pytest.raises(ThreadNotFoundError):
            get_thread(ctx, held.thread_id)


def test_approved_mail_keeps_its_id_and_leaves_at_the_time_of_approval(world: MailWorld) -> None:
    held = send(world, EVERYONE, bcc=(OUTSIDER,)).copy
    with world.act("send"):
        pass
    world.approve()
    with seen_by(world, ALEX) as ctx:
        copy = get_message(ctx, held.id)
        assert (copy.folder, copy.state) == (Folder.SENT, "sent")
        assert copy.sent_at == copy.received_at == ctx.now > held.sent_at
        assert [one.id for one in get_thread(ctx, held.thread_id)] == [held.id]
    with read_transaction(world.engine) as session:
        (mail,) = outgoing_mail(session, world.branch_id, ALEX)
    assert {one.address for one in mail.deliveries} >= {BOB, ANN, OUTSIDER}
    assert "Heron" in inbox(world, BOB)
    acts = [record.act for record in world.journal.records(world.branch_id)]
    assert acts[-2:] == [Act.MAIL_APPROVED, Act.MAIL_SENT]


def test_refused_mail_stays_and_its_sender_is_told_why_in_its_thread(world: MailWorld) -> None:
    held = send(world).copy
    world.refuse()
    with seen_by(world, ALEX) as ctx:
        copy = get_message(ctx, held.id)
        assert (copy.folder, copy.state) == (Folder.OUTBOX, "refused")
        (notice,) = get_thread(ctx, held.thread_id)
    assert notice.sender.address == f"mail-approval@{DOMAIN}"
    assert notice.subject == "Message not released"
    assert "It is not." in notice.text
    assert not notice.is_read
    assert left(world) == []
    assert "Heron" not in inbox(world, BOB)
    (record,) = world.journal.records(world.branch_id, Act.MAIL_REFUSED)
    assert record.data["notice_id"] == notice.id


def test_what_bounces_bounces_when_it_is_released(world: MailWorld) -> None:
    send(world, Address(f"gone@{DOMAIN}"))
    assert world.journal.records(world.branch_id, Act.MAIL_BOUNCED) == []
    world.approve()
    assert len(world.journal.records(world.branch_id, Act.MAIL_BOUNCED)) == 1


def test_answers_forwards_and_drafts_are_held_too(world: MailWorld) -> None:
    with world.act("reply") as ctx:
        answer = reply_to_message(ctx, ONE, Draft(text="Yes."), reply_all=False, quote=True)
    with world.act("forward") as ctx:
        passed_on = forward_message(ctx, ONE, Draft(to=(BOB,)))
    with world.act("save_draft") as ctx:
        draft = save_draft(ctx, Draft(to=(BOB,), subject="Draft"))
    with world.act("send_draft") as ctx:
        sent = send_draft(ctx, draft.id)
        assert list_messages(ctx, folder=Folder.DRAFTS).items == ()
    assert sent.copy.id == draft.id
    for mail in (answer, passed_on, sent):
        assert folder_of(world, mail.copy.id) is Folder.OUTBOX
    for number in (1, 2, 3):
        world.approve(number)
    assert left(world) == [answer.copy.id, passed_on.copy.id, draft.id]


def test_nothing_moves_into_an_outbox_or_out_of_it(world: MailWorld) -> None:
    held = send(world).copy
    for act in (
        lambda ctx: update_message(ctx, held.id, folder=Folder.ARCHIVE),
        lambda ctx: delete_message(ctx, held.id),
        lambda ctx: delete_message(ctx, held.id, permanent=True),
        lambda ctx: update_message(ctx, ONE, folder=Folder.OUTBOX),
        lambda ctx: reply_to_message(ctx, held.id, Draft(), reply_all=False, quote=False),
        lambda ctx: forward_message(ctx, held.id, Draft(to=(BOB,))),
        lambda ctx: send_message(ctx, Draft(to=(BOB,), in_reply_to=held.id)),
    ):
        with (
            pytest.raises((InvalidRequestError, InvalidDraftError)),
            world.act() as ctx,
        ):
            act(ctx)
    with world.act() as ctx:
        assert update_message(ctx, held.id, starred=True).starred


def test_a_deletion_for_good_waits_and_the_trash_does_not(world: MailWorld) -> None:
    with world.act("delete_message") as ctx:
        assert delete_message(ctx, ONE) is None
        waits = delete_message(ctx, ONE, permanent=True)
        again = delete_message(ctx, ONE, permanent=True)
    assert waits is not None
    assert again is not None
    assert folder_of(world, ONE) is Folder.TRASH
    world.approve(1)
    world.approve(2)
    with seen_by(world, ALEX) as ctx:
        assert list_messages(ctx).items == ()
    gone = world.journal.records(world.branch_id, Act.MESSAGE_DELETED)
    assert [record.data["permanent"] for record in gone] == [False, True]


def test_a_deletion_that_is_refused_leaves_the_message_and_a_notice(world: MailWorld) -> None:
    with world.act("delete_message") as ctx:
        delete_message(ctx, ONE, permanent=True)
    world.refuse()
    assert folder_of(world, ONE) is Folder.INBOX
    assert "Message not deleted" in inbox(world, ALEX)


def test_each_decision_is_made_once(world: MailWorld) -> None:
    send(world)
    world.approve()
    with pytest.raises(AlreadyDecidedError):
        world.approve()
    with pytest.raises(AlreadyDecidedError):
        world.refuse()
    with pytest.raises(NotHeldError):
        world.approve(2)
    assert len(left(world)) == 1


def test_two_who_decide_at_once_decide_once(world: MailWorld) -> None:
    send(world)
    start, failures = threading.Barrier(2), []

    def decide() -> None:
        start.wait(10)
        try:
            world.approve()
        except AlreadyDecidedError as error:
            failures.append(error)

    threads = [threading.Thread(target=decide) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(failures) == 1
    assert len(left(world)) == 1
    assert inbox(world, BOB).count("Heron") == 1


def test_what_is_held_when_the_mail_ends_stays_held(world: MailWorld) -> None:
    send(world)
    with write_transaction(world.engine) as session:
        close_branch(session, branch_id=world.branch_id, reason="finished")
    with pytest.raises(BranchClosedError, match="stays held"):
        world.approve()
    assert left(world) == []
    with read_transaction(world.engine) as session:
        assert list_held(session) == ()


def test_a_decision_that_fails_leaves_everything_as_it_was(world: MailWorld) -> None:
    held = send(world).copy
    with pytest.raises(MailError):
        approve_and_fail(world)
    assert folder_of(world, held.id) is Folder.OUTBOX
    assert left(world) == []
    world.approve()


def approve_and_fail(world: MailWorld) -> None:
    with world.server.decide(world.branch_id, 1) as (ctx, item):
        approve(ctx, item, world.server.actions)
        raise MailError("The power fails.")


def test_what_waits_is_listed_by_branch_and_number(world: MailWorld) -> None:
    send(world)
    send(world)
    other = world.open("b-two", gated=True)
    with world.act("send", world.issue(branch_id=other)) as ctx:
        send_message(ctx, Draft(to=(BOB,), subject="Other"))
    with read_transaction(world.engine) as session:
        found = [(item.branch_id, item.number) for item in list_held(session)]
        assert found == [("b-one", 1), ("b-one", 2), ("b-two", 1)]
        (second,) = list_held(session, world.branch_id, after=("b-one", 1))
        assert (second.number, second.kind, second.account) == (2, "mail", ALEX)
        assert len(list_held(session, limit=1)) == 1


def test_the_gate_is_asked_in_gated_branches_alone(engine: Engine) -> None:
    world = mail_world(engine, gate=KindGate((MailToSend,)))
    free = world.open("b-free")
    with world.act("send", world.issue(branch_id=free)) as ctx:
        assert send_message(ctx, Draft(to=(BOB,))).waits is None


def test_time_does_not_pass_while_somebody_decides(world: MailWorld) -> None:
    send(world)
    with seen_by(world, ALEX) as ctx:
        before = ctx.now
    world.approve()
    with seen_by(world, ALEX) as ctx:
        assert ctx.now == before > START
