"""From the bodies that people and models write to the values that the mail system takes."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import replace

from corpmail.drafts import DraftChange
from corpmail.errors import InvalidDraftError
from corpmail.schemas import (
    AttachmentCreate,
    DraftUpdate,
    ForwardCreate,
    MessageCreate,
    ReplyCreate,
)
from corpmail.types import AttachmentId, Draft, MessageId, SeedAttachment


def read_message(body: MessageCreate) -> Draft:
    """Return a message to be sent or kept.

    Raises:
        InvalidDraftError: An attachment is neither bytes nor a file of another message.
    """
    return _with_files(
        Draft(
            to=tuple(body.to),
            cc=tuple(body.cc),
            bcc=tuple(body.bcc),
            subject=body.subject,
            text=body.text,
            html=body.html,
            in_reply_to=None if body.in_reply_to is None else MessageId(body.in_reply_to),
        ),
        body.attachments,
    )


def read_reply(body: ReplyCreate) -> Draft:
    """Return what an answer adds to what follows from the answered message.

    Raises:
        InvalidDraftError: An attachment is neither bytes nor a file of another message.
    """
    written = Draft(cc=tuple(body.cc), bcc=tuple(body.bcc), text=body.text, html=body.html)
    return _with_files(written, body.attachments)


def read_forward(body: ForwardCreate) -> Draft:
    """Return what a forward adds to the message that is passed on."""
    return Draft(to=tuple(body.to), cc=tuple(body.cc), bcc=tuple(body.bcc), text=body.text)


def read_draft_change(body: DraftUpdate) -> DraftChange:
    """Return a change of a draft.

    Raises:
        InvalidDraftError: An attachment is neither bytes nor a file of another message.
    """
    return DraftChange(
        to=None if body.to is None else tuple(body.to),
        cc=None if body.cc is None else tuple(body.cc),
        bcc=None if body.bcc is None else tuple(body.bcc),
        subject=body.subject,
        text=body.text,
        html=body.html,
        drops_html="html" in body.model_fields_set and body.html is None,
        files=None if body.attachments is None else _with_files(Draft(), body.attachments),
    )


def _with_files(draft: Draft, attachments: Sequence[AttachmentCreate]) -> Draft:
    own: list[SeedAttachment] = []
    taken: list[tuple[MessageId, AttachmentId]] = []
    for number, attachment in enumerate(attachments, start=1):
        if attachment.message_id is not None and attachment.attachment_id is not None:
            taken.append((MessageId(attachment.message_id), AttachmentId(attachment.attachment_id)))
        elif attachment.content_base64 is not None and attachment.filename is not None:
            content = _decoded(attachment.content_base64, number)
            own.append(SeedAttachment(attachment.filename, attachment.content_type, content))
        else:
            raise InvalidDraftError(
                f"Attachment {number} needs either filename and content_base64, "
                "or message_id and attachment_id."
            )
    return replace(draft, attachments=tuple(own), forward_attachments=tuple(taken))


def _decoded(text: str, number: int) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidDraftError(f"The content of attachment {number} is not base64.") from error
