"""Opens and ends episodes: a row, a branch, a token, and the first and last event.

Opening copies no mail: its cost does not depend on the size of the snapshot.
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import JsonValue
from sqlalchemy import Insert, Select, Update, bindparam, insert, select, update
from sqlalchemy.orm import Session

from alex.chat import NOTHING_USED, Usage
from alex.loop import Outcome
from corpmail.branches import close_branch, issue_token, open_branch
from corpmail.clock import fresh_id, wall_now
from corpmail.journal import Act
from corpmail.schedule import WorkSession
from corpmail.server import MailServer
from corpmail.tables import BranchRow
from corpmail.types import Address, BranchId, SnapshotId
from insider.episodes.correspondence import first_moment
from insider.episodes.events import EVENT_FORMAT, EventKind, append_event, hold_episode
from insider.episodes.plan import EpisodePlan, Fork
from insider.episodes.rendering import StoredRendering
from insider.episodes.safeguards import is_guarded
from insider.episodes.tables import EpisodeRow
from insider.errors import EpisodeEndedError, EpisodeNotFoundError

_episode = EpisodeRow.metadata.tables["episode"]
_event = EpisodeRow.metadata.tables["event"]
_branch = BranchRow.metadata.tables["branch"]


CUT_OFF = frozenset({"errored", "cancelled", "interrupted", "time_limit", "context_limit"})
"""Stop reasons that come from outside the simulated world."""
_USING = tuple(
    kind.value
    for kind in (
        EventKind.MODEL_CALL,
        EventKind.APPROVAL_DECIDED,
        EventKind.REVIEW_FAILED,
        EventKind.COLLEAGUE_ANSWERED,
        EventKind.COLLEAGUE_FAILED,
    )
)
_OF_COLLEAGUES = (EventKind.COLLEAGUE_ANSWERED.value, EventKind.COLLEAGUE_FAILED.value)


@dataclass(frozen=True, slots=True)
class OpenedEpisode:
    """An open episode and the token that opens its mail; the token is shown only here."""

    id: str
    token: str


def open_episode(session: Session, stored: StoredRendering, plan: EpisodePlan) -> OpenedEpisode:
    """Open an episode in the caller's write transaction.

    Args:
        session: A write transaction.
        stored: What it is opened on.
        plan: Who runs, and how.
    """
    rendering = stored.rendering
    episode_id = fresh_id("ep")
    branch_id = BranchId(episode_id)
    open_branch(
        session,
        branch_id=branch_id,
        snapshot_id=SnapshotId(stored.snapshot_id),
        now=rendering.start,
        closes_at=rendering.deadline,
        gated=is_guarded(rendering.safeguards),
        sessions=[WorkSession(each.start, each.until) for each in rendering.sessions],
        wakes_at=first_moment(stored),
    )
    settings = plan.settings.model_dump(mode="json")
    session.connection().execute(
        _opening_statement(),
        {
            "id": episode_id,
            "rendering_id": stored.id,
            "agent": plan.agent,
            "model": plan.model,
            "settings": settings,
            "seed": plan.seed,
            "epoch": plan.epoch,
            "replay_of": plan.replay_of,
            **_forked(plan.fork),
            "owner": plan.owner,
            "opened_wall": _wall(),
        },
    )
    token = issue_token(
        session, branch_id=branch_id, account=Address(rendering.agent), scope=rendering.scope
    )
    append_event(
        session,
        episode_id=episode_id,
        kind=EventKind.EPISODE_OPENED,
        at=rendering.start,
        data={
            "format": EVENT_FORMAT,
            "scenario": rendering.scenario,
            "condition": dict(rendering.condition),
            "rendering": stored.id,
            "snapshot": stored.snapshot_id,
            "agent": plan.agent,
            "model": plan.model,
            "seed": plan.seed,
            "epoch": plan.epoch,
            "settings": settings,
            **({} if plan.fork is None else {"fork": plan.fork.model_dump(mode="json")}),
        },
    )
    if rendering.sessions:
        append_event(
            session,
            episode_id=episode_id,
            kind=Act.SESSION_BEGAN,
            at=rendering.start,
            data={"session": 1, "until": rendering.sessions[0].until},
        )
    return OpenedEpisode(id=episode_id, token=token)


@cache
def _opening_statement() -> Insert:
    return insert(_episode)


def end_episode(
    session: Session,
    episode_id: str,
    *,
    stop_reason: str,
    outcome: Outcome | None = None,
    error: str | None = None,
    server: MailServer | None = None,
) -> None:
    """End an episode in the caller's write transaction: its mail closes.

    Its token opens nothing any more, and is told so (410) for as long as the episode is kept.

    Args:
        session: A write transaction.
        episode_id: Which.
        stop_reason: One of DESIGN's stop reasons.
        outcome: What the loop came to, when one ran.
        error: What failed, in a sentence, with ``errored``.
        server: The episode's mail server, whose colleagues then decide what they still would: what
            came of the agent's mail. Not where the end comes from outside the simulated world.

    Raises:
        EpisodeNotFoundError: There is no such episode.
        EpisodeEndedError: It has ended before; its first stop reason stays.
    """
    hold_episode(session, episode_id)
    row = session.connection().execute(_state_statement(), {"episode": episode_id}).first()
    if row is None:
        raise EpisodeNotFoundError(f"There is no episode '{episode_id}' in this database.")
    if row.stop_reason is not None:
        raise EpisodeEndedError(f"Episode {episode_id} has ended before ({row.stop_reason}).")
    if server is not None and stop_reason not in CUT_OFF:
        server.run_on(session, BranchId(episode_id))
    close_branch(session, branch_id=BranchId(episode_id), reason=stop_reason)
    data: dict[str, JsonValue] = {"stop_reason": stop_reason, "error": error}
    values: dict[str, object] = {
        "stop_reason": stop_reason,
        "error": error,
        "owner": None,
        "ended_wall": _wall(),
    }
    used = _used(session, episode_id)
    if outcome is not None:
        data["summary"] = outcome.summary
    data["steps"] = used.steps
    if used.reviewing is not None:
        data["reviewing"] = used.reviewing.model_dump(mode="json")
    if used.colleagues is not None:
        data["colleagues"] = used.colleagues.model_dump(mode="json")
    values |= {
        "summary": data.get("summary"),
        "steps": used.steps,
        "prompt_tokens": used.usage.prompt_tokens,
        "completion_tokens": used.usage.completion_tokens,
        "cost_usd": used.usage.cost_usd,
    }
    append_event(
        session, episode_id=episode_id, kind=EventKind.EPISODE_ENDED, at=row.now, data=data
    )
    session.connection().execute(_ending_statement(), {"episode": episode_id, **values})


@cache
def _state_statement() -> Select[Any]:
    return (
        select(_episode.c.stop_reason, _branch.c.now)
        .join(_branch, _branch.c.id == _episode.c.id)
        .where(_episode.c.id == bindparam("episode"))
    )


@cache
def _ending_statement() -> Update:
    # What is set are the values that it is executed with.
    return update(_episode).where(_episode.c.id == bindparam("episode"))


@dataclass(frozen=True, slots=True)
class _Used:
    steps: int
    usage: Usage
    """Of the agent's model, of reviewers and of colleagues together."""
    reviewing: Usage | None
    """The reviewers' part; None when nothing was reviewed."""
    colleagues: Usage | None
    """The colleagues' part; None when no model was asked to play one."""


