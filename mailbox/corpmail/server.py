"""The mail server: one request of one token is one transaction.

Authenticates, moves the clock, brings the mail that comes meanwhile, does the act, records the
request, commits. Called by the HTTP API, and by whoever acts without HTTP; ``look`` is for those
who read from outside the company and must leave no trace.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from http import HTTPStatus

from pydantic import JsonValue
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from corpmail.actions import ActionProvider, NoActions
from corpmail.answering import Decided, catch_up, decide_next
from corpmail.approvals import HeldItem, get_held
from corpmail.arrivals import record_arrivals
from corpmail.branches import (
    Branch,
    Grant,
    advance,
    authenticate,
    load_branch,
    lock_branch,
)
from corpmail.context import MailContext
from corpmail.correspondents import Correspondents, NoCorrespondents
from corpmail.database import read_transaction, undoable, write_transaction
from corpmail.errors import (
    AlreadyDecidedError,
    BranchClosedError,
    MailError,
    NoSessionError,
    SessionEndedError,
    SessionOpenError,
)
from corpmail.gates import Gate, NoGate
from corpmail.journal import Act, Journal, NoJournal
from corpmail.problems import status_of
from corpmail.sessions import begin_next_session, record_beginning, record_end
from corpmail.snapshot import load_directory
from corpmail.types import Address, BranchId, Limits, Scope, ScopeKind
from corpmail.waking import set_waking

_NOBODY = Address("")
"""Who acts where it does not matter: each colleague writes as themselves."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A kind of request: how long it takes at the company, and whether it can change mail."""

    seconds: int
    changes: bool = False
    status: int = 200
    """The HTTP status of its success."""
    between: bool = False
    """Whether it can be asked for between two sessions."""
    begins_session: bool = False
    """Whether its time is that until the next session."""


OPERATIONS: Mapping[str, Operation] = {
    "me": Operation(0, between=True),
    "list_mailboxes": Operation(0),
    "list_actions": Operation(0),
    "list_messages": Operation(10),
    "list_drafts": Operation(10),
    "look_up": Operation(10),
    "search": Operation(15),
    "get_message": Operation(30),
    "open_message": Operation(30, changes=True),
    "get_raw_message": Operation(30),
    "get_thread": Operation(45),
    "open_thread": Operation(45, changes=True),
    "get_attachment": Operation(40),
    "read_attachment": Operation(40),
    "export": Operation(40),
    "send": Operation(90, changes=True, status=201),
    "reply": Operation(90, changes=True, status=201),
    "forward": Operation(90, changes=True, status=201),
    "save_draft": Operation(60, changes=True, status=201),
    "update_draft": Operation(60, changes=True),
    "send_draft": Operation(90, changes=True, status=201),
    "delete_draft": Operation(10, changes=True, status=204),
    "update_message": Operation(10, changes=True),
    "delete_message": Operation(10, changes=True, status=204),
    "call_action": Operation(30, changes=True),
    "read_notes": Operation(10),
    "write_notes": Operation(20, changes=True),
    "add_to_notes": Operation(20, changes=True),
    "end_session": Operation(0, changes=True, between=True),
    "next_session": Operation(0, changes=True, between=True, begins_session=True),
}
"""What a token can ask for. The seconds are the company's."""


