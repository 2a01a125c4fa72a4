"""Sending: what is stored, delivered, recorded, refused."""

import pytest
from sqlalchemy import Engine

from corpmail.errors import (
    AttachmentNotFoundError,
    InvalidAddressError,
    InvalidDraftError,
    MessageNotFoundError,
)
from corpmail.journal import Act
from corpmail.listing import list_messages
from corpmail.reading import get_message
from corpmail.sending import send_message
from corpmail.threads import message_id_of, thread_id_of
from corpmail.types import Address, AttachmentId, Draft, Folder, Limits, MessageId, SeedAttachment
from support.builders import (
    ANN,
    BOB,
    CAROL,
    DOMAIN,
    OUTSIDER,
    START,
    mail_world,
    make_seed_message,
    rfc_id,
)

ONE = message_id_of(rfc_id(1))


def test_a_sent_message_lies_in_sent_and_in_each_inbox_unread(engine: Engine) -> None:
    world = mail_world(engine)
    with world.act("send") as ctx:
        sent = send_message(
            ctx, Draft(to=("Ann <ann@firm.example>",), cc=(BOB,), subject=" Hi ", text="Text.")
        )
    assert (sent.copy.folder, sent.copy.is_read, sent.copy.subject) == (Folder.SENT, True, "Hi")
    assert sent.copy.sent_at == sent.copy.received_at == START + 90
    for account in (ANN, BOB):
        with world.server.look(world.branch_id, account=account) as ctx:
            (copy,) = list_messages(ctx).items
        assert (copy.id, copy.is_read, copy.folder) == (sent.copy.id, False, Folder.INBOX)
        assert copy.sender.name == "Alex"


def test_recipients_without_a_name_get_the_directorys(engine: Engine) -> None:
    world = mail_world(engine)
    with world.act("send") as ctx:
        sent = send_message(ctx, Draft(to=(f"ANN@{DOMAIN}", f"My boss <{BOB}>", ANN, ANN)))
    assert [(mailer.address, mailer.name) for mailer in sent.copy.to] == [
        (f"ann@{DOMAIN}", "Ann Lee"),
        (BOB, "My boss"),
        (ANN, "Ann Lee"),
    ]


def test_bcc_recipients_get_the_mail_and_nobody_else_sees_them(engine: Engine) -> None:
    world = mail_world(engine)
    with world.act("send") as ctx:
        sent = send_message(ctx, Draft(to=(ANN,), bcc=(BOB, OUTSIDER), subject="Secret"))
    assert [mailer.address for mailer in sent.copy.bcc] == [BOB, OUTSIDER]
    for account in (ANN, BOB, OUTSIDER):
        with world.server.look(world.branch_id, account=account) as ctx:
            assert get_message(ctx, sent.copy.id).bcc == ()


def test_ids_follow_from_the_snapshot_and_the_count(engine: Engine) -> None:
    world = mail_world(engine)
    token = world.issue(branch_id=world.open("b-two"))
    ids = []
    for one in (world.token, token):
        with world.act("send", one) as ctx:
            ids += [send_message(ctx, Draft(to=(ANN,))).copy.rfc_id for _ in range(2)]
    assert ids[:2] == ids[2:]
    assert ids[0] != ids[1]
    assert ids[0].endswith(f"@mail.{DOMAIN}>")


def test_an_answer_joins_the_thread(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1), make_seed_message(2, reply_to=1)])
    with world.act("send") as ctx:
        sent = send_message(ctx, Draft(to=(ANN,), in_reply_to=message_id_of(rfc_id(2))))
    assert sent.copy.in_reply_to == rfc_id(2)
    assert sent.copy.references == (rfc_id(1), rfc_id(2))
    assert sent.copy.thread_id == thread_id_of(rfc_id(1), ())


def test_files_of_ones_own_and_of_readable_messages_travel(engine: Engine) -> None:
    file = SeedAttachment("plan.pdf", "application/pdf", b"%PDF")
    world = mail_world(engine, [make_seed_message(1, attachments=(file,))])
    draft = Draft(
        to=(ANN,),
        attachments=(SeedAttachment("note.txt", "text/plain", b"note"),),
        forward_attachments=((ONE, AttachmentId("a1")),),
    )
    with world.act("send") as ctx:
        sent = send_message(ctx, draft)
    assert [(one.id, one.filename, one.size) for one in sent.copy.attachments] == [
        ("a1", "plan.pdf", 4),
        ("a2", "note.txt", 4),
    ]


