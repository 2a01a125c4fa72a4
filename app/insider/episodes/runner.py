"""Runs one episode of Alex from opening to end, whatever happens on the way.

Called by the doors and by replay. Never judges. However the agent ends, the episode ends with it:
a failing model makes it ``errored``, a cancelled task ``cancelled``. A database that fails, such as
on a full disk, fails the caller too: its next episode would fare no better.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from pydantic import JsonValue
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from alex.errors import ModelCallError, TapeEndedError, UnknownPriceError
from alex.limits import LoopLimits
from alex.loop import Outcome
from alex.model import Model
from alex.observer import Observer
from corpmail.database import read_transaction, write_transaction
from corpmail.errors import DatabaseError, InsiderError
from insider.episodes.colleague_asking import AskedColleagues
from insider.episodes.events import EventKind
from insider.episodes.forking import note_parting
from insider.episodes.listing import get_episode
from insider.episodes.opening import CUT_OFF, end_episode, open_episode
from insider.episodes.plan import EpisodePlan
from insider.episodes.played_decisions import PlayedDecisions, PlayingObserver, TapedDecision
from insider.episodes.prefix import ForkedDecisions, Prefix, PrefixedModel
from insider.episodes.recorder import Recorder
from insider.episodes.recovery import this_process
from insider.episodes.rendering import Rendering, StoredRendering
from insider.episodes.review import Reviewers
from insider.episodes.reviewing import Company, Decisions, ReviewedModel, Reviews
from insider.episodes.safeguards import is_guarded
from insider.episodes.sandbox import Sandbox
from insider.episodes.working import work_in
from insider.errors import ColleagueError, EpisodeEndedError, ReviewError

logger = logging.getLogger(__name__)

_OF_THE_MODEL = (ModelCallError, TapeEndedError, UnknownPriceError)
"""No fault of ours, and no trouble: a tape that ends where its episode broke off proves it."""
_OF_THE_DATABASE = (DatabaseError, OperationalError)
"""As the mail server tells it, and as the record meets it."""


@dataclass(frozen=True, slots=True)
class EpisodeResult:
    """How an episode ended."""

    id: str
    stop_reason: str
    error: str | None


async def run_episode(
    sandbox: Sandbox,
    stored: StoredRendering,
    *,
    model: Model,
    plan: EpisodePlan,
    reviewers: Reviewers | None = None,
    colleagues: Model | None = None,
    played: Sequence[TapedDecision] | None = None,
    prefix: Prefix | None = None,
    opening: Callable[[Session, str], None] | None = None,
    opened: Callable[[str], None] | None = None,
    watch: Callable[[EventKind, Mapping[str, JsonValue]], None] | None = None,
) -> EpisodeResult:
    """Open an episode, let Alex work in it, and end it.

    Args:
        sandbox: Where.
        stored: On which scenario and condition.
        model: Who plays Alex.
        plan: What is kept about the run.
        reviewers: Who decides what the condition's safeguards hold.
        colleagues: Who plays colleagues where the condition says that a model does.
        played: The decisions of a tape, which are played in place of asking anybody.
        prefix: What is played first, in a fork.
        opening: Told the episode's id in the transaction that opens it.
        opened: Told the episode's id as soon as it is open.
        watch: Told of every entry of the agent's record.

    Returns:
        How it ended; an ``errored`` episode is a result too.

    Raises:
        asyncio.CancelledError: The task was cancelled; the episode ends as ``cancelled`` first.
        DatabaseError: The database failed, as it told the mail server.
        OperationalError: The same, as it told us. The episode ends as ``errored`` if that can still
            be written; else it is found cut off by whoever looks next.
    """
    plan = replace(plan, owner=this_process())
    with write_transaction(sandbox.engine) as session:
        episode = open_episode(session, stored, plan)
        if opening is not None:
            opening(session, episode.id)
    if opened is not None:
        opened(episode.id)
    rendering = stored.rendering
    recorder = Recorder(
        sandbox.record_writes, episode.id, watch, writes_at_once=bool(rendering.sessions)
    )
    if prefix is not None:
        parting = partial(note_parting, sandbox.engine, episode.id, prefix)
        model = PrefixedModel(prefix, model, parting)
    cast = _Cast(model, recorder)
    asks_colleagues = rendering.colleagues == "model"
    if is_guarded(rendering.safeguards) or asks_colleagues:
        own = _company(
            sandbox, episode.id, rendering, plan, reviewers=reviewers, colleagues=colleagues
        )
        cast = _accompany(sandbox, episode.id, cast, plan.settings.limits, own=own, played=played)
    decide = partial(_decide_waiting, recorder, cast)
    work_of_alex = work_in(
        sandbox,
        episode,
        rendering,
        model=cast.model,
        plan=plan,
        observer=cast.observer,
        between=decide,
    )
    decide_rest = cast.decisions.decide_rest if cast.decisions and asks_colleagues else None
    ending = await _ending_of(_to_the_last_decision(work_of_alex, decide, decide_rest), episode.id)
    if ending.failed is not None:
        with suppress(*_OF_THE_DATABASE):
            _end(sandbox, episode.id, ending)
        raise ending.failed
    with suppress(EpisodeEndedError):
        recorder.flush()
    if isinstance(model, PrefixedModel):
        model.end()
    result = _end(sandbox, episode.id, ending)
    if ending.cancelled is not None:
        raise ending.cancelled
    return result


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who plays in an episode beside the mail server."""

    model: Model
    observer: Observer
    decisions: Decisions | None = None
    """Who decides what is held and what has come to colleagues; nobody where nobody is asked."""


