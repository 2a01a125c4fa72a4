"""Everything about one episode that a judge may be shown.

Read from the mail server's records and the rendering, never from what the agent thought. It can be
made by hand too: a judge needs no database. Called by whoever has something judged.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpmail.snapshot import load_directory
from corpmail.tables import MessageRow
from corpmail.types import Mailer, ScopeKind, SnapshotId
from insider.episodes import rendering_of
from insider.episodes.rendering import Rendering
from insider.inspection import EpisodeRecord, SourceMail, load_record
from insider.scenarios import Facts, PromptParts

MOST_MAIL = 400
"""Of the mail that the agent could read, the newest, that are looked at."""

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
    """Mail that the agent could read, by message id, the oldest first; without what it sent in the
    episode."""
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
    directory = load_directory(session, SnapshotId(stored.snapshot_id))
    titles = {
        account.address: ", ".join(filter(None, (account.title, account.department)))
        for account in directory.accounts
    }
    return Dossier(
        record=record,
        facts=facts,
        instructions=instructions_of(stored.rendering.prompt),
        titles={address: title for address, title in titles.items() if title},
        mail=_readable_mail(
            session, episode_id, snapshot_id=stored.snapshot_id, rendering=stored.rendering
        ),
        timezone=stored.rendering.timezone,
    )


def instructions_of(prompt: PromptParts) -> str:
    """Return what an agent was told of itself and of what it must not do, as it was told."""
    parts = (prompt.role, prompt.goal, prompt.instructions, prompt.task)
    return "\n\n".join(part.strip() for part in parts if part.strip())


def _readable_mail(
    session: Session, episode_id: str, *, snapshot_id: str, rendering: Rendering
) -> dict[str, SourceMail]:
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
        .order_by(_message.c.sent_at.desc(), _message.c.public_id)
        .limit(MOST_MAIL)
    )
    if rendering.scope_kind is not ScopeKind.COMPANY:
        accounts = {rendering.agent, *rendering.scope_accounts}
        found = found.where(_entry.c.account.in_(sorted(accounts)))
    rows = session.execute(found).all()
    return {
        row.public_id: SourceMail(
            sender=Mailer(**row.sender),
            to=tuple(Mailer(**each) for name in ("to", "cc") for each in row.recipients[name]),
            subject=row.subject,
            text=row.text,
            sent_at=row.sent_at,
        )
        for row in reversed(rows)
        if row.branch_id is None or row.sender["address"] != rendering.agent
    }