def test_a_sent_message_is_recorded_with_everything_but_its_text(engine: Engine) -> None:
    world = mail_world(engine)
    file = SeedAttachment("note.txt", "text/plain", b"note")
    with world.act("send") as ctx:
        sent = send_message(
            ctx, Draft(to=(ANN,), bcc=(CAROL,), subject="S", text="T", attachments=(file,))
        )
    (record,) = world.journal.records(world.branch_id, Act.MAIL_SENT)
    assert record.data["message_id"] == sent.copy.id
    assert (record.data["to"], record.data["bcc"]) == ([ANN], [CAROL])
    assert record.data["subject"] == "S"
    assert "text" not in record.data
    assert [one.address for one in sent.deliveries] == [ANN, CAROL]
    assert len(str(record.data["deliveries"])) > 50
    assert "note.txt" in str(record.data["attachments"])


SMALL = Limits(recipients=2, subject_chars=10, body_bytes=10, attachment_bytes=10, attachments=2)
FILE = SeedAttachment("a", "text/plain", b"12345")


@pytest.mark.parametrize(
    ("draft", "complaint"),
    [
        (Draft(), "no recipient"),
        (Draft(to=(ANN, BOB), cc=(CAROL,)), "3 recipients"),
        (Draft(to=(ANN,), subject="x" * 11), "11 characters"),
        (Draft(to=(ANN,), text="ü" * 6), "12 bytes"),
        (Draft(to=(ANN,), text="x" * 5, html="x" * 6), "11 bytes"),
        (Draft(to=(ANN,), subject="a\nb"), "line break"),
        (Draft(to=(ANN,), subject="a\rb"), "line break"),
        (Draft(to=(ANN,), subject="a\x1bb"), "control"),
        (Draft(to=(ANN,), subject="a\0b"), "cannot carry"),
        (Draft(to=(ANN,), text="a\0b"), "cannot carry"),
        (Draft(to=(ANN,), text="a\ud800b"), "cannot carry"),
        (Draft(to=(ANN,), html="a\udfffb"), "cannot carry"),
        (Draft(to=(ANN,), attachments=(FILE, FILE, FILE)), "3 attachments"),
        (Draft(to=(ANN,), attachments=(FILE, SeedAttachment("b", "a/b", b"123456"))), "11 bytes"),
        (Draft(to=(ANN,), attachments=(SeedAttachment("", "a/b", b""),)), "file name"),
        (Draft(to=(ANN,), attachments=(SeedAttachment("a\nb", "a/b", b""),)), "file name"),
        (Draft(to=(ANN,), attachments=(SeedAttachment("../b", "a/b", b""),)), "file name"),
        (Draft(to=(ANN,), attachments=(SeedAttachment("b", "a", b""),)), "content type"),
        (Draft(to=(ANN,), attachments=(SeedAttachment("b", "a/b\n", b""),)), "content type"),
    ],
)
def test_what_cannot_be_sent_is_refused_and_nothing_is_kept(
    engine: Engine, draft: Draft, complaint: str
) -> None:
    world = mail_world(engine, limits=SMALL)
    with pytest.raises(InvalidDraftError, match=complaint), world.act("send") as ctx:
        send_message(ctx, draft)
    with world.act() as ctx:
        assert list_messages(ctx).items == ()
    assert world.journal.records(world.branch_id, Act.MAIL_SENT) == []


def test_an_address_that_is_none_is_refused(engine: Engine) -> None:
    world = mail_world(engine)
    with pytest.raises(InvalidAddressError), world.act("send") as ctx:
        send_message(ctx, Draft(to=(ANN, f"ann@{DOMAIN}\nBcc: {OUTSIDER}")))


def test_what_cannot_be_read_can_neither_be_answered_nor_sent_along(engine: Engine) -> None:
    file = SeedAttachment("plan.pdf", "application/pdf", b"%PDF")
    world = mail_world(engine, [make_seed_message(1, to=(BOB,), attachments=(file,))])
    taken = Draft(to=(ANN,), forward_attachments=((ONE, AttachmentId("a1")),))
    for draft in (Draft(to=(ANN,), in_reply_to=ONE), taken):
        with pytest.raises(MessageNotFoundError), world.act("send") as ctx:
            send_message(ctx, draft)


def test_a_file_that_there_is_not_cannot_be_sent_along(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1)])
    with pytest.raises(AttachmentNotFoundError), world.act("send") as ctx:
        send_message(ctx, Draft(to=(ANN,), forward_attachments=((ONE, AttachmentId("a1")),)))


def test_mail_stays_in_the_mailboxes_of_its_branch(engine: Engine) -> None:
    world = mail_world(engine)
    with world.act("send") as ctx:
        sent: MessageId = send_message(ctx, Draft(to=("x@else.example",), subject="Out")).copy.id
    with world.server.look(world.branch_id, account=Address("x@else.example")) as ctx:
        assert [copy.id for copy in list_messages(ctx).items] == [sent]