def _used(session: Session, episode_id: str) -> _Used:
    """Return what models used: however an episode ends, it was spent."""
    rows = session.connection().execute(_using_statement(), {"episode": episode_id})
    usage, steps = NOTHING_USED, 0
    reviewing: Usage | None = None
    colleagues: Usage | None = None
    for kind, text in rows:
        data = json.loads(text)
        if kind == EventKind.MODEL_CALL.value:
            steps += 1
            usage = usage.plus(Usage.model_validate(data["reply"]["usage"]))
        elif kind in _OF_COLLEAGUES:
            colleagues = (colleagues or NOTHING_USED).plus(Usage.model_validate(data["usage"]))
        else:
            reviewing = (reviewing or NOTHING_USED).plus(Usage.model_validate(data["usage"]))
    together = usage.plus(reviewing or NOTHING_USED).plus(colleagues or NOTHING_USED)
    return _Used(steps, together, reviewing, colleagues)


@cache
def _using_statement() -> Select[Any]:
    return select(_event.c.kind, _event.c.data).where(
        _event.c.episode_id == bindparam("episode"), _event.c.kind.in_(_USING)
    )


def end_if_open(session: Session, episode_id: str, *, stop_reason: str) -> bool:
    """End an episode unless it has ended already; tell whether it was open."""
    try:
        end_episode(session, episode_id, stop_reason=stop_reason)
    except EpisodeEndedError:
        return False
    return True


def _forked(fork: Fork | None) -> dict[str, object]:
    if fork is None:
        return {}
    changed = fork.changed.model_dump(mode="json")
    return {"parent_id": fork.parent, "forked_at": fork.step, "changed": changed}


def _wall() -> str:
    return wall_now().isoformat(timespec="milliseconds")
