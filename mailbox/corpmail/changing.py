"""Changes to the token's own copies: read, starred, folder, deleted.

Called by the API. A change is an overlay row of the branch; the entry itself stays as it came,
whether it is the snapshot's or the branch's. Every change is recorded.
"""

from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Executable

from corpmail.context import MailContext
from corpmail.copies import MessageCopy
from corpmail.database import insert_into
from corpmail.errors import InvalidRequestError
from corpmail.gates import DeletionForGood
from corpmail.holding import hold
from corpmail.journal import Act
from corpmail.reading import get_message, get_own_message, get_thread
from corpmail.tables import OverlayRow
from corpmail.types import Folder

_overlay = OverlayRow.metadata.tables["overlay"]


def open_message(ctx: MailContext, message_id: str) -> MessageCopy:
    """Return a message and mark the token's own copy as read; others' copies stay as they are.

    Raises:
        MessageNotFoundError: The token can read none of that id.
    """
    return _opened(ctx, get_message(ctx, message_id))


def open_thread(ctx: MailContext, thread_id: str) -> tuple[MessageCopy, ...]:
    """Return a thread, oldest message first, and mark the token's own copies in it as read.

    Raises:
        ThreadNotFoundError: The token can read none of its messages.
    """
    return tuple(_opened(ctx, copy) for copy in get_thread(ctx, thread_id))


def _opened(ctx: MailContext, copy: MessageCopy) -> MessageCopy:
    marks = copy.own and not copy.is_read
    if marks:
        change_entry(ctx, copy.entry_pk, is_read=True)
    ctx.record(
        Act.MESSAGE_OPENED,
        {
            "message_id": copy.id,
            "thread_id": copy.thread_id,
            "mailbox": copy.mailbox,
            "sender": copy.sender.address,
            "subject": copy.subject,
            "marked_read": marks,
        },
    )
    return replace(copy, is_read=True) if marks else copy


def update_message(
    ctx: MailContext,
    message_id: str,
    *,
    folder: Folder | None = None,
    is_read: bool | None = None,
    starred: bool | None = None,
) -> MessageCopy:
    """Move or flag the token's own copy; what is None stays.

    Raises:
        MessageNotFoundError: The token can read no message of that id.
        OutOfScopeError: It can read it in another mailbox only.
        InvalidRequestError: The message cannot lie in that folder.
    """
    copy = get_own_message(ctx, message_id)
    if folder is not None and folder is not copy.folder:
        _check_move(ctx, copy, folder)
        change_entry(ctx, copy.entry_pk, folder=folder.value)
        moved = {"message_id": copy.id, "from": copy.folder.value, "to": folder.value}
        ctx.record(Act.MESSAGE_MOVED, {**moved, "subject": copy.subject})
        copy = replace(copy, folder=folder)
    flags: dict[str, bool] = {}
    if is_read is not None and is_read is not copy.is_read:
        flags["is_read"] = is_read
    if starred is not None and starred is not copy.starred:
        flags["starred"] = starred
    if flags:
        change_entry(ctx, copy.entry_pk, is_read=flags.get("is_read"), starred=flags.get("starred"))
        ctx.record(Act.MESSAGE_FLAGGED, {"message_id": copy.id, **flags})
    return replace(
        copy,
        is_read=flags.get("is_read", copy.is_read),
        starred=flags.get("starred", copy.starred),
    )


def _check_move(ctx: MailContext, copy: MessageCopy, folder: Folder) -> None:
    _check_outbox(copy)
    if folder is Folder.OUTBOX:
        raise InvalidRequestError("Nothing can be moved into the outbox; send it.")
    if copy.is_draft:
        raise InvalidRequestError("A draft stays among the drafts; send it or delete it.")
    if folder is Folder.DRAFTS:
        raise InvalidRequestError("A message that was sent cannot become a draft.")
    if folder is Folder.SENT and ctx.directory.mailbox_of(copy.sender.address) != ctx.account:
        raise InvalidRequestError("Only messages that you sent can lie in the folder 'sent'.")


