"""Sending: a new message, an answer, a message passed on, a draft.

Called by the API for a token's own account. Each is one act: the message, its copies and its
record are stored together or not at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import JsonValue

from corpmail.answering import schedule_answers
from corpmail.composing import Composed, compose
from corpmail.context import MailContext
from corpmail.copies import MessageCopy, load_copies
from corpmail.delivery import bounce, deliver
from corpmail.errors import InvalidDraftError
from corpmail.gates import MailToSend
from corpmail.holding import hold
from corpmail.journal import Act
from corpmail.posting import add_entry, sender_of, store_message
from corpmail.recipients import resolve_recipients
from corpmail.types import Delivery, Draft, Folder, MessageId


@dataclass(frozen=True, slots=True)
class SentMail:
    """A message that was sent: the sender's own copy, and what became of each recipient."""

    copy: MessageCopy
    deliveries: tuple[Delivery, ...]
    """Empty while it waits in the outbox: then nobody has it yet."""
    waits: str | None = None
    """Why it has not left yet, in sentences for its sender; None when it has."""


def send_message(
    ctx: MailContext,
    draft: Draft,
    *,
    quoted: str = "",
    forward_of: MessageId | None = None,
    at_hand: MessageCopy | None = None,
) -> SentMail:
    """Send a message from the context's account and return the sender's own copy.

    It lies in the sent folder, or in the outbox when the gate holds it.

    Args:
        ctx: The transaction.
        draft: What was written.
        quoted: What the server puts below it.
        forward_of: The message that it passes on, if any.
        at_hand: The message that it answers or passes on, when it has been read already.

    Raises:
        InvalidDraftError: It has no recipient, is too large or malformed.
        InvalidAddressError: A recipient is no mail address.
        MessageNotFoundError: It answers or carries a message that the sender cannot read.
        AttachmentNotFoundError: It carries a file that there is not.
    """
    composed = compose(ctx, draft, quoted=quoted, at_hand=at_hand)
    deliveries = check_recipients(ctx, composed)
    reason = ctx.gate.reason_to_hold(ctx.session, ctx.branch_id, MailToSend(deliveries))
    message_pk, rfc_id = store_message(
        ctx,
        composed,
        sender=sender_of(ctx),
        state="sent" if reason is None else "held",
        forward_of=forward_of,
        deliveries=delivery_rows(deliveries) if reason is None else None,
    )
    folder = Folder.SENT if reason is None else Folder.OUTBOX
    entry_pk = add_entry(ctx, message_pk, mailbox=ctx.account, folder=folder, is_read=True)
    if reason is not None:
        return hold_mail(ctx, entry_pk, reason=reason)
    return hand_over(
        ctx,
        composed,
        message_pk=message_pk,
        entry_pk=entry_pk,
        rfc_id=rfc_id,
        deliveries=deliveries,
    )


def check_recipients(ctx: MailContext, composed: Composed) -> tuple[Delivery, ...]:
    """Return what will become of each recipient of a message, which goes to somebody.

    Args:
        ctx: The transaction.
        composed: The message.

    Raises:
        InvalidDraftError: It has no recipient.
    """
    if not (composed.to or composed.cc or composed.bcc):
        raise InvalidDraftError("The message has no recipient; name one in to, cc or bcc.")
    return resolve_recipients(ctx.directory, composed.written())


def hand_over(
    ctx: MailContext,
    composed: Composed,
    *,
    message_pk: int,
    entry_pk: int,
    rfc_id: str,
    deliveries: tuple[Delivery, ...],
) -> SentMail:
    """Deliver a stored message whose sent copy is in place, record it, and return it.

    Here mail really leaves: whoever answers it is asked now.
    """
    deliver(ctx, composed, message_pk=message_pk, deliveries=deliveries)
    copy = load_copies(ctx, [entry_pk])[0]
    ctx.record(
        Act.MAIL_SENT, {**describe_message(copy), "deliveries": [*delivery_rows(deliveries)]}
    )
    bounce(ctx, composed, rfc_id=rfc_id, deliveries=deliveries)
    schedule_answers(ctx, copy, deliveries)
    return SentMail(copy, deliveries)


def hold_mail(ctx: MailContext, entry_pk: int, *, reason: str) -> SentMail:
    """Keep a stored message waiting whose copy lies in the outbox, record it, and return it."""
    number = hold(ctx, "mail", reason=reason, entry_pk=entry_pk)
    copy = load_copies(ctx, [entry_pk])[0]
    ctx.record(Act.MAIL_HELD, {"item": number, "reason": reason, **describe_message(copy)})
    waits = (
        f"Not sent yet. {reason} The message waits in your outbox as {copy.id}, and a notice tells "
        "you if it is not released."
    )
    return SentMail(copy, (), waits=waits)


def delivery_rows(deliveries: Iterable[Delivery]) -> list[dict[str, JsonValue]]:
    """Return the JSON of deliveries, as message rows and records keep it."""
    return [
        {
            "address": delivery.address,
            "field": delivery.field,
            "outcome": delivery.outcome,
            "via": delivery.via,
            "internal": delivery.internal,
        }
        for delivery in deliveries
    ]


def describe_message(copy: MessageCopy) -> dict[str, JsonValue]:
    """Return the facts of a message, without its text, for a record."""
    return {
        "message_id": copy.id,
        "rfc_id": copy.rfc_id,
        "thread_id": copy.thread_id,
        "in_reply_to": copy.in_reply_to,
        "forward_of": copy.forward_of,
        "to": [mailer.address for mailer in copy.to],
        "cc": [mailer.address for mailer in copy.cc],
        "bcc": [mailer.address for mailer in copy.bcc],
        "subject": copy.subject,
        "attachments": [
            {"id": file.id, "filename": file.filename, "sha256": file.sha256, "size": file.size}
            for file in copy.attachments
        ],
    }
