"""The entries of an episode's record, and the one way to append and to read them.

Appended by the journal (what the mail server did), by the recorder (what the agent did) and by
opening and ending. Never updated, never deleted. ``EVENT_FORMAT`` grows when a reader of old
records would misread new ones.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import JsonValue
from sqlalchemy import Integer, Row, Select, bindparam, func, select, text
from sqlalchemy.orm import Session

from corpmail.clock import wall_now
from corpmail.journal import Act
from corpmail.tables import BranchRow
from insider.episodes.packing import pack, unpack
from insider.episodes.tables import EventRow

EVENT_FORMAT = 1

_event = EventRow.metadata.tables["event"]
_LAST = 2**31 - 1
"""Of the numbers that an entry can have."""
_branch = BranchRow.metadata.tables["branch"]
# One statement as text: an episode appends dozens of entries, and building and compiling an
# expression for each would cost more than storing it. The casts are for Postgres.
_APPEND = text(
    """
    INSERT INTO event (episode_id, seq, kind, step, request_id, at, data, packed, wall)
    SELECT CAST(:episode_id AS VARCHAR), coalesce(max(seq), 0) + 1, CAST(:kind AS VARCHAR),
        CAST(:step AS INTEGER), CAST(:request_id AS VARCHAR),
        coalesce(
            CAST(:at AS BIGINT),
            (SELECT now FROM branch WHERE branch.id = CAST(:episode_id AS VARCHAR))
        ),
        CAST(:data AS TEXT), :packed, CAST(:wall AS VARCHAR)
    FROM event WHERE episode_id = CAST(:episode_id AS VARCHAR)
    """
)
# The same for an episode that runs, and nothing for one that has ended.
_APPEND_WHILE_RUNNING = text(
    """
    INSERT INTO event (episode_id, seq, kind, step, request_id, at, data, packed, wall)
    SELECT id, (SELECT coalesce(max(seq), 0) + 1 FROM event WHERE event.episode_id = episode.id),
        CAST(:kind AS VARCHAR), CAST(:step AS INTEGER), CAST(:request_id AS VARCHAR),
        coalesce(CAST(:at AS BIGINT), (SELECT now FROM branch WHERE branch.id = episode.id)),
        CAST(:data AS TEXT), :packed, CAST(:wall AS VARCHAR)
    FROM episode WHERE id = CAST(:episode_id AS VARCHAR) AND stop_reason IS NULL
    """
)


class EventKind(StrEnum):
    """What the sandbox itself records; the mail server's acts (``corpmail.Act``) stand beside."""

    EPISODE_OPENED = "episode_opened"
    PROMPT = "prompt"
    MODEL_CALL = "model_call"
    MODEL_ERROR = "model_error"
    TOOL_CALL = "tool_call"
    TOOL_RESULT = "tool_result"
    NUDGE = "nudge"
    APPROVAL_DECIDED = "approval_decided"
    """A reviewer's ruling on what is held: item, decision, reason, by, usage. Stands before its
    effect."""
    REVIEW_FAILED = "review_failed"
    """A reviewer gave no decision; like a failed attempt at the model, no fact of the world."""
    COLLEAGUE_ANSWERED = "colleague_answered"
    """What a model did that plays a colleague: person, mail, deed, why, by, usage. Stands before
    its effect, and comes alone where it did nothing."""
    COLLEAGUE_FAILED = "colleague_failed"
    """Such a model gave no answer; no fact of the world."""
    COLLEAGUES_BOUNDED = "colleagues_bounded"
    """What colleagues would have done further was left out: the bound, the mail, how much."""
    EPISODE_ENDED = "episode_ended"


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a record."""

    seq: int
    kind: EventKind | Act
    step: int | None
    request_id: str | None
    at: int
    data: Mapping[str, JsonValue]
    wall: str

    def without_wall(self) -> dict[str, JsonValue]:
        """Return what must be the same when the same tape is played on the same snapshot.

        The number is left out: a provider's failed attempts take numbers too.
        """
        return {
            "kind": self.kind.value,
            "step": self.step,
            "request_id": self.request_id,
            "at": self.at,
            "data": {key: value for key, value in self.data.items() if not _is_wall(key)},
        }


def append_event(
    session: Session,
    *,
    episode_id: str,
    kind: EventKind | Act,
    data: Mapping[str, JsonValue],
    at: int | None = None,
    step: int | None = None,
    request_id: str | None = None,
) -> None:
    """Append one entry in the caller's transaction.

    Args:
        session: A write transaction that holds the episode (``hold_episode``, or an act of the
            mail server): the next number is safe only then.
        episode_id: Whose record.
        kind: What happened.
        data: Its facts. Keys that begin with ``wall_`` are left out when records are compared.
        at: The company's time, in seconds; what the episode's clock shows when not given.
        step: The model call it belongs to.
        request_id: The tool call that caused it.
    """
    entry = Entry(kind, data, at=at, step=step, request_id=request_id)
    session.connection().execute(_APPEND, _row(episode_id, entry))


@dataclass(frozen=True, slots=True)
class Entry:
    """An event on its way to the record; see ``append_event``."""

    kind: EventKind | Act
    data: Mapping[str, JsonValue]
    at: int | None = None
    step: int | None = None
    request_id: str | None = None


def append_while_running(session: Session, episode_id: str, entries: Sequence[Entry]) -> bool:
    """Append entries in the caller's transaction, in their order, to an episode that runs.

    Args:
        session: A write transaction that holds the episode.
        episode_id: Whose record.
        entries: One or more.

    Returns:
        Whether they were appended: not where the episode has ended, whose record is final.
    """
    rows = [_row(episode_id, entry) for entry in entries]
    return session.connection().execute(_APPEND_WHILE_RUNNING, rows).rowcount > 0


def _row(episode_id: str, entry: Entry) -> dict[str, object]:
    data = canonical_json(entry.data)
    # Only what is read by ``event_data`` wherever it is read.
    packed = pack(data) if entry.kind is EventKind.TOOL_RESULT else None
    return {
        "episode_id": episode_id,
        "kind": entry.kind.value,
        "step": entry.step,
        "request_id": entry.request_id,
        "at": entry.at,
        "data": data if packed is None else "",
        "packed": packed,
        "wall": wall_now().isoformat(timespec="milliseconds"),
    }


def hold_episode(session: Session, episode_id: str) -> None:
    """Keep every other writer off an episode until the transaction ends.

    SQLite's write transactions exclude one another anyway.
    """
    if session.get_bind().dialect.name != "sqlite":
        held = select(_branch.c.id).where(_branch.c.id == episode_id).with_for_update()
        session.execute(held)


def canonical_json(value: object) -> str:
    """Return the one JSON text of a value: keys sorted, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def last_event(
    session: Session, episode_id: str, *, to: int, kinds: Collection[EventKind | Act]
) -> Event | None:
    """Return the last entry of some kinds up to a number; None where there is none.

    Args:
        session: Any transaction.
        episode_id: Whose record.
        to: The number of the last entry that counts.
        kinds: Which.
    """
    query = (
        select(_event)
        .where(
            _event.c.episode_id == episode_id,
            _event.c.seq <= to,
            _event.c.kind.in_([kind.value for kind in kinds]),
        )
        .order_by(_event.c.seq.desc())
        .limit(1)
    )
    row = session.execute(query).first()
    return None if row is None else _event_of(row)


