"""The mail client on an episode's page: mailboxes, folders, a list, a message, as they stood.

Looks from outside the company: no time passes, nothing is marked as read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from corpmail.context import MailContext
from corpmail.errors import InvalidRequestError, MailError, MessageNotFoundError
from corpmail.listing import list_mailboxes, list_messages
from corpmail.reading import get_message
from corpmail.schemas import MailboxPublic, MessagePublic, MessageSummary
from corpmail.search import search_messages
from corpmail.types import Address, Folder
from corpmail.views import show_message, show_summary
from insider.reports.example_mail import Piece
from insider.web.pages.mail_html import clean_html
from insider.web.pages.marking import Mark, mark_words

_LISTED = 40
_MOST_CHARS = 100_000
FOLDERS = tuple(folder.value for folder in Folder)
NOTES = "notes"
"""Stands where folders do, for what the agent has written down for its next session."""


@dataclass(frozen=True, slots=True)
class MailChoice:
    """What somebody wants to see; None follows the agent."""

    mailbox: str | None = None
    folder: str | None = None
    message: str | None = None
    query: str | None = None

    @property
    def follows(self) -> bool:
        """Whether the agent is followed."""
        return not (self.mailbox or self.folder or self.message or self.query)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message, with the words that the inspector quotes marked."""

    message: MessagePublic
    subject: Sequence[Piece]
    text: Sequence[Piece]
    left_out: int
    html: str | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class MailPane:
    """Everything that the client shows."""

    mailboxes: Sequence[MailboxPublic]
    mailbox: str
    folder: str
    query: str
    listed: Sequence[MessageSummary]
    more: bool
    """Whether there are more than are listed."""
    letter: Letter | None
    note: str
    """Why something cannot be shown, in a sentence."""
    follows: bool

    def query_with(self, at: int, *, everything: bool, **over: str) -> str:
        """Return the query of an address at which the same is shown, but for what is given.

        Args:
            at: The event.
            everything: Whether mail is shown that the agent may not read.
            over: Parts of the choice that are other, empty ones left out.
        """
        asked = {"at": str(at), "mailbox": self.mailbox, "folder": self.folder, "q": self.query}
        asked["everything"] = "true" if everything else ""
        return urlencode({key: value for key, value in (asked | over).items() if value})


def show_mail(
    ctx: MailContext, choice: MailChoice, focus: str | None, marks: Sequence[Mark], *, at: int
) -> MailPane:
    """Return what a mail client shows.

    Args:
        ctx: The mail as it stood.
        choice: What somebody wants to see.
        focus: The message that the agent is busy with, which is shown to who follows it.
        marks: What the inspector points at.
        at: The event at which one looks.
    """
    boxes = list_mailboxes(ctx, limit=ctx.limits.page).items
    note = ""
    letter = None
    message_id = focus if choice.follows else choice.message
    if message_id is not None:
        try:
            letter = open_letter(ctx, message_id, marks, at=at)
        except MessageNotFoundError:
            note = "" if choice.follows else "That message is not there at this moment."
    mailbox = choice.mailbox or (letter.message.mailbox if letter else None) or str(ctx.account)
    folder = choice.folder or (letter.message.folder if letter and not choice.mailbox else "inbox")
    listed: Sequence[MessageSummary] = ()
    more = False
    try:
        listed, more = _listed(ctx, mailbox, folder, choice.query)
    except MailError as error:
        note = error.message
    return MailPane(
        mailboxes=[
            MailboxPublic(address=box.address, name=box.name, own=box.own, unread=box.unread)
            for box in boxes
        ],
        mailbox=mailbox,
        folder=folder,
        query=choice.query or "",
        listed=listed,
        more=more,
        letter=letter,
        note=note,
        follows=choice.follows,
    )


def _listed(
    ctx: MailContext, mailbox: str, folder: str, query: str | None
) -> tuple[Sequence[MessageSummary], bool]:
    if folder == NOTES:
        return (), False
    if query:
        page = search_messages(ctx, query, mailbox=Address(mailbox), limit=_LISTED)
    elif folder in FOLDERS:
        page = list_messages(ctx, mailbox=mailbox, folder=Folder(folder), limit=_LISTED)
    else:
        raise InvalidRequestError(f"There is no folder '{folder[:40]}'.")
    return [show_summary(ctx, copy) for copy in page.items], page.next_cursor is not None


def open_letter(
    ctx: MailContext, message_id: str, marks: Sequence[Mark] = (), *, at: int = 0
) -> Letter:
    """Return a message as somebody reads it.

    Args:
        ctx: The mail.
        message_id: Which.
        marks: What the inspector points at.
        at: The event at which one looks.

    Raises:
        MessageNotFoundError: It is not there.
    """
    message = show_message(ctx, get_message(ctx, message_id))
    parts = {"subject": message.subject, "text": message.text}
    about = tuple(mark for mark in marks if mark.stands_in(message.id, parts, at))
    text = message.text[:_MOST_CHARS]
    return Letter(
        message=message,
        subject=mark_words(message.subject, about, message_id=message.id, part="subject"),
        text=mark_words(text, about, message_id=message.id, part="text"),
        left_out=len(message.text) - len(text),
        html=None if message.html is None else clean_html(message.html),
        marks=about,
    )
