"""What an episode's record says of its agent's mailbox: every act that changed it, in order.

Read once, kept for the episodes last looked back at, and added to while an episode is live: a
record is only ever appended to. Texts are not kept. Called by ``insider.episodes.history``.
"""

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from corpmail.context import MailContext
from corpmail.journal import Act
from corpmail.tables import MessageRow
from corpmail.types import Address, Folder
from insider.episodes.events import Event, EventKind, read_events

_message = MessageRow.metadata.tables["message"]
_entry = MessageRow.metadata.tables["entry"]
_KEPT = 32
_ASKED_AT_ONCE = 500
"""Parameters in one statement: databases bound them."""

WRITING = frozenset(
    {Act.DRAFT_SAVED, Act.MAIL_HELD, Act.MAIL_APPROVED, Act.MAIL_SENT, Act.MAIL_REFUSED}
)
"""Acts that write a message of the agent's, or write it anew where it lies. Approving does so only
where the mail is edited; other approvals are no changes."""
BRINGING = frozenset(
    {
        Act.REPLY_SCHEDULED,
        Act.MAIL_BOUNCED,
        Act.MAIL_REFUSED,
        Act.ACTION_APPROVED,
        Act.ACTION_REFUSED,
        Act.DELETION_REFUSED,
    }
)
"""Acts with which the branch makes one message that the agent did not write."""
_CHANGING = frozenset(
    {
        Act.MESSAGE_OPENED,
        Act.MESSAGE_MOVED,
        Act.MESSAGE_FLAGGED,
        Act.MESSAGE_DELETED,
        Act.DRAFT_DELETED,
        Act.DELETION_HELD,
        Act.DELETION_APPROVED,
    }
)
_READ: frozenset[EventKind | Act] = frozenset(
    {*WRITING, *BRINGING, *_CHANGING, EventKind.APPROVAL_DECIDED}
)


class Change(NamedTuple):
    """An act that changed something; what it says nothing of is None."""

    seq: int
    at: int
    act: Act
    message_id: str
    item: int | None
    """The number of what was held."""
    folder: str | None
    is_read: bool | None
    starred: bool | None
    permanent: bool


class OwnCopy(NamedTuple):
    """A copy in the agent's mailbox, as its row is now."""

    entry_pk: int
    message_pk: int
    went_out: bool
    """Whether it lies where what is sent lies."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The changes of an episode so far, and the rows that they mean."""

    changes: tuple[Change, ...] = ()
    copies: Mapping[str, tuple[OwnCopy, ...]] = field(default_factory=dict)
    """The agent's copies of the messages that it made or changed, in the order in which an act
    means them: of two, the one that came in."""
    made: tuple[int, ...] = ()
    """The keys of the messages that the branch made, in the order of their making."""
    last_written: Mapping[str, int] = field(default_factory=dict)
    """The number of the event by which each message of the agent's was last written."""
    last_saved: Mapping[str, int] = field(default_factory=dict)
    """The number of the event by which each draft was last saved."""
    edited: Mapping[str, int] = field(default_factory=dict)
    """The number of the decision that changed each held mail which was changed."""

    def extended(self, ctx: MailContext, owner: Address) -> "Timeline":
        """Return the timeline with what has happened since.

        Args:
            ctx: A transaction of the episode's mail.
            owner: The agent's address.
        """
        last = self.changes[-1].seq if self.changes else 0
        events = list(read_events(ctx.session, ctx.branch_id, after=last, kinds=_READ))
        edits = _edits(events)
        new = tuple(_changes(events, edits))
        if not new:
            return self
        own = _entry.c.account == owner
        made = _made(ctx)
        seeded = {each.message_id for each in new} - {*self.copies, *made.values()}
        copies = {
            **self.copies,
            **_copies(ctx.session, _seeded(seeded), own, _entry.c.space == ctx.snapshot_id),
            # Their rows change, and copies are added to them.
            **_copies(ctx.session, [_message.c.branch_id == ctx.branch_id], own),
        }
        written = {each.message_id: each.seq for each in new if each.act in WRITING}
        saved = {each.message_id: each.seq for each in new if each.act is Act.DRAFT_SAVED}
        edited = {
            each.message_id: edits[each.item]
            for each in new
            if each.act is Act.MAIL_APPROVED and each.item is not None
        }
        return Timeline(
            changes=(*self.changes, *new),
            copies=copies,
            made=tuple(made),
            last_written={**self.last_written, **written},
            last_saved={**self.last_saved, **saved},
            edited={**self.edited, **edited},
        )


