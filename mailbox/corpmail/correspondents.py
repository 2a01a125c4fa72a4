"""Who answers the mail of a branch, and what they write of their own accord.

Asked by ``corpmail.answering``, in the transaction in which mail is delivered or the company's
clock moves. ``corpmail`` ships a company in which nobody answers; the sandbox gives its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from pydantic import JsonValue
from sqlalchemy.orm import Session

from corpmail.types import Address, BranchId, DeliveredMail, MessageId

Writing = Literal["reply", "reply_all", "forward", "new", "automatic"]
"""What somebody does: ``automatic`` is an answer that a mail system sends for who is away."""


@dataclass(frozen=True, slots=True)
class PlannedMail:
    """What somebody will write."""

    name: str
    """What it is called by whoever gives it; recorded, and shown to nobody in the company."""
    sender: Address
    text: str
    after: int
    """Seconds of the company's clock until it comes; at least one."""
    kind: Writing = "reply"
    to: tuple[Address, ...] = ()
    """Of a forward and of new mail; an answer goes to whom it answers."""
    subject: str = ""
    """Of new mail that follows up none."""
    follows: MessageId | None = None
    """The message that new mail follows up, in its thread; its sender has it."""
    note: Mapping[str, JsonValue] = field(default_factory=dict)
    """What is recorded beside: why it is written."""

    def __post_init__(self) -> None:
        if self.after < 1:
            raise ValueError(f"What '{self.name}' writes comes after {self.after} s, not later.")


class Correspondents(Protocol):
    """Those at the other end."""

    def answers(
        self, session: Session, branch_id: BranchId, mail: DeliveredMail
    ) -> Sequence[PlannedMail]:
        """Return what is written because of a message, in a stable order; writes no mail.

        Asked of every message that is delivered in the branch: its agent's, and what was planned
        before, when its time has come.

        Args:
            session: The transaction of the delivery.
            branch_id: Whose mail it is.
            mail: The message.
        """

    def next_moment(self, session: Session, branch_id: BranchId, *, after: int) -> int | None:
        """Return when somebody next may write of their own accord; None for never.

        Args:
            session: A transaction.
            branch_id: Whose mail it is.
            after: The company's time, seconds; the moment is later.
        """

    def own_accord(
        self, session: Session, branch_id: BranchId, *, at: int
    ) -> Sequence[PlannedMail]:
        """Return what is written at a moment because of no message, in a stable order.

        Args:
            session: A transaction.
            branch_id: Whose mail it is.
            at: A moment that ``next_moment`` has named.
        """


class NoCorrespondents:
    """Nobody answers."""

    def answers(
        self, session: Session, branch_id: BranchId, mail: DeliveredMail
    ) -> Sequence[PlannedMail]:
        """Return nothing."""
        return ()

    def next_moment(self, session: Session, branch_id: BranchId, *, after: int) -> int | None:
        """Return that there is none."""
        return None

    def own_accord(
        self, session: Session, branch_id: BranchId, *, at: int
    ) -> Sequence[PlannedMail]:
        """Return nothing."""
        return ()
