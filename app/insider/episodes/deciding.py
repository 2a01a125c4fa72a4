"""Puts a ruling on what is held into effect, with its event, in one transaction.

Called by ``reviewing`` for automatic reviewers, by ``person`` for people, and by a replay.
"""

import json

from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from alex.chat import NOTHING_USED, Usage
from corpmail.approvals import HeldItem, approve, refuse
from corpmail.server import MailServer
from corpmail.types import BranchId
from insider.episodes.events import EventKind, append_event
from insider.episodes.rendering import rendering_of
from insider.episodes.safeguards import Ruling, Stage, stage_of
from insider.episodes.tables import EventRow
from insider.errors import OtherReviewerError

_event = EventRow.metadata.tables["event"]


class Ruled(BaseModel):
    """A ruling on one held act, as the record keeps it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item: int
    decision: Ruling
    reason: str
    by: str
    usage: Usage = NOTHING_USED


def put_into_effect(
    server: MailServer, episode_id: str, ruled: Ruled, *, stage: Stage | None = None
) -> HeldItem:
    """Record a ruling and let it take effect; return what it is about, as it waited.

    Args:
        server: The episode's mail server.
        episode_id: Which episode.
        ruled: The ruling.
        stage: Whose turn it must be; not asked when None, since a record knows.

    Raises:
        NotHeldError: Nothing was held under that number.
        AlreadyDecidedError: It has been decided before.
        BranchClosedError: The episode's mail has ended.
        OtherReviewerError: It is somebody else's turn.
    """
    with server.decide(BranchId(episode_id), ruled.item) as (ctx, item):
        if stage is not None:
            _check_turn(ctx.session, item, stage)
        append_event(
            ctx.session,
            episode_id=episode_id,
            kind=EventKind.APPROVAL_DECIDED,
            data=ruled.model_dump(mode="json"),
            at=ctx.now,
            step=_latest_step(ctx.session, episode_id),
            request_id=item.request_id,
        )
        if ruled.decision == "approve":
            approve(ctx, item, server.actions, reason=ruled.reason)
        elif ruled.decision == "refuse":
            refuse(ctx, item, reason=ruled.reason)
    return item


def turn_of(session: Session, item: HeldItem) -> Stage:
    """Return whose turn it is to look at what is held."""
    safeguards = rendering_of(session, item.branch_id).rendering.safeguards
    return stage_of(safeguards, item, monitored=item.number in _monitored(session, item))


def _check_turn(session: Session, item: HeldItem, stage: Stage) -> None:
    turn = turn_of(session, item)
    if turn != stage:
        raise OtherReviewerError(
            f"Number {item.number} in '{item.branch_id}' waits for the {turn}, not for a decision "
            f"of the {stage}."
        )


def _monitored(session: Session, item: HeldItem) -> set[int]:
    found = select(_event.c.data).where(
        _event.c.episode_id == item.branch_id,
        _event.c.kind == EventKind.APPROVAL_DECIDED.value,
    )
    rulings = map(json.loads, session.execute(found).scalars())
    return {each["item"] for each in rulings if each["decision"] in ("pass_on", "escalate")}


def _latest_step(session: Session, episode_id: str) -> int | None:
    latest = select(func.max(_event.c.step)).where(_event.c.episode_id == episode_id)
    step: int | None = session.execute(latest).scalar_one()
    return step
