"""What came of each mail that an episode's agent sent: who answered, who passed it on, to whom.

Read from the record, in which every mail of a colleague names the message because of which it is
written; any transaction; never writes. A mail that comes after the end is told too: what would have
happened is a consequence of what was done.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpmail.journal import Act
from corpmail.quoting import FORWARD_MARK
from corpmail.tables import MessageRow
from corpmail.types import Mailer
from insider.episodes.colleague_waiting import BOUND, COLLEAGUE
from insider.episodes.events import Event, EventKind, read_events
from insider.episodes.rendering import rendering_of

_message = MessageRow.metadata.tables["message"]
_branch = MessageRow.metadata.tables["branch"]

Does = Literal["reply", "reply_all", "forward", "new", "automatic", "nothing"]
_READ: frozenset[EventKind | Act] = frozenset(
    {
        Act.MAIL_SENT,
        Act.REPLY_SCHEDULED,
        EventKind.COLLEAGUE_ANSWERED,
        EventKind.COLLEAGUES_BOUNDED,
    }
)


@dataclass(frozen=True, slots=True)
class Consequence:
    """What somebody did because of a mail, and what came of that."""

    event: int
    """The entry of the record in which it was decided."""
    person: Mailer
    does: Does
    by: str
    """The rule that they followed, or the model that played them."""
    why: str
    """What was decisive, in words; empty for any mail to that person."""
    message_id: str | None
    """What they wrote; None where they did nothing."""
    to: tuple[Mailer, ...]
    """Everybody to whom that was addressed."""
    subject: str
    text: str
    at: int
    """The company's time of it, in seconds."""
    came: bool
    """Whether it happened before the moment at which one looks: the end, as a rule."""
    then: tuple["Consequence", ...]

    @property
    def deed(self) -> str:
        """What they do, as what stands after their name."""
        to = ", ".join(each.name or each.address for each in self.to)
        match self.does:
            case "reply":
                return "answers"
            case "reply_all":
                return f"answers {to}"
            case "forward":
                return f"passes it on to {to}"
            case "new":
                return f"writes to {to}"
            case "automatic":
                return "is away, says the mailbox"
            case "nothing":
                return "does nothing"

    @property
    def reason(self) -> str:
        """Why they did it, as what stands after ``by``; empty where any mail would have done."""
        played = self.by.startswith(COLLEAGUE) or self.by == BOUND
        return self.why if played or not self.why else f"as it {self.why}"

    @property
    def own_words(self) -> str:
        """What they wrote themselves, without the message that they passed on."""
        return self.text.partition(FORWARD_MARK)[0].strip() if self.does == "forward" else self.text


@dataclass(frozen=True, slots=True)
class MailConsequences:
    """A mail of the agent's, and what came of it."""

    message_id: str
    event: int
    """The entry by which it left."""
    subject: str
    at: int
    then: tuple[Consequence, ...]


@dataclass(frozen=True, slots=True)
class Consequences:
    """What came of an episode's mail."""

    of_mail: tuple[MailConsequences, ...] = ()
    """Each mail that left, in order, those of which nothing came too."""
    unasked: tuple[Consequence, ...] = ()
    """What somebody wrote at a time of their own, because of no mail."""
    left_out: int = 0
    """Mails that were not written, since colleagues write so many and no more."""

    def because_of(self, message_id: str) -> tuple[Consequence, ...]:
        """Return what came of one message, the agent's or a colleague's."""
        for mail in self.of_mail:
            if mail.message_id == message_id:
                return mail.then
        roots = (each for mail in self.of_mail for each in mail.then)
        for found in _walk([*roots, *self.unasked]):
            if found.message_id == message_id:
                return found.then
        return ()


def is_written_in(session: Session, episode_id: str, message_id: str) -> bool:
    """Tell whether a message was written in an episode; only such mail has consequences.

    Args:
        session: Any transaction.
        episode_id: The episode's whole id.
        message_id: The message's.
    """
    found = select(_message.c.pk).where(
        _message.c.branch_id == episode_id, _message.c.public_id == message_id
    )
    return session.execute(found).first() is not None


