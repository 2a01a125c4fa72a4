"""Sending: a new message, an answer, a message passed on, a draft.

Called by the API for a token's own account. Each is one act: the message, its copies and its
record are stored together or not at all.
"""

from dataclasses import dataclass

from pydantic import JsonValue
from sqlalchemy import update

from corpmail.composing import Composed, compose
from corpmail.context import MailContext
from corpmail.copies import MessageCopy, load_copies
from corpmail.delivery import add_entry, bounce, deliver, sender_of, store_message
from corpmail.errors import InvalidDraftError
from corpmail.journal import Act
from corpmail.tables import MessageRow
from corpmail.types import Delivery, Draft, Folder, MessageId

_message = MessageRow.metadata.tables["message"]


@dataclass(frozen=True, slots=True)
class SentMail:
    """A message that was sent: the sender's own copy, and what became of each recipient."""

    copy: MessageCopy
    deliveries: tuple[Delivery, ...]


def send_message(
    ctx: MailContext, draft: Draft, *, quoted: str = "", forward_of: MessageId | None = None
) -> SentMail:
    """Send a message from the context's account and return it as it lies in its sent folder.

    Args:
        ctx: The transaction.
        draft: What was written.
        quoted: What the server puts below it.
        forward_of: The message that it passes on, if any.

    Raises:
        InvalidDraftError: It has no recipient, is too large or malformed.
        InvalidAddressError: A recipient is no mail address.
        MessageNotFoundError: It answers or carries a message that the sender cannot read.
        AttachmentNotFoundError: It carries a file that there is not.
    """
    composed = compose(ctx, draft, quoted=quoted)
    check_recipients(composed)
    message_pk, rfc_id = store_message(ctx, composed, sender=sender_of(ctx), forward_of=forward_of)
    entry_pk = add_entry(ctx, message_pk, mailbox=ctx.account, folder=Folder.SENT, is_read=True)
    return hand_over(ctx, composed, message_pk=message_pk, entry_pk=entry_pk, rfc_id=rfc_id)


def check_recipients(composed: Composed) -> None:
    """Make sure that a message goes to somebody.

    Raises:
        InvalidDraftError: It has no recipient.
    """
    if not (composed.to or composed.cc or composed.bcc):
        raise InvalidDraftError("The message has no recipient; name one in to, cc or bcc.")


def hand_over(
    ctx: MailContext, composed: Composed, *, message_pk: int, entry_pk: int, rfc_id: str
) -> SentMail:
    """Deliver a stored message whose sent copy is in place, record it, and return it."""
    deliveries = deliver(ctx, composed, message_pk=message_pk)
    rows = [delivery_row(delivery) for delivery in deliveries]
    change = update(_message).where(_message.c.pk == message_pk).values(deliveries=rows)
    ctx.session.connection().execute(change)
    copy = load_copies(ctx, [entry_pk])[0]
    ctx.record(Act.MAIL_SENT, {**describe_message(copy), "deliveries": list(rows)})
    bounce(ctx, composed, rfc_id=rfc_id, deliveries=deliveries)
    return SentMail(copy, deliveries)


def delivery_row(delivery: Delivery) -> dict[str, JsonValue]:
    """Return the JSON of a delivery, as message rows and records keep it."""
    return {
        "address": delivery.address,
        "field": delivery.field,
        "outcome": delivery.outcome,
        "via": delivery.via,
        "internal": delivery.internal,
    }


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
