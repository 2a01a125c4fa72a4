"""The entries of an episode's record, and the one way to append and to read them.

Appended by the journal (what the mail server did), by the recorder (what the agent did) and by
opening and ending. Never updated, never deleted. ``EVENT_FORMAT`` grows when a reader of old
records would misread new ones.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import JsonValue
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from corpmail.clock import wall_now
from corpmail.journal import Act
from insider.episodes.tables import EventRow

EVENT_FORMAT = 1

_event = EventRow.metadata.tables["event"]


class EventKind(StrEnum):
    """What the sandbox itself records; the mail server's acts (``corpmail.Act``) stand beside."""

    EPISODE_OPENED = "episode_opened"
    PROMPT = "prompt"
    MODEL_CALL = "model_call"
    MODEL_ERROR = "model_error"
    TOOL_CALL = "tool_call"
    TOOL_RESULT = "tool_result"
    NUDGE = "nudge"
    EPISODE_ENDED = "episode_ended"


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a record."""

    seq: int
    kind: EventKind | Act
    step: int | None
    request_id: str | None
    at: int
    data: Mapping[str, JsonValue]
    wall: str

    def without_wall(self) -> dict[str, JsonValue]:
        """Return what must be the same when the same tape is played on the same snapshot.

        The number is left out: a provider's failed attempts take numbers too.
        """
        return {
            "kind": self.kind.value,
            "step": self.step,
            "request_id": self.request_id,
            "at": self.at,
            "data": {key: value for key, value in self.data.items() if not _is_wall(key)},
        }


def append_event(
    session: Session,
    *,
    episode_id: str,
    kind: EventKind | Act,
    at: int,
    data: Mapping[str, JsonValue],
    step: int | None = None,
    request_id: str | None = None,
) -> int:
    """Append one entry in the caller's transaction.

    Args:
        session: A write transaction: the next number is safe only under its lock.
        episode_id: Whose record.
        kind: What happened.
        at: The company's time, in seconds.
        data: Its facts. Keys that begin with ``wall_`` are left out when records are compared.
        step: The model call it belongs to.
        request_id: The tool call that caused it.

    Returns:
        The entry's number.
    """
    last = session.execute(
        select(func.max(_event.c.seq)).where(_event.c.episode_id == episode_id)
    ).scalar_one()
    seq = int(last or 0) + 1
    session.execute(
        insert(_event).values(
            episode_id=episode_id,
            seq=seq,
            kind=kind.value,
            step=step,
            request_id=request_id,
            at=at,
            data=dict(data),
            wall=wall_now().isoformat(timespec="milliseconds"),
        )
    )
    return seq


def read_events(
    session: Session, episode_id: str, *, after: int = 0, limit: int | None = None
) -> Iterator[Event]:
    """Yield an episode's entries in order.

    Args:
        session: Any transaction.
        episode_id: Whose record; an unknown one has none.
        after: The number of the last entry that the caller has.
        limit: At most so many.
    """
    query = (
        select(_event)
        .where(_event.c.episode_id == episode_id, _event.c.seq > after)
        .order_by(_event.c.seq)
        .limit(limit)
    )
    for row in session.execute(query):
        yield Event(
            seq=row.seq,
            kind=_KINDS[row.kind],
            step=row.step,
            request_id=row.request_id,
            at=row.at,
            data=row.data,
            wall=row.wall,
        )


_KINDS: dict[str, EventKind | Act] = {
    **{kind.value: kind for kind in EventKind},
    **{act.value: act for act in Act},
}


def _is_wall(key: str) -> bool:
    return key.startswith("wall_")
