"""Storing the messages and copies that a branch makes.

Called by sending, drafts, delivery and notices. Decides nothing: what is stored here lies where
the caller says.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import JsonValue
from sqlalchemy import Insert, Table, insert

from corpmail.branches import next_number
from corpmail.clock import derived_id
from corpmail.composing import Composed
from corpmail.context import MailContext
from corpmail.snapshot import mailer_row
from corpmail.tables import MessageRow
from corpmail.threads import message_id_of, thread_id_of
from corpmail.types import Address, Folder, Mailer, MessageId, MessageState

_message = MessageRow.metadata.tables["message"]
_entry = MessageRow.metadata.tables["entry"]


def new_rfc_id(ctx: MailContext) -> str:
    """Return the Message-ID of the next message that the branch makes.

    It is a function of the snapshot and of how many messages came before, so that the same
    episode played again makes the same ids.
    """
    number = next_number(ctx.session, ctx.branch_id)
    word = derived_id("x", ctx.snapshot_id, str(number)).removeprefix("x-")
    return f"<{word}@mail.{ctx.directory.domains[0]}>"


def store_message(
    ctx: MailContext,
    composed: Composed,
    *,
    sender: Mailer,
    state: MessageState = "sent",
    headers: Sequence[tuple[str, str]] = (),
    forward_of: MessageId | None = None,
    deliveries: Sequence[Mapping[str, JsonValue]] | None = None,
) -> tuple[int, str]:
    """Store a message that the branch makes and return its key and Message-ID."""
    rfc_id = new_rfc_id(ctx)
    row = {
        **composed.row(),
        "public_id": message_id_of(rfc_id),
        "digest": None,
        "branch_id": ctx.branch_id,
        "rfc_id": rfc_id,
        "thread_id": thread_id_of(rfc_id, composed.references),
        "sender": mailer_row(sender),
        "sent_at": ctx.now,
        "in_reply_to": composed.in_reply_to,
        "refs": list(composed.references),
        "headers": [list(header) for header in headers],
        "forward_of": forward_of,
        "state": state,
        "deliveries": deliveries,
    }
    return _insert(ctx, _message, row), rfc_id


def add_entry(
    ctx: MailContext, message_pk: int, *, mailbox: Address, folder: Folder, is_read: bool
) -> int:
    """Put a copy of a message into a mailbox and return its key."""
    row = _entry_row(ctx, message_pk, mailbox=mailbox, folder=folder, is_read=is_read)
    return _insert(ctx, _entry, row)


def _entry_row(
    ctx: MailContext, message_pk: int, *, mailbox: Address, folder: Folder, is_read: bool
) -> dict[str, Any]:
    return {
        "space": ctx.branch_id,
        "account": mailbox,
        "message_pk": message_pk,
        "folder": folder.value,
        "is_read": is_read,
        "starred": False,
        "received_at": ctx.now,
    }


def _insert(ctx: MailContext, table: Table, row: dict[str, Any]) -> int:
    key = ctx.session.connection().execute(_insert_statement(table), row).inserted_primary_key
    return int(key[0]) if key is not None else 0


@cache
def _insert_statement(table: Table) -> Insert:
    return insert(table)


def add_incoming(ctx: MailContext, message_pk: int, mailboxes: Iterable[Address]) -> None:
    """Put an unread copy of a message into the inbox of each mailbox."""
    rows = [
        _entry_row(ctx, message_pk, mailbox=mailbox, folder=Folder.INBOX, is_read=False)
        for mailbox in mailboxes
    ]
    if rows:
        ctx.session.connection().execute(_insert_statement(_entry), rows)


def sender_of(ctx: MailContext) -> Mailer:
    """Return the account of the context as a sender."""
    account = ctx.directory.account(ctx.account)
    return Mailer(ctx.account, account.name if account else "")
