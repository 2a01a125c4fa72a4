"""From what somebody writes to what a message row holds: checked, complete, files at hand.

Called by sending and drafts. Refuses what mail cannot carry; delivers nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpmail.addresses import parse_mailer
from corpmail.attachments import (
    attachment_rows,
    check_attachment,
    describe_attachments,
    store_contents,
)
from corpmail.context import MailContext
from corpmail.copies import MessageCopy, StoredAttachment
from corpmail.errors import InvalidDraftError
from corpmail.reading import find_attachment, get_message
from corpmail.recipients import Field
from corpmail.snapshot import recipient_rows
from corpmail.threads import references_of_answer
from corpmail.types import AttachmentId, Draft, Mailer


@dataclass(frozen=True, slots=True)
class Composed:
    """A message that can be stored."""

    to: tuple[Mailer, ...]
    cc: tuple[Mailer, ...]
    bcc: tuple[Mailer, ...]
    subject: str
    text: str
    html: str | None
    attachments: tuple[StoredAttachment, ...]
    in_reply_to: str | None
    references: tuple[str, ...]

    def written(self) -> Mapping[Field, tuple[Mailer, ...]]:
        """Return the recipients of each field as they are written."""
        return {"to": self.to, "cc": self.cc, "bcc": self.bcc}

    def row(self) -> dict[str, object]:
        """Return the columns of a message row that follow from what was written."""
        return {
            "recipients": recipient_rows(self.to, self.cc, self.bcc),
            "subject": self.subject,
            "text": self.text,
            "html": self.html,
            "attachments": attachment_rows(self.attachments),
        }


def compose(
    ctx: MailContext, draft: Draft, *, quoted: str = "", at_hand: MessageCopy | None = None
) -> Composed:
    """Return a message as it will be stored; stores the bytes of its files.

    Args:
        ctx: The transaction.
        draft: What somebody wrote.
        quoted: What the server puts below it, such as the answered message; not counted as written.
        at_hand: A message that was read before; not read again when the draft refers to it.

    Raises:
        InvalidDraftError: It is larger than the server takes, or has a line break in its subject,
            a character that mail cannot carry, or a file without a usable name.
        InvalidAddressError: A recipient is no mail address.
        MessageNotFoundError: It answers or carries a message that the sender cannot read.
        AttachmentNotFoundError: It carries a file that there is not.
    """
    _check_sizes(ctx, draft)
    _check_subject(draft.subject)
    _check_text("text", draft.text)
    _check_text("HTML", draft.html or "")
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    if draft.in_reply_to is not None:
        parent = _message(ctx, draft.in_reply_to, at_hand)
        if not parent.has_left:
            raise InvalidDraftError(
                f"The message '{parent.id}' lies in '{parent.folder}' and has not left: it cannot "
                "be answered."
            )
        in_reply_to = parent.rfc_id
        references = references_of_answer(parent.rfc_id, parent.references)
    return Composed(
        to=_mailers(ctx, draft.to),
        cc=_mailers(ctx, draft.cc),
        bcc=_mailers(ctx, draft.bcc),
        subject=draft.subject.strip(),
        text=draft.text + quoted[: ctx.limits.body_bytes],
        html=draft.html,
        attachments=_store_attachments(ctx, draft, at_hand),
        in_reply_to=in_reply_to,
        references=references,
    )


def _message(ctx: MailContext, message_id: str, at_hand: MessageCopy | None) -> MessageCopy:
    if at_hand is not None and at_hand.id == message_id:
        return at_hand
    return get_message(ctx, message_id)


def _mailers(ctx: MailContext, written: Iterable[str]) -> tuple[Mailer, ...]:
    found: dict[str, Mailer] = {}
    for text in written:
        mailer = parse_mailer(text)
        if not mailer.name and (entry := ctx.directory.resolve(mailer.address)):
            mailer = Mailer(mailer.address, entry.name)
        found.setdefault(mailer.address, mailer)
    return tuple(found.values())


def _check_sizes(ctx: MailContext, draft: Draft) -> None:
    limits = ctx.limits
    recipients = len(draft.to) + len(draft.cc) + len(draft.bcc)
    if recipients > limits.recipients:
        raise InvalidDraftError(
            f"The message has {recipients} recipients; at most {limits.recipients} are taken."
        )
    if len(draft.subject) > limits.subject_chars:
        raise InvalidDraftError(
            f"The subject has {len(draft.subject)} characters; "
            f"at most {limits.subject_chars} are taken."
        )
    size = len(draft.text.encode("utf-8", "replace"))
    size += len((draft.html or "").encode("utf-8", "replace"))
    if size > limits.body_bytes:
        raise InvalidDraftError(
            f"The text has {size} bytes; at most {limits.body_bytes} are taken. Attach it instead."
        )


def _check_subject(subject: str) -> None:
    _check_text("subject", subject)
    # A line break would begin another header.
    if any(not char.isprintable() and char != "\t" for char in subject):
        raise InvalidDraftError("The subject has a line break or control character in it.")


def _check_text(what: str, text: str) -> None:
    if "\0" in text or (not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text)):
        raise InvalidDraftError(f"The {what} has a character in it that mail cannot carry.")


def _store_attachments(
    ctx: MailContext, draft: Draft, at_hand: MessageCopy | None
) -> tuple[StoredAttachment, ...]:
    for attachment in draft.attachments:
        check_attachment(attachment)
    taken = [
        find_attachment(_message(ctx, message_id, at_hand), attachment_id)
        for message_id, attachment_id in draft.forward_attachments
    ]
    new = describe_attachments(draft.attachments)
    files = [*taken, *new]
    _check_files(ctx, files)
    contents = {
        described.sha256: attachment.content
        for described, attachment in zip(new, draft.attachments, strict=True)
    }
    store_contents(ctx.session, contents)
    return tuple(
        replace(file, id=AttachmentId(f"a{number}")) for number, file in enumerate(files, start=1)
    )


def _check_files(ctx: MailContext, files: Sequence[StoredAttachment]) -> None:
    limits = ctx.limits
    if len(files) > limits.attachments:
        raise InvalidDraftError(
            f"The message has {len(files)} attachments; at most {limits.attachments} are taken."
        )
    size = sum(file.size for file in files)
    if size > limits.attachment_bytes:
        raise InvalidDraftError(
            f"The attachments have {size} bytes; at most {limits.attachment_bytes} are taken."
        )
