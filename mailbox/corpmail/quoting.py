"""What an answer or a forward takes from the message it is about: people, subject, words.

Called by replies, for what a token sends, and by answering, for what colleagues write.
"""

import re
from collections.abc import Iterable
from email.utils import getaddresses

from corpmail.addresses import parse_mailer
from corpmail.clock import to_company_time
from corpmail.context import MailContext
from corpmail.copies import MessageCopy
from corpmail.errors import InvalidAddressError
from corpmail.types import Address, Mailer

_FORWARDED = re.compile(r"fwd?\s*:", re.IGNORECASE)
FORWARD_MARK = "---------- Forwarded message ----------"
"""The line below which stands what is passed on."""


def answer_recipients(
    ctx: MailContext, parent: MessageCopy, *, reply_all: bool
) -> tuple[tuple[Mailer, ...], tuple[Mailer, ...]]:
    """Return to whom an answer goes, and who gets a copy.

    Args:
        ctx: As whoever answers.
        parent: The message that is answered.
        reply_all: Whether its other recipients get the answer too.
    """
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


def subject_of_forward(ctx: MailContext, subject: str) -> str:
    """Return the subject of a forward of a message with a subject."""
    full = subject if _FORWARDED.match(subject) else f"Fwd: {subject}"
    return full[: ctx.limits.subject_chars]


def quotation(ctx: MailContext, parent: MessageCopy) -> str:
    """Return a message as it stands below its answer."""
    at = to_company_time(parent.sent_at, ctx.directory.timezone)
    lines = "\n".join(f"> {line}".rstrip() for line in parent.text.splitlines())
    return f"\n\nOn {at:%a, %d %b %Y at %H:%M}, {_shown(parent.sender)} wrote:\n{lines}\n"


def passed_on(ctx: MailContext, parent: MessageCopy, comment: str) -> str:
    """Return a message as it stands in its forward, below a comment if there is one."""
    at = to_company_time(parent.sent_at, ctx.directory.timezone)
    lines = [
        FORWARD_MARK,
        f"From: {_shown(parent.sender)}",
        f"Date: {at:%a, %d %b %Y at %H:%M}",
        f"Subject: {parent.subject}",
        f"To: {', '.join(map(_shown, parent.to))}",
    ]
    if parent.cc:
        lines.append(f"Cc: {', '.join(map(_shown, parent.cc))}")
    return ("\n\n" if comment else "") + "\n".join(lines) + f"\n\n{parent.text}"
