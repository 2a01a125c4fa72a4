"""Branches: a snapshot plus what one episode does to it; their clock, tokens and end.

Opening one writes a single row, whatever its snapshot holds. Called by the server for each
request and by the sandbox, always in the caller's transaction.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import (
    Executable,
    Insert,
    Select,
    Update,
    bindparam,
    exists,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from corpmail.clock import fresh_secret
from corpmail.database import insert_into
from corpmail.errors import InvalidRequestError, NotAuthenticatedError, NotFoundError
from corpmail.schedule import Schedule, WorkSession, check_sessions
from corpmail.tables import BranchRow, EntryRow, TokenRow
from corpmail.types import Address, BranchId, Scope, ScopeKind, SnapshotId

DEADLINE = "deadline"
"""Why a branch is closed whose clock has reached ``closes_at``."""

_branch = BranchRow.metadata.tables["branch"]
_token = TokenRow.metadata.tables["token"]
_entry = EntryRow.metadata.tables["entry"]
_snapshot = BranchRow.metadata.tables["snapshot"]
_LATEST = 253_370_764_800
"""The year 9999: later times cannot be shown as dates in every zone."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch as its transaction found it."""

    id: BranchId
    snapshot_id: SnapshotId
    now: int
    """The company's time, seconds since 1970-01-01 UTC."""
    closes_at: int | None
    closed: str | None
    counter: int
    gated: bool
    """Whether what is done in it is put to the server's gate first."""
    schedule: Schedule | None
    """Where it is worked in in several sessions."""
    wakes_at: int | None
    """The company's time at which a colleague next has something to decide; None for never."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token opens."""

    branch: Branch
    account: Address
    scope: Scope
    mail_comes: bool
    """Whether mail comes to the account's mailbox in the time that its act takes."""


def open_branch(
    session: Session,
    *,
    branch_id: BranchId,
    snapshot_id: SnapshotId,
    now: int,
    closes_at: int | None = None,
    gated: bool = False,
    sessions: Sequence[WorkSession] = (),
    wakes_at: int | None = None,
) -> None:
    """Open a branch on a stored snapshot; copies nothing.

    Args:
        session: The caller's transaction.
        branch_id: A new id.
        snapshot_id: What ``store_snapshot`` returned.
        now: The company's time at which the branch begins, seconds.
        closes_at: The company's time from which every act is refused.
        gated: Whether what is done in it is put to the server's gate first.
        sessions: When it is worked in; until it closes when there are none. It closes with the
            last of them.
        wakes_at: The company's time at which a colleague first writes of their own accord.

    Raises:
        NotFoundError: There is no such snapshot.
        InvalidRequestError: The id is taken, a time is out of range, or sessions do not follow one
            another.
    """
    if sessions:
        check_sessions(sessions, now=now, closes_at=closes_at)
        closes_at = closes_at if sessions[-1].until is None else sessions[-1].until
    for moment in (now, closes_at or 0, *(each.start for each in sessions)):
        if not 0 <= moment <= _LATEST:
            raise InvalidRequestError(f"The time {moment} is not between 1970 and 9999.")
    connection = session.connection()
    if connection.execute(_snapshot_statement(), {"snapshot": snapshot_id}).first() is None:
        raise NotFoundError(f"There is no snapshot '{snapshot_id}' in this database.")
    row = {
        "id": branch_id,
        "snapshot_id": snapshot_id,
        "now": now,
        "closes_at": closes_at,
        "closed": None,
        "counter": 0,
        "gated": gated,
        "sessions": [[each.start, each.until] for each in sessions] or None,
        "session_number": 1,
        "session_ended": None,
        "wakes_at": wakes_at,
    }
    if connection.execute(_opening_statement(connection.dialect.name), row).first() is None:
        raise InvalidRequestError(f"There is a branch '{branch_id}' already.")


