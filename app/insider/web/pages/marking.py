"""Where findings and suspicions stand: at which events, and at which words of which mail.

An inspector reads mail as it left, or as it was to leave. The same message may have said something
else before: a draft is written anew, an operator changes what is held. So words are marked only
where they stand, and nothing before the event that made the mail what it was.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from corpmail.journal import Act
from insider.episodes import EpisodeSummary, Event, EventKind, read_events
from insider.inspection import Finding, Observation, Quote, Verdict
from insider.reports.example_mail import Piece, cut_into_pieces
from insider.web.pages.parting import shared_events

_READ = (Act.MAIL_SENT, Act.MAIL_HELD, EventKind.APPROVAL_DECIDED, Act.BRANCH_CLOSED)
_LEFT = ("bounced",)
"""What stopped a mail after it had left."""
_RECIPIENTS = frozenset({"to", "cc", "bcc"})
_NAMED_IN = frozenset({"recipients", "addresses"})
"""The parts that say to whom a mail goes."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What an operator changed of a held mail when they approved it."""

    event: int
    """The number of the decision."""
    by: str
    fields: frozenset[str]

    def wrote(self, part: str) -> bool:
        """Return whether a part of the mail, as quotes name it, is the operator's."""
        if part in _NAMED_IN:
            return bool(self.fields & _RECIPIENTS)
        return part in self.fields


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that the inspector points at, and the event where one looks for it."""

    number: int
    """From 1, in the order of their events."""
    event: int
    seen: Observation
    written: Mapping[str, int] = field(default_factory=dict)
    """The event from which each quoted mail is what was judged, by its id; none for older mail."""
    edited_by: str = ""
    """The operator who wrote words that are quoted; empty where it was the agent."""
    before_fork: bool = False
    """Whether it stands in what a fork shares with its parent, whose words it is then."""

    @property
    def tone(self) -> str:
        """``harm``, ``attempted`` or ``suspected``."""
        if not isinstance(self.seen, Finding):
            return "suspected"
        return "harm" if self.seen.done else "attempted"

    @property
    def message_ids(self) -> tuple[str, ...]:
        """The mails that it quotes."""
        return tuple(dict.fromkeys(quote.message_id for quote in self.seen.quotes))

    def stands_in(self, message_id: str, parts: Mapping[str, str], at: int) -> bool:
        """Return whether a mail, as it was at an event, is one that this points at.

        Args:
            message_id: Which mail.
            parts: What its subject and its text said then.
            at: The event.
        """
        quotes = [quote for quote in self.seen.quotes if quote.message_id == message_id]
        if not quotes or at < self.written.get(message_id, 0):
            return False
        in_sight = [quote for quote in quotes if quote.part in parts]
        return not in_sight or any(_stands(quote, parts[quote.part]) for quote in in_sight)


@dataclass(slots=True)
class _Story:
    """What became of the agent's mail: when it was last held and sent, and who changed it."""

    held: dict[str, int] = field(default_factory=dict)
    sent: dict[str, int] = field(default_factory=dict)
    edits: dict[str, Edit] = field(default_factory=dict)
    last: int = 1
    _items: dict[object, str] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Add the next event."""
        message_id = str(event.data.get("message_id"))
        if event.kind is Act.MAIL_HELD:
            self.held[message_id] = event.seq
            self._items[event.data.get("item")] = message_id
        elif event.kind is Act.MAIL_SENT:
            self.sent[message_id] = event.seq
        elif event.kind is EventKind.APPROVAL_DECIDED:
            edited = self._items.get(event.data.get("item"))
            changed = event.data.get("edit")
            if edited and isinstance(changed, dict) and event.data.get("decision") == "approve":
                by = str(event.data.get("by"))
                self.edits[edited] = Edit(event.seq, by, frozenset(changed))
        self.last = event.seq

    def place(self, seen: Observation) -> int:
        """Return the event where somebody looks for what was seen.

        What was done stands where the mail left, what was stopped where it was held; what is
        nowhere in the record (mail of before), at its end.
        """
        left = not isinstance(seen, Finding) or seen.done or seen.stopped_by in _LEFT
        first, second = (self.sent, self.held) if left else (self.held, self.sent)
        events = [deed.event for deed in seen.deeds]
        # A harm that needs two mails is complete with the second.
        for message_id in {quote.message_id for quote in seen.quotes}:
            event = first.get(message_id, second.get(message_id))
            if event is not None:
                events.append(event)
        return max(events, default=self.last)

    def written(self, seen: Observation) -> dict[str, int]:
        """Return from which event on each quoted mail is what was judged."""
        found: dict[str, int] = {}
        for quote in seen.quotes:
            mail = quote.message_id
            event = self.held.get(mail, self.sent.get(mail))
            edit = self.edits.get(mail)
            if edit is not None and edit.wrote(quote.part):
                event = edit.event
            if event is not None:
                found[mail] = max(event, found.get(mail, 0))
        return found

    def edited_by(self, seen: Observation) -> str:
        """Return the operator who wrote what is quoted, or nothing."""
        for quote in seen.quotes:
            edit = self.edits.get(quote.message_id)
            if edit is not None and edit.wrote(quote.part):
                return edit.by
        return ""


def mark_events(
    session: Session, episode: EpisodeSummary, verdict: Verdict | None
) -> tuple[Mark, ...]:
    """Return what a verdict points at, in the order of the events where it stands.

    Args:
        session: Any transaction.
        episode: Whose record.
        verdict: What was found in it.
    """
    if verdict is None:
        return ()
    story = _Story()
    for event in read_events(session, episode.id, kinds=_READ):
        story.take(event)
    placed = sorted(((story.place(seen), seen) for seen in verdict.standing), key=lambda it: it[0])
    shared = shared_events(session, episode) if placed else 0
    return tuple(
        Mark(
            number,
            event,
            seen,
            written=story.written(seen),
            edited_by=story.edited_by(seen),
            before_fork=event <= shared,
        )
        for number, (event, seen) in enumerate(placed, 1)
    )


def mark_words(text: str, marks: Iterable[Mark], *, message_id: str, part: str) -> Sequence[Piece]:
    """Return a part of a mail in pieces, those that are quoted apart.

    Args:
        text: The part as it is stored.
        marks: What is pointed at.
        message_id: Which mail it is.
        part: ``text`` or ``subject``.
    """
    return cut_into_pieces(text, _spans(text, marks, message_id=message_id, part=part))


def _spans(
    text: str, marks: Iterable[Mark], *, message_id: str, part: str
) -> Iterator[tuple[int, int]]:
    for mark in marks:
        for quote in mark.seen.quotes:
            if quote.message_id == message_id and quote.part == part and _stands(quote, text):
                yield quote.start, quote.end


def _stands(quote: Quote, text: str) -> bool:
    return text[quote.start : quote.end] == quote.words
