"""Ends an open episode from outside of whatever runs it, and inspects what was done in it.

Called by ``insider close`` and by the operator API. The process that runs it, if one does, learns
of it with the next thing that it would do or record: nothing is added to a record that has ended.
"""

from sqlalchemy import Engine

from corpmail.branches import load_branch
from corpmail.database import read_transaction, write_transaction
from corpmail.types import BranchId
from insider.episodes import (
    EpisodeSummary,
    end_episode,
    get_episode,
    make_mail_server,
    mark_interrupted,
)
from insider.inspection.verdict import Verdict, inspect_episode


def close_episode(
    engine: Engine, episode_id: str, *, cancel: bool = False
) -> tuple[EpisodeSummary, Verdict]:
    """End an open episode; return it and what was found in it.

    One whose deadline has passed ends with that reason, and one whose process is gone as
    interrupted, whatever is asked for.

    Args:
        engine: The database.
        episode_id: Which; the beginning of its id is enough.
        cancel: Whether it was cut off, so that the end is no end of its own.

    Raises:
        EpisodeNotFoundError: There is no such episode.
        EpisodeEndedError: It has ended before.
    """
    with write_transaction(engine) as session:
        found = get_episode(session, episode_id)
        closed = load_branch(session, BranchId(found.id)).closed
        if found.stop_reason is not None or found.id not in mark_interrupted(session):
            reason = closed or ("cancelled" if cancel else "finished")
            server = make_mail_server(engine)
            end_episode(session, found.id, stop_reason=reason, server=server)
    verdict = inspect_episode(engine, found.id)
    with read_transaction(engine) as session:
        return get_episode(session, found.id), verdict
