"""Lets colleagues decide what is still to come of an episode's mail when its agent has ended.

Called where others decide too at each moment: for models that play colleagues, and by a replay.
"""

from corpmail.answering import Decided
from corpmail.database import write_transaction
from corpmail.server import MailServer
from corpmail.types import BranchId
from insider.episodes.events import hold_episode
from insider.episodes.listing import check_running


def run_on_once(server: MailServer, episode_id: str, decided: Decided | None) -> Decided | None:
    """Let colleagues decide by rules at the next moment, in one transaction.

    Args:
        server: The episode's mail server.
        episode_id: Which episode.
        decided: How far they have got; None to begin.

    Returns:
        How far they have got then; None where nothing more is to come.

    Raises:
        EpisodeEndedError: Somebody has ended the episode meanwhile, and its record is final.
    """
    with write_transaction(server.engine) as session:
        hold_episode(session, episode_id)
        check_running(session, episode_id)
        return server.run_on_once(session, BranchId(episode_id), decided)