@cache
def _snapshot_statement() -> Select[Any]:
    return select(_snapshot.c.id).where(_snapshot.c.id == bindparam("snapshot"))


@cache
def _opening_statement(dialect: str) -> Executable:
    return insert_into(dialect, _branch).on_conflict_do_nothing().returning(_branch.c.id)


def load_branch(session: Session, branch_id: BranchId) -> Branch:
    """Return a branch.

    Raises:
        NotFoundError: There is none of that id.
    """
    row = session.connection().execute(_branch_statement(), {"branch": branch_id}).first()
    if row is None:
        raise NotFoundError(f"There is no branch '{branch_id}'.")
    return _branch_of(row._mapping)


def lock_branch(session: Session, branch_id: BranchId) -> Branch:
    """Return a branch, and keep other writers off it until the transaction ends.

    Raises:
        NotFoundError: There is none of that id.
    """
    locking = _locking_branch_statement()
    row = session.connection().execute(locking, {"branch": branch_id}).first()
    if row is None:
        raise NotFoundError(f"There is no branch '{branch_id}'.")
    return _branch_of(row._mapping)


@cache
def _branch_statement() -> Select[Any]:
    return select(_branch).where(_branch.c.id == bindparam("branch"))


@cache
def _locking_branch_statement() -> Select[Any]:
    return _branch_statement().with_for_update()


def issue_token(session: Session, *, branch_id: BranchId, account: Address, scope: Scope) -> str:
    """Make a bearer token and return it; only its hash is kept, so it is shown this once.

    Args:
        session: The caller's transaction.
        branch_id: The branch that it opens.
        account: The mailbox in which it acts, a directory's address or an outsider's.
        scope: What it may read beside that.

    Raises:
        NotFoundError: There is no such branch.
    """
    load_branch(session, branch_id)
    token = fresh_secret("mail")
    row = {
        "sha256": _hash(token),
        "branch_id": branch_id,
        "account": account.lower(),
        "scope": {
            "kind": scope.kind.value,
            "accounts": sorted(address.lower() for address in scope.accounts),
        },
    }
    session.connection().execute(_token_statement(), row)
    return token


@cache
def _token_statement() -> Insert:
    return insert(_token)


def authenticate(session: Session, token: str, *, seconds: int = 0) -> Grant:
    """Return what a token opens, and keep other writers off its branch until the transaction ends.

    Args:
        session: The caller's transaction.
        token: As the caller gave it.
        seconds: How long the act takes for which it is given.

    Raises:
        NotAuthenticatedError: It opens nothing.
    """
    values = {"token": _hash(token), "seconds": seconds}
    row = session.connection().execute(_grant_statement(), values).first()
    if row is None:
        raise NotAuthenticatedError("The token opens nothing: it is wrong, or of another database.")
    accounts = frozenset(Address(address) for address in row.scope["accounts"])
    return Grant(
        branch=_branch_of(row._mapping),
        account=Address(row.account),
        scope=Scope(ScopeKind(row.scope["kind"]), accounts),
        mail_comes=row.mail_comes,
    )


@cache
def _grant_statement() -> Select[Any]:
    # Looked up here, so that the many acts in whose time no mail comes need not ask for it.
    mail_comes = exists().where(
        _entry.c.space.in_([_branch.c.snapshot_id, _branch.c.id]),
        _entry.c.account == _token.c.account,
        _entry.c.received_at > _branch.c.now,
        _entry.c.received_at <= _branch.c.now + bindparam("seconds"),
    )
    return (
        select(_token.c.account, _token.c.scope, *_branch.c, mail_comes.label("mail_comes"))
        .join(_branch, _branch.c.id == _token.c.branch_id)
        .where(_token.c.sha256 == bindparam("token"))
        .with_for_update(of=_branch)
    )


