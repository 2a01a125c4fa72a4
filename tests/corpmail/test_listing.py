"""Listings of messages and mailboxes: order, filters, pages, scope."""

import pytest
from sqlalchemy import Engine

from corpmail.changing import delete_message, update_message
from corpmail.context import MailContext
from corpmail.copies import CopySummary
from corpmail.errors import InvalidCursorError, MailboxNotFoundError
from corpmail.listing import list_mailboxes, list_messages
from corpmail.sending import send_message
from corpmail.types import Draft, Folder, Scope, ScopeKind
from support.builders import (
    ALEX,
    ANN,
    BOB,
    CAROL,
    COMPANY,
    DOMAIN,
    OUTSIDER,
    START,
    mail_world,
    make_seed_message,
)


def every_page(
    ctx: MailContext, *, limit: int, folder: Folder | None = None, unread: bool | None = None
) -> list[CopySummary]:
    found: list[CopySummary] = []
    cursor = None
    while True:
        page = list_messages(ctx, folder=folder, unread=unread, limit=limit, cursor=cursor)
        assert len(page.items) <= limit
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found


def subjects(ctx: MailContext, folder: Folder | None = None) -> list[str]:
    return [copy.subject for copy in list_messages(ctx, folder=folder).items]


def test_a_mailbox_is_listed_newest_first(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(number) for number in (2, 3, 1)])
    with world.act() as ctx:
        send_message(ctx, Draft(to=(ANN,), subject="New"))
        assert subjects(ctx) == ["New", "Message 3", "Message 2", "Message 1"]


def test_a_listing_shows_where_a_message_lies_and_how_it_begins(engine: Engine) -> None:
    message = make_seed_message(
        1, unread_by=(ALEX,), starred_by=(ALEX,), folders={ALEX: Folder.ARCHIVE}, text="x" * 1000
    )
    world = mail_world(engine, [message])
    with world.act() as ctx:
        (copy,) = list_messages(ctx).items
    assert (copy.folder, copy.is_read, copy.starred) == (Folder.ARCHIVE, False, True)
    assert copy.mailbox == ALEX
    assert copy.sender.address == ANN
    assert len(copy.beginning) == 400


def test_mail_that_has_not_come_yet_is_not_listed(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, sent_at=START + 11)])
    with world.act("list_messages") as ctx:
        assert subjects(ctx) == []
    with world.act("list_messages") as ctx:
        assert subjects(ctx) == ["Message 1"]


def test_pages_of_any_size_make_up_the_whole_though_many_came_at_once(engine: Engine) -> None:
    messages = [make_seed_message(number, sent_at=START - number % 3) for number in range(1, 40)]
    world = mail_world(engine, messages)
    with world.act() as ctx:
        for number in range(5):
            send_message(ctx, Draft(to=(ALEX,), subject=f"Own {number}"))
        whole = every_page(ctx, limit=100)
        assert len(whole) == 49
        for limit in (1, 2, 7, 48, 49):
            assert every_page(ctx, limit=limit) == whole


def test_a_message_to_oneself_is_listed_in_both_of_its_folders(engine: Engine) -> None:
    world = mail_world(engine)
    with world.act() as ctx:
        send_message(ctx, Draft(to=(ALEX,), subject="Note"))
        assert sorted(copy.folder for copy in every_page(ctx, limit=1)) == ["inbox", "sent"]


def test_new_mail_between_two_pages_moves_nothing(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(number) for number in range(1, 7)])
    with world.act() as ctx:
        first = list_messages(ctx, limit=3)
    with world.act() as ctx:
        send_message(ctx, Draft(to=(ALEX,), subject="New"))
        second = list_messages(ctx, limit=3, cursor=first.next_cursor)
    assert [copy.subject for copy in second.items] == ["Message 3", "Message 2", "Message 1"]


def test_a_folder_holds_what_stayed_and_what_was_moved_there(engine: Engine) -> None:
    messages = [make_seed_message(number) for number in range(1, 6)]
    messages.append(make_seed_message(6, folders={ALEX: Folder.ARCHIVE}))
    world = mail_world(engine, messages)
    with world.act() as ctx:
        ids = {copy.subject: copy.id for copy in list_messages(ctx).items}
        update_message(ctx, ids["Message 2"], folder=Folder.ARCHIVE)
        update_message(ctx, ids["Message 6"], folder=Folder.INBOX)
        delete_message(ctx, ids["Message 3"])
        delete_message(ctx, ids["Message 4"], permanent=True)
        assert subjects(ctx, Folder.INBOX) == ["Message 6", "Message 5", "Message 1"]
        assert subjects(ctx, Folder.ARCHIVE) == ["Message 2"]
        assert subjects(ctx, Folder.TRASH) == ["Message 3"]
        assert subjects(ctx, Folder.DRAFTS) == []
        update_message(ctx, ids["Message 2"], folder=Folder.INBOX)
        assert subjects(ctx, Folder.INBOX)[2] == "Message 2"


