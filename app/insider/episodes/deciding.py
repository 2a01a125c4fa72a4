"""Puts a ruling on what is held into effect, with its event, in one transaction.

Called by ``reviewing`` for automatic reviewers, by ``person`` for people, and by a replay.
"""

import json
from typing import Any

from pydantic import (
    BaseModel,
    ConfigDict,
    SerializerFunctionWrapHandler,
    model_serializer,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from alex.chat import NOTHING_USED, Usage
from corpmail.addresses import written_recipients
from corpmail.approvals import HeldItem, approve, held_copy, refuse
from corpmail.copies import MessageCopy
from corpmail.drafts import DraftChange
from corpmail.server import MailServer
from corpmail.types import BranchId
from insider.episodes.events import EventKind, append_event, latest_step
from insider.episodes.rendering import rendering_of
from insider.episodes.safeguards import Ruling, Stage, stage_of
from insider.episodes.tables import EventRow
from insider.errors import OtherReviewerError

_event = EventRow.metadata.tables["event"]


class MailEdit(BaseModel):
    """Fields of a held mail; those that are left out are not meant."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    subject: str | None = None
    text: str | None = None
    """Its HTML, if it has any, is taken away with the text that it showed."""
    to: tuple[str, ...] | None = None
    """Addresses, with names where there are some: `Ann Lee <ann@firm.example>`."""
    cc: tuple[str, ...] | None = None
    bcc: tuple[str, ...] | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of what is meant."""
        return tuple(self.model_dump(exclude_none=True))

    def as_change(self) -> DraftChange:
        """Return it as the mail system takes it."""
        return DraftChange(
            to=self.to,
            cc=self.cc,
            bcc=self.bcc,
            subject=self.subject,
            text=self.text,
            drops_html=self.text is not None,
        )


class MailBefore(MailEdit):
    """The fields that an edit replaced, as they were."""

    html: str | None = None
    """The HTML that was taken away with its text; None where there was none."""


class Ruled(BaseModel):
    """A ruling on one held act, as the record keeps it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item: int
    decision: Ruling
    reason: str
    by: str
    usage: Usage = NOTHING_USED
    edit: MailEdit | None = None
    """What was changed of the mail before it was approved."""
    was: MailBefore | None = None
    """The same fields as they were."""

    @model_serializer(mode="wrap")
    def _without_what_was_not_edited(
        self, handler: SerializerFunctionWrapHandler
    ) -> dict[str, Any]:
        # Records from before mail could be edited stay what they are when they are replayed.
        given: dict[str, Any] = handler(self)
        for name in ("edit", "was"):
            edit = given.pop(name)
            if edit is not None:
                given[name] = {key: value for key, value in edit.items() if value is not None}
        return given


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
        InvalidDraftError: What is to be edited is no mail, or would be none that can be sent.
        InvalidAddressError: A recipient is no mail address.
    """
    with server.decide(BranchId(episode_id), ruled.item) as (ctx, item):
        if stage is not None:
            _check_turn(ctx.session, item, stage)
        edit = ruled.edit
        if edit is not None:
            was = _as_written(held_copy(ctx, item), edit)
            ruled = ruled.model_copy(update={"was": was})
        append_event(
            ctx.session,
            episode_id=episode_id,
            kind=EventKind.APPROVAL_DECIDED,
            data=ruled.model_dump(mode="json"),
            at=ctx.now,
            step=latest_step(ctx.session, episode_id),
            request_id=item.request_id,
        )
        if ruled.decision == "approve":
            change = None if edit is None else edit.as_change()
            approve(ctx, item, server.actions, reason=ruled.reason, change=change)
        elif ruled.decision == "refuse":
            refuse(ctx, item, reason=ruled.reason)
    return item


def _as_written(copy: MessageCopy, edit: MailEdit) -> MailBefore:
    """Return what a mail has in the fields that are edited."""
    written: dict[str, object] = {
        "subject": copy.subject,
        "text": copy.text,
        "to": written_recipients(copy.to),
        "cc": written_recipients(copy.cc),
        "bcc": written_recipients(copy.bcc),
    }
    was = {name: written[name] for name in edit.fields}
    if edit.text is not None:
        was["html"] = copy.html
    return MailBefore.model_validate(was)


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
