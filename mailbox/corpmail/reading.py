"""Reading single messages and threads, and finding the copy that an act means.

Called by the API, by replies and by operators; never writes: marking as read is an act of
``corpmail.changing``.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, or_, select

from corpmail.context import MailContext
from corpmail.copies import MessageCopy, StoredAttachment, in_spaces, load_copies, visible_entries
from corpmail.errors import (
    AttachmentNotFoundError,
    MessageNotFoundError,
    OutOfScopeError,
    ThreadNotFoundError,
)
from corpmail.listing import readable_mailboxes
from corpmail.tables import MessageRow
from corpmail.types import Address, Folder

_message = MessageRow.metadata.tables["message"]
_entry = MessageRow.metadata.tables["entry"]
_blob = MessageRow.metadata.tables["blob"]
_LOADED_AT_ONCE = 500
"""Keys in one statement: databases bound them."""
_ID = re.compile(r"[mt]-[a-z2-9]{12}")


def get_message(ctx: MailContext, message_id: str) -> MessageCopy:
    """Return a message that the token can read: its own copy, else the first by address.

    Raises:
        MessageNotFoundError: It can read none of that id.
    """
    chosen = _chosen_entries(ctx, "public_id", message_id)
    copies = load_copies(ctx, chosen)
    if not copies:
        raise MessageNotFoundError(f"There is no message '{message_id[:80]}' that you can read.")
    return copies[0]


def get_own_message(ctx: MailContext, message_id: str) -> MessageCopy:
    """Return the token's own copy of a message, for an act on it.

    Raises:
        MessageNotFoundError: The token can read no message of that id.
        OutOfScopeError: It can read it in another mailbox only.
    """
    copy = get_message(ctx, message_id)
    if not copy.own:
        raise OutOfScopeError(
            f"The message '{copy.id}' is in the mailbox {copy.mailbox}, which you can only read."
        )
    return copy


def get_thread(ctx: MailContext, thread_id: str) -> tuple[MessageCopy, ...]:
    """Return the messages of a thread that the token can read, each once, oldest first.

    Drafts are not part of their thread until they are sent, and what is held until it leaves.

    Raises:
        ThreadNotFoundError: It can read none of them.
    """
    copies = load_copies(ctx, _chosen_entries(ctx, "thread_id", thread_id))
    sent = [copy for copy in copies if copy.has_left]
    if not sent:
        raise ThreadNotFoundError(f"There is no thread '{thread_id[:80]}' that you can read.")
    return tuple(sorted(sent, key=_age))


def get_all_messages(ctx: MailContext) -> tuple[MessageCopy, ...]:
    """Return every message that the token can read, each once, oldest first; no drafts.

    Of a message in several mailboxes it is the copy that ``get_message`` returns.
    """
    values = {
        "branch": ctx.branch_id,
        "now": ctx.now,
        "spaces": (ctx.snapshot_id, ctx.branch_id),
        "accounts": readable_mailboxes(ctx),
        "reader": ctx.account,
    }
    chosen = _choose(ctx, ctx.rows(_readable_statement(), values))
    copies = (copy for part in _in_parts(chosen) for copy in load_copies(ctx, part))
    return tuple(sorted((copy for copy in copies if not copy.is_draft), key=_age))


def _age(copy: MessageCopy) -> tuple[int, int, str]:
    # Of two at the same second, an answer follows what it answers.
    return (copy.sent_at, len(copy.references), copy.id)


def _in_parts(keys: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    for start in range(0, len(keys), _LOADED_AT_ONCE):
        yield keys[start : start + _LOADED_AT_ONCE]


def find_attachment(copy: MessageCopy, attachment_id: str) -> StoredAttachment:
    """Return what is known of an attachment of a message.

    Raises:
        AttachmentNotFoundError: The message has none of that id.
    """
    for attachment in copy.attachments:
        if attachment.id == attachment_id:
            return attachment
    raise AttachmentNotFoundError(
        f"The message '{copy.id}' has no attachment '{attachment_id[:80]}'."
    )


def attachment_content(ctx: MailContext, attachment: StoredAttachment) -> bytes:
    """Return the bytes of an attachment."""
    found = select(_blob.c.content).where(_blob.c.sha256 == attachment.sha256)
    return bytes(ctx.session.connection().execute(found).scalar_one())


def _chosen_entries(ctx: MailContext, column: str, public_id: str) -> tuple[int, ...]:
    # Anything else cannot be an id, and some databases refuse what may be in it.
    if _ID.fullmatch(public_id) is None:
        return ()
    values = {
        "branch": ctx.branch_id,
        "snapshot": ctx.snapshot_id,
        "now": ctx.now,
        "reader": ctx.account,
        "id": public_id,
    }
    return _choose(ctx, ctx.rows(_candidates_statement(column), values))


@cache
def _candidates_statement(column: str) -> Select[Any]:
    # Not joined with entries: a planner without statistics would begin at the wrong end.
    named = _message.c[column] == bindparam("id")
    messages = select(_message.c.pk).where(
        or_(
            and_(named, _message.c.branch_id.is_(None)),
            and_(named, _message.c.branch_id == bindparam("branch")),
        )
    )
    columns = (_entry.c.pk, _entry.c.message_pk, _entry.c.account, _entry.c.folder)
    return visible_entries(*columns).where(_entry.c.message_pk.in_(messages), in_spaces())


@cache
def _readable_statement() -> Select[Any]:
    columns = (_entry.c.pk, _entry.c.message_pk, _entry.c.account, _entry.c.folder)
    return visible_entries(*columns).where(
        _entry.c.space.in_(bindparam("spaces", expanding=True)),
        _entry.c.account.in_(bindparam("accounts", expanding=True)),
    )


def _choose(ctx: MailContext, candidates: Iterable[Row[Any]]) -> tuple[int, ...]:
    best: dict[int, tuple[tuple[bool, str, bool, int], int]] = {}
    for row in candidates:
        account = Address(row.account)
        if not ctx.may_read(account):
            continue
        # In one mailbox, the copy that came in before the one that went out.
        rank = (account != ctx.account, account, row.folder == Folder.SENT, row.pk)
        if row.message_pk not in best or rank < best[row.message_pk][0]:
            best[row.message_pk] = (rank, row.pk)
    return tuple(entry_pk for _, entry_pk in best.values())
