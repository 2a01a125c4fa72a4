"""Drafts: messages that are kept, changed, and sent or removed later.

Called by the API for a token's own account. A draft has its ids from the beginning and keeps them
when it is sent.
"""

from dataclasses import dataclass, replace

from sqlalchemy import update

from corpmail.addresses import written_recipients
from corpmail.changing import remove_draft
from corpmail.composing import Composed, compose
from corpmail.context import MailContext
from corpmail.copies import MessageCopy, load_copies
from corpmail.draft_record import record_draft
from corpmail.errors import DraftNotFoundError, MessageNotFoundError
from corpmail.gates import MailToSend
from corpmail.journal import Act
from corpmail.posting import add_entry, sender_of, store_message
from corpmail.reading import get_message
from corpmail.sending import (
    SentMail,
    check_recipients,
    delivery_rows,
    hand_over,
    hold_mail,
)
from corpmail.tables import MessageRow
from corpmail.types import Delivery, Draft, Folder, MessageState

_message = MessageRow.metadata.tables["message"]
_entry = MessageRow.metadata.tables["entry"]


@dataclass(frozen=True, slots=True)
class DraftChange:
    """Fields of a draft to be replaced; what is None stays."""

    to: tuple[str, ...] | None = None
    cc: tuple[str, ...] | None = None
    bcc: tuple[str, ...] | None = None
    subject: str | None = None
    text: str | None = None
    html: str | None = None
    drops_html: bool = False
    """Whether the HTML is taken away; ``html`` is None then."""
    files: Draft | None = None
    """Its ``attachments`` and ``forward_attachments`` replace all files of the draft."""


def save_draft(ctx: MailContext, draft: Draft) -> MessageCopy:
    """Keep a message among the drafts; it may lack anything, and what it has must be right.

    Raises:
        InvalidDraftError: It is too large or malformed.
        InvalidAddressError: A recipient is no mail address.
        MessageNotFoundError: It answers or carries a message that its author cannot read.
        AttachmentNotFoundError: It carries a file that there is not.
    """
    composed = compose(ctx, draft)
    message_pk, _ = store_message(ctx, composed, sender=sender_of(ctx), state="draft")
    entry_pk = add_entry(ctx, message_pk, mailbox=ctx.account, folder=Folder.DRAFTS, is_read=True)
    return _recorded(ctx, entry_pk)


def update_draft(ctx: MailContext, draft_id: str, change: DraftChange) -> MessageCopy:
    """Replace fields of a draft.

    Raises:
        DraftNotFoundError: The account has no draft of that id.
        InvalidDraftError: The draft would be too large or malformed.
        InvalidAddressError: A recipient is no mail address.
        MessageNotFoundError: A file is taken from a message that cannot be read.
        AttachmentNotFoundError: It carries a file that there is not.
    """
    copy = get_draft(ctx, draft_id)
    composed = recompose(ctx, copy, change)
    rewrite(ctx, copy, composed, state="draft", folder=Folder.DRAFTS)
    return _recorded(ctx, copy.entry_pk)


def send_draft(ctx: MailContext, draft_id: str) -> SentMail:
    """Send a draft; it moves from drafts to sent, or to the outbox when the gate holds it.

    It keeps its id.

    Raises:
        DraftNotFoundError: The account has no draft of that id.
        InvalidDraftError: It has no recipient.
    """
    copy = get_draft(ctx, draft_id)
    composed = _composed(ctx, copy, _as_draft(copy))
    deliveries = check_recipients(ctx, composed)
    reason = ctx.gate.reason_to_hold(ctx.session, ctx.branch_id, MailToSend(deliveries))
    if reason is not None:
        rewrite(ctx, copy, composed, state="held", folder=Folder.OUTBOX)
        return hold_mail(ctx, copy.entry_pk, reason=reason)
    rewrite(ctx, copy, composed, state="sent", folder=Folder.SENT, deliveries=deliveries)
    return hand_over(
        ctx,
        composed,
        message_pk=copy.message_pk,
        entry_pk=copy.entry_pk,
        rfc_id=copy.rfc_id,
        deliveries=deliveries,
    )


def delete_draft(ctx: MailContext, draft_id: str) -> None:
    """Remove a draft.

    Raises:
        DraftNotFoundError: The account has no draft of that id.
    """
    remove_draft(ctx, get_draft(ctx, draft_id))


def get_draft(ctx: MailContext, draft_id: str) -> MessageCopy:
    """Return a draft of the context's account.

    Raises:
        DraftNotFoundError: It has none of that id.
    """
    try:
        copy = get_message(ctx, draft_id)
    except MessageNotFoundError as error:
        raise DraftNotFoundError(f"You have no draft '{draft_id[:80]}'.") from error
    if not (copy.own and copy.is_draft):
        raise DraftNotFoundError(f"You have no draft '{draft_id[:80]}'.")
    return copy


def recompose(ctx: MailContext, copy: MessageCopy, change: DraftChange) -> Composed:
    """Return a message of the context's account that has not left, with fields replaced.

    Raises:
        InvalidDraftError: It would be too large or malformed.
        InvalidAddressError: A recipient is no mail address.
        MessageNotFoundError: A file is taken from a message that cannot be read.
        AttachmentNotFoundError: It carries a file that there is not.
    """
    return _composed(ctx, copy, _changed(_as_draft(copy), change))


def _as_draft(copy: MessageCopy) -> Draft:
    return Draft(
        to=written_recipients(copy.to),
        cc=written_recipients(copy.cc),
        bcc=written_recipients(copy.bcc),
        subject=copy.subject,
        text=copy.text,
        html=copy.html,
        forward_attachments=tuple((copy.id, file.id) for file in copy.attachments),
    )


def _changed(draft: Draft, change: DraftChange) -> Draft:
    html = None if change.drops_html else draft.html
    files = change.files if change.files is not None else draft
    return replace(
        draft,
        to=draft.to if change.to is None else change.to,
        cc=draft.cc if change.cc is None else change.cc,
        bcc=draft.bcc if change.bcc is None else change.bcc,
        subject=draft.subject if change.subject is None else change.subject,
        text=draft.text if change.text is None else change.text,
        html=html if change.html is None else change.html,
        attachments=files.attachments,
        forward_attachments=files.forward_attachments,
    )


def _composed(ctx: MailContext, copy: MessageCopy, draft: Draft) -> Composed:
    # What a draft answers was settled when it was begun.
    composed = compose(ctx, draft)
    return replace(composed, in_reply_to=copy.in_reply_to, references=copy.references)


def rewrite(
    ctx: MailContext,
    copy: MessageCopy,
    composed: Composed,
    *,
    state: MessageState,
    folder: Folder,
    deliveries: tuple[Delivery, ...] | None = None,
) -> None:
    """Store what a message that has not left is now, and where its copy lies."""
    connection = ctx.session.connection()
    message = update(_message).where(_message.c.pk == copy.message_pk)
    values = {**composed.row(), "sent_at": ctx.now, "state": state}
    if deliveries is not None:
        values["deliveries"] = delivery_rows(deliveries)
    connection.execute(message.values(**values))
    # The entry is the branch's own, so that it may change itself: nobody else has a copy.
    entry = update(_entry).where(_entry.c.pk == copy.entry_pk)
    connection.execute(entry.values(folder=folder.value, received_at=ctx.now))


def _recorded(ctx: MailContext, entry_pk: int) -> MessageCopy:
    copy = load_copies(ctx, [entry_pk])[0]
    # Drafts change, so their record carries what was written.
    ctx.record(Act.DRAFT_SAVED, record_draft(ctx.directory, copy))
    return copy
