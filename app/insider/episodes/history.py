"""The mail of an episode as it stood after any of its events, exactly as its agent's world stood.

What the record says up to the event is folded; the mail system reads with what comes of that in
place of what stands in its tables. Nothing is ever written. Called by the operator's pages and
endpoints.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from corpmail.context import MailContext
from corpmail.database import read_transaction
from corpmail.draft_record import recorded_draft
from corpmail.errors import MailboxNotFoundError
from corpmail.journal import Act
from corpmail.past import Past
from corpmail.tables import MessageRow
from corpmail.types import Address, BranchId, Folder, MessageState, Scope, ScopeKind
from insider.episodes.rendering import rendering_of
from insider.episodes.sandbox import Sandbox
from insider.episodes.tables import EventRow
from insider.episodes.timeline import BRINGING, WRITING, Change, OwnCopy, Timeline
from insider.errors import EventNotFoundError

_message = MessageRow.metadata.tables["message"]
_entry = MessageRow.metadata.tables["entry"]
_event = EventRow.metadata.tables["event"]

_STATES: Mapping[Act, MessageState] = {
    Act.DRAFT_SAVED: "draft",
    Act.MAIL_HELD: "held",
    Act.MAIL_SENT: "sent",
    Act.MAIL_REFUSED: "refused",
}


@contextmanager
def look_back(
    sandbox: Sandbox, episode_id: str, *, at: int | None = None, account: str | None = None
) -> Iterator[MailContext]:
    """Read an episode's mail as it stood after one of its events; nothing is recorded.

    Args:
        sandbox: Whose episode.
        episode_id: Its whole id.
        at: The number of the event; how the mail stands now when it is None.
        account: Whose mailbox is the own one, by an address or alias: the agent's, with all that
            its token may read, when it is None; anybody else's by itself.

    Raises:
        EpisodeNotFoundError: There is no such episode.
        EventNotFoundError: Its record has no event of that number.
        MailboxNotFoundError: The company has no such mailbox.
    """
    with read_transaction(sandbox.engine) as session:
        # It never changes, and says whose mail is looked at.
        rendering = rendering_of(session, episode_id).rendering
    agent, scope = Address(rendering.agent), rendering.scope
    with sandbox.mail_server.look(BranchId(episode_id), account=agent, scope=scope) as ctx:
        if account is not None:
            ctx = _as_somebody(ctx, account)
        if at is not None:
            now = _time_of(ctx.session, episode_id, at)
            timeline = sandbox.timelines.of(ctx, agent)
            past = _past(ctx, fold(timeline, at), timeline, now)
            ctx = replace(ctx, now=now, past=past)
        yield ctx


def _as_somebody(ctx: MailContext, address: str) -> MailContext:
    account = ctx.directory.account(address)
    if account is None:
        raise MailboxNotFoundError(f"The company has no mailbox '{address[:320]}'.")
    if account.address == ctx.account:
        return ctx
    return replace(ctx, account=account.address, scope=Scope(ScopeKind.OWN))


def _time_of(session: Session, episode_id: str, seq: int) -> int:
    found = select(_event.c.at).where(_event.c.episode_id == episode_id, _event.c.seq == seq)
    at: int | None = session.execute(found).scalar()
    if at is None:
        counted = select(func.count()).where(_event.c.episode_id == episode_id)
        count = session.execute(counted).scalar_one()
        raise EventNotFoundError(
            f"Episode {episode_id} has {count} events so far; there is none of number {seq}."
        )
    return at


@dataclass(slots=True)
class CopyThen:
    """What an episode had changed of one copy; what it had not is None."""

    folder: str | None = None
    is_read: bool | None = None
    starred: bool | None = None
    deleted: bool = False


class Written(NamedTuple):
    """A message of the agent's, as it had been written last."""

    state: MessageState
    at: int
    """When it was put where it lay, in the company's seconds."""
    seq: int
    """The event that wrote it."""
    saved: int | None
    """The event that says what is in it; None for one that never was a draft."""


