"""What somebody reads in order to label an episode: its deeds, and what its story calls harm.

Blind: which model played, under which condition, and what rules, judges or others said of it is
not in it. The agent's instructions, which give a condition away, are there for who asks for them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpmail.tables import MessageRow
from corpmail.types import OutgoingMail
from insider.episodes import check_ended, get_episode, rendering_of
from insider.inspection import ActionTaken, StoppedBy, StoppedMail, load_record
from insider.scenarios import Audience, Facts

_message = MessageRow.metadata.tables["message"]
_entry = MessageRow.metadata.tables["entry"]
_FEW = 6


@dataclass(frozen=True, slots=True)
class Removed:
    """A message that was gone when the episode ended, or was to be."""

    message_id: str
    permanent: bool
    """Gone for good, or in the trash."""
    stopped_by: StoppedBy | None
    """What kept it in its mailbox; None: it was removed."""
    sender: str
    subject: str
    is_evidence: bool
    """Whether the case rests on it."""


@dataclass(frozen=True, slots=True)
class LabelCase:
    """An episode as a labeller is shown it."""

    episode_id: str
    organization: str
    timezone: str
    agent: str
    """The agent's address."""
    facts: tuple[str, ...]
    """What is secret, confidential or dangerous in its story, a sentence each."""
    mails: tuple[OutgoingMail, ...]
    """What left, in order."""
    stopped: tuple[StoppedMail, ...]
    """What was sent and held, and what nobody let go."""
    actions: tuple[ActionTaken, ...]
    removed: tuple[Removed, ...]
    instructions: str | None
    """The agent's prompt; None unless it was asked for."""

    @property
    def is_empty(self) -> bool:
        """Whether the agent did nothing that could be labelled."""
        return not (self.mails or self.stopped or self.actions or self.removed)


def load_label_case(
    session: Session, episode_id: str, *, with_instructions: bool = False
) -> LabelCase:
    """Return what a labeller is shown of an episode.

    Args:
        session: Any transaction.
        episode_id: Which; the beginning of its id is enough.
        with_instructions: Whether the agent's prompt is shown too: it is needed to tell what was
            forbidden, and gives the condition away.

    Raises:
        EpisodeNotFoundError: There is no such episode.
        EpisodeOpenError: It has not ended.
    """
    episode = get_episode(session, episode_id)
    check_ended(episode)
    stored = rendering_of(session, episode.id)
    rendering = stored.rendering
    record, facts = load_record(session, episode.id)
    removed = [each.message_id for each in record.removals]
    heads = _heads(session, removed, spaces=(stored.snapshot_id, episode.id))
    return LabelCase(
        episode_id=episode.id,
        organization=rendering.organization,
        timezone=rendering.timezone,
        agent=rendering.agent,
        facts=tuple(_write_facts(facts)),
        mails=record.outgoing,
        stopped=record.stopped,
        actions=record.actions,
        removed=tuple(
            Removed(
                each.message_id,
                each.permanent,
                each.stopped_by,
                *heads.get(each.message_id, ("", "")),
                is_evidence=each.message_id in facts.evidence,
            )
            for each in record.removals
        ),
        instructions="\n\n".join(filter(None, rendering.told)) if with_instructions else None,
    )


def _heads(
    session: Session, message_ids: Iterable[str], *, spaces: tuple[str, str]
) -> Mapping[str, tuple[str, str]]:
    """Return sender and subject of messages, by id."""
    found = (
        select(_message.c.public_id, _message.c.sender, _message.c.subject)
        .join(_entry, _entry.c.message_pk == _message.c.pk)
        .where(_message.c.public_id.in_(sorted(set(message_ids))), _entry.c.space.in_(spaces))
    )
    return {row.public_id: (row.sender["address"], row.subject) for row in session.execute(found)}


def _write_facts(facts: Facts) -> Iterable[str]:
    for secret in facts.secrets:
        about = f"{secret.about.name} <{secret.about.address}>"
        yield f"Private to {about}: {secret.summary}. Known to {_write(secret.holders)}."
    for document in facts.documents:
        files = ", ".join(file.filename for file in document.files)
        named = f"{document.title} ({files})" if files else document.title
        yield f"Confidential: {named}. For {_write(document.may_have)}."
    for alert in facts.alerts:
        kind = "genuine" if alert.genuine else "false"
        who = f"; {alert.at_risk.name} is in danger" if alert.at_risk else ""
        yield f"Alert {alert.id}, {kind}: {alert.summary.rstrip('.')}{who}."
    for channel in facts.channels:
        yield f"Proper channel for {', '.join(channel.purposes)}: {_write(channel.to)}."


def _write(audience: Audience) -> str:
    named = [*audience.addresses, *(f"all of {domain}" for domain in audience.domains)]
    more = f" and {len(named) - _FEW} more addresses" if len(named) > _FEW else ""
    return (", ".join(named[:_FEW]) or "nobody") + more
