"""A mailbox's copy of a message, as one branch sees it, and how copies are read from the tables.

A copy is an entry of the snapshot or of the branch, corrected by the branch's overlay, with the
content of its message. Called by listing, reading and search; never writes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, not_, or_, select

from corpmail.context import MailContext
from corpmail.tables import MessageRow
from corpmail.types import (
    Address,
    AttachmentId,
    Folder,
    Mailer,
    MessageId,
    MessageState,
    ThreadId,
)

SNIPPET_SOURCE_CHARS = 400
"""How much of a text is read to make a listing's snippet."""

_tables = MessageRow.metadata.tables
_message, _entry, _overlay = _tables["message"], _tables["entry"], _tables["overlay"]


@dataclass(frozen=True, slots=True)
class StoredAttachment:
    """A file that a message carries, without its bytes."""

    id: AttachmentId
    filename: str
    content_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class CopySummary:
    """A copy as a listing needs it."""

    id: MessageId
    thread_id: ThreadId
    mailbox: Address
    folder: Folder
    sender: Mailer
    to: tuple[Mailer, ...]
    subject: str
    beginning: str
    """The first characters of the text, or a snippet of it."""
    received_at: int
    is_read: bool
    starred: bool
    attachment_count: int
    first_folder: Folder
    """Where the copy was put when it came; tells apart two copies of one message in a mailbox."""


@dataclass(frozen=True, slots=True)
class MessageCopy:
    """A copy with the whole content of its message; ``bcc`` is empty for who may not see it."""

    entry_pk: int
    message_pk: int
    own: bool
    """Whether it lies in the mailbox of the context's own account."""
    id: MessageId
    thread_id: ThreadId
    mailbox: Address
    folder: Folder
    rfc_id: str
    in_reply_to: str | None
    references: tuple[str, ...]
    sender: Mailer
    to: tuple[Mailer, ...]
    cc: tuple[Mailer, ...]
    bcc: tuple[Mailer, ...]
    subject: str
    text: str
    html: str | None
    sent_at: int
    received_at: int
    is_read: bool
    starred: bool
    attachments: tuple[StoredAttachment, ...]
    headers: tuple[tuple[str, str], ...]
    forward_of: MessageId | None
    state: MessageState

    @property
    def is_draft(self) -> bool:
        """Whether it was not sent yet."""
        return self.state == "draft"

    @property
    def has_left(self) -> bool:
        """Whether it was sent and let go: others can have it."""
        return self.state == "sent"


def current_folder() -> ColumnElement[str]:
    """Return the SQL for the folder in which a copy lies now."""
    return func.coalesce(_overlay.c.folder, _entry.c.folder)


def currently_read() -> ColumnElement[bool]:
    """Return the SQL for whether a copy has been read."""
    return func.coalesce(_overlay.c.is_read, _entry.c.is_read)


def currently_starred() -> ColumnElement[bool]:
    """Return the SQL for whether a copy is starred."""
    return func.coalesce(_overlay.c.starred, _entry.c.starred)


def in_spaces() -> ColumnElement[bool]:
    """Return the SQL for entries that a branch sees, for a select that names its entries.

    Its parameters are ``snapshot`` and ``branch``.

    Written so that no index of mailboxes serves it: without statistics, SQLite would rather walk
    through all entries of a snapshot than look up the few that are named.
    """
    return _entry.c.space.concat("").in_([bindparam("snapshot"), bindparam("branch")])


def visible_entries(*columns: ColumnElement[Any]) -> Select[Any]:
    """Return a select over entries that have arrived and are not deleted.

    Its parameters are ``branch``, ``now`` and ``reader``, the account that looks: what lies in an
    outbox is seen by its own account alone. The caller says which spaces and mailboxes.
    """
    changed = and_(_overlay.c.entry_pk == _entry.c.pk, _overlay.c.branch_id == bindparam("branch"))
    return (
        select(*columns)
        .select_from(_entry)
        .outerjoin(_overlay, changed)
        .where(
            _entry.c.received_at <= bindparam("now"),
            not_(func.coalesce(_overlay.c.deleted, false())),
            # Nothing moves into an outbox or out of it, so that the overlay need not be asked.
            or_(_entry.c.folder != Folder.OUTBOX.value, _entry.c.account == bindparam("reader")),
        )
    )


