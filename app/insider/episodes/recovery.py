"""Finds episodes whose process died, and marks them interrupted.

A running episode names its owner: where it runs (host and, in containers, the space in which
process ids count), process id and the moment the process began, since ids are used again. Called
when a door opens the database. What runs elsewhere cannot be looked at: it is taken for dead when
its record has stood still for an hour, which is longer than any model call may take. Episodes of
foreign agents have no owner and stay open until they are closed.
"""

import socket
from datetime import datetime, timedelta
from pathlib import Path

import psutil
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from corpmail.clock import wall_now
from insider.episodes.opening import end_if_open
from insider.episodes.tables import EpisodeRow

_episode = EpisodeRow.metadata.tables["episode"]
_event = EpisodeRow.metadata.tables["event"]

STILL = timedelta(hours=1)
"""How long a record elsewhere may stand still before its process is taken for dead."""
_SAME_MOMENT = 60.0
"""Seconds by which a process's beginning may seem to move when the wall clock is corrected."""


def this_process() -> str:
    """Return the name by which this process owns what it runs."""
    process = psutil.Process()
    return f"{_place()}:{process.pid}:{process.create_time():.2f}"


def mark_interrupted(session: Session) -> list[str]:
    """End every episode whose process is gone, and return their ids.

    Args:
        session: A write transaction.
    """
    running = session.execute(
        select(_episode.c.id, _episode.c.owner)
        .where(_episode.c.stop_reason.is_(None), _episode.c.owner.is_not(None))
        .order_by(_episode.c.id)
    ).all()
    gone = [row.id for row in running if not _lives(session, row.id, row.owner)]
    return [
        episode_id
        for episode_id in gone
        if end_if_open(session, episode_id, stop_reason="interrupted")
    ]


def interrupt_episode(session: Session, episode_id: str) -> None:
    """End an episode whose process is known to be gone; one that has ended stays as it is.

    Args:
        session: A write transaction.
        episode_id: Which.
    """
    end_if_open(session, episode_id, stop_reason="interrupted")


def _lives(session: Session, episode_id: str, owner: str) -> bool:
    alive = is_alive(owner)
    return not _stands_still(session, episode_id) if alive is None else alive


def is_alive(owner: str) -> bool | None:
    """Tell whether the process of a name (``this_process``) lives; None when it runs elsewhere."""
    place, pid, began = owner.rsplit(":", 2)
    if place != _place():
        return None
    try:
        return abs(psutil.Process(int(pid)).create_time() - float(began)) < _SAME_MOMENT
    except psutil.NoSuchProcess:
        return False


def _stands_still(session: Session, episode_id: str) -> bool:
    last = session.execute(
        select(func.max(_event.c.wall)).where(_event.c.episode_id == episode_id)
    ).scalar_one()
    return wall_now() - datetime.fromisoformat(last) > STILL


def _place() -> str:
    try:
        space = Path("/proc/self/ns/pid").readlink().name
    except OSError:
        # Not Linux: process ids count for the whole host.
        return socket.gethostname()
    return f"{socket.gethostname()}/{space.removeprefix('pid:')}"