@dataclass(slots=True)
class MailThen:
    """What some acts, one after the other, come to."""

    copies: Mapping[str, tuple[OwnCopy, ...]]
    changed: dict[int, CopyThen] = field(default_factory=dict)
    """By the key of the entry."""
    written: dict[str, Written] = field(default_factory=dict)
    """By the message's public id."""
    made: int = 0
    """How many messages the branch had made."""
    _to_delete: dict[int, int] = field(default_factory=dict)
    """The entries of deletions that were held, by their numbers."""
    _let_go: tuple[int, int] | None = None
    """The event that is the deletion which has just been approved, and the entry."""

    def take(self, change: Change) -> None:
        """Add the next act."""
        if change.act in WRITING:
            self._write(change)
        if change.act in BRINGING:
            self.made += 1
        elif change.act is Act.DELETION_HELD and change.item is not None:
            self._to_delete[change.item] = self._meant(change.message_id)
        elif change.act is Act.DELETION_APPROVED and change.item is not None:
            self._let_go = (change.seq + 1, self._to_delete[change.item])
        elif change.permanent:
            self._copy(self._removed_by(change)).deleted = True
        elif (change.folder, change.is_read, change.starred) != (None, None, None):
            copy = self._copy(self._meant(change.message_id))
            copy.folder = change.folder or copy.folder
            copy.is_read = copy.is_read if change.is_read is None else change.is_read
            copy.starred = copy.starred if change.starred is None else change.starred

    def _write(self, change: Change) -> None:
        before = self.written.get(change.message_id)
        if before is None:
            self.made += 1
        saved, at = (before.saved, before.at) if before else (None, change.at)
        if change.act is Act.DRAFT_SAVED:
            saved = change.seq
        if change.act is not Act.MAIL_REFUSED:
            at = change.at
        self.written[change.message_id] = Written(_STATES[change.act], at, change.seq, saved)

    def _removed_by(self, change: Change) -> int:
        # A deletion that was held means the copy that it meant when it was held.
        if self._let_go is not None and self._let_go[0] == change.seq:
            return self._let_go[1]
        return self._meant(change.message_id)

    def _copy(self, entry_pk: int) -> CopyThen:
        return self.changed.setdefault(entry_pk, CopyThen())

    def _meant(self, message_id: str) -> int:
        """Return the entry that an act on a message means: see ``corpmail.reading``."""
        copies = self.copies[message_id]
        written = self.written.get(message_id)
        if written is not None and written.state != "sent":
            # Nobody else has it, nor has its sender another copy.
            return original(copies).entry_pk
        there = [copy for copy in copies if not self._is_deleted(copy.entry_pk)]
        return there[0].entry_pk

    def _is_deleted(self, entry_pk: int) -> bool:
        copy = self.changed.get(entry_pk)
        return copy is not None and copy.deleted


def original(copies: Iterable[OwnCopy]) -> OwnCopy:
    """Return the copy that the writer of a message has of it: the first that was made."""
    return min(copies, key=lambda copy: copy.entry_pk)


def fold(timeline: Timeline, upto: int) -> MailThen:
    """Return what the acts of a timeline come to.

    Args:
        timeline: The acts.
        upto: The number of the last event that counts.
    """
    mail = MailThen(timeline.copies)
    for change in timeline.changes:
        if change.seq > upto:
            break
        mail.take(change)
    return mail


def _past(ctx: MailContext, mail: MailThen, timeline: Timeline, now: int) -> Past:
    rewritten = {
        message_id: original(timeline.copies[message_id])
        for message_id, written in mail.written.items()
        if written.seq < timeline.last_written[message_id]
    }
    last_made = timeline.made[mail.made - 1] if mail.made else 0
    overlay = {pk: _overlay_row(ctx, pk, copy) for pk, copy in mail.changed.items()}
    entries: list[Mapping[str, object]] = []
    messages: list[Mapping[str, object]] = []
    for message_id, copy in rewritten.items():
        changed = mail.changed.get(copy.entry_pk, CopyThen())
        if not changed.deleted:
            written = mail.written[message_id]
            overlay[-copy.entry_pk] = _overlay_row(ctx, -copy.entry_pk, changed)
            entries.append(_entry_row(ctx, copy, written))
            messages.append(_message_row(ctx, copy, written, timeline.last_saved.get(message_id)))
    gone = CopyThen(deleted=True)
    for pk in _later_entries(ctx, rewritten.values(), now=now, last_made=last_made):
        overlay[pk] = _overlay_row(ctx, pk, gone)
    return Past(tuple(overlay.values()), tuple(entries), tuple(messages))


def _overlay_row(ctx: MailContext, entry_pk: int, copy: CopyThen) -> Mapping[str, object]:
    return {
        "branch_id": ctx.branch_id,
        "entry_pk": entry_pk,
        "folder": copy.folder,
        "is_read": copy.is_read,
        "starred": copy.starred,
        "deleted": copy.deleted,
    }


def _later_entries(
    ctx: MailContext, rewritten: Iterable[OwnCopy], *, now: int, last_made: int
) -> Sequence[int]:
    """Return the copies that seem to have come already, and were only made in the same second.

    And those of messages that have been written anew since, which stood otherwise.
    """
    later = select(_entry.c.pk).where(
        _entry.c.space == ctx.branch_id,
        _entry.c.received_at <= now,
        or_(
            _entry.c.message_pk > last_made,
            _entry.c.message_pk.in_([copy.message_pk for copy in rewritten]),
        ),
    )
    return ctx.session.execute(later).scalars().all()


def _entry_row(ctx: MailContext, copy: OwnCopy, written: Written) -> Mapping[str, object]:
    found = ctx.session.execute(select(_entry).where(_entry.c.pk == copy.entry_pk)).one()
    folder = Folder.DRAFTS if written.state == "draft" else Folder.OUTBOX
    return {
        **found._mapping,
        "pk": -copy.entry_pk,
        "message_pk": -copy.message_pk,
        "folder": folder.value,
        "received_at": written.at,
    }


def _message_row(
    ctx: MailContext, copy: OwnCopy, written: Written, last_saved: int | None
) -> Mapping[str, object]:
    found = ctx.session.execute(select(_message).where(_message.c.pk == copy.message_pk)).one()
    row: dict[str, object] = {
        **found._mapping,
        "pk": -copy.message_pk,
        "state": written.state,
        "sent_at": written.at,
        "deliveries": None,
    }
    if written.saved is not None and written.saved != last_saved:
        this = (_event.c.episode_id == ctx.branch_id, _event.c.seq == written.saved)
        data = json.loads(ctx.session.execute(select(_event.c.data).where(*this)).scalar_one())
        row |= recorded_draft(ctx.directory, data)
    return row
