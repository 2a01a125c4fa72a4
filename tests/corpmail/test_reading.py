"""Reading single messages, threads and files: whose copy, and what is not shown."""

import pytest
from sqlalchemy import Engine

from corpmail.database import write_transaction
from corpmail.errors import (
    AttachmentNotFoundError,
    MessageNotFoundError,
    OutOfScopeError,
    ThreadNotFoundError,
)
from corpmail.listing import list_messages
from corpmail.reading import (
    attachment_content,
    find_attachment,
    get_all_messages,
    get_message,
    get_own_message,
    get_thread,
)
from corpmail.sending import send_message
from corpmail.snapshot import store_snapshot
from corpmail.threads import message_id_of, thread_id_of
from corpmail.types import Draft, Folder, Scope, ScopeKind, SeedAttachment
from support.builders import (
    ALEX,
    ANN,
    BOB,
    CAROL,
    COMPANY,
    OUTSIDER,
    OWN,
    START,
    mail_world,
    make_directory,
    make_seed_message,
    rfc_id,
)

ONE = message_id_of(rfc_id(1))
TWO = message_id_of(rfc_id(2))
THREAD = thread_id_of(rfc_id(1), ())


def test_a_message_is_read_whole(engine: Engine) -> None:
    message = make_seed_message(
        2,
        reply_to=1,
        to=(ALEX, BOB),
        cc=(CAROL,),
        html="<p>Hello</p>",
        headers=(("Reply-To", "x@y.example"),),
        attachments=(SeedAttachment("a.txt", "text/plain", b"abc"),),
        unread_by=(ALEX,),
    )
    world = mail_world(engine, [make_seed_message(1), message])
    with world.act() as ctx:
        copy = get_message(ctx, TWO)
    assert (copy.rfc_id, copy.in_reply_to, copy.references) == (rfc_id(2), rfc_id(1), (rfc_id(1),))
    assert (copy.thread_id, copy.mailbox, copy.folder) == (THREAD, ALEX, Folder.INBOX)
    assert [mailer.address for mailer in (*copy.to, *copy.cc)] == [ALEX, BOB, CAROL]
    assert (copy.text, copy.html, copy.is_read) == (message.text, "<p>Hello</p>", False)
    assert copy.headers == message.headers
    (file,) = copy.attachments
    assert (file.id, file.filename, file.content_type, file.size) == (
        "a1",
        "a.txt",
        "text/plain",
        3,
    )


def test_reading_changes_nothing(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, unread_by=(ALEX,))])
    for _ in range(2):
        with world.act() as ctx:
            assert not get_message(ctx, ONE).is_read
            assert not get_thread(ctx, THREAD)[0].is_read


@pytest.mark.parametrize(
    "message_id", ["", "m-", "m-aaaaaaaaaaaa", ONE + "x", ONE.upper(), "\0", "\ud800", "m-" * 9999]
)
def test_what_is_no_message_is_not_found(engine: Engine, message_id: str) -> None:
    world = mail_world(engine, [make_seed_message(1)])
    with pytest.raises(MessageNotFoundError), world.act() as ctx:
        get_message(ctx, message_id)
    with pytest.raises(ThreadNotFoundError), world.act() as ctx:
        get_thread(ctx, message_id)


def test_mail_between_others_is_not_found_and_in_scope_it_is_read(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, to=(BOB,))])
    for scope, mailbox in (
        (OWN, None),
        (Scope(ScopeKind.ACCOUNTS, frozenset({CAROL})), None),
        (Scope(ScopeKind.ACCOUNTS, frozenset({BOB})), BOB),
        (COMPANY, ANN),
    ):
        token = world.issue(scope=scope)
        with world.act(token=token) as ctx:
            if mailbox is None:
                with pytest.raises(MessageNotFoundError):
                    get_message(ctx, ONE)
            else:
                copy = get_message(ctx, ONE)
                assert (copy.mailbox, copy.own) == (mailbox, False)


def test_an_act_on_anothers_copy_is_out_of_scope_and_on_nothing_not_found(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, to=(BOB,))], scope=COMPANY)
    with pytest.raises(OutOfScopeError, match=ANN), world.act() as ctx:
        get_own_message(ctx, ONE)
    with pytest.raises(MessageNotFoundError), world.act() as ctx:
        get_own_message(ctx, TWO)


def test_the_own_copy_comes_before_others(engine: Engine) -> None:
    message = make_seed_message(1, sender=ANN, to=(BOB, ALEX), unread_by=(ALEX,))
    world = mail_world(engine, [message], scope=COMPANY)
    with world.act() as ctx:
        assert get_message(ctx, ONE).mailbox == ALEX
    bob = world.issue(BOB, COMPANY)
    with world.act(token=bob) as ctx:
        assert get_message(ctx, ONE).mailbox == BOB


def test_of_two_own_copies_the_incoming_one_is_read(engine: Engine) -> None:
    world = mail_world(engine)
    with world.act() as ctx:
        sent = send_message(ctx, Draft(to=(ALEX,), subject="Note"))
        assert sent.copy.folder is Folder.SENT
        assert get_message(ctx, sent.copy.id).folder is Folder.INBOX


