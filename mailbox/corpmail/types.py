"""The frozen values that the mail system's parts hand to one another.

Called by every part of ``corpmail``, and by those who build snapshots. No queries, no HTTP.
Times are whole seconds since 1970-01-01 UTC on the company's clock.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, Literal, NewType, TypeVar

SnapshotId = NewType("SnapshotId", str)
BranchId = NewType("BranchId", str)
MessageId = NewType("MessageId", str)
ThreadId = NewType("ThreadId", str)
AttachmentId = NewType("AttachmentId", str)
Address = NewType("Address", str)

MessageState = Literal["sent", "draft", "held", "refused"]
"""``held``: sent, and waiting in the outbox to be approved. ``refused``: it stays there."""

T = TypeVar("T")


class Folder(StrEnum):
    """The folders that every mailbox has."""

    INBOX = "inbox"
    SENT = "sent"
    DRAFTS = "drafts"
    OUTBOX = "outbox"
    """What its sender has sent and somebody has not let go, or has refused to. Only the server
    puts mail there, and nobody but the sender sees it."""
    ARCHIVE = "archive"
    TRASH = "trash"


@dataclass(frozen=True, slots=True)
class Account:
    """One mailbox: a person at the firm, or a simulated outsider who is known by name."""

    address: Address
    name: str
    title: str = ""
    department: str = ""
    aliases: tuple[Address, ...] = ()
    internal: bool = True
    organization: str = ""
    manager: Address | None = None


@dataclass(frozen=True, slots=True)
class DistributionList:
    """An address that stands for several; members may be lists themselves."""

    address: Address
    name: str
    members: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """Who has which address: part of a snapshot, and immutable like it."""

    organization: str
    domains: tuple[str, ...]
    """The firm's own domains, lower case: an unknown address in one of them bounces."""
    timezone: str
    accounts: tuple[Account, ...]
    lists: tuple[DistributionList, ...] = ()


@dataclass(frozen=True, slots=True)
class Mailer:
    """A name and an address as a header shows them."""

    address: Address
    name: str = ""


@dataclass(frozen=True, slots=True)
class SeedAttachment:
    """A file on its way into a snapshot."""

    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class SeedMessage:
    """A message on its way into a snapshot, as whoever builds the snapshot knows it."""

    rfc_id: str
    """RFC 5322 Message-ID with its angle brackets; unique in the snapshot."""
    sender: Mailer
    to: tuple[Mailer, ...]
    subject: str
    text: str
    sent_at: int
    cc: tuple[Mailer, ...] = ()
    bcc: tuple[Mailer, ...] = ()
    html: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    attachments: tuple[SeedAttachment, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    """Further headers, such as Auto-Submitted."""
    unread_by: frozenset[Address] = frozenset()
    starred_by: frozenset[Address] = frozenset()
    folders: tuple[tuple[Address, Folder], ...] = ()
    """Mailboxes that keep their copy elsewhere than in the inbox."""


class ScopeKind(StrEnum):
    """How much of the company a token may read."""

    OWN = "own"
    COMPANY = "company"
    ACCOUNTS = "accounts"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a token may read. It may write in its own mailbox only, whatever it reads."""

    kind: ScopeKind
    accounts: frozenset[Address] = frozenset()
    """With ``accounts``: the mailboxes beside the token's own."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one recipient of a sent message."""

    address: Address
    field: Literal["to", "cc", "bcc"]
    outcome: Literal["delivered", "bounced"]
    via: Address | None = None
    """The list or alias that was written to, when it was not the address itself."""
    internal: bool = True


@dataclass(frozen=True, slots=True)
class DeliveredMail:
    """A message that has just been delivered; never one that a system sent by itself."""

    message_id: MessageId
    sender: Address
    """The account that sent it."""
    deliveries: tuple[Delivery, ...]
    """What became of each recipient, lists resolved."""
    at: int
    """The company's time, seconds."""
    subject: str = ""
    text: str = ""
    files: tuple[str, ...] = ()
    """Names of its attachments."""
    answers: MessageId | None = None
    """The message that it answers."""
    passes_on: MessageId | None = None
    """The message that it forwards."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person or a model writes before it is sent."""

    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    html: str | None = None
    attachments: tuple[SeedAttachment, ...] = ()
    forward_attachments: tuple[tuple[MessageId, AttachmentId], ...] = ()
    """Attachments of messages that the sender can read, to be sent along."""
    in_reply_to: MessageId | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a listing."""

    items: tuple[T, ...]
    next_cursor: str | None = None
    warnings: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Limits:
    """What the server takes; larger requests are refused with a sentence."""

    recipients: int = 500
    subject_chars: int = 998
    body_bytes: int = 1_000_000
    attachment_bytes: int = 10_000_000
    attachments: int = 20
    query_chars: int = 1_000
    notes_chars: int = 10_000
    page: int = 100


@dataclass(frozen=True, slots=True)
class OutgoingAttachment:
    """A file that left with a message."""

    filename: str
    content_type: str
    sha256: str
    content: bytes


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """A message that was sent in a branch, as it left: recipients resolved, files attached."""

    message_id: MessageId
    rfc_id: str
    sender: Mailer
    to: tuple[Mailer, ...]
    cc: tuple[Mailer, ...]
    bcc: tuple[Mailer, ...]
    subject: str
    text: str
    html: str | None
    sent_at: int
    in_reply_to: str | None
    forward_of: MessageId | None
    attachments: tuple[OutgoingAttachment, ...]
    deliveries: tuple[Delivery, ...]
