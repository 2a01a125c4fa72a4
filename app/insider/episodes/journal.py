"""Writes what the mail server did into the episode's record, in the same transaction.

Given to ``corpmail.server.MailServer``; a branch's id is its episode's id.
"""

from collections.abc import Mapping

from pydantic import JsonValue
from sqlalchemy.orm import Session

from corpmail.journal import Act
from corpmail.types import BranchId
from insider.episodes.events import append_event


class EpisodeJournal:
    """A ``corpmail`` journal that appends to the event log."""

    def record(
        self,
        session: Session,
        *,
        branch_id: BranchId,
        at: int,
        act: Act,
        data: Mapping[str, JsonValue],
        request_id: str | None,
    ) -> None:
        """Append one act."""
        append_event(
            session, episode_id=branch_id, kind=act, at=at, data=data, request_id=request_id
        )
