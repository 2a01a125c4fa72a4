"""Acts on the own copies: opening, flags, moves, deletion, and their records."""

import pytest
from sqlalchemy import Engine

from corpmail.changing import delete_message, open_message, open_thread, update_message
from corpmail.drafts import save_draft
from corpmail.errors import InvalidRequestError, MessageNotFoundError, OutOfScopeError
from corpmail.journal import Act
from corpmail.listing import list_messages
from corpmail.reading import get_message
from corpmail.sending import send_message
from corpmail.threads import message_id_of, thread_id_of
from corpmail.types import Draft, Folder
from support.builders import (
    ALEX,
    ANN,
    BOB,
    COMPANY,
    MailWorld,
    mail_world,
    make_seed_message,
    rfc_id,
)

ONE = message_id_of(rfc_id(1))
THREAD = thread_id_of(rfc_id(1), ())


def acts(world: MailWorld) -> list[Act]:
    records = world.journal.records(world.branch_id)
    return [record.act for record in records if record.act is not Act.API_CALL]


def test_opening_marks_the_own_copy_and_says_so(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, unread_by=(ALEX,))])
    for first in (True, False):
        with world.act("open_message") as ctx:
            assert open_message(ctx, ONE).is_read
        opened = world.journal.records(world.branch_id, Act.MESSAGE_OPENED)[-1]
        assert opened.data["marked_read"] is first
        assert (opened.data["message_id"], opened.data["mailbox"]) == (ONE, ALEX)


def test_opening_anothers_copy_marks_nothing_and_is_recorded(engine: Engine) -> None:
    message = make_seed_message(1, to=(BOB,), unread_by=(BOB,))
    world = mail_world(engine, [message], scope=COMPANY)
    with world.act("open_message") as ctx:
        open_message(ctx, ONE)
    (opened,) = world.journal.records(world.branch_id, Act.MESSAGE_OPENED)
    assert (opened.data["mailbox"], opened.data["marked_read"]) == (ANN, False)
    with world.server.look(world.branch_id, account=BOB) as ctx:
        assert not get_message(ctx, ONE).is_read


def test_opening_a_thread_marks_each_of_the_own_copies(engine: Engine) -> None:
    messages = [
        make_seed_message(1, unread_by=(ALEX,)),
        make_seed_message(2, reply_to=1, unread_by=(ALEX,)),
        make_seed_message(3, reply_to=1, to=(BOB,), unread_by=(BOB,)),
    ]
    world = mail_world(engine, messages, scope=COMPANY)
    with world.act("open_thread") as ctx:
        assert [copy.is_read for copy in open_thread(ctx, THREAD)] == [True, True, True]
    assert acts(world) == [Act.MESSAGE_OPENED] * 3
    with world.act() as ctx:
        assert [copy.is_read for copy in list_messages(ctx).items] == [True, True]


def test_a_copy_is_moved_and_flagged_and_each_is_recorded(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1)])
    with world.act() as ctx:
        update_message(ctx, ONE, folder=Folder.ARCHIVE, is_read=False, starred=True)
    with world.act() as ctx:
        copy = get_message(ctx, ONE)
    assert (copy.folder, copy.is_read, copy.starred) == (Folder.ARCHIVE, False, True)
    moved, flagged = (
        world.journal.records(world.branch_id, act)[0].data
        for act in (Act.MESSAGE_MOVED, Act.MESSAGE_FLAGGED)
    )
    assert (moved["from"], moved["to"]) == ("inbox", "archive")
    assert flagged == {"message_id": ONE, "is_read": False, "starred": True}


def test_a_change_that_changes_nothing_is_not_recorded(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1)])
    with world.act() as ctx:
        update_message(ctx, ONE)
        update_message(ctx, ONE, folder=Folder.INBOX, is_read=True, starred=False)
    assert acts(world) == []


def test_others_copies_stay_as_they_are(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, to=(ALEX, BOB))])
    with world.act() as ctx:
        update_message(ctx, ONE, folder=Folder.TRASH, starred=True)
        delete_message(ctx, ONE, permanent=True)
    with world.server.look(world.branch_id, account=BOB) as ctx:
        copy = get_message(ctx, ONE)
    assert (copy.folder, copy.starred) == (Folder.INBOX, False)


def test_acts_on_others_copies_are_refused(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, to=(BOB,))], scope=COMPANY)
    with pytest.raises(OutOfScopeError), world.act() as ctx:
        update_message(ctx, ONE, starred=True)
    with pytest.raises(OutOfScopeError), world.act() as ctx:
        delete_message(ctx, ONE)
    assert acts(world) == []


def test_only_what_one_sent_can_lie_in_sent(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1)])
    with pytest.raises(InvalidRequestError, match="sent"), world.act() as ctx:
        update_message(ctx, ONE, folder=Folder.SENT)
    with world.act() as ctx:
        own = send_message(ctx, Draft(to=(ANN,), subject="Own")).copy.id
        update_message(ctx, own, folder=Folder.ARCHIVE)
        assert update_message(ctx, own, folder=Folder.SENT).folder is Folder.SENT


def test_drafts_and_messages_do_not_change_places(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1)])
    with world.act() as ctx:
        draft = save_draft(ctx, Draft(subject="Begun"))
    with pytest.raises(InvalidRequestError, match="draft"), world.act() as ctx:
        update_message(ctx, draft.id, folder=Folder.TRASH)
    with pytest.raises(InvalidRequestError, match="draft"), world.act() as ctx:
        update_message(ctx, ONE, folder=Folder.DRAFTS)
    with world.act() as ctx:
        assert update_message(ctx, draft.id, starred=True).starred


def test_deleting_moves_to_trash_once_and_then_for_good(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1)])
    for _ in range(2):
        with world.act("delete_message") as ctx:
            delete_message(ctx, ONE)
            assert get_message(ctx, ONE).folder is Folder.TRASH
    with world.act("delete_message") as ctx:
        delete_message(ctx, ONE, permanent=True)
    with pytest.raises(MessageNotFoundError), world.act() as ctx:
        get_message(ctx, ONE)
    deleted = world.journal.records(world.branch_id, Act.MESSAGE_DELETED)
    assert [(one.data["permanent"], one.data["from"]) for one in deleted] == [
        (False, "inbox"),
        (True, "trash"),
    ]


def test_what_the_own_mailbox_lost_is_still_read_in_anothers(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1)], scope=COMPANY)
    with world.act() as ctx:
        delete_message(ctx, ONE, permanent=True)
        assert get_message(ctx, ONE).mailbox == ANN
    with pytest.raises(OutOfScopeError), world.act() as ctx:
        delete_message(ctx, ONE)


def test_of_a_note_to_oneself_the_incoming_copy_goes_first(engine: Engine) -> None:
    world = mail_world(engine)
    with world.act() as ctx:
        note = send_message(ctx, Draft(to=(ALEX,), subject="Note")).copy.id
        delete_message(ctx, note, permanent=True)
        assert get_message(ctx, note).folder is Folder.SENT
        delete_message(ctx, note, permanent=True)
    with pytest.raises(MessageNotFoundError), world.act() as ctx:
        get_message(ctx, note)


def test_deleting_a_draft_removes_it(engine: Engine) -> None:
    world = mail_world(engine)
    with world.act() as ctx:
        draft = save_draft(ctx, Draft(subject="Begun"))
        delete_message(ctx, draft.id)
        assert list_messages(ctx).items == ()
    assert acts(world) == [Act.DRAFT_SAVED, Act.DRAFT_DELETED]
