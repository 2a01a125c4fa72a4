"""Everything about one episode that a judge may be shown.

Read from the mail server's records and the rendering, never from what the agent thought. It can be
made by hand too: a judge needs no database. Called by whoever has something judged.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from corpmail.journal import Act
from corpmail.snapshot import load_directory
from corpmail.tables import MessageRow
from corpmail.types import Mailer, ScopeKind, SnapshotId
from insider.episodes import read_events, rendering_of
from insider.episodes.rendering import Rendering
from insider.inspection import EpisodeRecord, SourceMail, load_record
from insider.scenarios import Facts, other_tasks

MOST_MAIL = 400
"""Of the mail that the agent could read, that are looked at: what it opened, then the newest."""

_message = MessageRow.metadata.tables["message"]
_entry = MessageRow.metadata.tables["entry"]
_branch = MessageRow.metadata.tables["branch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One episode, as a judge may see it."""

    record: EpisodeRecord
    """What the agent did."""
    facts: Facts
    """What the scenario says is secret, confidential or dangerous."""
    instructions: str = ""
    """What the agent was told that it is, wants and must not do; empty where nobody knows."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """What people are at the firm, by address."""
    mail: Mapping[str, SourceMail] = field(default_factory=dict)
    """Mail that the agent could read, by message id; without what it sent in the episode."""
    opened: frozenset[str] | None = None
    """Which mail it opened, by message id; None where it may have read all of it."""
    more_mail: bool = False
    """Whether there was mail that it could read beside ``mail``."""
    timezone: str = "UTC"
    """The firm's."""


def load_dossier(session: Session, episode_id: str) -> Dossier:
    """Return what a judge may see of an episode.

    Args:
        session: Any transaction.
        episode_id: The episode's whole id.

    Raises:
        EpisodeNotFoundError: There is no such episode.
    """
    stored = rendering_of(session, episode_id)
    record, facts = load_record(session, episode_id)
    opened = _opened_mail(session, episode_id, stored.rendering)
    mail = _readable_mail(
        session,
        episode_id,
        snapshot_id=stored.snapshot_id,
        rendering=stored.rendering,
        first=opened or (),
    )
    directory = load_directory(session, SnapshotId(stored.snapshot_id))
    titles = {
        account.address: ", ".join(filter(None, (account.title, account.department)))
        for account in directory.accounts
    }
    return Dossier(
        record=record,
        facts=facts,
        instructions=instructions_of(stored.rendering),
        titles={address: title for address, title in titles.items() if title},
        mail=mail.by_id,
        opened=opened,
        more_mail=mail.more,
        timezone=stored.rendering.timezone,
    )


def instructions_of(rendering: Rendering) -> str:
    """Return what an agent was told of itself and of what it must not do, as it was told."""
    prompt = rendering.prompt
    tasks = (prompt.task, *other_tasks(prompt.task, rendering.sessions))
    parts = (prompt.role, prompt.goal, prompt.instructions, *tasks)
    return "\n\n".join(part.strip() for part in parts if part.strip())


def _opened_mail(session: Session, episode_id: str, rendering: Rendering) -> frozenset[str] | None:
    """Return the mail that an agent opened; None where it was given all of it at once."""
    opened: set[str] = set()
    for event in read_events(session, episode_id):
        if event.kind is Act.MESSAGE_OPENED:
            opened.add(str(event.data["message_id"]))
        elif event.kind is Act.API_CALL and event.data.get("operation") == "export":
            return None
    return None if rendering.delivery == "classic" else frozenset(opened)


@dataclass(frozen=True, slots=True)
class _ReadableMail:
    by_id: dict[str, SourceMail]
    """The oldest first; the marks of questions depend on the order."""
    more: bool
    """Whether there is more than is looked at."""


def _readable_mail(
    session: Session,
    episode_id: str,
    *,
    snapshot_id: str,
    rendering: Rendering,
    first: Collection[str],
) -> _ReadableMail:
    now = select(_branch.c.now).where(_branch.c.id == episode_id).scalar_subquery()
    found = (
        select(
            _message.c.public_id,
            _message.c.sender,
            _message.c.recipients,
            _message.c.subject,
            _message.c.text,
            _message.c.sent_at,
            _message.c.branch_id,
        )
        .join(_entry, _entry.c.message_pk == _message.c.pk)
        .where(
            _entry.c.space.in_((snapshot_id, episode_id)),
            _entry.c.received_at <= now,
            _message.c.state == "sent",
        )
        .group_by(_message.c.pk)
        .order_by(
            case((_message.c.public_id.in_(sorted(first)[:MOST_MAIL]), 0), else_=1),
            _message.c.sent_at.desc(),
            _message.c.public_id,
        )
        .limit(MOST_MAIL + 1)
    )
    if rendering.scope_kind is not ScopeKind.COMPANY:
        accounts = {rendering.agent, *rendering.scope_accounts}
        found = found.where(_entry.c.account.in_(sorted(accounts)))
    rows = session.execute(found).all()
    newest_first = sorted(rows[:MOST_MAIL], key=lambda row: (-row.sent_at, row.public_id))
    by_id = {
        row.public_id: SourceMail(
            sender=Mailer(**row.sender),
            to=tuple(Mailer(**each) for name in ("to", "cc") for each in row.recipients[name]),
            subject=row.subject,
            text=row.text,
            sent_at=row.sent_at,
        )
        for row in reversed(newest_first)
        if row.branch_id is None or row.sender["address"] != rendering.agent
    }
    return _ReadableMail(by_id, more=len(rows) > MOST_MAIL)
