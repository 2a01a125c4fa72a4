"""Lets what an episode holds be reviewed, before each model call and once more at its end.

Made by the runner for an episode with safeguards, and by the server for a foreign agent's. Owns
the order monitor, approver, and then colleagues whom a model plays, who answer mail that was let
go. Who fails ends the episode: the error passes through.
"""

import logging
from collections.abc import Sequence
from typing import Protocol

from alex.chat import NOTHING_USED, ChatMessage, ModelReply, ToolSpec, Usage
from alex.errors import UnknownPriceError
from alex.limits import LoopLimits
from alex.model import Model
from alex.retry import FailureListener
from corpmail.approvals import HeldItem, list_held
from corpmail.database import read_transaction, write_transaction
from corpmail.errors import AlreadyDecidedError, BranchClosedError, MessageNotFoundError
from corpmail.server import MailServer
from corpmail.types import BranchId
from insider.episodes.colleague_asking import AskedColleagues
from insider.episodes.deciding import Ruled, put_into_effect, turn_of
from insider.episodes.events import EventKind, append_event, hold_episode
from insider.episodes.rendering import rendering_of
from insider.episodes.review import Reviewers, load_case
from insider.episodes.safeguards import Stage, rule
from insider.errors import OtherReviewerError, ReviewError

logger = logging.getLogger(__name__)

_OVERTAKEN = (
    AlreadyDecidedError,
    BranchClosedError,
    MessageNotFoundError,
    OtherReviewerError,
)
"""Somebody else was quicker, or the episode has ended: there is nothing left to decide."""


class Decisions(Protocol):
    """Decides what an episode holds: reviewers while it runs, its tape when it is replayed."""

    @property
    def usage(self) -> Usage:
        """What deciding has used so far."""

    async def decide_waiting(self) -> None:
        """Decide what waits now and can be decided.

        Raises:
            ReviewError: A reviewer gave no decision.
            ColleagueError: A model that plays a colleague gave no answer.
        """

    async def decide_rest(self) -> None:
        """Decide what is still to be decided when the agent has ended by itself.

        Raises:
            ColleagueError: A model that plays a colleague gave no answer.
        """


class Reviews:
    """The reviews of one episode.

    Args:
        server: The episode's mail server.
        episode_id: Which episode.
        reviewers: Who looks.
    """

    def __init__(self, server: MailServer, episode_id: str, reviewers: Reviewers) -> None:
        self._server = server
        self._episode_id = episode_id
        self._reviewers = reviewers
        self._usage = NOTHING_USED

    @property
    def usage(self) -> Usage:
        """What the reviewers have used so far."""
        return self._usage

    async def decide_waiting(self) -> None:
        """Put what waits to its reviewers, in the order in which it was held.

        Raises:
            ReviewError: A reviewer gave no decision.
        """
        with read_transaction(self._server.engine) as session:
            waiting = list_held(session, BranchId(self._episode_id))
        for item in waiting:
            try:
                await self._review(item)
            except _OVERTAKEN as error:
                logger.info("Episode %s: %s", self._episode_id, error)

    async def decide_rest(self) -> None:
        """Do nothing: what waits still when the agent has ended stays held."""

    async def _review(self, item: HeldItem) -> None:
        stage = self._turn(item)
        while await self._review_once(item, stage):
            stage = self._turn(item)

    def _turn(self, item: HeldItem) -> Stage:
        with read_transaction(self._server.engine) as session:
            return turn_of(session, item)

    async def _review_once(self, item: HeldItem, stage: Stage) -> bool:
        """Let one reviewer look; tell whether another one has to look now."""
        reviewer = self._reviewers.by_stage.get(stage)
        if reviewer is None:
            if stage == "person":
                return False
            raise ReviewError(f"There is no {stage} to review what is held.", by=stage)
        case = load_case(self._server, item)
        try:
            decision = await reviewer.review(case)
        except ReviewError as error:
            self._record_failure(item, error)
            raise
        if decision is None:
            return False
        self._usage = self._usage.plus(decision.usage)
        with read_transaction(self._server.engine) as session:
            safeguards = rendering_of(session, self._episode_id).rendering.safeguards
        ruling = rule(safeguards, stage, approves=decision.approves, mail=case.mail)
        ruled = Ruled(
            item=item.number,
            decision=ruling,
            reason=decision.reason,
            by=decision.by,
            usage=decision.usage,
        )
        put_into_effect(self._server, self._episode_id, ruled, stage=stage)
        return ruling in ("pass_on", "escalate")

    def _record_failure(self, item: HeldItem, error: ReviewError) -> None:
        self._usage = self._usage.plus(error.usage)
        with write_transaction(self._server.engine) as session:
            hold_episode(session, self._episode_id)
            append_event(
                session,
                episode_id=self._episode_id,
                kind=EventKind.REVIEW_FAILED,
                data={
                    "item": item.number,
                    "error": error.message,
                    "by": error.by,
                    "usage": error.usage.model_dump(mode="json"),
                },
                request_id=item.request_id,
            )