def test_filters_by_unread_and_starred_follow_what_was_changed(engine: Engine) -> None:
    messages = [
        make_seed_message(number, unread_by=(ALEX,) if number % 2 else (), starred_by=(ALEX,))
        for number in range(1, 5)
    ]
    world = mail_world(engine, messages)
    with world.act() as ctx:
        ids = {copy.subject: copy.id for copy in list_messages(ctx).items}
        update_message(ctx, ids["Message 1"], is_read=True, starred=False)
        update_message(ctx, ids["Message 2"], is_read=False)
        unread = [copy.subject for copy in list_messages(ctx, unread=True).items]
        read = [copy.subject for copy in list_messages(ctx, unread=False).items]
        plain = [copy.subject for copy in list_messages(ctx, starred=False).items]
    assert unread == ["Message 3", "Message 2"]
    assert read == ["Message 4", "Message 1"]
    assert plain == ["Message 1"]


@pytest.mark.parametrize("limit", [-5, 0, 10**9])
def test_a_limit_out_of_range_is_brought_into_it(engine: Engine, limit: int) -> None:
    world = mail_world(engine, [make_seed_message(number) for number in range(1, 4)])
    with world.act() as ctx:
        assert len(list_messages(ctx, limit=limit).items) in (1, 3)


def test_a_cursor_of_another_listing_is_refused(engine: Engine) -> None:
    world = mail_world(engine, scope=COMPANY)
    with world.act() as ctx:
        cursor = list_mailboxes(ctx, limit=1).next_cursor
    with pytest.raises(InvalidCursorError), world.act() as ctx:
        list_messages(ctx, cursor=cursor)


@pytest.mark.parametrize("text", ["", "\0", "\ud800", "x" * 10_000, "%", "alex", "' OR 1=1"])
def test_what_is_no_mailbox_is_not_found(engine: Engine, text: str) -> None:
    world = mail_world(engine)
    with pytest.raises(MailboxNotFoundError), world.act() as ctx:
        list_messages(ctx, mailbox=text)


@pytest.mark.parametrize(
    ("scope", "readable"),
    [
        (Scope(ScopeKind.OWN), [ALEX]),
        (Scope(ScopeKind.COMPANY), [ALEX, ANN, BOB, CAROL]),
        (Scope(ScopeKind.ACCOUNTS, frozenset({BOB})), [ALEX, BOB]),
        (Scope(ScopeKind.ACCOUNTS, frozenset({OUTSIDER})), [ALEX, OUTSIDER]),
    ],
)
def test_the_scope_decides_which_mailboxes_there_are(
    engine: Engine, scope: Scope, readable: list[str]
) -> None:
    world = mail_world(engine, [make_seed_message(1, to=(BOB, OUTSIDER))], scope=scope)
    with world.act() as ctx:
        listed = [mailbox.address for mailbox in list_mailboxes(ctx).items]
    assert listed == readable
    for address in (ALEX, ANN, BOB, CAROL, OUTSIDER, f"ann@{DOMAIN}", f"sales@{DOMAIN}"):
        opens = address in readable or (address == f"ann@{DOMAIN}" and ANN in readable)
        with world.act() as ctx:
            if opens:
                list_messages(ctx, mailbox=address.upper())
            else:
                with pytest.raises(MailboxNotFoundError):
                    list_messages(ctx, mailbox=address)


def test_an_outsiders_token_reads_the_outsiders_mail(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, to=(OUTSIDER,))], account=OUTSIDER)
    with world.act() as ctx:
        assert subjects(ctx) == ["Message 1"]
        (mailbox,) = list_mailboxes(ctx).items
    assert (mailbox.address, mailbox.name, mailbox.own) == (OUTSIDER, "Kim Doe", True)


def test_unread_mail_is_counted_in_the_inbox_as_it_is_now(engine: Engine) -> None:
    messages = [make_seed_message(number, unread_by=(ALEX,)) for number in range(1, 7)]
    messages.append(make_seed_message(7, to=(BOB,), unread_by=(BOB,)))
    messages.append(make_seed_message(8, unread_by=(ALEX,), folders={ALEX: Folder.ARCHIVE}))
    messages.append(make_seed_message(9))
    messages.append(make_seed_message(10, unread_by=(ALEX,), sent_at=START + 10_000))
    world = mail_world(engine, messages, scope=COMPANY)
    with world.act() as ctx:
        ids = {copy.subject: copy.id for copy in list_messages(ctx).items}
        update_message(ctx, ids["Message 1"], is_read=True)
        update_message(ctx, ids["Message 2"], folder=Folder.ARCHIVE)
        update_message(ctx, ids["Message 3"], starred=True)
        delete_message(ctx, ids["Message 4"], permanent=True)
        delete_message(ctx, ids["Message 5"])
        update_message(ctx, ids["Message 8"], folder=Folder.INBOX)
        update_message(ctx, ids["Message 9"], is_read=False)
        send_message(ctx, Draft(to=(ALEX,), subject="Note"))
        unread = {mailbox.address: mailbox.unread for mailbox in list_mailboxes(ctx).items}
        shown = list_messages(ctx, folder=Folder.INBOX, unread=True).items
    assert unread == {ALEX: len(shown), ANN: 0, BOB: 1, CAROL: 0}
    assert len(shown) == 5


def test_mailboxes_come_page_by_page(engine: Engine) -> None:
    world = mail_world(engine, scope=COMPANY)
    found: list[str] = []
    cursor = None
    with world.act() as ctx:
        while True:
            page = list_mailboxes(ctx, limit=3, cursor=cursor)
            found += [mailbox.address for mailbox in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
    assert found == [ALEX, ANN, BOB, CAROL]
