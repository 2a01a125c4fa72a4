"""Where a fork leaves its parent: what stands before is the parent's doing, not the fork's."""

from sqlalchemy.orm import Session

from insider.episodes import EpisodeSummary, EventKind, read_events
from insider.episodes.events import read_moments


def shared_events(session: Session, episode: EpisodeSummary) -> int:
    """Return the number of the last event of a fork that came of what its parent said and did.

    Args:
        session: Any transaction.
        episode: The fork; 0 for an episode that is none.
    """
    fork = episode.fork
    if fork is None:
        return 0
    turned = fork.changed.decision
    if turned is not None:
        decided = read_events(session, episode.id, kinds=(EventKind.APPROVAL_DECIDED,))
        parts = next((each.seq for each in decided if each.data.get("item") == turned), None)
    else:
        # A reply that somebody wrote is the first that the parent did not give.
        first_own = fork.step + (0 if fork.changed.reply else 1)
        moments = read_moments(session, episode.id)
        calls = (each for each in moments if each.kind is EventKind.MODEL_CALL)
        parts = next((each.seq for each in calls if (each.step or 0) >= first_own), None)
    return 0 if parts is None else parts - 1