def test_mail_between_outsiders_mailboxes_is_not_the_companys(engine: Engine) -> None:
    message = make_seed_message(1, sender=OUTSIDER, to=(OUTSIDER,))
    world = mail_world(engine, [message], scope=COMPANY)
    with pytest.raises(MessageNotFoundError), world.act() as ctx:
        get_message(ctx, ONE)


def test_mail_that_has_not_come_yet_is_not_found(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, sent_at=START + 11)])
    with pytest.raises(MessageNotFoundError), world.act() as ctx:
        get_message(ctx, ONE)


def test_bcc_is_shown_to_who_may_read_the_senders_mailbox_only(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, to=(ALEX,), bcc=(BOB,))])
    for account, scope, shown in (
        (ALEX, OWN, []),
        (BOB, OWN, []),
        (ANN, OWN, [BOB]),
        (ALEX, COMPANY, [BOB]),
        (ALEX, Scope(ScopeKind.ACCOUNTS, frozenset({BOB})), []),
        (ALEX, Scope(ScopeKind.ACCOUNTS, frozenset({ANN})), [BOB]),
    ):
        with world.act(token=world.issue(account, scope)) as ctx:
            assert [mailer.address for mailer in get_message(ctx, ONE).bcc] == shown
            assert [mailer.address for mailer in get_thread(ctx, THREAD)[0].bcc] == shown


def test_bcc_of_an_outsiders_mail_stays_hidden_from_the_whole_company(engine: Engine) -> None:
    message = make_seed_message(1, sender=OUTSIDER, to=(ANN,), bcc=(ALEX,))
    world = mail_world(engine, [message], scope=COMPANY)
    with world.act() as ctx:
        assert get_message(ctx, ONE).bcc == ()


def test_a_thread_has_each_readable_message_once_oldest_first(engine: Engine) -> None:
    messages = [
        make_seed_message(1, to=(ALEX, BOB)),
        make_seed_message(2, reply_to=1, sender=BOB, to=(ANN, ALEX)),
        make_seed_message(3, reply_to=1, sender=BOB, to=(ANN,)),
        make_seed_message(4),
    ]
    world = mail_world(engine, messages)
    with world.act() as ctx:
        send_message(ctx, Draft(to=(ANN,), subject="Re", in_reply_to=ONE))
        own = [copy.subject for copy in get_thread(ctx, THREAD)]
    with world.act(token=world.issue(scope=COMPANY)) as ctx:
        all_of_it = [copy.subject for copy in get_thread(ctx, THREAD)]
    assert own == ["Message 1", "Message 2", "Re"]
    assert all_of_it == ["Message 1", "Message 2", "Message 3", "Re"]


def test_of_two_at_the_same_second_the_answer_comes_second(engine: Engine) -> None:
    messages = [make_seed_message(number, sent_at=START - 5, reply_to=number - 1 or None)
                for number in range(1, 3)]  # fmt: skip
    world = mail_world(engine, messages)
    with world.act() as ctx:
        assert [copy.id for copy in get_thread(ctx, THREAD)] == [ONE, TWO]


def test_the_same_message_of_another_snapshot_is_never_shown(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, text="Ours.")])
    with write_transaction(engine) as session:
        store_snapshot(session, make_directory(), [make_seed_message(1, text="Theirs.")])
    with world.act() as ctx:
        assert get_message(ctx, ONE).text == "Ours."
        assert [copy.text for copy in get_thread(ctx, THREAD)] == ["Ours."]
        assert [copy.beginning for copy in list_messages(ctx).items] == ["Ours."]


def test_all_messages_are_each_readable_message_once_oldest_first(engine: Engine) -> None:
    mail = [
        make_seed_message(3, to=[ANN, BOB]),
        make_seed_message(1, sender=ALEX, to=[ALEX, BOB]),
        make_seed_message(2, to=[BOB], folders={BOB: Folder.TRASH}),
        make_seed_message(4, sent_at=START + 60),
    ]
    world = mail_world(engine, mail, scope=COMPANY)
    world.request("POST", "/drafts", json={"to": [BOB], "subject": "Not yet"})
    with world.server.look(world.branch_id, account=ALEX, scope=COMPANY, now=START) as ctx:
        copies = get_all_messages(ctx)
        assert [copy.subject for copy in copies] == ["Message 1", "Message 2", "Message 3"]
        assert copies == tuple(get_message(ctx, copy.id) for copy in copies)
    with world.server.look(world.branch_id, account=ALEX, now=START) as ctx:
        assert [copy.subject for copy in get_all_messages(ctx)] == ["Message 1"]


def test_all_messages_can_be_more_than_one_statement_takes(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(number) for number in range(1, 1_102)])
    with world.server.look(world.branch_id, account=ALEX) as ctx:
        assert len(get_all_messages(ctx)) == 1_101


def test_a_file_is_found_by_its_id_and_read_byte_for_byte(engine: Engine) -> None:
    files = [SeedAttachment(f"{n}.bin", "application/x-n", bytes([n]) * n) for n in range(3)]
    world = mail_world(engine, [make_seed_message(1, attachments=files)])
    with world.act() as ctx:
        copy = get_message(ctx, ONE)
        assert [
            attachment_content(ctx, find_attachment(copy, f"a{number}")) for number in (1, 2, 3)
        ] == [b"", b"\1", b"\2\2"]
        for wrong in ("a0", "a4", "", "\0", "A1"):
            with pytest.raises(AttachmentNotFoundError):
                find_attachment(copy, wrong)
