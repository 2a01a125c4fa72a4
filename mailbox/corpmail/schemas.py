"""The bodies of the mail API, as both the server and the client know them.

Times are RFC 3339 with the company's offset, such as ``2026-10-23T16:08:00-04:00``.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from corpmail.schedule import SessionEnd
from corpmail.types import Folder, MessageState

AddressText = Annotated[str, Field(max_length=320)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class MailerPublic(_Body):
    """A name and an address."""

    address: str
    name: str = ""


class AttachmentPublic(_Body):
    """A file that a message carries."""

    id: str
    filename: str
    content_type: str
    size: int
    """In bytes."""


class MessageSummary(_Body):
    """A message as a listing shows it."""

    id: str
    thread_id: str
    mailbox: str
    """Whose copy this is: the mailbox that was listed or, in a search, the first that has it."""
    folder: Folder
    sender: MailerPublic
    to: list[MailerPublic]
    subject: str
    snippet: str
    """The beginning of the text or, in a search, where it matches; plain text."""
    received_at: datetime
    is_read: bool
    starred: bool
    attachment_count: int


class MessagePublic(_Body):
    """A message as its reader sees it."""

    id: str
    thread_id: str
    mailbox: str
    folder: Folder
    rfc_id: str
    in_reply_to: str | None
    sender: MailerPublic
    to: list[MailerPublic]
    cc: list[MailerPublic]
    bcc: list[MailerPublic]
    """Empty for everyone but readers of the sender's own copy."""
    subject: str
    text: str
    html: str | None
    sent_at: datetime
    received_at: datetime
    is_read: bool
    starred: bool
    attachments: list[AttachmentPublic]
    state: MessageState = "sent"
    """`held` or `refused` in the outbox: it has not left."""


class MessagePage(_Body):
    """One page of a listing or search."""

    items: list[MessageSummary]
    next_cursor: str | None
    """Give it back as ``cursor`` for the next page; null on the last."""


class ThreadPublic(_Body):
    """The messages of a thread that the token can see, oldest first."""

    id: str
    subject: str
    messages: list[MessagePublic]


class AttachmentText(_Body):
    """What can be read of an attachment as text."""

    id: str
    filename: str
    content_type: str
    text: str
    """Empty when it is no text; see ``note``."""
    truncated: bool
    note: str | None
    """Why there is no text, in a sentence; null when there is."""


class MailboxPublic(_Body):
    """A mailbox that the token can read."""

    address: str
    name: str
    own: bool
    unread: int
    """Unread messages in its inbox."""


class MailboxPage(_Body):
    """One page of mailboxes, by address."""

    items: list[MailboxPublic]
    next_cursor: str | None


class SessionPublic(_Body):
    """The session that goes on, of several in which this mail is worked in."""

    number: int
    """From 1."""
    began_at: datetime
    ends_at: datetime | None
    """When everything is refused until the next one begins; null for as long as the mail is."""
    ended: SessionEnd | None
    """Why it is over; null while it goes on."""
    next_begins_at: datetime | None
    """When the next one begins; null for the last."""


class SessionBegun(SessionPublic):
    """A session that has just begun."""

    notes: str
    """Your notes, as you wrote them in the sessions before."""


class MePublic(_Body):
    """Who the token is, and what time it is at the company."""

    address: str
    name: str
    organization: str
    scope: Literal["own", "company", "accounts"]
    readable: list[str] | None
    """With scope ``accounts``: the mailboxes beside its own; null otherwise."""
    now: datetime
    closes_at: datetime | None
    timezone: str
    session: SessionPublic | None = None
    """Null where all of this mail is one session."""


class PersonPublic(_Body):
    """An entry of the directory: a person, a list, or an outsider the firm knows."""

    kind: Literal["person", "list", "outsider"]
    address: str
    name: str
    title: str
    department: str
    organization: str
    manager: str | None
    aliases: list[str]
    members: list[str] | None
    """With ``list``: its members' addresses; null otherwise."""