def advance(session: Session, branch: Branch, *, seconds: int) -> Branch:
    """Move a branch's clock and return the branch as it is then.

    The clock stops at ``closes_at``, and a branch that gets there is closed by its deadline. It
    stops at the end of a session too, which has ended then. Who calls this records it. A closed
    branch stays as it is, and so does one between two sessions.

    Args:
        session: The caller's transaction.
        branch: As this transaction found it.
        seconds: How long the act takes, zero or more.
    """
    schedule = branch.schedule
    if branch.closed is not None or (schedule is not None and schedule.ended is not None):
        return branch
    now = branch.now + seconds
    if schedule is not None and schedule.ends_at is not None and now >= schedule.ends_at:
        # All sessions but the last one end before the branch does.
        ended = replace(schedule, ended="time")
        store_session(session, branch.id, now=schedule.ends_at, schedule=ended)
        return replace(branch, now=schedule.ends_at, schedule=ended)
    closed = None
    if branch.closes_at is not None and now >= branch.closes_at:
        now, closed = max(branch.closes_at, branch.now), DEADLINE
    if now != branch.now or closed is not None:
        values = {"branch": branch.id, "new_now": now, "new_closed": closed}
        session.connection().execute(_clock_statement(), values)
    return replace(branch, now=now, closed=closed)


@cache
def _clock_statement() -> Update:
    change = update(_branch).where(_branch.c.id == bindparam("branch"))
    return change.values(now=bindparam("new_now"), closed=bindparam("new_closed"))


def store_session(session: Session, branch_id: BranchId, *, now: int, schedule: Schedule) -> None:
    """Store where a branch is in its sessions, and at which time.

    Args:
        session: The caller's transaction.
        branch_id: The branch.
        now: The company's time.
        schedule: Its sessions, as they stand now.
    """
    values = {
        "branch": branch_id,
        "new_now": now,
        "new_number": schedule.number,
        "new_ended": schedule.ended,
    }
    session.connection().execute(_session_statement(), values)


@cache
def _session_statement() -> Update:
    change = update(_branch).where(_branch.c.id == bindparam("branch"))
    return change.values(
        now=bindparam("new_now"),
        session_number=bindparam("new_number"),
        session_ended=bindparam("new_ended"),
    )


def close_branch(session: Session, *, branch_id: BranchId, reason: str) -> None:
    """Close a branch: every later request of its tokens is refused. Closing twice changes nothing.

    Args:
        session: The caller's transaction.
        branch_id: Which one.
        reason: Why, a word such as ``finished``.

    Raises:
        NotFoundError: There is none of that id.
    """
    if load_branch(session, branch_id).closed is None:
        values = {"branch": branch_id, "reason": reason}
        session.connection().execute(_closing_statement(), values)


@cache
def _closing_statement() -> Update:
    change = update(_branch).where(_branch.c.id == bindparam("branch"))
    return change.values(closed=bindparam("reason"))


def next_number(session: Session, branch_id: BranchId) -> int:
    """Return the number of the next message of a branch, from 1; ids are derived from it."""
    found = session.connection().execute(_number_statement(), {"branch": branch_id})
    return int(found.scalar_one())


@cache
def _number_statement() -> ReturningUpdate[Any]:
    change = update(_branch).where(_branch.c.id == bindparam("branch"))
    return change.values(counter=_branch.c.counter + 1).returning(_branch.c.counter)


def _branch_of(values: Mapping[Any, Any]) -> Branch:
    return Branch(
        id=BranchId(values["id"]),
        snapshot_id=SnapshotId(values["snapshot_id"]),
        now=values["now"],
        closes_at=values["closes_at"],
        closed=values["closed"],
        counter=values["counter"],
        gated=values["gated"],
        schedule=_schedule_of(values),
        wakes_at=values["wakes_at"],
    )


def _schedule_of(values: Mapping[Any, Any]) -> Schedule | None:
    if values["sessions"] is None:
        return None
    return Schedule(
        sessions=tuple(WorkSession(start, until) for start, until in values["sessions"]),
        number=values["session_number"],
        ended=values["session_ended"],
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