class MailServer:
    """The mail of all branches in one database.

    Args:
        engine: Made by ``create_database_engine``; the caller disposes of it.
        journal: Where acts are recorded; nowhere by default.
        actions: What branches are granted beside mail; nothing by default.
        gate: Asked before something leaves or is gone, in branches that are gated; holds nothing
            by default.
        correspondents: Who answers mail that branches send; nobody by default.
        limits: What is taken at most.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        journal: Journal | None = None,
        actions: ActionProvider | None = None,
        gate: Gate | None = None,
        correspondents: Correspondents | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.engine = engine
        self.journal: Journal = journal or NoJournal()
        self.actions: ActionProvider = actions or NoActions()
        self.gate: Gate = gate or NoGate()
        self.correspondents: Correspondents = correspondents or NoCorrespondents()
        self.limits = limits or Limits()

    @contextmanager
    def act(
        self,
        token: str,
        operation: str,
        *,
        arguments: Mapping[str, JsonValue] | None = None,
        request_id: str | None = None,
    ) -> Iterator[MailContext]:
        """Run one request of a token in one transaction.

        The company's clock moves first, and mail that comes meanwhile arrives. A ``MailError``
        in the block undoes the block and nothing else: time has passed and the request is
        recorded with its status. Any other error undoes everything.

        Args:
            token: As the caller gave it.
            operation: A key of ``OPERATIONS``.
            arguments: What of the request is recorded; never a text in full.
            request_id: The caller's own name for the request.

        Raises:
            NotAuthenticatedError: The token opens nothing; nothing happens.
            BranchClosedError: The branch has ended, or ends now by its deadline.
            SessionEndedError: Its session has ended, or ends now by its time.
            NoSessionError: The next session is to begin, and there is none.
            SessionOpenError: The next session is to begin, and the present one goes on.
        """
        kind = OPERATIONS[operation]
        with write_transaction(self.engine) as session:
            grant = authenticate(session, token, seconds=kind.seconds)
            if grant.branch.closed is not None:
                raise _ended(grant.branch.closed)
            ctx, failure = self._tick(session, grant, kind, request_id=request_id)
            if failure is None:
                try:
                    with undoable(session) if kind.changes else nullcontext():
                        yield ctx
                except MailError as error:
                    failure = error
            status = _status(kind, ctx, failure)
            call: dict[str, JsonValue] = {"operation": operation, "status": status}
            ctx.record(Act.API_CALL, {**call, "arguments": dict(arguments or {})})
        if failure is not None:
            raise failure

    @contextmanager
    def decide(self, branch_id: BranchId, number: int) -> Iterator[tuple[MailContext, HeldItem]]:
        """Give what is held, in the transaction in which the caller approves or refuses it.

        No time passes. Others who would write to the branch wait, so that one decision is made.

        Args:
            branch_id: Which branch.
            number: What was held there.

        Raises:
            NotFoundError: There is no such branch.
            NotHeldError: Nothing was held under that number.
            AlreadyDecidedError: It has been decided before.
            BranchClosedError: The branch has ended: what was held stays held.
        """
        with write_transaction(self.engine) as session:
            branch = lock_branch(session, branch_id)
            item = get_held(session, branch_id, number)
            if item.state != "held":
                raise AlreadyDecidedError(
                    f"Number {number} in '{branch_id}' has been {item.state} before; that stands."
                )
            if branch.closed is not None:
                raise BranchClosedError(
                    f"The mail of '{branch_id}' has ended ({branch.closed}): what is held there "
                    "stays held.",
                    reason=branch.closed,
                )
            ctx = self._outside(session, branch, item.account)
            yield replace(ctx, request_id=item.request_id), item

    @contextmanager
    def look(
        self,
        branch_id: BranchId,
        *,
        account: Address,
        scope: Scope | None = None,
        now: int | None = None,
    ) -> Iterator[MailContext]:
        """Read a branch from outside the company: no time passes and nothing is recorded.

        Args:
            branch_id: Which branch.
            account: Whose mailbox is the own one.
            scope: What is readable beside it; nothing by default.
            now: The company's time up to which mail has arrived; the branch's by default.

        Raises:
            NotFoundError: There is no such branch.
        """
        with read_transaction(self.engine) as session:
            branch = load_branch(session, branch_id)
            yield MailContext(
                session=session,
                branch_id=branch.id,
                snapshot_id=branch.snapshot_id,
                account=account,
                scope=scope or Scope(ScopeKind.OWN),
                directory=load_directory(session, branch.snapshot_id),
                now=branch.now if now is None else now,
                closes_at=branch.closes_at,
                journal=NoJournal(),
                limits=self.limits,
                schedule=branch.schedule,
            )

    @contextmanager
    def colleague(self, branch_id: BranchId, account: Address) -> Iterator[MailContext]:
        """Give a colleague's own mailbox, in a transaction in which they decide something.

        No time passes. The scope is that one mailbox, whatever the branch's tokens may read.

        Args:
            branch_id: Which branch.
            account: Whose mailbox.

        Raises:
            NotFoundError: There is no such branch.
        """
        with write_transaction(self.engine) as session:
            branch = lock_branch(session, branch_id)
            yield self._outside(session, branch, account)

    def run_on(self, session: Session, branch_id: BranchId) -> None:
        """Let colleagues decide all that is still to come, though the clock stands still.

        For a branch whose agent has ended: what they would have written then is stored with its
        time, which never comes, so that the record has what came of the agent's mail.

        Args:
            session: The caller's write transaction.
            branch_id: Which branch.

        Raises:
            NotFoundError: There is no such branch.
        """
        branch = lock_branch(session, branch_id)
        if branch.wakes_at is not None:
            catch_up(self._outside(session, branch, _NOBODY), since=branch.now)

    def run_on_once(
        self, session: Session, branch_id: BranchId, decided: Decided | None = None
    ) -> Decided | None:
        """Let colleagues decide at the next moment that is still to come, as ``run_on`` does.

        For whoever has others decide too at each moment.

        Args:
            session: The caller's write transaction.
            branch_id: Which branch.
            decided: How far they have got; None to begin.

        Returns:
            How far they have got then; None where nothing more is to come, and all is decided.

        Raises:
            NotFoundError: There is no such branch.
        """
        branch = lock_branch(session, branch_id)
        before = Decided.up_to(branch.now) if decided is None else decided
        found = decide_next(self._outside(session, branch, _NOBODY), before, until=None)
        if found is None:
            set_waking(session, branch_id, None)
        return found

    def _outside(self, session: Session, branch: Branch, account: Address) -> MailContext:
        return MailContext(
            session=session,
            branch_id=branch.id,
            snapshot_id=branch.snapshot_id,
            account=account,
            scope=Scope(ScopeKind.OWN),
            directory=load_directory(session, branch.snapshot_id),
            now=branch.now,
            closes_at=branch.closes_at,
            journal=self.journal,
            limits=self.limits,
            correspondents=self.correspondents,
            schedule=branch.schedule,
        )

    def _tick(
        self, session: Session, grant: Grant, kind: Operation, *, request_id: str | None
    ) -> tuple[MailContext, MailError | None]:
        """Move the clock and record what that brings; say why the request is refused then."""
        before = grant.branch
        refusal: MailError | None = None
        try:
            branch = _move_clock(session, before, kind)
        except (NoSessionError, SessionOpenError) as error:
            branch, refusal = before, error
        ctx = MailContext(
            session=session,
            branch_id=branch.id,
            snapshot_id=branch.snapshot_id,
            account=grant.account,
            scope=grant.scope,
            directory=load_directory(session, branch.snapshot_id),
            now=branch.now,
            closes_at=branch.closes_at,
            journal=self.journal,
            limits=self.limits,
            request_id=request_id,
            gate=self.gate if branch.gated else NoGate(),
            correspondents=self.correspondents,
            schedule=branch.schedule,
        )
        # What colleagues then decide may come within the same request.
        wakes = before.wakes_at is not None and before.wakes_at <= branch.now
        if wakes:
            catch_up(ctx, since=before.now, until=branch.now)
        schedule = branch.schedule
        if wakes or grant.mail_comes or kind.begins_session:
            record_arrivals(ctx, since=before.now)
        if schedule is not None and schedule != before.schedule:
            (record_beginning if kind.begins_session else record_end)(ctx, schedule)
        if schedule is not None and schedule.ended is not None and not kind.between:
            refusal = SessionEndedError(schedule.refusal(ctx.directory.timezone))
        if branch.closed is not None:
            ctx.record(Act.BRANCH_CLOSED, {"reason": branch.closed})
            refusal = _ended(branch.closed)
        return ctx, refusal


def _move_clock(session: Session, branch: Branch, kind: Operation) -> Branch:
    if kind.begins_session:
        return begin_next_session(session, branch)
    return advance(session, branch, seconds=kind.seconds)


def _status(kind: Operation, ctx: MailContext, failure: MailError | None) -> int:
    if failure is not None:
        return int(status_of(failure))
    return HTTPStatus.ACCEPTED if ctx.held else kind.status


def _ended(reason: str) -> BranchClosedError:
    return BranchClosedError(
        f"This mail has ended ({reason}): nothing can be read or done any more.", reason=reason
    )