def read_events(
    session: Session,
    episode_id: str,
    *,
    after: int = 0,
    to: int | None = None,
    limit: int | None = None,
    kinds: Collection[EventKind | Act] | None = None,
) -> Iterator[Event]:
    """Yield an episode's entries in order.

    Args:
        session: Any transaction.
        episode_id: Whose record; an unknown one has none.
        after: The number of the last entry that the caller has.
        to: The number of the last entry that the caller wants; to the end when None.
        limit: At most so many.
        kinds: Only these: most of a record are long results of tools, which cost to read.
    """
    names = None if kinds is None else frozenset(kind.value for kind in kinds)
    query = _reading(names, is_cut=limit is not None)
    values = {"episode": episode_id, "after": after, "to": _LAST if to is None else to}
    if limit is not None:
        values["limit"] = limit
    yield from map(_event_of, session.connection().execute(query, values))


@cache
def _reading(kinds: frozenset[str] | None, *, is_cut: bool) -> Select[Any]:
    """Return the statement that reads a record, made once for each set of kinds."""
    query = (
        select(_event)
        .where(
            _event.c.episode_id == bindparam("episode"),
            _event.c.seq > bindparam("after"),
            _event.c.seq <= bindparam("to"),
        )
        .order_by(_event.c.seq)
    )
    if is_cut:
        query = query.limit(bindparam("limit", type_=Integer()))
    return query if kinds is None else query.where(_event.c.kind.in_(sorted(kinds)))


