"""The agent's notes as they stood after any event of an episode, out of its record.

Called by the operator's pages and endpoints; writes nothing.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from corpmail.journal import Act
from corpmail.notes import put_together
from insider.episodes.events import read_events


@dataclass(frozen=True, slots=True)
class NotesThen:
    """Notes as they stood."""

    text: str
    """Empty while nothing had been written."""
    written: int | None
    """The event by which they were written last."""


def notes_then(session: Session, episode_id: str, *, at: int | None = None) -> NotesThen:
    """Return an agent's notes as they stood after an event.

    Args:
        session: Any transaction.
        episode_id: The episode's whole id.
        at: The number of the event; how they stand now when it is None.
    """
    text, written = "", None
    for event in read_events(session, episode_id, to=at, kinds={Act.NOTES_WRITTEN}):
        text = put_together(text, str(event.data["text"]), adds=event.data["adds"] is True)
        written = event.seq
    return NotesThen(text, written)
