"""What the agent's mail said before it was written anew, out of the record.

A message row says what was written last. What a draft said stands in the record each time that it
was saved; what held mail said that a person changed stands in the decision, field by field.
Called by ``insider.episodes.history``.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row, select

from corpmail.addresses import parse_mailer
from corpmail.context import MailContext
from corpmail.draft_record import recorded_draft
from corpmail.past import Values
from corpmail.snapshot import mailer_row
from corpmail.tables import MessageRow
from insider.episodes.deciding import MailBefore
from insider.episodes.mail_then import Written
from insider.episodes.tables import EventRow
from insider.episodes.timeline import Timeline

_message = MessageRow.metadata.tables["message"]
_event = EventRow.metadata.tables["event"]


def messages_then(
    ctx: MailContext, written: Mapping[int, Written], timeline: Timeline
) -> tuple[Values, ...]:
    """Return messages as they had been written, as rows whose keys are negative.

    Args:
        ctx: A transaction of the episode's mail.
        written: How each had been written last, by its key.
        timeline: The episode's.
    """
    rows = ctx.session.execute(select(_message).where(_message.c.pk.in_(written))).all()
    sources = {row.pk: _source(row.public_id, written[row.pk], timeline) for row in rows}
    records = _records(ctx, (seq for seq in sources.values() if seq is not None))
    return tuple(
        {
            **row._mapping,
            **_words(ctx, row, records.get(sources[row.pk])),
            "pk": -row.pk,
            "state": written[row.pk].state,
            "sent_at": written[row.pk].at,
            "deliveries": None,
        }
        for row in rows
    )


def _source(message_id: str, written: Written, timeline: Timeline) -> int | None:
    """Return the event that says what a message said; None where its row says it still."""
    if written.saved is not None and written.saved != timeline.last_saved[message_id]:
        return written.saved
    edited = timeline.edited.get(message_id)
    return edited if edited is not None and written.seq < edited else None


def _records(ctx: MailContext, events: Iterable[int]) -> Mapping[int | None, Mapping[str, Any]]:
    found = select(_event.c.seq, _event.c.data).where(
        _event.c.episode_id == ctx.branch_id, _event.c.seq.in_(list(events))
    )
    return {row.seq: json.loads(row.data) for row in ctx.session.execute(found)}


def _words(ctx: MailContext, row: Row[Any], record: Mapping[str, Any] | None) -> Values:
    if record is None:
        return {}
    if "was" in record:
        return _before_edit(row, MailBefore.model_validate(record["was"]))
    return recorded_draft(ctx.directory, record)


def _before_edit(row: Row[Any], was: MailBefore) -> Values:
    given = {"to": was.to, "cc": was.cc, "bcc": was.bcc}
    before = {
        field: [mailer_row(parse_mailer(each)) for each in recipients]
        for field, recipients in given.items()
        if recipients is not None
    }
    values: dict[str, object] = {"recipients": {**row.recipients, **before}}
    if was.subject is not None:
        values["subject"] = was.subject
    if was.text is not None:
        values |= {"text": was.text, "html": was.html}
    return values