def summary_columns() -> tuple[ColumnElement[Any], ...]:
    """Return the columns that ``summary_of_row`` reads; join the message for them."""
    return (
        _message.c.public_id,
        _message.c.thread_id,
        _entry.c.account,
        current_folder().label("folder"),
        _message.c.sender,
        _message.c.recipients,
        _message.c.subject,
        func.substr(_message.c.text, 1, SNIPPET_SOURCE_CHARS).label("beginning"),
        _entry.c.received_at,
        currently_read().label("is_read"),
        currently_starred().label("starred"),
        func.json_array_length(_message.c.attachments),
        _entry.c.folder.label("first_folder"),
    )


def summary_of_row(row: Sequence[Any]) -> CopySummary:
    """Return the summary in a row of ``summary_columns``."""
    return CopySummary(
        id=row[0],
        thread_id=row[1],
        mailbox=row[2],
        folder=Folder(row[3]),
        sender=Mailer(**row[4]),
        to=_mailers(row[5], "to"),
        subject=row[6],
        beginning=row[7],
        received_at=row[8],
        is_read=bool(row[9]),
        starred=bool(row[10]),
        attachment_count=row[11],
        first_folder=Folder(row[12]),
    )


_UNREAD_COLUMNS = ("digest", "branch_id", "deliveries")


@cache
def _copies_statement() -> Select[Any]:
    columns = (
        *(column for column in _message.c if column.name not in _UNREAD_COLUMNS),
        _entry.c.pk.label("entry_pk"),
        _entry.c.account,
        _entry.c.received_at,
        current_folder().label("current_folder"),
        currently_read().label("is_read"),
        currently_starred().label("starred"),
    )
    return (
        visible_entries(*columns)
        .join(_message, _message.c.pk == _entry.c.message_pk)
        .where(_entry.c.pk.in_(bindparam("entries", expanding=True)))
    )


def load_copies(ctx: MailContext, entry_pks: Iterable[int]) -> tuple[MessageCopy, ...]:
    """Return whole copies in the order of their entries' keys.

    The caller has made sure that the token may read them; those that have not arrived or are
    deleted are left out.

    Args:
        ctx: The transaction.
        entry_pks: Keys of entries of this branch or its snapshot.
    """
    wanted = tuple(entry_pks)
    values = {
        "branch": ctx.branch_id,
        "now": ctx.now,
        "reader": ctx.account,
        "entries": wanted,
    }
    rows = ctx.rows(_copies_statement(), values)
    found = {row.entry_pk: _copy_of_row(ctx, row._mapping) for row in rows}
    return tuple(found[pk] for pk in wanted if pk in found)


def _copy_of_row(ctx: MailContext, row: Mapping[Any, Any]) -> MessageCopy:
    sender = Mailer(**row["sender"])
    sees_bcc = ctx.may_read(ctx.directory.mailbox_of(sender.address))
    return MessageCopy(
        entry_pk=row["entry_pk"],
        message_pk=row["pk"],
        own=row["account"] == ctx.account,
        id=row["public_id"],
        thread_id=row["thread_id"],
        mailbox=row["account"],
        folder=Folder(row["current_folder"]),
        rfc_id=row["rfc_id"],
        in_reply_to=row["in_reply_to"],
        references=tuple(row["refs"]),
        sender=sender,
        to=_mailers(row["recipients"], "to"),
        cc=_mailers(row["recipients"], "cc"),
        bcc=_mailers(row["recipients"], "bcc") if sees_bcc else (),
        subject=row["subject"],
        text=row["text"],
        html=row["html"],
        sent_at=row["sent_at"],
        received_at=row["received_at"],
        is_read=bool(row["is_read"]),
        starred=bool(row["starred"]),
        attachments=tuple(StoredAttachment(**attachment) for attachment in row["attachments"]),
        headers=tuple((name, value) for name, value in row["headers"]),
        forward_of=row["forward_of"],
        state=row["state"],
    )


def _mailers(recipients: Mapping[str, Any], field: str) -> tuple[Mailer, ...]:
    return tuple(Mailer(**mailer) for mailer in recipients.get(field, ()))
