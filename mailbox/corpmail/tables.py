"""The tables of the mail system.

A *message* is its content, stored once. An *entry* is one mailbox's copy of it: seeded entries
belong to a snapshot and never change; a branch adds entries of its own and keeps what it changed
of seeded ones in *overlay* rows. What a branch sees is snapshot ∪ branch, corrected by overlay.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Text,
    false,
)
from sqlmodel import Field, SQLModel


class BlobRow(SQLModel, table=True):
    """The bytes of an attachment, stored once."""

    __tablename__ = "blob"

    sha256: str = Field(primary_key=True)
    size: int
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class SnapshotRow(SQLModel, table=True):
    """A company's mail as one scenario under one condition puts it; immutable."""

    __tablename__ = "snapshot"

    id: str = Field(primary_key=True)
    """``s-`` and the hash of everything in it."""
    directory: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))
    message_count: int
    stored_wall: str


class MessageRow(SQLModel, table=True):
    """The content of a message. ``digest`` is set for seeded ones, ``branch_id`` for others."""

    __tablename__ = "message"
    __table_args__ = (
        # Many branches of one snapshot make messages of the same public ids and threads.
        Index("message_by_public_id", "public_id", "branch_id"),
        Index("message_by_thread", "thread_id", "branch_id"),
    )

    pk: int | None = Field(default=None, primary_key=True)
    public_id: str
    digest: str | None = Field(default=None, unique=True)
    branch_id: str | None = Field(default=None, foreign_key="branch.id", index=True)
    rfc_id: str
    thread_id: str
    sender: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    recipients: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))
    """``{"to": [{"address":, "name":}], "cc": [...], "bcc": [...]}`` as written."""
    subject: str = Field(sa_column=Column(Text, nullable=False))
    text: str = Field(sa_column=Column(Text, nullable=False))
    html: str | None = Field(default=None, sa_column=Column(Text))
    sent_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    in_reply_to: str | None = None
    references: list[str] = Field(sa_column=Column("refs", JSON, nullable=False))
    attachments: list[dict[str, object]] = Field(sa_column=Column(JSON, nullable=False))
    """``[{"id":, "filename":, "content_type":, "size":, "sha256":}]``."""
    headers: list[list[str]] = Field(sa_column=Column(JSON, nullable=False))
    forward_of: str | None = None
    """Public id of the message that this one forwards."""
    state: str = "sent"
    """A ``MessageState``; seeded mail is ``sent``."""
    deliveries: list[dict[str, object]] | None = Field(default=None, sa_column=Column(JSON))
    """What became of each recipient, for mail that left in a branch."""


class EntryRow(SQLModel, table=True):
    """One mailbox's copy of a message."""

    __tablename__ = "entry"
    __table_args__ = (
        # Listings are filtered within an index, so that only the page's own rows are read.
        Index(
            "entry_by_mailbox",
            "space",
            "account",
            "received_at",
            "folder",
            "is_read",
            "starred",
            "message_pk",
        ),
        Index("entry_by_message", "message_pk", "space"),
    )

    pk: int | None = Field(default=None, primary_key=True)
    space: str
    """A snapshot's id or a branch's."""
    account: str
    message_pk: int = Field(foreign_key="message.pk")
    folder: str
    is_read: bool = False
    starred: bool = False
    received_at: int = Field(sa_column=Column(BigInteger, nullable=False))


class BranchRow(SQLModel, table=True):
    """A snapshot plus an overlay; what an episode owns."""

    __tablename__ = "branch"

    id: str = Field(primary_key=True)
    snapshot_id: str = Field(foreign_key="snapshot.id", index=True)
    now: int = Field(sa_column=Column(BigInteger, nullable=False))
    closes_at: int | None = Field(default=None, sa_column=Column(BigInteger))
    """The company's time at which every further act is refused."""
    closed: str | None = None
    """Why it is closed, such as ``deadline``; null while it is open."""
    counter: int = 0
    """How many messages it has made: ids are derived from it."""
    gated: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    """Whether what is done in it is put to the server's gate first."""
    sessions: list[list[int | None]] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True))
    )
    """``[[start, until], …]`` where it is worked in in several sessions; null for one alone."""
    session_number: int = Field(
        default=1, sa_column=Column(Integer, nullable=False, server_default="1")
    )
    """Of the session that goes on, or has ended last."""
    session_ended: str | None = None
    """Why that session has ended, such as ``time``; null while it goes on."""
    wakes_at: int | None = Field(default=None, sa_column=Column(BigInteger))
    """The company's time at which a colleague next has something to decide; null for never."""


class NotesRow(SQLModel, table=True):
    """What an account of a branch has written down for its next session."""

    __tablename__ = "notes"

    branch_id: str = Field(foreign_key="branch.id", primary_key=True)
    account: str = Field(primary_key=True)
    text: str = Field(sa_column=Column(Text, nullable=False))


class OverlayRow(SQLModel, table=True):
    """What a branch changed of one entry."""

    __tablename__ = "overlay"

    branch_id: str = Field(foreign_key="branch.id", primary_key=True)
    entry_pk: int = Field(sa_column=Column(ForeignKey("entry.pk"), primary_key=True))
    folder: str | None = None
    is_read: bool | None = None
    starred: bool | None = None
    deleted: bool = False


class TokenRow(SQLModel, table=True):
    """A bearer token, by its hash: it opens one branch as one account."""

    __tablename__ = "token"

    sha256: str = Field(primary_key=True)
    branch_id: str = Field(foreign_key="branch.id", index=True)
    account: str
    scope: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))


class HeldRow(SQLModel, table=True):
    """An act that the gate held: mail, a call of an action, or a deletion for good."""

    __tablename__ = "held"
    # What waits is asked for over all branches; what was decided is most of the table.
    __table_args__ = (Index("held_by_state", "state", "branch_id", "number"),)

    branch_id: str = Field(foreign_key="branch.id", primary_key=True)
    number: int = Field(primary_key=True)
    """1, 2, 3 … within its branch."""
    kind: str
    """``mail``, ``action`` or ``deletion``."""
    account: str
    """Whose act it is."""
    reason: str = Field(sa_column=Column(Text, nullable=False))
    """Why it was held, in a sentence."""
    held_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    request_id: str | None = None
    """The caller's own name for the request that was held."""
    state: str = "held"
    """``held``, ``approved`` or ``refused``."""
    entry_pk: int | None = Field(default=None, foreign_key="entry.pk")
    """The copy in the outbox, or the one that is to be deleted."""
    action: str | None = None
    arguments: dict[str, object] | None = Field(default=None, sa_column=Column(JSON))