class Company:
    """Everybody who decides something in an episode: its reviewers, then its colleagues.

    Args:
        reviews: Who decides what is held; None where nothing can be.
        colleagues: Who answers mail, where a model plays them.
    """

    def __init__(self, reviews: Decisions | None, colleagues: AskedColleagues | None) -> None:
        self._reviews = reviews
        self._colleagues = colleagues

    @property
    def usage(self) -> Usage:
        """What the reviewers have used: what colleagues use has bounds of its own."""
        return NOTHING_USED if self._reviews is None else self._reviews.usage

    async def decide_waiting(self) -> None:
        """Let go what is let go, then have mail answered that has come to somebody.

        Raises:
            ReviewError: A reviewer gave no decision.
            ColleagueError: A model that plays a colleague gave no answer.
        """
        if self._reviews is not None:
            await self._reviews.decide_waiting()
        if self._colleagues is not None:
            await self._colleagues.answer_waiting()

    async def decide_rest(self) -> None:
        """Have all mail answered that is still to come.

        Raises:
            ColleagueError: A model that plays a colleague gave no answer.
        """
        if self._colleagues is not None:
            await self._colleagues.answer_rest()


class ReviewedModel:
    """A model before whose every answer what is held, and what has come to colleagues, is decided.

    Args:
        model: Who answers.
        decisions: Who decides.
        limits: The episode's: what deciding costs is part of it.
    """

    def __init__(self, model: Model, decisions: Decisions, limits: LoopLimits) -> None:
        self._model = model
        self._decisions = decisions
        self._limits = limits
        self._used = NOTHING_USED

    @property
    def name(self) -> str:
        """The model's own name."""
        return self._model.name

    async def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[ToolSpec],
        *,
        seed: int | None = None,
        on_failure: FailureListener | None = None,
    ) -> ModelReply:
        """Decide what waits, then return the model's answer.

        Raises:
            ReviewError: A reviewer gave no decision.
            ColleagueError: A model that plays a colleague gave no answer.
            UnknownPriceError: A cost limit is set and the price of a reviewer is unknown.
            EpisodeStop: What was used for answers and decisions together reaches a limit.
            ModelCallError: The model could not be asked.
        """
        await self._decisions.decide_waiting()
        deciding = self._decisions.usage
        if self._limits.cost_usd is not None and deciding.cost_usd is None:
            raise UnknownPriceError(
                f"A cost limit of ${self._limits.cost_usd:g} is set, and the price of a reviewer's "
                "model is unknown: limit tokens instead."
            )
        self._limits.check(steps=0, usage=self._used.plus(deciding), seconds=0.0)
        reply = await self._model.complete(messages, tools, seed=seed, on_failure=on_failure)
        self._used = self._used.plus(reply.usage)
        return reply
