"""Makes the tape of an episode from its record.

A tape is a view of the event log: the model's replies in order, with what is needed to play them
on the same snapshot, and the record itself so that a replay can be held against it elsewhere.
"""

from dataclasses import dataclass

from pydantic import JsonValue
from sqlalchemy import Engine

from alex.chat import ModelReply
from alex.tape import Tape
from corpmail.database import read_transaction
from insider.episodes.events import EVENT_FORMAT, Event, EventKind, read_events
from insider.episodes.listing import get_episode
from insider.episodes.played_decisions import TapedDecision, decisions_in
from insider.errors import ReplayError

_NO_FACTS = (EventKind.MODEL_ERROR, EventKind.REVIEW_FAILED, EventKind.COLLEAGUE_FAILED)


@dataclass(frozen=True, slots=True)
class RecordedEpisode:
    """An episode's tape and the record that it must give again."""

    episode_id: str
    tape: Tape
    events: tuple[dict[str, JsonValue], ...]
    """Without wall-clock fields and without failed attempts at providers."""
    decisions: tuple[TapedDecision, ...] = ()
    """What was decided about acts that were held, by its place in the events."""


def record_of(engine: Engine, episode_id: str) -> RecordedEpisode:
    """Return the tape and the record of an ended episode.

    Args:
        engine: The database.
        episode_id: Which; the beginning of its id is enough.

    Raises:
        EpisodeNotFoundError: There is no such episode.
        ReplayError: A foreign agent ran it, so that there are no replies; or it still runs.
    """
    with read_transaction(engine) as session:
        episode = get_episode(session, episode_id)
        if episode.agent != "alex":
            raise ReplayError(
                f"Episode {episode.id} was run by a foreign agent, whose model Insider did not "
                "see: it has no tape."
            )
        if episode.stop_reason is None:
            raise ReplayError(f"Episode {episode.id} still runs; its tape is not complete.")
        events = tuple(read_events(session, episode.id))
    record = tuple(event.without_wall() for event in events if event.kind not in _NO_FACTS)
    return RecordedEpisode(
        episode_id=episode.id,
        tape=_tape(events),
        events=record,
        decisions=decisions_in(record),
    )


def _tape(events: tuple[Event, ...]) -> Tape:
    opened = events[0].data
    replies = [
        ModelReply.model_validate(event.data["reply"])
        for event in events
        if event.kind is EventKind.MODEL_CALL
    ]
    return Tape(
        model=str(opened["model"]),
        seed=_whole(opened["seed"]),
        about={
            "event_format": EVENT_FORMAT,
            **{key: opened[key] for key in ("scenario", "condition", "rendering", "snapshot")},
            "settings": opened["settings"],
            "epoch": opened["epoch"],
            **({"fork": opened["fork"]} if "fork" in opened else {}),
        },
        replies=tuple(replies),
    )


def _whole(value: JsonValue) -> int | None:
    return value if isinstance(value, int) else None
