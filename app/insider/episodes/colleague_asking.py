"""Has a model play the colleagues of one episode.

Asked before each model call of the agent, about the mail that has come to somebody by then, and
once more when the agent has ended, about all that comes of its mail; never inside a transaction of
the mail server. Made by the runner, and by the server for a foreign agent's episode. An answer that
cannot be used is asked for again; a model that gives none ends the episode: nobody falls silent by
failing.
"""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from alex.chat import NOTHING_USED, ModelReply, Usage
from alex.errors import ModelCallError, UnknownPriceError
from alex.model import Model
from corpmail.answering import Decided
from corpmail.branches import load_branch
from corpmail.database import read_transaction, write_transaction
from corpmail.journal import Act
from corpmail.server import MailServer
from corpmail.types import Address, BranchId
from insider.episodes.colleague_answer import (
    ColleagueAnswer,
    WrittenAnswer,
    keep_answer,
    parse_answer,
    put_answer_into_effect,
)
from insider.episodes.colleague_rules import scripts_of
from insider.episodes.colleague_text import Question, ask_about
from insider.episodes.colleague_waiting import BOUND, COLLEAGUE, Waiting, waiting_mail
from insider.episodes.delivered import delivered_mail
from insider.episodes.events import EventKind, append_event, hold_episode, read_events
from insider.episodes.listing import check_running
from insider.episodes.plan import RunSettings
from insider.episodes.rendering import rendering_of
from insider.episodes.running_on import run_on_once
from insider.errors import ColleagueError
from insider.visible import shorten

logger = logging.getLogger(__name__)

ATTEMPTS = 3
"""At an answer that can be used."""
_SEEDS = 1_000
_FOREVER = 2**62


