"""The open episodes of foreign agents that a server has to look after, and how far each has come.

Asked once a second by the server's desk: one query, whatever their number, that reads no rendering.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from corpmail.tables import HeldRow
from insider.episodes.tables import EpisodeRow, EventRow, RenderingRow

_episode = EpisodeRow.metadata.tables["episode"]
_rendering = RenderingRow.metadata.tables["rendering"]
_event = EventRow.metadata.tables["event"]
_held = HeldRow.metadata.tables["held"]
_branch = HeldRow.metadata.tables["branch"]


@dataclass(frozen=True, slots=True)
class Reached:
    """How far an episode has come: where this is the same, nothing has happened in it."""

    events: int
    """Of its record."""
    now: int
    """The company's time, in seconds."""


def list_open_foreign(session: Session) -> Mapping[str, Reached]:
    """Return the open episodes of foreign agents that need somebody, by their ids.

    That is where something is held, or a model plays colleagues.

    Args:
        session: Any transaction.
    """
    events = select(func.max(_event.c.seq)).where(_event.c.episode_id == _episode.c.id)
    waits = exists().where(_held.c.branch_id == _episode.c.id, _held.c.state == "held")
    played = _rendering.c.condition["colleagues"].as_string() == "model"
    found = (
        select(_episode.c.id, events.scalar_subquery().label("events"), _branch.c.now)
        .join(_rendering, _rendering.c.id == _episode.c.rendering_id)
        .join(_branch, _branch.c.id == _episode.c.id)
        .where(_episode.c.stop_reason.is_(None), _episode.c.agent == "foreign", or_(played, waits))
        .order_by(_episode.c.opened_wall, _episode.c.id)
    )
    return {row.id: Reached(row.events or 0, row.now) for row in session.execute(found)}