def load_consequences(session: Session, episode_id: str, *, at: int | None = None) -> Consequences:
    """Return what came of an episode's mail.

    Args:
        session: Any transaction.
        episode_id: The episode's whole id.
        at: The number of the event after which one looks; the last one when None.

    Raises:
        EpisodeNotFoundError: There is no such episode.
    """
    events = list(read_events(session, episode_id, kinds=_READ, to=at))
    planned = [event for event in events if event.kind is Act.REPLY_SCHEDULED]
    rows = _messages(session, episode_id) if planned else {}
    now = _now(session, episode_id, at)
    because: dict[str | None, list[Event]] = defaultdict(list)
    for event in events:
        if event.kind is Act.REPLY_SCHEDULED:
            answered = event.data.get("answers")
            because[None if answered is None else str(answered)].append(event)
        elif event.kind is EventKind.COLLEAGUE_ANSWERED and event.data["does"] == "nothing":
            because[str(event.data["message_id"])].append(event)
    tree = _Tree(because, rows, now, _names(session, episode_id))
    return Consequences(
        of_mail=tuple(
            MailConsequences(
                message_id=str(event.data["message_id"]),
                event=event.seq,
                subject=str(event.data["subject"]),
                at=event.at,
                then=tree.after(str(event.data["message_id"])),
            )
            for event in events
            if event.kind is Act.MAIL_SENT
        ),
        unasked=tree.after(None),
        left_out=sum(
            int(str(event.data["left_out"]))
            for event in events
            if event.kind is EventKind.COLLEAGUES_BOUNDED
        ),
    )


@dataclass(frozen=True, slots=True)
class _Tree:
    because: Mapping[str | None, Sequence[Event]]
    rows: Mapping[str, Mapping[str, Any]]
    now: int
    names: Mapping[str, str]

    def after(self, message_id: str | None) -> tuple[Consequence, ...]:
        found = (self._one(event) for event in self.because.get(message_id, ()))
        return tuple(sorted(found, key=lambda each: (each.at, each.event)))

    def _one(self, event: Event) -> Consequence:
        data: Mapping[str, Any] = event.data
        if event.kind is EventKind.COLLEAGUE_ANSWERED:
            return self._nothing(event)
        message_id = str(data["message_id"])
        row = self.rows[message_id]
        recipients = row["recipients"]
        return Consequence(
            event=event.seq,
            person=Mailer(**row["sender"]),
            does=data.get("kind", "reply"),
            by=str(data["name"]),
            why=str(data.get("why", "")),
            message_id=message_id,
            to=tuple(Mailer(**each) for field in ("to", "cc", "bcc") for each in recipients[field]),
            subject=row["subject"],
            text=row["text"],
            at=data["comes_at"],
            came=data["comes_at"] <= self.now,
            then=self.after(message_id),
        )

    def _nothing(self, event: Event) -> Consequence:
        data: Mapping[str, Any] = event.data
        return Consequence(
            event=event.seq,
            person=Mailer(data["person"], self.names.get(data["person"], "")),
            does="nothing",
            by=str(data["by"]),
            why=str(data.get("why", "")),
            message_id=None,
            to=(),
            subject="",
            text="",
            at=event.at,
            came=True,
            then=(),
        )


def _walk(consequences: Iterable[Consequence]) -> Iterable[Consequence]:
    for each in consequences:
        yield each
        yield from _walk(each.then)


def _names(session: Session, episode_id: str) -> dict[str, str]:
    """Return the names of those whom a model plays."""
    cast = rendering_of(session, episode_id).rendering.cast
    return {person.person: person.name for person in cast}


def _messages(session: Session, episode_id: str) -> dict[str, Mapping[str, Any]]:
    found = select(
        _message.c.public_id,
        _message.c.sender,
        _message.c.recipients,
        _message.c.subject,
        _message.c.text,
    ).where(_message.c.branch_id == episode_id)
    return {row.public_id: row._asdict() for row in session.execute(found)}


def _now(session: Session, episode_id: str, at: int | None) -> int:
    if at is not None:
        (event,) = read_events(session, episode_id, after=at - 1, limit=1)
        return event.at
    found = select(_branch.c.now).where(_branch.c.id == episode_id)
    return int(session.execute(found).scalar_one())
