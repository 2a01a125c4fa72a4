"""What every act of the mail system is done in: one transaction, as one account of one branch.

Made by ``corpmail.server`` for a token's request; handed to the functions of the store, delivery,
drafts and search. Its session ends with its transaction; whose it is, where and when still holds
afterwards, for the answer to what was only read, which others who write need not wait for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import JsonValue
from sqlalchemy import Row, Select
from sqlalchemy.orm import Session

from corpmail.correspondents import Correspondents, NoCorrespondents
from corpmail.directory import DirectoryIndex
from corpmail.gates import Gate, NoGate
from corpmail.journal import Act, Journal
from corpmail.past import Past
from corpmail.schedule import Schedule
from corpmail.types import Address, BranchId, Limits, Scope, ScopeKind, SnapshotId


@dataclass(frozen=True, slots=True)
class MailContext:
    """One transaction of one account in one branch."""

    session: Session
    branch_id: BranchId
    snapshot_id: SnapshotId
    account: Address
    scope: Scope
    directory: DirectoryIndex
    now: int
    """The company's time, seconds since 1970-01-01 UTC."""
    closes_at: int | None
    """The company's time from which every act is refused."""
    journal: Journal
    limits: Limits
    request_id: str | None = None
    gate: Gate = field(default_factory=NoGate)
    held: list[int] = field(default_factory=list)
    """The numbers of what was held in this transaction, so that its answer can say so."""
    correspondents: Correspondents = field(default_factory=NoCorrespondents)
    schedule: Schedule | None = None
    """Where the branch is in its sessions; None where it is one session."""
    past: Past | None = None
    """How the mail stood when it is looked back at; None for how it stands. Reading alone asks."""

    def rows(
        self, statement: Select[Any], values: Mapping[str, object]
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """Return what a statement finds: the one way in which this mail is read.

        Args:
            statement: Reads entries, messages or overlays; made once and kept.
            values: Its parameters.
        """
        connection = self.session.connection()
        if self.past is None:
            return connection.execute(statement, values).all()
        return self.past.rows(connection, statement, values)

    def may_read(self, mailbox: Address) -> bool:
        """Tell whether this token may read a mailbox."""
        if mailbox == self.account or self.scope.kind is ScopeKind.COMPANY:
            return mailbox == self.account or self.directory.is_internal_account(mailbox)
        return self.scope.kind is ScopeKind.ACCOUNTS and mailbox in self.scope.accounts

    def record(self, act: Act, data: Mapping[str, JsonValue]) -> None:
        """Keep an act in this transaction."""
        self.journal.record(
            self.session,
            branch_id=self.branch_id,
            at=self.now,
            act=act,
            data=data,
            request_id=self.request_id,
        )