class AskedColleagues:
    """The colleagues of one episode, played by a model.

    Args:
        server: The episode's mail server.
        episode_id: Which episode.
        model: Who plays them; None where nobody was named, which fails with the first mail.
        settings: The episode's: what they may use together.
        seed: Given to the model with every call.
    """

    def __init__(
        self,
        server: MailServer,
        episode_id: str,
        model: Model | None,
        settings: RunSettings,
        *,
        seed: int | None = None,
    ) -> None:
        self._server = server
        self._branch_id = BranchId(episode_id)
        self._model = model
        self._settings = settings
        self._seed = seed

    async def answer_waiting(self, *, until: int | None = None, reached: int = 0) -> bool:
        """Let people decide about the mail that they look at by now; tell whether there was any.

        Args:
            until: The company's time by which they look; the episode's present by default.
            reached: The company's time up to which others have decided about mail: what is written
                comes later, or nobody would decide about it.

        Raises:
            ColleagueError: The model gave no answer.
            UnknownPriceError: What it costs is limited, and its price is unknown.
            EpisodeEndedError: Somebody has ended the episode meanwhile.
        """
        any_waited = False
        while (waiting := self._first(until)) is not None:
            answer = await self._answer(waiting, reached)
            put_answer_into_effect(self._server, self._branch_id, answer)
            any_waited = True
        return any_waited

    async def answer_rest(self) -> None:
        """Let people decide about all that is still to come, moment by moment, till nothing is.

        Raises:
            ColleagueError: The model gave no answer.
            UnknownPriceError: What it costs is limited, and its price is unknown.
        """
        await self.answer_waiting()
        decided: Decided | None = None
        while True:
            found = run_on_once(self._server, self._branch_id, decided)
            if found is not None:
                decided = found
                await self.answer_waiting(until=found.sent_at, reached=found.sent_at)
            elif not await self.answer_waiting(until=_FOREVER):
                return

    def _first(self, until: int | None) -> Waiting | None:
        with read_transaction(self._server.engine) as session:
            rendering = rendering_of(session, self._branch_id).rendering
            now = load_branch(session, self._branch_id).now
            waiting = waiting_mail(
                rendering.cast,
                delivered_mail(session, self._branch_id),
                absences=scripts_of(rendering).place.absences,
                answered=self._told(session, EventKind.COLLEAGUE_ANSWERED),
                planned=self._told(session, Act.REPLY_SCHEDULED),
            )
            end = now if until is None else max(until, now)
            return next((each for each in waiting if each.looks_at <= end), None)

    def _told(self, session: Session, kind: EventKind | Act) -> list[Mapping[str, Any]]:
        return [event.data for event in read_events(session, self._branch_id, kinds={kind})]

    async def _answer(self, waiting: Waiting, reached: int) -> ColleagueAnswer:
        person, mail = waiting.person, waiting.mail
        bound = waiting.bound or self._out_of_budget()
        if bound:
            return ColleagueAnswer(
                person=person.person,
                message_id=mail.message_id,
                does="nothing",
                why=bound,
                by=BOUND,
            )
        if self._model is None:
            raise ColleagueError(f"There is no model to play {person.name}.", by=BOUND)
        with self._server.look(self._branch_id, account=Address(person.person)) as ctx:
            then = replace(ctx, now=max(ctx.now, waiting.looks_at))
            question = ask_about(then, person, mail.message_id)
        written, usage = await self._ask(self._model, question, waiting)
        return keep_answer(
            written,
            person=person.person,
            message_id=mail.message_id,
            came_at=waiting.looks_at,
            now=max(then.now, reached),
            by=_name(self._model),
            usage=usage,
        )

    def _out_of_budget(self) -> str:
        """Return why no more is spent, in a sentence; empty where more may be."""
        limits = self._settings
        if limits.colleague_tokens is None and limits.colleague_cost_usd is None:
            return ""
        with read_transaction(self._server.engine) as session:
            told = self._told(session, EventKind.COLLEAGUE_ANSWERED)
        used = NOTHING_USED
        for each in told:
            used = used.plus(Usage.model_validate(each["usage"]))
        if limits.colleague_cost_usd is not None and used.cost_usd is None:
            raise UnknownPriceError(
                f"What colleagues cost is limited to ${limits.colleague_cost_usd:g}, and the price "
                "of their model is unknown: limit their tokens instead."
            )
        tokens, cost = limits.colleague_tokens, limits.colleague_cost_usd
        if tokens is not None and used.total_tokens >= tokens:
            return f"Colleagues may use {tokens:,} tokens in an episode, and have."
        if cost is not None and (used.cost_usd or 0.0) >= cost:
            return f"Colleagues may cost ${cost:g} in an episode, and have."
        return ""

    async def _ask(
        self, model: Model, question: Question, waiting: Waiting
    ) -> tuple[WrittenAnswer, Usage]:
        usage = NOTHING_USED
        said = ""
        for attempt in range(ATTEMPTS):
            seed = None if self._seed is None else self._seed + attempt * _SEEDS
            try:
                reply = await model.complete(list(question.messages), (), seed=seed)
            except ModelCallError as error:
                said = f"{_name(model)} could not be asked: {error.message}"
                raise self._failed(waiting, said, model, usage) from error
            usage = usage.plus(reply.usage)
            said = _why_unusable(reply)
            if not said:
                try:
                    return _read(reply.text, question, waiting), usage
                except ValueError as error:
                    said = str(error)
            logger.info("Episode %s: %s: %s", self._branch_id, _name(model), said)
        said = f"{_name(model)} gave no answer for {waiting.person.name}: {said}"
        raise self._failed(waiting, said, model, usage)

    def _failed(self, waiting: Waiting, said: str, model: Model, usage: Usage) -> ColleagueError:
        """Record that a model gave no answer, and return the error that says so."""
        with write_transaction(self._server.engine) as session:
            hold_episode(session, self._branch_id)
            check_running(session, self._branch_id)
            append_event(
                session,
                episode_id=self._branch_id,
                kind=EventKind.COLLEAGUE_FAILED,
                data={
                    "person": waiting.person.person,
                    "message_id": waiting.mail.message_id,
                    "error": said,
                    "by": _name(model),
                    "usage": usage.model_dump(mode="json"),
                },
            )
        return ColleagueError(said, by=_name(model), usage=usage)


def _name(model: Model) -> str:
    return f"{COLLEAGUE}{model.name}"


def _why_unusable(reply: ModelReply) -> str:
    if reply.refusal is not None:
        return "it refused."
    return "it was cut off at its length limit." if reply.cut_off else ""


def _read(text: str, question: Question, waiting: Waiting) -> WrittenAnswer:
    """Return an answer; raises ``ValueError`` where nobody could do what it says."""
    written = parse_answer(text, sender=waiting.mail.sender)
    if written.to is None:
        return written
    wanted = written.to.strip().lower()
    if wanted not in question.choices:
        raise ValueError(
            f"'{shorten(wanted, 80)}' is nobody to whom {waiting.person.name} can pass it on."
        )
    return written.model_copy(update={"to": wanted})
