"""Snapshots: addressed by content, stored once, never changed."""

import random

import pytest
from sqlalchemy import Engine, delete, func, select, update

from corpmail.database import engine_state, read_transaction, write_transaction
from corpmail.errors import NotFoundError, SeedDataError, SnapshotMismatchError
from corpmail.snapshot import load_directory, store_snapshot, verify_snapshot
from corpmail.tables import MessageRow
from corpmail.types import Address, Directory, Folder, SeedAttachment, SeedMessage, SnapshotId
from support.builders import ALEX, ANN, BOB, EVERYONE, OUTSIDER, make_directory, make_seed_message

tables = MessageRow.metadata.tables


def store(
    engine: Engine, messages: list[SeedMessage], directory: Directory | None = None
) -> SnapshotId:
    with write_transaction(engine) as session:
        return store_snapshot(session, directory or make_directory(), messages)


def count(engine: Engine, table: str) -> int:
    with read_transaction(engine) as session:
        return session.execute(select(func.count()).select_from(tables[table])).scalar_one()


def folders(engine: Engine) -> dict[tuple[str, str], tuple[bool, bool]]:
    with read_transaction(engine) as session:
        rows = session.execute(select(tables["entry"])).all()
    return {(row.account, row.folder): (row.is_read, row.starred) for row in rows}


def test_the_same_mail_has_the_same_address_in_any_order(engine: Engine) -> None:
    messages = [make_seed_message(number) for number in range(1, 30)]
    first = store(engine, messages)
    random.Random(1).shuffle(messages)
    assert store(engine, messages) == first
    assert count(engine, "snapshot") == 1
    assert count(engine, "message") == 29
    assert first.startswith("s-")


@pytest.mark.parametrize(
    "other",
    [
        make_seed_message(1, text="Other."),
        make_seed_message(1, subject="Other"),
        make_seed_message(1, html="<p>Other</p>"),
        make_seed_message(1, sent_at=5),
        make_seed_message(1, to=(ANN,)),
        make_seed_message(1, bcc=(BOB,)),
        make_seed_message(1, headers=(("Auto-Submitted", "auto-replied"),)),
        make_seed_message(1, unread_by=(ALEX,)),
        make_seed_message(1, starred_by=(ALEX,)),
        make_seed_message(1, folders={ALEX: Folder.ARCHIVE}),
        make_seed_message(1, attachments=(SeedAttachment("a.txt", "text/plain", b"a"),)),
    ],
)
def test_any_difference_makes_another_address(engine: Engine, other: SeedMessage) -> None:
    assert store(engine, [make_seed_message(1)]) != store(engine, [other])


def test_another_directory_makes_another_address(engine: Engine) -> None:
    directory = make_directory()
    other = Directory(
        "Other firm", directory.domains, directory.timezone, directory.accounts, directory.lists
    )
    assert store(engine, []) != store(engine, [], other)


def test_snapshots_share_the_messages_that_they_have_in_common(engine: Engine) -> None:
    file = SeedAttachment("a.txt", "text/plain", b"the same bytes")
    common = [make_seed_message(number, attachments=(file,)) for number in range(1, 6)]
    store(engine, [*common, make_seed_message(8)])
    store(engine, [*common, make_seed_message(9)])
    assert count(engine, "message") == 7
    assert count(engine, "blob") == 1
    assert count(engine, "entry") == 24


def test_sender_and_recipients_have_copies_where_the_message_says(engine: Engine) -> None:
    message = make_seed_message(
        1,
        sender=ANN,
        to=(EVERYONE,),
        cc=(OUTSIDER,),
        unread_by=(ALEX,),
        starred_by=(BOB,),
        folders={BOB: Folder.ARCHIVE},
    )
    store(engine, [message])
    assert folders(engine) == {
        (ANN, "sent"): (True, False),
        (ALEX, "inbox"): (False, False),
        (BOB, "archive"): (True, True),
        ("carol.novak@firm.example", "inbox"): (True, False),
        (OUTSIDER, "inbox"): (True, False),
    }


def test_mail_to_an_unknown_address_at_the_firm_lies_in_no_mailbox(engine: Engine) -> None:
    store(engine, [make_seed_message(1, to=(Address("gone@firm.example"),))])
    assert list(folders(engine)) == [(ANN, "sent")]


def test_a_directory_is_read_once(engine: Engine) -> None:
    snapshot_id = store(engine, [])
    with read_transaction(engine) as session:
        first = load_directory(session, snapshot_id)
        assert load_directory(session, snapshot_id) is first
    assert first.directory == make_directory()
    assert list(engine_state(engine).directories) == [snapshot_id]


def test_a_directory_of_no_snapshot_is_an_error(engine: Engine) -> None:
    with pytest.raises(NotFoundError), read_transaction(engine) as session:
        load_directory(session, SnapshotId("s-none"))


def test_what_is_stored_is_what_its_address_says(engine: Engine) -> None:
    file = SeedAttachment("a.txt", "text/plain", b"a")
    messages = [
        make_seed_message(1, attachments=(file,), unread_by=(ALEX,), html="<p>x</p>"),
        make_seed_message(2, reply_to=1, folders={ALEX: Folder.TRASH}, bcc=(BOB,)),
    ]
    snapshot_id = store(engine, messages)
    with read_transaction(engine) as session:
        verify_snapshot(session, snapshot_id)


@pytest.mark.parametrize("tampering", ["text", "flag", "loss", "directory"])
def test_a_snapshot_that_was_changed_by_hand_is_found_out(engine: Engine, tampering: str) -> None:
    snapshot_id = store(engine, [make_seed_message(1), make_seed_message(2)])
    changes = {
        "text": update(tables["message"]).values(text="Other."),
        "flag": update(tables["entry"]).values(is_read=False),
        "loss": delete(tables["entry"]).where(tables["entry"].c.pk == 1),
        "directory": update(tables["snapshot"]).values(directory={}),
    }
    with write_transaction(engine) as session:
        session.execute(changes[tampering])
    with pytest.raises(SnapshotMismatchError), read_transaction(engine) as session:
        verify_snapshot(session, snapshot_id)


def test_a_snapshot_that_there_is_not_cannot_be_verified(engine: Engine) -> None:
    with pytest.raises(NotFoundError), read_transaction(engine) as session:
        verify_snapshot(session, SnapshotId("s-none"))


def test_nothing_is_stored_of_a_snapshot_that_is_wrong(engine: Engine) -> None:
    with pytest.raises(SeedDataError):
        store(engine, [make_seed_message(1), make_seed_message(1)])
    assert count(engine, "message") == count(engine, "snapshot") == 0
