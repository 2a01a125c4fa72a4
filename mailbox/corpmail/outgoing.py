"""What an account of a branch sent, as it really left.

Called by inspectors and exports with any transaction; never writes. Bcc is shown: who reads this
stands outside the company.
"""

from collections.abc import Collection, Mapping
from typing import Any, Literal, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpmail.directory import DirectoryIndex
from corpmail.errors import MessageNotFoundError
from corpmail.recipients import FIELDS, resolve_recipients
from corpmail.tables import MessageRow
from corpmail.types import (
    Address,
    BranchId,
    Delivery,
    Mailer,
    MessageId,
    OutgoingAttachment,
    OutgoingMail,
    SnapshotId,
)

_message = MessageRow.metadata.tables["message"]
_entry = MessageRow.metadata.tables["entry"]
_blob = MessageRow.metadata.tables["blob"]


def outgoing_mail(
    session: Session, branch_id: BranchId, account: Address
) -> tuple[OutgoingMail, ...]:
    """Return everything that an account sent in a branch, in the order in which it was sent.

    Args:
        session: Any transaction.
        branch_id: Whose mail it is.
        account: The sending mailbox.
    """
    found = (
        select(_message)
        .where(_message.c.branch_id == branch_id, _message.c.state == "sent")
        .order_by(_message.c.sent_at, _message.c.pk)
    )
    rows = [row._mapping for row in session.connection().execute(found)]
    return tuple(
        _left(session, row)
        for row in rows
        if row["deliveries"] is not None and row["sender"]["address"] == account
    )


def sent_message(session: Session, *, branch_id: BranchId, message_id: str) -> OutgoingMail:
    """Return one message that any account sent in a branch.

    Args:
        session: Any transaction.
        branch_id: Whose mail it is.
        message_id: The message's public id.

    Raises:
        MessageNotFoundError: The branch sent none of that id.
    """
    found = select(_message).where(
        _message.c.public_id == message_id,
        _message.c.branch_id == branch_id,
        _message.c.state == "sent",
    )
    row = session.connection().execute(found).first()
    if row is None or row.deliveries is None:
        raise MessageNotFoundError(f"Nothing was sent as '{message_id[:80]}' in '{branch_id}'.")
    return _left(session, row._mapping)


def held_message(
    session: Session, *, branch_id: BranchId, message_id: str, directory: DirectoryIndex
) -> OutgoingMail:
    """Return one message that waits in a branch, as it would leave now.

    Args:
        session: Any transaction.
        branch_id: Whose mail it is.
        message_id: The message's public id.
        directory: Who would be reached.

    Raises:
        MessageNotFoundError: No message of that id waits in the branch.
    """
    found = select(_message).where(
        _message.c.public_id == message_id,
        _message.c.branch_id == branch_id,
        _message.c.state == "held",
    )
    row = session.connection().execute(found).first()
    if row is None:
        raise MessageNotFoundError(f"No message '{message_id[:80]}' waits in '{branch_id}'.")
    return _would_leave(session, row._mapping, directory)


def stopped_mail(
    session: Session, branch_id: BranchId, account: Address, *, directory: DirectoryIndex
) -> tuple[tuple[Literal["held", "refused"], OutgoingMail], ...]:
    """Return what an account sent in a branch and was not let go, in the order of its writing.

    Args:
        session: Any transaction.
        branch_id: Whose mail it is.
        account: The sending mailbox.
        directory: Who would have been reached.

    Returns:
        Each mail as it would have left, with whether it waits still or was refused.
    """
    found = (
        select(_message)
        .where(_message.c.branch_id == branch_id, _message.c.state.in_(("held", "refused")))
        .order_by(_message.c.sent_at, _message.c.pk)
    )
    rows = [row._mapping for row in session.connection().execute(found)]
    return tuple(
        (cast(Literal["held", "refused"], row["state"]), _would_leave(session, row, directory))
        for row in rows
        if row["sender"]["address"] == account
    )


def seeded_mail(
    session: Session,
    snapshot_id: SnapshotId,
    account: Address,
    *,
    message_ids: Collection[str],
    directory: DirectoryIndex,
) -> tuple[OutgoingMail, ...]:
    """Return messages of a snapshot that an account had sent, as they left, oldest first.

    Args:
        session: Any transaction.
        snapshot_id: Whose mail it is.
        account: The sending mailbox.
        message_ids: Which messages, by their public ids; those that others sent are left out.
        directory: Whom they reached: the snapshot's own.
    """
    found = (
        select(_message)
        .where(
            _message.c.public_id.in_(sorted(message_ids)),
            _message.c.pk.in_(select(_entry.c.message_pk).where(_entry.c.space == snapshot_id)),
        )
        .order_by(_message.c.sent_at, _message.c.pk)
    )
    rows = [row._mapping for row in session.connection().execute(found)]
    return tuple(
        _would_leave(session, row, directory)
        for row in rows
        if row["sender"]["address"].lower() == account
    )


def _would_leave(
    session: Session, row: Mapping[Any, Any], directory: DirectoryIndex
) -> OutgoingMail:
    recipients = row["recipients"]
    written = {name: tuple(Mailer(**mailer) for mailer in recipients[name]) for name in FIELDS}
    return _outgoing(session, row, resolve_recipients(directory, written))


def _left(session: Session, row: Mapping[Any, Any]) -> OutgoingMail:
    return _outgoing(session, row, tuple(Delivery(**each) for each in row["deliveries"]))


def _outgoing(
    session: Session, row: Mapping[Any, Any], deliveries: tuple[Delivery, ...]
) -> OutgoingMail:
    recipients = row["recipients"]
    return OutgoingMail(
        message_id=MessageId(row["public_id"]),
        rfc_id=row["rfc_id"],
        sender=Mailer(**row["sender"]),
        to=tuple(Mailer(**mailer) for mailer in recipients["to"]),
        cc=tuple(Mailer(**mailer) for mailer in recipients["cc"]),
        bcc=tuple(Mailer(**mailer) for mailer in recipients["bcc"]),
        subject=row["subject"],
        text=row["text"],
        html=row["html"],
        sent_at=row["sent_at"],
        in_reply_to=row["in_reply_to"],
        forward_of=row["forward_of"],
        attachments=tuple(_attachment(session, file) for file in row["attachments"]),
        deliveries=deliveries,
    )


def _attachment(session: Session, file: Mapping[str, Any]) -> OutgoingAttachment:
    found = select(_blob.c.content).where(_blob.c.sha256 == file["sha256"])
    return OutgoingAttachment(
        filename=file["filename"],
        content_type=file["content_type"],
        sha256=file["sha256"],
        content=bytes(session.connection().execute(found).scalar_one()),
    )
