"""Delivering what a branch's accounts send, inside the same database.

Called by sending and drafts. Mail to the firm goes to its mailboxes, mail to the outside to
simulated outsiders' mailboxes, and what can go nowhere comes back as a bounce. Nothing ever
leaves the machine.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import JsonValue
from sqlalchemy import Insert, Table, insert

from corpmail.branches import next_number
from corpmail.clock import derived_id, to_company_time
from corpmail.composing import Composed
from corpmail.context import MailContext
from corpmail.directory import POSTMASTER
from corpmail.journal import Act
from corpmail.recipients import incoming_mailboxes
from corpmail.snapshot import mailer_row
from corpmail.tables import MessageRow
from corpmail.threads import message_id_of, references_of_answer, thread_id_of
from corpmail.types import Address, Delivery, Folder, Mailer, MessageId

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
    state: str = "sent",
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


def deliver(
    ctx: MailContext, composed: Composed, *, message_pk: int, deliveries: Sequence[Delivery]
) -> None:
    """Put a sent message into the mailboxes it reaches.

    Args:
        ctx: The transaction.
        composed: The message.
        message_pk: Its key.
        deliveries: What becomes of each of its recipients.
    """
    mailboxes = incoming_mailboxes(
        ctx.directory, deliveries, sender=ctx.account, written=composed.written()
    )
    rows = [
        _entry_row(ctx, message_pk, mailbox=mailbox, folder=Folder.INBOX, is_read=False)
        for mailbox in mailboxes
    ]
    if rows:
        ctx.session.connection().execute(_insert_statement(_entry), rows)


def bounce(
    ctx: MailContext, composed: Composed, *, rfc_id: str, deliveries: Iterable[Delivery]
) -> None:
    """Tell the sender which recipients could not be reached, by a mail from the postmaster."""
    failed = [delivery for delivery in deliveries if delivery.outcome == "bounced"]
    if not failed:
        return
    domain = ctx.directory.domains[0]
    postmaster = Mailer(Address(f"{POSTMASTER}@{domain}"), "Mail Delivery Subsystem")
    notice = Composed(
        to=(sender_of(ctx),),
        cc=(),
        bcc=(),
        subject="Delivery Status Notification (Failure)",
        text=_notice_text(ctx, composed, rfc_id=rfc_id, failed=failed),
        html=None,
        attachments=(),
        in_reply_to=rfc_id,
        references=references_of_answer(rfc_id, composed.references),
    )
    headers = (("Auto-Submitted", "auto-replied"),)
    message_pk, notice_rfc_id = store_message(ctx, notice, sender=postmaster, headers=headers)
    add_entry(ctx, message_pk, mailbox=ctx.account, folder=Folder.INBOX, is_read=False)
    ctx.record(
        Act.MAIL_BOUNCED,
        {
            "message_id": message_id_of(rfc_id),
            "notice_id": message_id_of(notice_rfc_id),
            "addresses": [delivery.address for delivery in failed],
        },
    )


def sender_of(ctx: MailContext) -> Mailer:
    """Return the account of the context as a sender."""
    account = ctx.directory.account(ctx.account)
    return Mailer(ctx.account, account.name if account else "")


def _notice_text(
    ctx: MailContext, composed: Composed, *, rfc_id: str, failed: Sequence[Delivery]
) -> str:
    domain = ctx.directory.domains[0]
    at = to_company_time(ctx.now, ctx.directory.timezone).strftime("%a, %d %b %Y %H:%M:%S %z")
    lines = [
        f"This is the mail system at host mail.{domain}.",
        "",
        "Your message could not be delivered to one or more recipients. Every other recipient",
        "has received it. No further attempt will be made.",
        "",
    ]
    for delivery in failed:
        via = f" (member of the list {delivery.via})" if delivery.via else ""
        lines.append(f"<{delivery.address}>{via}: no such mailbox here")
    lines += ["", f"Reporting-MTA: dns; mail.{domain}", f"Arrival-Date: {at}"]
    for delivery in failed:
        lines += [
            "",
            f"Final-Recipient: rfc822; {delivery.address}",
            "Action: failed",
            "Status: 5.1.1",
            "Diagnostic-Code: smtp; 550 5.1.1 Recipient address rejected: "
            "user unknown in local recipient table",
        ]
    lines += ["", "The message was:", f"Message-ID: {rfc_id}", f"Subject: {composed.subject}"]
    return "\n".join(lines) + "\n"