class Timelines:
    """The timelines of the episodes that were last looked back at; for several threads."""

    def __init__(self) -> None:
        self._kept: dict[str, Timeline] = {}
        self._lock = threading.Lock()

    def of(self, ctx: MailContext, owner: Address) -> Timeline:
        """Return an episode's timeline up to the last event that the transaction sees.

        Args:
            ctx: A transaction of the episode's mail.
            owner: The agent's address.
        """
        with self._lock:
            known = self._kept.get(ctx.branch_id, Timeline())
        timeline = known.extended(ctx, owner)
        with self._lock:
            self._kept.pop(ctx.branch_id, None)
            self._kept[ctx.branch_id] = timeline
            while len(self._kept) > _KEPT:
                del self._kept[next(iter(self._kept))]
        return timeline


def _edits(events: Iterable[Event]) -> dict[int, int]:
    """Return the numbers of the decisions that let held mail go changed, by what was held."""
    found: dict[int, int] = {}
    for event in events:
        data: Mapping[str, Any] = event.data
        decided = event.kind is EventKind.APPROVAL_DECIDED
        if decided and data["decision"] == "approve" and "edit" in data:
            found[data["item"]] = event.seq
    return found


def _changes(events: Iterable[Event], edits: Mapping[int, int]) -> Iterator[Change]:
    for event in events:
        if event.kind is Act.MAIL_APPROVED and event.data["item"] not in edits:
            continue
        if event.kind is not EventKind.APPROVAL_DECIDED:
            yield _change(event)


def _change(event: Event) -> Change:
    data: Mapping[str, Any] = event.data
    act = Act(event.kind)
    is_read, folder = data.get("is_read"), None
    if act is Act.MESSAGE_OPENED:
        is_read = True if data["marked_read"] else None
    elif act is Act.MESSAGE_MOVED:
        folder = data["to"]
    elif act is Act.MESSAGE_DELETED and not data["permanent"]:
        folder = Folder.TRASH.value
    return Change(
        seq=event.seq,
        at=event.at,
        act=act,
        message_id=data.get("message_id", ""),
        item=data.get("item"),
        folder=folder,
        is_read=is_read,
        starred=data.get("starred"),
        permanent=act is Act.DRAFT_DELETED or data.get("permanent", False),
    )


def _made(ctx: MailContext) -> dict[int, str]:
    """Return the public ids of what the branch made, by key: keys grow as messages are made."""
    found = (
        select(_message.c.pk, _message.c.public_id)
        .where(_message.c.branch_id == ctx.branch_id)
        .order_by(_message.c.pk)
    )
    return {row.pk: row.public_id for row in ctx.session.execute(found)}


def _seeded(message_ids: Iterable[str]) -> Iterator[ColumnElement[bool]]:
    ids = sorted(message_ids)
    for start in range(0, len(ids), _ASKED_AT_ONCE):
        named = _message.c.public_id.in_(ids[start : start + _ASKED_AT_ONCE])
        yield named & _message.c.branch_id.is_(None)


def _copies(
    session: Session, messages: Iterable[ColumnElement[bool]], *entries: ColumnElement[bool]
) -> dict[str, tuple[OwnCopy, ...]]:
    found: dict[str, list[OwnCopy]] = defaultdict(list)
    for which in messages:
        query = (
            select(_message.c.public_id, _entry.c.pk, _entry.c.message_pk, _entry.c.folder)
            .join(_entry, _entry.c.message_pk == _message.c.pk)
            .where(which, *entries)
        )
        for public_id, entry_pk, message_pk, folder in session.execute(query):
            copy = OwnCopy(entry_pk, message_pk, folder == Folder.SENT.value)
            found[public_id].append(copy)
    return {
        public_id: tuple(sorted(copies, key=lambda copy: (copy.went_out, copy.entry_pk)))
        for public_id, copies in found.items()
    }
