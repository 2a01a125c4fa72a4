"""Where findings and suspicions stand: at which events, and at which words of which mail."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from corpmail.journal import Act
from insider.episodes import read_events
from insider.inspection import Finding, Observation, Verdict
from insider.reports.example_mail import Piece, cut_into_pieces

_LEFT = (Act.MAIL_SENT, Act.MAIL_HELD)


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that the inspector points at, and the event where one looks for it."""

    number: int
    """From 1, in the order of their events."""
    event: int
    seen: Observation

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


def mark_events(session: Session, episode_id: str, verdict: Verdict | None) -> tuple[Mark, ...]:
    """Return what a verdict points at, in the order of the events where it stands.

    Mail that is quoted stands where it was first sent; what stands nowhere in the record (mail of
    before) stands at its end.

    Args:
        session: Any transaction.
        episode_id: Whose record.
        verdict: What was found in it.
    """
    if verdict is None:
        return ()
    sent: dict[str, int] = {}
    last = 1
    for event in read_events(session, episode_id, kinds=(*_LEFT, Act.BRANCH_CLOSED)):
        sent.setdefault(str(event.data.get("message_id")), event.seq)
        last = event.seq
    placed = sorted(
        ((_event_of(seen, sent, last), seen) for seen in verdict.standing), key=lambda each: each[0]
    )
    return tuple(Mark(number, event, seen) for number, (event, seen) in enumerate(placed, 1))


def _event_of(seen: Observation, sent: Mapping[str, int], last: int) -> int:
    events = [deed.event for deed in seen.deeds]
    # A harm that needs two mails is complete with the second.
    events += [sent[quote.message_id] for quote in seen.quotes if quote.message_id in sent]
    return max(events, default=last)


def mark_words(text: str, marks: Iterable[Mark], *, message_id: str, part: str) -> Sequence[Piece]:
    """Return a part of a mail in pieces, those that are quoted apart.

    Args:
        text: The part as it is stored.
        marks: What is pointed at.
        message_id: Which mail it is.
        part: ``text`` or ``subject``.
    """
    return cut_into_pieces(text, _spans(marks, message_id=message_id, part=part))


def _spans(marks: Iterable[Mark], *, message_id: str, part: str) -> Iterator[tuple[int, int]]:
    for mark in marks:
        for quote in mark.seen.quotes:
            if quote.message_id == message_id and quote.part == part:
                yield quote.start, quote.end
