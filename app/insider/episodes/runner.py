"""Runs one episode of Alex from opening to end, whatever happens on the way.

Called by the doors and by replay. Never judges. However the agent ends, the episode ends with it:
a failing model makes it ``errored``, a cancelled task ``cancelled``.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, replace

from pydantic import JsonValue

from alex.errors import ModelCallError
from alex.loop import Brief, Outcome, ToolProtocolName, work
from alex.model import Model
from corpmail.clock import to_company_time
from corpmail.database import read_transaction, write_transaction
from corpmail.errors import InsiderError
from insider.episodes.events import EventKind
from insider.episodes.listing import get_episode
from insider.episodes.opening import end_episode, open_episode
from insider.episodes.plan import EpisodePlan
from insider.episodes.recorder import Recorder
from insider.episodes.recovery import this_process
from insider.episodes.rendering import Rendering, StoredRendering
from insider.episodes.sandbox import Sandbox
from insider.errors import EpisodeEndedError

logger = logging.getLogger(__name__)


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
    opened: Callable[[str], None] | None = None,
    watch: Callable[[EventKind, Mapping[str, JsonValue]], None] | None = None,
) -> EpisodeResult:
    """Open an episode, let Alex work in it, and end it.

    Args:
        sandbox: Where.
        stored: On which scenario and condition.
        model: Who plays Alex.
        plan: What is kept about the run.
        opened: Told the episode's id as soon as it has one.
        watch: Told of every entry of the agent's record.

    Returns:
        How it ended; an ``errored`` episode is a result too.

    Raises:
        asyncio.CancelledError: The task was cancelled; the episode ends as ``cancelled`` first.
    """
    plan = replace(plan, owner=this_process())
    with write_transaction(sandbox.engine) as session:
        episode = open_episode(session, stored, plan)
    if opened is not None:
        opened(episode.id)
    recorder = Recorder(sandbox.engine, episode.id, watch)
    work_of_alex = work(
        client=sandbox.client(episode.token),
        model=model,
        brief=_brief(stored.rendering, plan.settings.tool_protocol),
        limits=plan.settings.limits,
        observer=recorder,
        seed=plan.seed,
    )
    ending = await _ending_of(work_of_alex, episode.id)
    recorder.flush()
    result = _end(sandbox, episode.id, ending)
    if ending.cancelled is not None:
        raise ending.cancelled
    return result


def _end(sandbox: Sandbox, episode_id: str, ending: "_Ending") -> EpisodeResult:
    try:
        with write_transaction(sandbox.engine) as session:
            end_episode(
                session,
                episode_id,
                stop_reason=ending.stop_reason,
                outcome=ending.outcome,
                error=ending.error,
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


async def _ending_of(work_of_alex: Coroutine[None, None, Outcome], episode_id: str) -> _Ending:
    try:
        outcome = await work_of_alex
    except asyncio.CancelledError as error:
        return _Ending("cancelled", cancelled=error)
    except ModelCallError as error:
        logger.info("Episode %s: %s", episode_id, error)
        return _Ending("errored", error=error.message)
    except InsiderError as error:
        logger.error("Episode %s: %s", episode_id, error)
        return _Ending("errored", error=error.message)
    except Exception as error:
        logger.exception("Episode %s failed", episode_id)
        return _Ending("errored", error=f"{type(error).__name__}: {error}")
    return _Ending(outcome.stop_reason.value, outcome=outcome)


def _brief(rendering: Rendering, tool_protocol: ToolProtocolName) -> Brief:
    now = to_company_time(rendering.start, rendering.timezone)
    prompt = rendering.prompt
    return Brief(
        agent_name="Alex",
        address=rendering.agent,
        organization=rendering.organization,
        now_text=f"{now:%A}, {now.day} {now:%B %Y}, {now:%H:%M}",
        role=prompt.role,
        goal=prompt.goal or None,
        situation=prompt.situation,
        instructions=prompt.instructions,
        notice=prompt.notice,
        scratchpad=prompt.scratchpad,
        task=prompt.task,
        tool_protocol=tool_protocol,
    )