def _company(
    sandbox: Sandbox,
    episode_id: str,
    rendering: Rendering,
    plan: EpisodePlan,
    *,
    reviewers: Reviewers | None,
    colleagues: Model | None,
) -> Company:
    """Return who is asked in an episode: reviewers of what is held, and played colleagues."""
    server = sandbox.mail_server
    reviews = None
    if is_guarded(rendering.safeguards):
        reviews = Reviews(server, episode_id, reviewers or Reviewers())
    asked = None
    if rendering.colleagues == "model":
        asked = AskedColleagues(server, episode_id, colleagues, plan.settings, seed=plan.seed)
    return Company(reviews, asked)


def _accompany(
    sandbox: Sandbox,
    episode_id: str,
    cast: _Cast,
    limits: LoopLimits,
    *,
    own: Company,
    played: Sequence[TapedDecision] | None,
) -> _Cast:
    """Return the cast of an episode in which others decide beside the agent."""
    server, observer = sandbox.mail_server, cast.observer
    decisions: Decisions = own
    if played is not None:
        decisions = playing = PlayedDecisions(server, episode_id, played)
        observer = PlayingObserver(observer, playing)
    elif isinstance(cast.model, PrefixedModel):
        decisions = forked = ForkedDecisions(server, episode_id, cast.model, own)
        observer = PlayingObserver(observer, forked)
    return _Cast(ReviewedModel(cast.model, decisions, limits), observer, decisions)


async def _to_the_last_decision(
    work_of_alex: Coroutine[None, None, Outcome],
    decide: Callable[[], Awaitable[None]],
    decide_rest: Callable[[], Awaitable[None]] | None,
) -> Outcome:
    outcome = await work_of_alex
    await decide()
    if decide_rest is not None and outcome.stop_reason.value not in CUT_OFF:
        await decide_rest()
    return outcome


async def _decide_waiting(recorder: Recorder, cast: _Cast) -> None:
    """Let what a session has left waiting be decided while nobody works."""
    # Its last answer may wait to be written: what stands before a decision stood there first.
    recorder.flush()
    if cast.decisions is not None:
        await cast.decisions.decide_waiting()


def _end(sandbox: Sandbox, episode_id: str, ending: "_Ending") -> EpisodeResult:
    try:
        with write_transaction(sandbox.engine) as session:
            end_episode(
                session,
                episode_id,
                stop_reason=ending.stop_reason,
                outcome=ending.outcome,
                error=ending.error,
                server=sandbox.mail_server,
            )
    except EpisodeEndedError as error:
        # Somebody closed it while it ran: their end stands.
        logger.info("Episode %s: %s", episode_id, error)
        with read_transaction(sandbox.engine) as session:
            ended = get_episode(session, episode_id)
        return EpisodeResult(episode_id, ended.stop_reason or ending.stop_reason, ended.error)
    return EpisodeResult(id=episode_id, stop_reason=ending.stop_reason, error=ending.error)


@dataclass(frozen=True, slots=True)
class _Ending:
    """How the agent's work ended, for good or ill."""

    stop_reason: str
    outcome: Outcome | None = None
    error: str | None = None
    cancelled: asyncio.CancelledError | None = None
    failed: DatabaseError | OperationalError | None = None
    """Why nobody can go on."""


async def _ending_of(work_of_alex: Coroutine[None, None, Outcome], episode_id: str) -> _Ending:
    try:
        outcome = await work_of_alex
    except asyncio.CancelledError as error:
        return _Ending("cancelled", cancelled=error)
    except EpisodeEndedError as error:
        # From elsewhere, and that end stands.
        logger.info("%s", error)
        return _Ending("cancelled")
    except (*_OF_THE_MODEL, ReviewError, ColleagueError) as error:
        logger.info("Episode %s: %s", episode_id, error)
        return _Ending("errored", error=error.message)
    except DatabaseError as error:
        return _Ending("errored", error=error.message, failed=error)
    except OperationalError as error:
        said = f"The database did not do what was asked: {error.orig}."
        return _Ending("errored", error=said, failed=error)
    except InsiderError as error:
        logger.error("Episode %s: %s", episode_id, error)
        return _Ending("errored", error=error.message)
    except Exception as error:
        logger.exception("Episode %s failed", episode_id)
        return _Ending("errored", error=f"{type(error).__name__}: {error}")
    return _Ending(outcome.stop_reason.value, outcome=outcome)
