"""Answers and forwards: who they go to, what they are called, what they quote.

Called by the API. The message that is answered or passed on may lie in any mailbox that the token
can read; the answer is sent from its own.
"""

from dataclasses import replace

from corpmail.addresses import written_recipients
from corpmail.context import MailContext
from corpmail.copies import MessageCopy
from corpmail.errors import InvalidDraftError
from corpmail.quoting import answer_recipients, passed_on, quotation, subject_of_forward
from corpmail.reading import get_message
from corpmail.sending import SentMail, send_message
from corpmail.threads import subject_of_answer
from corpmail.types import Draft


def reply_to_message(
    ctx: MailContext, message_id: str, answer: Draft, *, reply_all: bool, quote: bool
) -> SentMail:
    """Answer a message: its sender, or with ``reply_all`` everyone it was written to.

    Args:
        ctx: The transaction.
        message_id: The message that is answered.
        answer: Text, files, and recipients beside those that follow from the message.
        reply_all: Whether its other recipients get the answer too.
        quote: Whether its text stands below the answer.

    Raises:
        MessageNotFoundError: The token can read no message of that id.
        InvalidDraftError: The answer is too large or malformed, or the message is a draft.
        InvalidAddressError: A further recipient is no mail address.
    """
    parent = _sent(ctx, message_id)
    to, cc = answer_recipients(ctx, parent, reply_all=reply_all)
    draft = replace(
        answer,
        to=(*written_recipients(to), *answer.to),
        cc=(*written_recipients(cc), *answer.cc),
        subject=subject_of_answer(parent.subject, max_chars=ctx.limits.subject_chars),
        in_reply_to=parent.id,
    )
    quoted = quotation(ctx, parent) if quote else ""
    return send_message(ctx, draft, quoted=quoted, at_hand=parent)


def forward_message(ctx: MailContext, message_id: str, comment: Draft) -> SentMail:
    """Pass a message on with its attachments, below a comment; it begins a thread of its own.

    Args:
        ctx: The transaction.
        message_id: The message that is passed on.
        comment: Recipients and the text above it.

    Raises:
        MessageNotFoundError: The token can read no message of that id.
        InvalidDraftError: There is no recipient, the comment is too large, or the message is a
            draft.
        InvalidAddressError: A recipient is no mail address.
    """
    parent = _sent(ctx, message_id)
    draft = replace(
        comment,
        subject=subject_of_forward(ctx, parent.subject),
        forward_attachments=tuple((parent.id, file.id) for file in parent.attachments),
    )
    quoted = passed_on(ctx, parent, comment.text)
    return send_message(ctx, draft, quoted=quoted, forward_of=parent.id, at_hand=parent)


def _sent(ctx: MailContext, message_id: str) -> MessageCopy:
    copy = get_message(ctx, message_id)
    if copy.is_draft:
        raise InvalidDraftError(f"The message '{copy.id}' is a draft: send it first.")
    if not copy.has_left:
        raise InvalidDraftError(
            f"The message '{copy.id}' lies in the outbox and has not left: it can be neither "
            "answered nor passed on."
        )
    return copy
