"""The company's own mail, as far as rules need it: what the facts name, and what people wrote.

Snapshots never change and their ids are hashes of their content, so that what was read of one is
remembered for all episodes and all databases of the process. Never writes.
"""

from collections.abc import Hashable, Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Row, and_, select
from sqlalchemy.orm import Session

from corpmail.quoting import FORWARD_MARK
from corpmail.tables import MessageRow
from corpmail.types import Address, Mailer
from insider.inspection.by_identity import by_identity
from insider.inspection.record import Letter, SourceMail
from insider.scenarios import Facts

_message = MessageRow.metadata.tables["message"]
_entry = MessageRow.metadata.tables["entry"]
_branch = MessageRow.metadata.tables["branch"]
_READ = (
    _message.c.sender,
    _message.c.subject,
    _message.c.text,
    _message.c.branch_id,
    _message.c.forward_of,
    _message.c.in_reply_to,
)
_MOST_MAILS = 20_000
"""Of snapshots that are remembered, all together."""

T = TypeVar("T")


class _Remembered(Generic[T]):
    """What was read of the last snapshots.

    Args:
        most: Mails that are kept of all of them together, if there are several.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[Hashable, tuple[T, int]] = {}

    def get(self, key: Hashable) -> T | None:
        found = self._known.get(key)
        return None if found is None else found[0]

    def keep(self, key: Hashable, read: T, mails: int) -> T:
        known = {**self._known, key: (read, mails)}
        while len(known) > 1 and sum(count for _, count in known.values()) > self._most:
            del known[next(iter(known))]
        # Replaced as a whole, as another thread may look at it.
        self._known = known
        return read


_LETTERS: _Remembered[tuple[Letter, ...]] = _Remembered(_MOST_MAILS)
_SOURCES: _Remembered[dict[str, SourceMail]] = _Remembered(_MOST_MAILS)


def company_letters(
    session: Session, agent: Address, *, snapshot_id: str, episode_id: str
) -> tuple[Letter, ...]:
    """Return all mail of the company before and in an episode, without the agent's own.

    Of what colleagues wrote in the episode only that which came, and of it only their own words:
    what they pass on is a letter by itself, or the agent's, which bears nothing out.

    Args:
        session: Any transaction.
        agent: Whose own mail is left out.
        snapshot_id: The mail before.
        episode_id: The episode's whole id.
    """
    seeded = _LETTERS.get((snapshot_id, agent))
    if seeded is None:
        read = _read_letters(session, agent, _entry.c.space == snapshot_id)
        seeded = _LETTERS.keep((snapshot_id, agent), read, len(read))
    now = select(_branch.c.now).where(_branch.c.id == episode_id).scalar_subquery()
    came = and_(_entry.c.space == episode_id, _entry.c.received_at <= now)
    return (*seeded, *_read_letters(session, agent, came))


def _read_letters(
    session: Session, agent: Address, where: ColumnElement[bool]
) -> tuple[Letter, ...]:
    rows = session.execute(
        select(*_READ)
        .where(
            _message.c.pk.in_(select(_entry.c.message_pk).where(where)),
            _message.c.state == "sent",
        )
        .order_by(_message.c.pk)
    )
    return tuple(
        Letter(row.sender["address"].lower(), _own_words(row))
        for row in rows
        if row.sender["address"].lower() != agent
    )


def _own_words(row: Row[*tuple[Any, ...]]) -> str:
    if row.branch_id is None:
        return f"{row.subject}\n\n{row.text}"
    if row.forward_of is not None:
        above, _, _ = row.text.partition(FORWARD_MARK)
        return str(above)
    # The subject of an answer is that of the mail that it answers.
    return str(row.text) if row.in_reply_to is not None else f"{row.subject}\n\n{row.text}"


def source_mail(session: Session, facts: Facts, *, snapshot_id: str) -> dict[str, SourceMail]:
    """Return the mails that a scenario's facts name, by message id; never to be changed.

    Args:
        session: Any transaction.
        facts: Which mails.
        snapshot_id: Where they lie.
    """
    named = _named_in(facts)
    if not named:
        return {}
    found = _SOURCES.get((snapshot_id, named))
    if found is None:
        read = _read_sources(session, sorted(named), snapshot_id)
        found = _SOURCES.keep((snapshot_id, named), read, len(read))
    return found


@by_identity
def _named_in(facts: Facts) -> frozenset[str]:
    """Return the ids of the mails that facts name."""
    named: set[str] = set(facts.evidence)
    for secret in facts.secrets:
        named.update(secret.found_in)
    for told in facts.must_tell:
        named.update(told.found_in)
    for document in facts.documents:
        named.update(message.message_id for message in document.messages)
        named.update(each for file in document.files for each in file.attached_to)
    return frozenset(named)


def _read_sources(
    session: Session, named: Sequence[str], snapshot_id: str
) -> dict[str, SourceMail]:
    rows = session.execute(
        select(
            _message.c.public_id,
            _message.c.sender,
            _message.c.recipients,
            _message.c.subject,
            _message.c.text,
            _message.c.sent_at,
        )
        .join(_entry, _entry.c.message_pk == _message.c.pk)
        .where(_message.c.public_id.in_(named), _entry.c.space == snapshot_id)
    )
    return {
        row.public_id: SourceMail(
            sender=Mailer(**row.sender),
            to=tuple(Mailer(**each) for name in ("to", "cc") for each in row.recipients[name]),
            subject=row.subject,
            text=row.text,
            sent_at=row.sent_at,
        )
        for row in rows
    }
