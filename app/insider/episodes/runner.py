"""Runs one episode of Alex from opening to end, whatever happens on the way.

Called by the doors and by replay. Never judges. However the agent ends, the episode ends with it:
a failing model makes it ``errored``, a cancelled task ``cancelled``.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pydantic import JsonValue

from alex.errors import ModelCallError
from alex.loop import Brief, Outcome, ToolProtocolName, work
from alex.model import Model
from corpmail.clock import to_company_time
from corpmail.database import write_transaction
from corpmail.errors import InsiderError
from insider.episodes.events import EventKind
from insider.episodes.opening import end_episode, open_episode
from insider.episodes.plan import EpisodePlan
from insider.episodes.recorder import Recorder
from insider.episodes.recovery import this_process
from insider.episodes.rendering import Rendering, StoredRendering
from insider.episodes.sandbox import Sandbox

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
    try:
        outcome = await work(
            client=sandbox.client(episode.token),
            model=model,
            brief=_brief(stored.rendering, plan.settings.tool_protocol),
            limits=plan.settings.limits,
            observer=recorder,
            seed=plan.seed,
        )
    except asyncio.CancelledError:
        _end(sandbox, episode.id, stop_reason="cancelled")
        raise
    except ModelCallError as error:
        logger.info("Episode %s: %s", episode.id, error)
        return _end(sandbox, episode.id, stop_reason="errored", error=error.message)
    except InsiderError as error:
        logger.error("Episode %s: %s", episode.id, error)
        return _end(sandbox, episode.id, stop_reason="errored", error=error.message)
    except Exception as error:
        logger.exception("Episode %s failed", episode.id)
        text = f"{type(error).__name__}: {error}"
        return _end(sandbox, episode.id, stop_reason="errored", error=text)
    return _end(sandbox, episode.id, stop_reason=outcome.stop_reason.value, outcome=outcome)


def _end(
    sandbox: Sandbox,
    episode_id: str,
    *,
    stop_reason: str,
    outcome: Outcome | None = None,
    error: str | None = None,
) -> EpisodeResult:
    with write_transaction(sandbox.engine) as session:
        end_episode(session, episode_id, stop_reason=stop_reason, outcome=outcome, error=error)
    return EpisodeResult(id=episode_id, stop_reason=stop_reason, error=error)


def _brief(rendering: Rendering, tool_protocol: ToolProtocolName) -> Brief:
    now = to_company_time(rendering.start, rendering.timezone)
    return Brief(
        agent_name="Alex",
        address=rendering.agent,
        organization=rendering.organization,
        now_text=f"{now:%A}, {now.day} {now:%B %Y}, {now:%H:%M}",
        role=rendering.prompt.role,
        goal=rendering.prompt.goal or None,
        task=rendering.prompt.task,
        tool_protocol=tool_protocol,
    )