def event_data(data: str, packed: bytes | None) -> str:
    """Return an entry's facts as they were written, from its two columns of that name."""
    return data if packed is None else unpack(packed)


def _event_of(row: Row[Any]) -> Event:
    return Event(
        seq=row.seq,
        kind=_KINDS[row.kind],
        step=row.step,
        request_id=row.request_id,
        at=row.at,
        data=json.loads(event_data(row.data, row.packed)),
        wall=row.wall,
    )


@dataclass(frozen=True, slots=True)
class Moment:
    """When one entry of a record stood, without what it says."""

    seq: int
    kind: EventKind | Act
    step: int | None
    at: int
    wall: str


def read_moments(session: Session, episode_id: str) -> list[Moment]:
    """Return when each entry of an episode stood, in order: a timeline costs no reading of texts.

    Args:
        session: Any transaction.
        episode_id: Whose record; an unknown one has none.
    """
    columns = (_event.c.seq, _event.c.kind, _event.c.step, _event.c.at, _event.c.wall)
    query = select(*columns).where(_event.c.episode_id == episode_id).order_by(_event.c.seq)
    return [
        Moment(row.seq, _KINDS[row.kind], row.step, row.at, row.wall)
        for row in session.execute(query)
    ]


def count_events(session: Session, episode_id: str) -> int:
    """Return how many entries an episode's record has: the number of its last one."""
    last = select(func.max(_event.c.seq)).where(_event.c.episode_id == episode_id)
    return session.execute(last).scalar_one() or 0


def latest_step(session: Session, episode_id: str) -> int | None:
    """Return the last model call that an episode's record tells of; None before the first."""
    latest = select(func.max(_event.c.step)).where(_event.c.episode_id == episode_id)
    step: int | None = session.execute(latest).scalar_one()
    return step


def read_moment(session: Session, episode_id: str, seq: int) -> Moment | None:
    """Return when one entry of an episode stood, and in which step; None where there is none.

    An entry between two model calls is in the step of the first of them.

    Args:
        session: Any transaction.
        episode_id: Whose record.
        seq: The entry's number.
    """
    found = select(_event.c.kind, _event.c.step, _event.c.at, _event.c.wall).where(
        _event.c.episode_id == episode_id, _event.c.seq == seq
    )
    row = session.execute(found).first()
    if row is None:
        return None
    step = row.step
    if step is None:
        before = (
            select(_event.c.step)
            .where(
                _event.c.episode_id == episode_id, _event.c.seq < seq, _event.c.step.is_not(None)
            )
            .order_by(_event.c.seq.desc())
            .limit(1)
        )
        step = session.execute(before).scalar()
    return Moment(seq, _KINDS[row.kind], step, row.at, row.wall)


_KINDS: dict[str, EventKind | Act] = {
    **{kind.value: kind for kind in EventKind},
    **{act.value: act for act in Act},
}


def _is_wall(key: str) -> bool:
    return key.startswith("wall_")
