"""Snapshots: a company's mail, stored once under the address of its content.

Called by whoever builds a company, in the caller's transaction. A stored snapshot never changes;
storing it again does nothing.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from corpmail.attachments import attachment_rows, describe_attachments, store_contents
from corpmail.clock import wall_now
from corpmail.collection import uncollected
from corpmail.database import engine_state, insert_into
from corpmail.directory import DirectoryIndex
from corpmail.errors import NotFoundError, SnapshotMismatchError
from corpmail.search.word_index import index_messages
from corpmail.seeding import SeedEntry, check_directory, check_messages, entries_of
from corpmail.tables import SnapshotRow
from corpmail.threads import message_id_of, thread_id_of
from corpmail.types import Directory, Mailer, SeedMessage, SnapshotId

_tables = SnapshotRow.metadata.tables
_snapshot, _message, _entry = _tables["snapshot"], _tables["message"], _tables["entry"]
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class _Seed:
    """A message with everything that its rows need."""

    message: SeedMessage
    row: dict[str, object]
    entries: tuple[SeedEntry, ...]

    @property
    def digest(self) -> str:
        return str(self.row["digest"])


@uncollected()
def store_snapshot(
    session: Session, directory: Directory, messages: Iterable[SeedMessage]
) -> SnapshotId:
    """Store a company's mail and return its address, which is a function of all of it.

    Every sender at the firm gets a copy in sent, every recipient one in the inbox or where the
    message says; lists are expanded. Messages that another snapshot has are not stored twice.

    Args:
        session: The caller's transaction.
        directory: The company's address book.
        messages: All its mail, in any order.

    Raises:
        SeedDataError: The directory or a message is wrong.
    """
    index = DirectoryIndex(directory)
    check_directory(index)
    ordered = sorted(messages, key=lambda message: (message.sent_at, message.rfc_id))
    seeds = [_seed(index, message) for message in ordered]
    plain = directory_to_json(directory)
    snapshot_id = _address(plain, ((seed.digest, seed.entries) for seed in seeds))
    connection = session.connection()
    known = select(_snapshot.c.id).where(_snapshot.c.id == snapshot_id)
    if connection.execute(known).first() is not None:
        return snapshot_id
    # What is stored under this address has been looked at already.
    check_messages(index, ordered)
    row = {
        "id": snapshot_id,
        "directory": plain,
        "message_count": len(seeds),
        "stored_wall": wall_now().isoformat(),
    }
    # Who stores the same at this moment is waited for, and has then stored all of it.
    new = insert_into(connection.dialect.name, _snapshot).on_conflict_do_nothing()
    if connection.execute(new.returning(_snapshot.c.id), row).first() is None:
        return snapshot_id
    _store_messages(session, seeds)
    _store_entries(session, snapshot_id, seeds)
    return snapshot_id


def load_directory(session: Session, snapshot_id: SnapshotId) -> DirectoryIndex:
    """Return the directory of a snapshot; remembered, since it never changes.

    Raises:
        NotFoundError: There is no such snapshot.
    """
    state = engine_state(session.connection().engine)
    directory = state.directories.get(snapshot_id)
    if directory is None:
        found = select(_snapshot.c.directory).where(_snapshot.c.id == snapshot_id)
        plain = session.connection().execute(found).scalar_one_or_none()
        if plain is None:
            raise NotFoundError(f"There is no snapshot '{snapshot_id}' in this database.")
        directory = DirectoryIndex(_directory_adapter().validate_python(plain))
        state.keep_directory(snapshot_id, directory)
    return directory


def verify_snapshot(session: Session, snapshot_id: SnapshotId) -> None:
    """Make sure that what is stored is what the snapshot's address says; reads all of it.

    Raises:
        NotFoundError: There is no such snapshot.
        SnapshotMismatchError: Something in it was changed.
    """
    connection = session.connection()
    snapshot = connection.execute(select(_snapshot).where(_snapshot.c.id == snapshot_id)).first()
    if snapshot is None:
        raise NotFoundError(f"There is no snapshot '{snapshot_id}' in this database.")
    entries: dict[int, list[SeedEntry]] = {}
    for row in connection.execute(select(_entry).where(_entry.c.space == snapshot_id)):
        entry = SeedEntry(row.account, row.folder, bool(row.is_read), bool(row.starred))
        entries.setdefault(row.message_pk, []).append(entry)
    held = select(_entry.c.message_pk).where(_entry.c.space == snapshot_id)
    stored = connection.execute(
        select(_message)
        .where(_message.c.pk.in_(held))
        .order_by(_message.c.sent_at, _message.c.rfc_id)
    )
    parts = [(_digest(row._mapping), tuple(sorted(entries[row.pk]))) for row in stored]
    if _address(snapshot.directory, parts) != snapshot_id:
        raise SnapshotMismatchError(
            f"The mail stored as snapshot '{snapshot_id}' is not what that address stands for; "
            "the database was changed by hand."
        )


def directory_to_json(directory: Directory) -> dict[str, object]:
    """Return a directory as plain JSON values."""
    plain: dict[str, object] = _directory_adapter().dump_python(directory, mode="json")
    return plain


@cache
def _directory_adapter() -> TypeAdapter[Directory]:
    return TypeAdapter(Directory)


def _seed(directory: DirectoryIndex, message: SeedMessage) -> _Seed:
    attachments = describe_attachments(message.attachments)
    row: dict[str, object] = {
        "public_id": message_id_of(message.rfc_id),
        "branch_id": None,
        "rfc_id": message.rfc_id,
        "thread_id": thread_id_of(message.rfc_id, message.references, message.in_reply_to),
        "sender": mailer_row(message.sender),
        "recipients": recipient_rows(message.to, message.cc, message.bcc),
        "subject": message.subject,
        "text": message.text,
        "html": message.html,
        "sent_at": message.sent_at,
        "in_reply_to": message.in_reply_to,
        "refs": list(message.references),
        "attachments": attachment_rows(attachments),
        "headers": [list(header) for header in message.headers],
        "forward_of": None,
        "state": "sent",
        "deliveries": None,
    }
    row["digest"] = _digest(row)
    return _Seed(message, row, entries_of(directory, message))


def mailer_row(mailer: Mailer) -> dict[str, str]:
    """Return the JSON of one name and address in a message row."""
    return {"address": mailer.address, "name": mailer.name}


def recipient_rows(
    to: Iterable[Mailer], cc: Iterable[Mailer], bcc: Iterable[Mailer]
) -> dict[str, object]:
    """Return the ``recipients`` column of a message row."""
    fields = {"to": to, "cc": cc, "bcc": bcc}
    return {field: [mailer_row(mailer) for mailer in mailers] for field, mailers in fields.items()}


def _store_messages(session: Session, seeds: Sequence[_Seed]) -> None:
    contents = {
        hashlib.sha256(attachment.content).hexdigest(): attachment.content
        for seed in seeds
        for attachment in seed.message.attachments
    }
    store_contents(session, contents)
    stored = _keys_by_digest(session, seeds)
    new = [seed for seed in seeds if seed.digest not in stored]
    if not new:
        return
    connection = session.connection()
    # Another snapshot with the same message may be stored at this moment.
    statement = insert_into(connection.dialect.name, _message)
    unless_stored = statement.on_conflict_do_nothing(index_elements=[_message.c.digest])
    connection.execute(unless_stored, [seed.row for seed in new])
    keys = _keys_by_digest(session, new)
    index_messages(session, [(keys[seed.digest], seed.message) for seed in new])


def _store_entries(session: Session, snapshot_id: SnapshotId, seeds: Sequence[_Seed]) -> None:
    keys = _keys_by_digest(session, seeds)
    rows = [
        {
            "space": snapshot_id,
            "account": entry.account,
            "message_pk": keys[seed.digest],
            "folder": entry.folder,
            "is_read": entry.is_read,
            "starred": entry.starred,
            "received_at": seed.message.sent_at,
        }
        for seed in seeds
        for entry in seed.entries
    ]
    if rows:
        session.connection().execute(insert(_entry), rows)


def _keys_by_digest(session: Session, seeds: Sequence[_Seed]) -> dict[str, int]:
    digests = [seed.digest for seed in seeds]
    keys: dict[str, int] = {}
    for start in range(0, len(digests), _CHUNK):
        chunk = digests[start : start + _CHUNK]
        found = select(_message.c.digest, _message.c.pk).where(_message.c.digest.in_(chunk))
        keys.update((digest, pk) for digest, pk in session.connection().execute(found))
    return keys


def _digest(row: Mapping[Any, Any]) -> str:
    names = (
        "rfc_id",
        "sender",
        "recipients",
        "subject",
        "text",
        "html",
        "sent_at",
        "in_reply_to",
        "refs",
        "attachments",
        "headers",
    )
    return _hash({name: row[name] for name in names})


def _address(
    directory: Mapping[str, object], parts: Iterable[tuple[str, Sequence[SeedEntry]]]
) -> SnapshotId:
    messages = [
        [digest, [[entry.account, entry.folder, entry.is_read, entry.starred] for entry in entries]]
        for digest, entries in parts
    ]
    return SnapshotId(f"s-{_hash([directory, messages])[:24]}")


def _hash(value: object) -> str:
    plain = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
