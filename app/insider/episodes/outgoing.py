"""What an episode's agent sent: what left, and what was stopped, each with its place in the record.

Reads the mail server's own records; any transaction; never writes.
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from corpmail.journal import Act
from corpmail.outgoing import outgoing_mail, stopped_mail
from corpmail.snapshot import load_directory
from corpmail.types import Address, BranchId, OutgoingMail, SnapshotId
from insider.episodes.events import read_events
from insider.episodes.rendering import rendering_of


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail that the agent sent."""

    mail: OutgoingMail
    """Where it was stopped, its deliveries are those whom it was to reach."""
    state: Literal["left", "held", "refused"]
    event: int | None
    """The entry of the record by which it left or was held."""


def sent_mail(session: Session, episode_id: str) -> tuple[SentMail, ...]:
    """Return what an episode's agent sent: what left, in order, then what was stopped or waits.

    Args:
        session: Any transaction.
        episode_id: The episode's whole id.

    Raises:
        EpisodeNotFoundError: There is no such episode.
    """
    stored = rendering_of(session, episode_id)
    branch_id, agent = BranchId(episode_id), Address(stored.rendering.agent)
    events = list(read_events(session, episode_id, kinds={Act.MAIL_SENT, Act.MAIL_HELD}))
    left = {
        str(each.data.get("message_id")): each.seq for each in events if each.kind is Act.MAIL_SENT
    }
    held = {
        str(each.data.get("message_id")): each.seq for each in events if each.kind is Act.MAIL_HELD
    }
    sent = [
        SentMail(mail, "left", left.get(mail.message_id))
        for mail in outgoing_mail(session, branch_id, agent)
    ]
    if held:
        directory = load_directory(session, SnapshotId(stored.snapshot_id))
        stopped = stopped_mail(session, branch_id, agent, directory=directory)
        sent += [SentMail(mail, state, held.get(mail.message_id)) for state, mail in stopped]
    return tuple(sent)
