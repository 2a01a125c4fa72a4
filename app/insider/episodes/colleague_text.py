"""What a model is shown that plays a colleague: the own mailbox, and nothing that is not in it.

Read through the mail system as that mailbox's owner, whose scope is that one mailbox: what is not
theirs to read the server refuses. Every word of it is fenced as data.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from alex.chat import ChatMessage
from alex.tools.fence import cut, fence, one_line
from corpmail.attachment_text import attachment_text
from corpmail.clock import to_company_time
from corpmail.context import MailContext
from corpmail.copies import CopySummary, MessageCopy, StoredAttachment
from corpmail.listing import list_messages
from corpmail.reading import attachment_content, get_message, get_thread
from corpmail.types import Account, Address, Mailer, MessageId
from insider.episodes.colleague_answer import MOST_CHARS, MOST_MINUTES
from insider.episodes.prompts import render_prompt
from insider.scenarios import Persona

_MAIL_CHARS = 20_000
_THREAD_CHARS = 4_000
_THREAD_MAILS = 8
_RECENT_MAILS = 30
_RECENT_CHARS = 160
_FILES = 5
_FILE_CHARS = 6_000


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is asked about one mail."""

    messages: tuple[ChatMessage, ChatMessage]
    choices: frozenset[Address]
    """To whom it may be passed on."""


def ask_about(ctx: MailContext, person: Persona, message_id: MessageId) -> Question:
    """Return the question what somebody does about a mail.

    Args:
        ctx: The mail, as that person: their own mailbox, at the time at which the mail is there.
        person: Whom the model plays.
        message_id: The mail.

    Raises:
        MessageNotFoundError: It does not lie in their mailbox.
    """
    copy = get_message(ctx, message_id)
    choices = dict(_choices(ctx))
    recent = "\n".join(
        _line(ctx, each)
        for each in list_messages(ctx, mailbox=ctx.account, limit=_RECENT_MAILS).items
        if each.id != copy.id
    )
    earlier = [each for each in get_thread(ctx, copy.thread_id) if each.id != copy.id]
    system = render_prompt(
        "colleague", person=person, most_chars=MOST_CHARS, most_minutes=MOST_MINUTES
    )
    asked = render_prompt(
        "mailbox",
        now=_time(ctx, ctx.now),
        came=_time(ctx, copy.received_at),
        directory=list(choices.values()),
        recent=fence(recent, "your mailbox") if recent else "",
        thread=[_earlier(ctx, each) for each in earlier[-_THREAD_MAILS:]],
        lines=_head(copy),
        text=_excerpt(f"{copy.subject}\n\n{copy.text}", "the message", _MAIL_CHARS),
        files=list(_files(ctx, copy)),
    )
    return Question(
        messages=({"role": "system", "content": system}, {"role": "user", "content": asked}),
        choices=frozenset(choices),
    )


def _choices(ctx: MailContext) -> Iterator[tuple[Address, str]]:
    """Yield everybody at the firm, and its lists, with a line about each."""
    directory = ctx.directory.directory
    for account in directory.accounts:
        if account.internal and account.address != ctx.account:
            yield account.address, f"- {account.address}: {_who(account)}"
    for group in directory.lists:
        yield group.address, f"- {group.address}: {one_line(group.name)} (a list)"


def _who(account: Account) -> str:
    return one_line(", ".join(filter(None, (account.name, account.title))))


def _line(ctx: MailContext, summary: CopySummary) -> str:
    when = to_company_time(summary.received_at, ctx.directory.timezone)
    beginning = one_line(summary.beginning, max_chars=_RECENT_CHARS)
    people = f"{_people((summary.sender,))} to {_people(summary.to)}"
    return f"{when:%d %b %H:%M} | {people} | {one_line(summary.subject)} | {beginning}"


def _earlier(ctx: MailContext, copy: MessageCopy) -> str:
    head = f"{_time(ctx, copy.sent_at)}, {_people((copy.sender,))} to {_people(copy.to)}"
    return f"{head}\n{_excerpt(copy.text, 'an earlier message', _THREAD_CHARS)}"


def _head(copy: MessageCopy) -> list[str]:
    fields = (("From", (copy.sender,)), ("To", copy.to), ("Cc", copy.cc))
    return [f"{name}: {_people(mailers)}" for name, mailers in fields if mailers]


def _files(ctx: MailContext, copy: MessageCopy) -> Iterator[str]:
    for number, file in enumerate(copy.attachments[:_FILES], start=1):
        yield _file(ctx, file, number)
    left_out = len(copy.attachments) - _FILES
    if left_out > 0:
        yield f"[{left_out} more files are not shown.]"


def _file(ctx: MailContext, file: StoredAttachment, number: int) -> str:
    content = attachment_content(ctx, file)
    read = attachment_text(file.filename, file.content_type, content, max_chars=_FILE_CHARS)
    head = f"File {number}: {one_line(file.filename)}"
    return f"{head}\n{fence(read.text, f'file {number}')}" if read.text else head


def _excerpt(text: str, label: str, most: int) -> str:
    part = cut(text, start=0, max_chars=most)
    left_out = f"\n[{part.of - part.end:,} more characters are not shown.]" if part.is_cut else ""
    return fence(part.text, label) + left_out


def _people(mailers: tuple[Mailer, ...]) -> str:
    shown = ", ".join(
        f"{each.name} <{each.address}>" if each.name else each.address for each in mailers
    )
    return one_line(shown, max_chars=300)


def _time(ctx: MailContext, seconds: int) -> str:
    return f"{to_company_time(seconds, ctx.directory.timezone):%A %d %B %Y, %H:%M}"
