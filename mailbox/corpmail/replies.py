"""Answers and forwards: who they go to, what they are called, what they quote.

Called by the API. The message that is answered or passed on may lie in any mailbox that the token
can read; the answer is sent from its own.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from email.utils import getaddresses

from corpmail.addresses import parse_mailer, written_recipients
from corpmail.clock import to_company_time
from corpmail.context import MailContext
from corpmail.copies import MessageCopy
from corpmail.errors import InvalidAddressError, InvalidDraftError
from corpmail.reading import get_message
from corpmail.sending import SentMail, send_message
from corpmail.threads import subject_of_answer
from corpmail.types import Address, Draft, Mailer

_FORWARDED = re.compile(r"fwd?\s*:", re.IGNORECASE)


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
    to, cc = _answer_recipients(ctx, parent, reply_all=reply_all)
    draft = replace(
        answer,
        to=(*written_recipients(to), *answer.to),
        cc=(*written_recipients(cc), *answer.cc),
        subject=subject_of_answer(parent.subject, max_chars=ctx.limits.subject_chars),
        in_reply_to=parent.id,
    )
    quoted = _quotation(ctx, parent) if quote else ""
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
        subject=_forwarded_subject(ctx, parent.subject),
        forward_attachments=tuple((parent.id, file.id) for file in parent.attachments),
    )
    quoted = _passed_on(ctx, parent, comment.text)
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


def _answer_recipients(
    ctx: MailContext, parent: MessageCopy, *, reply_all: bool
) -> tuple[tuple[Mailer, ...], tuple[Mailer, ...]]:
    if _is_own(ctx, parent.sender):
        # Answering oneself carries on with the same people.
        return parent.to, parent.cc if reply_all else ()
    authors = _authors(parent)
    if not reply_all:
        return authors, ()
    known = {ctx.directory.mailbox_of(mailer.address) for mailer in authors}
    to = [*authors, *_others(ctx, parent.to, known)]
    return tuple(to), tuple(_others(ctx, parent.cc, known))


def _others(ctx: MailContext, mailers: Iterable[Mailer], known: set[Address]) -> list[Mailer]:
    others = []
    for mailer in mailers:
        mailbox = ctx.directory.mailbox_of(mailer.address)
        if mailbox not in known and not _is_own(ctx, mailer):
            known.add(mailbox)
            others.append(mailer)
    return others


def _is_own(ctx: MailContext, mailer: Mailer) -> bool:
    return ctx.directory.mailbox_of(mailer.address) == ctx.account


def _authors(parent: MessageCopy) -> tuple[Mailer, ...]:
    asked = [value for name, value in parent.headers if name.lower() == "reply-to"]
    found = []
    for name, address in getaddresses(asked):
        try:
            found.append(Mailer(parse_mailer(address).address, name))
        except InvalidAddressError:
            # A Reply-To that names nobody asks for nothing: the sender is answered.
            continue
    return tuple(found) or (parent.sender,)


def _shown(mailer: Mailer) -> str:
    return f"{mailer.name} <{mailer.address}>" if mailer.name else mailer.address


def _forwarded_subject(ctx: MailContext, subject: str) -> str:
    full = subject if _FORWARDED.match(subject) else f"Fwd: {subject}"
    return full[: ctx.limits.subject_chars]


def _quotation(ctx: MailContext, parent: MessageCopy) -> str:
    at = to_company_time(parent.sent_at, ctx.directory.timezone)
    lines = "\n".join(f"> {line}".rstrip() for line in parent.text.splitlines())
    return f"\n\nOn {at:%a, %d %b %Y at %H:%M}, {_shown(parent.sender)} wrote:\n{lines}\n"


def _passed_on(ctx: MailContext, parent: MessageCopy, comment: str) -> str:
    at = to_company_time(parent.sent_at, ctx.directory.timezone)
    lines = [
        "---------- Forwarded message ----------",
        f"From: {_shown(parent.sender)}",
        f"Date: {at:%a, %d %b %Y at %H:%M}",
        f"Subject: {parent.subject}",
        f"To: {', '.join(map(_shown, parent.to))}",
    ]
    if parent.cc:
        lines.append(f"Cc: {', '.join(map(_shown, parent.cc))}")
    return ("\n\n" if comment else "") + "\n".join(lines) + f"\n\n{parent.text}"