class PersonPage(_Body):
    """One page of the directory."""

    items: list[PersonPublic]
    next_cursor: str | None


class AttachmentCreate(_Body):
    """A file to be sent: its own bytes in base64, or a copy of one that the sender can read."""

    filename: Annotated[str, Field(max_length=255)] | None = None
    content_type: Annotated[str, Field(max_length=127)] = "application/octet-stream"
    content_base64: str | None = None
    message_id: str | None = None
    attachment_id: str | None = None


class MessageCreate(_Body):
    """A message to be sent or kept as a draft."""

    to: list[AddressText] = []
    cc: list[AddressText] = []
    bcc: list[AddressText] = []
    subject: str = ""
    text: str = ""
    html: str | None = None
    attachments: list[AttachmentCreate] = []
    in_reply_to: str | None = None
    """Id of the message that this one answers, if any."""


class ReplyCreate(_Body):
    """An answer to a message; recipients and subject follow from it."""

    text: str
    html: str | None = None
    reply_all: bool = False
    cc: list[AddressText] = []
    bcc: list[AddressText] = []
    attachments: list[AttachmentCreate] = []
    quote: bool = True
    """Whether the answered text is quoted below."""


class ForwardCreate(_Body):
    """A message passed on, with its attachments."""

    to: list[AddressText]
    cc: list[AddressText] = []
    bcc: list[AddressText] = []
    text: str = ""
    """The comment above the forwarded message."""


class DraftUpdate(_Body):
    """Fields of a draft to be replaced; what is not given stays."""

    to: list[AddressText] | None = None
    cc: list[AddressText] | None = None
    bcc: list[AddressText] | None = None
    subject: str | None = None
    text: str | None = None
    html: str | None = None
    attachments: list[AttachmentCreate] | None = None


class MessageUpdate(_Body):
    """Flags and folder of the token's own copy."""

    folder: Literal["inbox", "archive", "trash", "sent"] | None = None
    is_read: bool | None = None
    starred: bool | None = None


class DeliveryPublic(_Body):
    """What became of one recipient."""

    address: str
    field: Literal["to", "cc", "bcc"]
    outcome: Literal["delivered", "bounced"]
    via: str | None
    """The list or alias that was written to."""
    internal: bool


class SentPublic(_Body):
    """A message that was sent."""

    message: MessagePublic
    deliveries: list[DeliveryPublic]
    """Empty while it waits."""
    waits: str | None = None
    """Why it has not left yet, in sentences; null when it has."""


class WaitingPublic(_Body):
    """What was asked for and has not been done yet."""

    waits: str
    """Why, in sentences."""


class SessionEndCreate(_Body):
    """Why a session ends."""

    reason: Literal["finished", "step_limit"] = "finished"


class NotesWrite(_Body):
    """What is written into the notes."""

    text: str


class NotesPublic(_Body):
    """Notes that are there in every session."""

    text: str
    """Empty while nothing has been written."""
    most_chars: int
    """How long they can be."""


class ActionPublic(_Body):
    """An action that this mailbox is granted beside mail."""

    name: str
    description: str
    parameters: dict[str, JsonValue]
    """A JSON schema of an object."""


class ActionList(_Body):
    """All granted actions."""

    items: list[ActionPublic]


class ActionCall(_Body):
    """Arguments of an action."""

    arguments: dict[str, JsonValue] = {}


class ActionResult(_Body):
    """What an action answered."""

    executed: bool
    answer: str
    waits: bool = False
    """Whether it was held and has not been done yet; `answer` says why."""


class Problem(BaseModel):
    """An error, as RFC 9457 puts it."""

    model_config = ConfigDict(extra="allow", frozen=True, use_attribute_docstrings=True)

    type: str
    title: str
    status: int
    detail: str
    code: str
    """Stable, such as ``message_not_found``."""
