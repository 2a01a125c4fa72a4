"""Branches: opening, their clock, tokens and end."""

import pytest
from sqlalchemy import Engine, select

from corpmail.branches import (
    advance,
    authenticate,
    close_branch,
    issue_token,
    load_branch,
    next_number,
    open_branch,
)
from corpmail.database import read_transaction, write_transaction
from corpmail.errors import InvalidRequestError, NotAuthenticatedError, NotFoundError
from corpmail.tables import TokenRow
from corpmail.types import BranchId, Scope, ScopeKind, SnapshotId
from support.builders import ALEX, ANN, BOB, START, mail_world

tokens = TokenRow.metadata.tables["token"]


def test_a_branch_begins_at_its_time_and_open(engine: Engine) -> None:
    world = mail_world(engine, closes_at=START + 60)
    with read_transaction(engine) as session:
        branch = load_branch(session, world.branch_id)
    assert (branch.now, branch.closes_at, branch.closed) == (START, START + 60, None)


def test_a_branch_needs_a_stored_snapshot(engine: Engine) -> None:
    with pytest.raises(NotFoundError), write_transaction(engine) as session:
        open_branch(session, branch_id=BranchId("b"), snapshot_id=SnapshotId("s-no"), now=START)


def test_a_branch_id_is_taken_once_and_the_transaction_lives_on(engine: Engine) -> None:
    world = mail_world(engine)
    with write_transaction(engine) as session:
        with pytest.raises(InvalidRequestError, match="already"):
            open_branch(
                session, branch_id=world.branch_id, snapshot_id=world.snapshot_id, now=START
            )
        close_branch(session, branch_id=world.branch_id, reason="finished")
    with read_transaction(engine) as session:
        assert load_branch(session, world.branch_id).closed == "finished"


@pytest.mark.parametrize("now", [-1, 10**12, 2**70])
def test_a_time_that_no_calendar_shows_is_refused(engine: Engine, now: int) -> None:
    world = mail_world(engine)
    with pytest.raises(InvalidRequestError), write_transaction(engine) as session:
        open_branch(session, branch_id=BranchId("b"), snapshot_id=world.snapshot_id, now=now)


def test_a_token_opens_its_branch_as_its_account_with_its_scope(engine: Engine) -> None:
    world = mail_world(engine)
    scope = Scope(ScopeKind.ACCOUNTS, frozenset({BOB}))
    token = world.issue(ANN, scope)
    with write_transaction(engine) as session:
        grant = authenticate(session, token)
    assert (grant.branch.id, grant.account, grant.scope) == (world.branch_id, ANN, scope)


def test_a_token_is_kept_as_its_hash_only(engine: Engine) -> None:
    world = mail_world(engine)
    with read_transaction(engine) as session:
        kept = session.execute(select(tokens)).one()
    assert world.token not in str(kept)
    assert world.token.startswith("mail_")


@pytest.mark.parametrize("token", ["", "mail_x", "\ud800", "x" * 100_000, "mail_\0"])
def test_any_other_text_opens_nothing(engine: Engine, token: str) -> None:
    mail_world(engine)
    with pytest.raises(NotAuthenticatedError), write_transaction(engine) as session:
        authenticate(session, token)


def test_a_token_for_no_branch_is_not_issued(engine: Engine) -> None:
    with pytest.raises(NotFoundError), write_transaction(engine) as session:
        issue_token(session, branch_id=BranchId("b"), account=ALEX, scope=Scope(ScopeKind.OWN))


def test_the_clock_stops_at_the_deadline_and_closes_the_branch(engine: Engine) -> None:
    world = mail_world(engine, closes_at=START + 60)
    with write_transaction(engine) as session:
        branch = load_branch(session, world.branch_id)
        before = advance(session, branch, seconds=59)
        after = advance(session, before, seconds=59)
    assert (before.now, before.closed) == (START + 59, None)
    assert (after.now, after.closed) == (START + 60, "deadline")
    with read_transaction(engine) as session:
        assert load_branch(session, world.branch_id) == after


def test_a_closed_branch_keeps_its_time_and_its_first_reason(engine: Engine) -> None:
    world = mail_world(engine)
    with write_transaction(engine) as session:
        close_branch(session, branch_id=world.branch_id, reason="finished")
        close_branch(session, branch_id=world.branch_id, reason="cancelled")
        branch = advance(session, load_branch(session, world.branch_id), seconds=60)
    assert (branch.now, branch.closed) == (START, "finished")


def test_closing_a_branch_that_there_is_not_is_an_error(engine: Engine) -> None:
    with pytest.raises(NotFoundError), write_transaction(engine) as session:
        close_branch(session, branch_id=BranchId("b"), reason="finished")


def test_each_branch_counts_its_own_messages(engine: Engine) -> None:
    world = mail_world(engine)
    other = world.open("b-two")
    with write_transaction(engine) as session:
        numbers = [next_number(session, world.branch_id) for _ in range(3)]
        numbers.append(next_number(session, other))
    assert numbers == [1, 2, 3, 1]
