"""The mail of an episode as it stood after any of its events, exactly as its agent's world stood.

What the record says up to the event is folded; the mail system reads with what comes of that in
place of what stands in its tables. Nothing is ever written. Called by the operator's pages and
endpoints.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from corpmail.context import MailContext
from corpmail.database import read_transaction
from corpmail.errors import MailboxNotFoundError
from corpmail.past import Past, Values
from corpmail.tables import MessageRow
from corpmail.types import Address, BranchId, Folder, Scope, ScopeKind
from insider.episodes.mail_then import CopyThen, MailThen, Written, fold, original
from insider.episodes.rendering import rendering_of
from insider.episodes.sandbox import Sandbox
from insider.episodes.tables import EventRow
from insider.episodes.timeline import OwnCopy, Timeline
from insider.episodes.words_then import messages_then
from insider.errors import EventNotFoundError

_entry = MessageRow.metadata.tables["entry"]
_event = EventRow.metadata.tables["event"]


@contextmanager
def look_back(
    sandbox: Sandbox, episode_id: str, *, at: int | None = None, account: str | None = None
) -> Iterator[MailContext]:
    """Read an episode's mail as it stood after one of its events; nothing is recorded.

    Args:
        sandbox: Whose episode.
        episode_id: Its whole id.
        at: The number of the event; how the mail stands now when it is None.
        account: Whose mailbox is the own one, by an address or alias: the agent's, with all that
            its token may read, when it is None; anybody else's by itself.

    Raises:
        EpisodeNotFoundError: There is no such episode.
        EventNotFoundError: Its record has no event of that number.
        MailboxNotFoundError: The company has no such mailbox.
    """
    with read_transaction(sandbox.engine) as session:
        # It never changes, and says whose mail is looked at.
        rendering = rendering_of(session, episode_id).rendering
    agent, scope = Address(rendering.agent), rendering.scope
    with sandbox.mail_server.look(BranchId(episode_id), account=agent, scope=scope) as ctx:
        if account is not None:
            ctx = _as_somebody(ctx, account)
        if at is not None:
            ctx = replace(ctx, now=_time_of(ctx.session, episode_id, at))
            timeline = sandbox.timelines.of(ctx, agent)
            ctx = replace(ctx, past=_past(ctx, fold(timeline, at), timeline))
        yield ctx


def _as_somebody(ctx: MailContext, address: str) -> MailContext:
    account = ctx.directory.account(address)
    if account is None:
        raise MailboxNotFoundError(f"The company has no mailbox '{address[:320]}'.")
    if account.address == ctx.account:
        return ctx
    return replace(ctx, account=account.address, scope=Scope(ScopeKind.OWN))


def _time_of(session: Session, episode_id: str, seq: int) -> int:
    found = select(_event.c.at).where(_event.c.episode_id == episode_id, _event.c.seq == seq)
    at: int | None = session.execute(found).scalar()
    if at is None:
        counted = select(func.count()).where(_event.c.episode_id == episode_id)
        count = session.execute(counted).scalar_one()
        raise EventNotFoundError(
            f"Episode {episode_id} has {count} events so far; there is none of number {seq}."
        )
    return at


def _past(ctx: MailContext, mail: MailThen, timeline: Timeline) -> Past:
    rewritten = {
        original(timeline.copies[message_id]): written
        for message_id, written in mail.written.items()
        if written.seq < timeline.last_written[message_id]
    }
    overlay = {pk: _overlay_row(ctx, pk, copy) for pk, copy in mail.changed.items()}
    there: dict[OwnCopy, Written] = {}
    for copy, written in rewritten.items():
        changed = mail.changed.get(copy.entry_pk, CopyThen())
        if not changed.deleted:
            there[copy] = written
            overlay[-copy.entry_pk] = _overlay_row(ctx, -copy.entry_pk, changed)
    last_made = timeline.made[mail.made - 1] if mail.made else 0
    for pk in _not_yet(ctx, rewritten, last_made=last_made):
        overlay[pk] = _overlay_row(ctx, pk, CopyThen(deleted=True))
    return Past(
        overlay=tuple(overlay.values()),
        entries=_entry_rows(ctx, there),
        messages=messages_then(
            ctx, {copy.message_pk: written for copy, written in there.items()}, timeline
        ),
    )


def _overlay_row(ctx: MailContext, entry_pk: int, copy: CopyThen) -> Values:
    return {
        "branch_id": ctx.branch_id,
        "entry_pk": entry_pk,
        "folder": copy.folder,
        "is_read": copy.is_read,
        "starred": copy.starred,
        "deleted": copy.deleted,
    }


def _not_yet(ctx: MailContext, rewritten: Iterable[OwnCopy], *, last_made: int) -> Sequence[int]:
    """Return the entries that were not there, or not so, though by their time they had come.

    Those of mail that was made later in the same second, and of what has been written anew since.
    """
    keys = [copy.message_pk for copy in rewritten]
    found = select(_entry.c.pk).where(
        _entry.c.space == ctx.branch_id,
        _entry.c.received_at <= ctx.now,
        or_(_entry.c.message_pk > last_made, _entry.c.message_pk.in_(keys)),
    )
    return ctx.session.execute(found).scalars().all()


def _entry_rows(ctx: MailContext, there: Mapping[OwnCopy, Written]) -> tuple[Values, ...]:
    keys = {copy.entry_pk: written for copy, written in there.items()}
    found = select(_entry).where(_entry.c.pk.in_(keys))
    return tuple(
        {
            **row._mapping,
            "pk": -row.pk,
            "message_pk": -row.message_pk,
            "folder": (Folder.DRAFTS if keys[row.pk].state == "draft" else Folder.OUTBOX).value,
            "received_at": keys[row.pk].at,
        }
        for row in ctx.session.execute(found)
    )
