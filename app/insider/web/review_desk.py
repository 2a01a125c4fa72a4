"""Reviews what foreign agents' episodes hold, and answers their mail, while the server runs.

Alex's episodes have their own runner; a foreign agent has none. What waits for a person is left
waiting. Where a model plays colleagues, they answer within a second or so of the wall, by the time
of the company's clock at which the mail came.
"""

import asyncio
import logging
from functools import partial

from sqlalchemy.exc import DBAPIError

from corpmail.database import read_transaction, write_transaction
from corpmail.errors import DatabaseError, InsiderError
from insider.episodes import (
    AskedColleagues,
    Reached,
    Reviews,
    Sandbox,
    end_episode,
    get_episode,
    list_open_foreign,
    rendering_of,
)
from insider.errors import EpisodeEndedError
from insider.inspection import (
    ReviewerEndpoint,
    colleague_models_of,
    make_colleagues,
    make_reviewers,
    models_of,
)
from insider.settings import Settings
from insider.web.endpoints import check_endpoint, check_model_names

logger = logging.getLogger(__name__)

_LOOKS_EVERY = 1.0
"""Seconds between two looks at what waits."""


class ReviewDesk:
    """Looks again and again at what waits.

    Each episode is looked after for itself, so that none waits for the slow model of another.
    Where nothing has happened since, it is not looked at again.

    Args:
        sandbox: Whose episodes.
        settings: Where models may be reached.
    """

    def __init__(self, sandbox: Sandbox, settings: Settings) -> None:
        self._sandbox = sandbox
        self._settings = settings
        self._reviews: dict[str, asyncio.Task[None]] = {}
        self._looked_at: dict[str, Reached] = {}
        """How far each episode had come when it was looked at last."""

    async def work(self) -> None:
        """Review what waits, until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                try:
                    self._begin_reviews(group)
                except (DBAPIError, DatabaseError) as error:
                    logger.warning("What is held could not be looked at: %s", error)
                await asyncio.sleep(_LOOKS_EVERY)

    async def review_waiting(self) -> None:
        """Review what waits now, and return when that is done."""
        async with asyncio.TaskGroup() as group:
            self._begin_reviews(group)

    def _begin_reviews(self, group: asyncio.TaskGroup) -> None:
        with read_transaction(self._sandbox.engine) as session:
            found = list_open_foreign(session)
        for episode_id in self._reviews.keys() - found.keys():
            # It has ended, or others have decided what was held: no answer is of use any more.
            self._reviews[episode_id].cancel()
        self._looked_at = {key: at for key, at in self._looked_at.items() if key in found}
        for episode_id, reached in found.items():
            if episode_id in self._reviews or self._looked_at.get(episode_id) == reached:
                continue
            # What comes while it is reviewed takes it further than this, and is looked at next.
            self._looked_at[episode_id] = reached
            task = group.create_task(self._review(episode_id), name=episode_id)
            self._reviews[episode_id] = task
            task.add_done_callback(partial(self._forget, episode_id))

    def _forget(self, episode_id: str, _: asyncio.Task[None]) -> None:
        del self._reviews[episode_id]

    async def _review(self, episode_id: str) -> None:
        engine = self._sandbox.engine
        server = self._sandbox.mail_server
        try:
            with read_transaction(engine) as session:
                episode = get_episode(session, episode_id)
                rendering = rendering_of(session, episode_id).rendering
            settings = episode.settings
            names = (
                *models_of(rendering.safeguards, settings),
                *colleague_models_of(rendering, settings),
            )
            if names:
                # The episode may come from a database that somebody else filled.
                check_endpoint(self._settings, settings.api_base)
                check_model_names(*names)
            endpoint = ReviewerEndpoint(api_base=settings.api_base)
            reviewers = make_reviewers(
                engine, rendering.safeguards, settings, endpoint=endpoint, seed=episode.seed
            )
            await Reviews(server, episode_id, reviewers).decide_waiting()
            colleagues = make_colleagues(rendering, settings, endpoint=endpoint)
            if colleagues is not None:
                asked = AskedColleagues(server, episode_id, colleagues, settings, seed=episode.seed)
                await asked.answer_waiting()
        except EpisodeEndedError as error:
            logger.info("%s", error)
        except InsiderError as error:
            logger.error("Episode %s: %s", episode_id, error)
            self._end(episode_id, error.message)
        except Exception as error:
            # One episode's fault ends that episode; the desk goes on with the others.
            logger.exception("Episode %s: what it holds could not be reviewed.", episode_id)
            self._end(episode_id, f"{type(error).__name__}: {error}")

    def _end(self, episode_id: str, error: str) -> None:
        try:
            with write_transaction(self._sandbox.engine) as session:
                end_episode(session, episode_id, stop_reason="errored", error=error)
        except EpisodeEndedError as ended:
            logger.info("Episode %s: %s", episode_id, ended)
        except (DBAPIError, DatabaseError) as broken:
            # It stays open, and is looked at again when something has happened in it.
            logger.error("Episode %s could not be ended: %s", episode_id, broken)
