"""What waits for approval, as its page shows it: the list, and one held act with its story."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from corpmail.database import read_transaction
from corpmail.errors import MessageNotFoundError
from corpmail.subjects import subjects_by_id
from corpmail.types import BranchId
from insider.episodes import (
    HeldStory,
    ReviewCase,
    Sandbox,
    Waiting,
    describe_held,
    find_approval,
    list_waiting,
    load_case,
    load_held_story,
)
from insider.web.pages.edits import show_edit
from insider.web.pages.letters import LongText, WholeMail, fold_text, show_whole
from insider.web.pages.templates import show_wall

_LISTED = 50
_LABELS = (
    ("to", "To"),
    ("cc", "Cc"),
    ("bcc", "Bcc"),
    ("subject", "Subject"),
    ("text", "Text"),
    ("reason", "Why"),
)


@dataclass(frozen=True, slots=True)
class HeldView:
    """A held act as it is put to an operator, or what has become of it."""

    id: str
    waiting: Waiting
    story: HeldStory
    title: str
    told: str
    """Why nothing can be decided of it any more, in a sentence; empty while it waits."""
    case: ReviewCase | None
    """The act, whole; None when it waits no more."""
    letter: WholeMail | None
    edit: Mapping[str, str]
    """The mail's fields as a form has them."""
    typed: Mapping[str, str]
    """What somebody has written and could not send, by the names of a form's fields."""
    passes_on: tuple[str, str] | None
    """The message that it passes on, its id and its subject."""
    arguments: str
    """Of a call, as JSON."""
    message: LongText | None
    """The text of what is to be deleted."""

    @property
    def edits(self) -> bool:
        """Whether somebody is changing the mail."""
        return "text" in self.typed

    @property
    def written(self) -> Sequence[tuple[str, str]]:
        """What somebody has written that has no form to stand in any more, with its labels."""
        return [(label, self.typed[key]) for key, label in _LABELS if self.typed.get(key)]

    @property
    def stage(self) -> str:
        """Whose decision it waits for; ``settled`` when nothing waits any more."""
        return "settled" if self.told else self.waiting.stage


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits, for a list."""

    waiting: Sequence[Waiting]
    lines: Mapping[tuple[str, int], str]
    more: bool
    """Whether there is more than is listed."""

    @property
    def known(self) -> str:
        """A short name of just this list: whoever knows it needs not be told."""
        names = json.dumps([(each.id, each.stage) for each in self.waiting] + [self.more])
        return hashlib.sha256(names.encode()).hexdigest()[:16]

    @property
    def to_decide(self) -> int:
        """How many wait for a person."""
        return sum(each.stage == "person" for each in self.waiting)

    def line(self, waiting: Waiting) -> str:
        """Return what is held, in a line."""
        return self.lines.get((waiting.item.branch_id, waiting.item.number), waiting.id)

    def after(self, approval: str) -> str | None:
        """Return what somebody looks at next who has decided one."""
        names = [each.id for each in self.waiting]
        place = self._place(approval)
        later = [name for name in names if self._place(name) > place]
        return next(iter([*later, *names]), None)

    @staticmethod
    def _place(approval: str) -> tuple[str, int]:
        episode, _, number = approval.rpartition(".")
        return episode, int(number) if number.isdecimal() else 0


def read_queue(session: Session, *, described: bool = True) -> Queue:
    """Return what waits, the first of it.

    Args:
        session: Any transaction.
        described: Whether each is told in a line.
    """
    found = list_waiting(session, limit=_LISTED + 1)
    page = found[:_LISTED]
    lines = describe_held(session, [each.item for each in page]) if described else {}
    return Queue(page, lines, more=len(found) > _LISTED)


def view_held(sandbox: Sandbox, approval: str, typed: Mapping[str, str] | None = None) -> HeldView:
    """Return a held act as it is put to an operator.

    Args:
        sandbox: Whose episodes.
        approval: Its name.
        typed: What somebody has put into the fields of a form about it.

    Raises:
        EpisodeNotFoundError: There is no such episode.
        NotHeldError: Nothing was held under that name.
    """
    with read_transaction(sandbox.engine) as session:
        waiting = find_approval(session, approval)
        story = load_held_story(session, waiting.item)
        lines = describe_held(session, [waiting.item])
    told = _told(waiting, story)
    case = None
    if not told:
        try:
            case = load_case(sandbox.mail_server, waiting.item)
        except MessageNotFoundError:
            told = "It was decided in this moment."
    mail = None if case is None else case.mail
    item = waiting.item
    return HeldView(
        id=waiting.id,
        waiting=waiting,
        story=story,
        title=lines.get((item.branch_id, item.number), waiting.id),
        told=told,
        case=case,
        letter=None if mail is None else show_whole(mail),
        edit={} if mail is None else {**show_edit(mail), **(typed or {})},
        typed=typed or {},
        passes_on=None if mail is None else _passed_on(sandbox, item.branch_id, mail.forward_of),
        arguments=json.dumps(dict(item.arguments), ensure_ascii=False, indent=1),
        message=None if case is None or case.message is None else fold_text(case.message.text),
    )


def _told(waiting: Waiting, story: HeldStory) -> str:
    if waiting.item.state != "held":
        word = story.words[-1] if story.words else None
        by = "" if word is None else f" by {word.by} at {show_wall(word.wall)} (UTC)"
        reason = "" if word is None or not word.reason else f": {word.reason}"
        return f"It was {waiting.item.state}{by}{reason}"
    if story.episode.stop_reason is not None:
        return "Its episode has ended; what was held stays held."
    return ""


def _passed_on(
    sandbox: Sandbox, branch_id: BranchId, message_id: str | None
) -> tuple[str, str] | None:
    if message_id is None:
        return None
    with read_transaction(sandbox.engine) as session:
        return message_id, subjects_by_id(session, branch_id, [message_id]).get(message_id, "")
