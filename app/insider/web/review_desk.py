"""Reviews what foreign agents' episodes hold, and answers their mail, while the server runs.

Alex's episodes have their own runner; a foreign agent has none. What waits for a person is left
waiting. Where a model plays colleagues, they answer within a second or so of the wall, by the time
of the company's clock at which the mail came.
"""

import asyncio
import logging

from sqlalchemy.exc import DBAPIError

from corpmail.approvals import list_held
from corpmail.database import read_transaction, write_transaction
from corpmail.errors import DatabaseError, InsiderError
from insider.episodes import (
    AskedColleagues,
    EpisodeSummary,
    Reviews,
    Sandbox,
    end_episode,
    get_episode,
    list_open_foreign,
    rendering_of,
)
from insider.errors import EpisodeEndedError
from insider.inspection import ReviewerEndpoint, make_colleagues, make_reviewers

logger = logging.getLogger(__name__)

_LOOKS_EVERY = 1.0
"""Seconds between two looks at what waits."""


class ReviewDesk:
    """Looks again and again at what waits.

    Args:
        sandbox: Whose episodes.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def work(self) -> None:
        """Review what waits, until cancelled."""
        while True:
            try:
                await self.review_waiting()
            except (DBAPIError, DatabaseError) as error:
                logger.warning("What is held could not be looked at: %s", error)
            await asyncio.sleep(_LOOKS_EVERY)

    async def review_waiting(self) -> None:
        """Review what waits now in all foreign agents' episodes, side by side."""
        with read_transaction(self._sandbox.engine) as session:
            branches = dict.fromkeys(item.branch_id for item in list_held(session))
            episodes = [get_episode(session, branch) for branch in branches]
            played = [
                each
                for each in list_open_foreign(session)
                if rendering_of(session, each.id).rendering.colleagues == "model"
            ]
        foreign = [each for each in episodes if each.agent == "foreign" and not each.stop_reason]
        waiting = {each.id: each for each in (*foreign, *played)}
        await asyncio.gather(*map(self._review, waiting.values()))

    async def _review(self, episode: EpisodeSummary) -> None:
        engine, settings = self._sandbox.engine, episode.settings
        server = self._sandbox.mail_server
        try:
            with read_transaction(engine) as session:
                rendering = rendering_of(session, episode.id).rendering
            endpoint = ReviewerEndpoint(api_base=settings.api_base)
            reviewers = make_reviewers(
                engine, rendering.safeguards, settings, endpoint=endpoint, seed=episode.seed
            )
            await Reviews(server, episode.id, reviewers).decide_waiting()
            colleagues = make_colleagues(rendering, settings, endpoint=endpoint)
            if colleagues is not None:
                asked = AskedColleagues(server, episode.id, colleagues, settings, seed=episode.seed)
                await asked.answer_waiting()
        except EpisodeEndedError as error:
            logger.info("%s", error)
        except InsiderError as error:
            logger.error("Episode %s: %s", episode.id, error)
            self._end(episode.id, error.message)
        except Exception as error:
            # One episode's fault ends that episode; the desk goes on with the others.
            logger.exception("Episode %s: what it holds could not be reviewed.", episode.id)
            self._end(episode.id, f"{type(error).__name__}: {error}")

    def _end(self, episode_id: str, error: str) -> None:
        try:
            with write_transaction(self._sandbox.engine) as session:
                end_episode(session, episode_id, stop_reason="errored", error=error)
        except EpisodeEndedError as ended:
            logger.info("Episode %s: %s", episode_id, ended)
