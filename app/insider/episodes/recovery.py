"""Finds episodes whose process died, and marks them interrupted.

A running episode names its owner: host, process id and the moment the process began, since ids
are used again. Called when a door opens the database. Episodes of foreign agents have no owner
and stay open until they are closed; those of other hosts are left to those hosts.
"""

import socket

import psutil
from sqlalchemy import select
from sqlalchemy.orm import Session

from insider.episodes.opening import end_if_open
from insider.episodes.tables import EpisodeRow

_episode = EpisodeRow.metadata.tables["episode"]


def this_process() -> str:
    """Return the name by which this process owns what it runs."""
    process = psutil.Process()
    return f"{socket.gethostname()}:{process.pid}:{process.create_time():.2f}"


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
    gone = [row.id for row in running if not _lives(row.owner)]
    return [
        episode_id
        for episode_id in gone
        if end_if_open(session, episode_id, stop_reason="interrupted")
    ]


def _lives(owner: str) -> bool:
    host, pid, began = owner.rsplit(":", 2)
    if host != socket.gethostname():
        return True
    try:
        return f"{psutil.Process(int(pid)).create_time():.2f}" == began
    except psutil.NoSuchProcess:
        return False
