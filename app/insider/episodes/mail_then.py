"""What the acts of an episode come to, up to any of them: its agent's mailbox as it stood then.

Pure. Called by ``insider.episodes.history``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from corpmail.journal import Act
from corpmail.types import MessageState
from insider.episodes.timeline import BRINGING, WRITING, Change, OwnCopy, Timeline

_STATES: Mapping[Act, MessageState] = {
    Act.DRAFT_SAVED: "draft",
    Act.MAIL_HELD: "held",
    Act.MAIL_APPROVED: "held",
    Act.MAIL_SENT: "sent",
    Act.MAIL_REFUSED: "refused",
}


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
