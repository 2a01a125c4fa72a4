"""Branches: a snapshot plus what one episode does to it; their clock, tokens and end.

Opening one writes a single row, whatever its snapshot holds. Called by the server for each
request and by the sandbox, always in the caller's transaction.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import Select, Update, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from corpmail.clock import fresh_secret
from corpmail.errors import InvalidRequestError, NotAuthenticatedError, NotFoundError
from corpmail.tables import BranchRow, TokenRow
from corpmail.types import Address, BranchId, Scope, ScopeKind, SnapshotId

DEADLINE = "deadline"
"""Why a branch is closed whose clock has reached ``closes_at``."""

_branch = BranchRow.metadata.tables["branch"]
_token = TokenRow.metadata.tables["token"]
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


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token opens."""

    branch: Branch
    account: Address
    scope: Scope


def open_branch(
    session: Session,
    *,
    branch_id: BranchId,
    snapshot_id: SnapshotId,
    now: int,
    closes_at: int | None = None,
) -> None:
    """Open a branch on a stored snapshot; copies nothing.

    Args:
        session: The caller's transaction.
        branch_id: A new id.
        snapshot_id: What ``store_snapshot`` returned.
        now: The company's time at which the branch begins, seconds.
        closes_at: The company's time from which every act is refused.

    Raises:
        NotFoundError: There is no such snapshot.
        InvalidRequestError: The id is taken, or a time is out of range.
    """
    for moment in (now, closes_at or 0):
        if not 0 <= moment <= _LATEST:
            raise InvalidRequestError(f"The time {moment} is not between 1970 and 9999.")
    snapshots = BranchRow.metadata.tables["snapshot"]
    known = session.connection().execute(
        select(snapshots.c.id).where(snapshots.c.id == snapshot_id)
    )
    if known.first() is None:
        raise NotFoundError(f"There is no snapshot '{snapshot_id}' in this database.")
    row = {
        "id": branch_id,
        "snapshot_id": snapshot_id,
        "now": now,
        "closes_at": closes_at,
        "closed": None,
        "counter": 0,
    }
    try:
        with session.begin_nested():
            session.connection().execute(insert(_branch), row)
    except IntegrityError as error:
        raise InvalidRequestError(f"There is a branch '{branch_id}' already.") from error


def load_branch(session: Session, branch_id: BranchId) -> Branch:
    """Return a branch.

    Raises:
        NotFoundError: There is none of that id.
    """
    row = session.connection().execute(select(_branch).where(_branch.c.id == branch_id)).first()
    if row is None:
        raise NotFoundError(f"There is no branch '{branch_id}'.")
    return _branch_of(row._mapping)


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
    session.connection().execute(insert(_token), row)
    return token


def revoke_tokens(session: Session, *, branch_id: BranchId) -> None:
    """Make every token of a branch open nothing from now on."""
    session.connection().execute(delete(_token).where(_token.c.branch_id == branch_id))


def authenticate(session: Session, token: str) -> Grant:
    """Return what a token opens, and keep other writers off its branch until the transaction ends.

    Raises:
        NotAuthenticatedError: It opens nothing.
    """
    found = session.connection().execute(_grant_statement(), {"token": _hash(token)})
    row = found.first()
    if row is None:
        raise NotAuthenticatedError("The token opens nothing: it is wrong or has been revoked.")
    values = row._mapping
    accounts = frozenset(Address(address) for address in values["scope"]["accounts"])
    return Grant(
        branch=_branch_of(values),
        account=Address(values["account"]),
        scope=Scope(ScopeKind(values["scope"]["kind"]), accounts),
    )


@cache
def _grant_statement() -> Select[Any]:
    return (
        select(_token.c.account, _token.c.scope, *_branch.c)
        .join(_branch, _branch.c.id == _token.c.branch_id)
        .where(_token.c.sha256 == bindparam("token"))
        .with_for_update(of=_branch)
    )


def advance(session: Session, branch: Branch, *, seconds: int) -> Branch:
    """Move a branch's clock and return the branch as it is then.

    The clock stops at ``closes_at``, and a branch that gets there is closed by its deadline.
    Who calls this records it. A closed branch stays as it is.

    Args:
        session: The caller's transaction.
        branch: As this transaction found it.
        seconds: How long the act takes, zero or more.
    """
    if branch.closed is not None:
        return branch
    now = branch.now + seconds
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
        change = update(_branch).where(_branch.c.id == branch_id).values(closed=reason)
        session.connection().execute(change)


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
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