def delete_message(ctx: MailContext, message_id: str, *, permanent: bool = False) -> str | None:
    """Move the token's own copy to trash, or remove it for good; a draft is always removed.

    Other mailboxes keep their copies. A message in trash stays there unless ``permanent``.

    Returns:
        Why it is there still, in sentences for who wanted it gone, when the gate holds the
        deletion; None when it was done.

    Raises:
        MessageNotFoundError: The token can read no message of that id.
        OutOfScopeError: It can read it in another mailbox only.
        InvalidRequestError: It lies in the outbox.
    """
    copy = get_own_message(ctx, message_id)
    if copy.is_draft:
        remove_draft(ctx, copy)
        return None
    _check_outbox(copy)
    if permanent:
        act = DeletionForGood(copy.id)
        reason = ctx.gate.reason_to_hold(ctx.session, ctx.branch_id, act)
        if reason is not None:
            return _hold_deletion(ctx, copy, reason)
        remove_for_good(ctx, copy)
    elif copy.folder is not Folder.TRASH:
        change_entry(ctx, copy.entry_pk, folder=Folder.TRASH.value)
        _record_deletion(ctx, copy, permanent=False)
    return None


def remove_for_good(ctx: MailContext, copy: MessageCopy) -> None:
    """Remove the own copy of a message that was sent; nothing brings it back."""
    change_entry(ctx, copy.entry_pk, deleted=True)
    _record_deletion(ctx, copy, permanent=True)


def _check_outbox(copy: MessageCopy) -> None:
    if copy.folder is Folder.OUTBOX:
        raise InvalidRequestError(
            f"The message '{copy.id}' stays in the outbox: it waits, or was not released."
        )


def _hold_deletion(ctx: MailContext, copy: MessageCopy, reason: str) -> str:
    number = hold(ctx, "deletion", reason=reason, entry_pk=copy.entry_pk)
    described = {"message_id": copy.id, "thread_id": copy.thread_id, "subject": copy.subject}
    ctx.record(Act.DELETION_HELD, {"item": number, "reason": reason, **described})
    return (
        f"Not deleted yet. {reason} The message {copy.id} stays where it is until that is decided."
    )


def _record_deletion(ctx: MailContext, copy: MessageCopy, *, permanent: bool) -> None:
    ctx.record(
        Act.MESSAGE_DELETED,
        {
            "message_id": copy.id,
            "thread_id": copy.thread_id,
            "permanent": permanent,
            "from": copy.folder.value,
            "sender": copy.sender.address,
            "subject": copy.subject,
        },
    )


def remove_draft(ctx: MailContext, copy: MessageCopy) -> None:
    """Remove a draft that the account has; its content stays in the database, out of sight."""
    change_entry(ctx, copy.entry_pk, deleted=True)
    ctx.record(Act.DRAFT_DELETED, {"message_id": copy.id, "subject": copy.subject})


def change_entry(
    ctx: MailContext,
    entry_pk: int,
    *,
    folder: str | None = None,
    is_read: bool | None = None,
    starred: bool | None = None,
    deleted: bool | None = None,
) -> None:
    """Keep what the branch changes of an entry; what is None stays."""
    given = {"folder": folder, "is_read": is_read, "starred": starred, "deleted": deleted}
    values: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    connection = ctx.session.connection()
    change = _change_statement(connection.dialect.name, tuple(values))
    row = {"branch_id": ctx.branch_id, "entry_pk": entry_pk, "deleted": False, **values}
    connection.execute(change, row)


@cache
def _change_statement(dialect: str, changed: tuple[str, ...]) -> Executable:
    statement = insert_into(dialect, _overlay)
    return statement.on_conflict_do_update(
        index_elements=[_overlay.c.branch_id, _overlay.c.entry_pk],
        set_={name: statement.excluded[name] for name in changed},
    )
