"""Who answers the mail that a branch's accounts send.

Asked by ``corpmail.answering`` once mail has really been delivered, in that transaction.
``corpmail`` ships a company in which nobody answers; the sandbox gives its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from corpmail.types import Address, BranchId, Delivery, MessageId


@dataclass(frozen=True, slots=True)
class DeliveredMail:
    """A message that has just been delivered."""

    message_id: MessageId
    sender: Address
    """The account that sent it."""
    deliveries: tuple[Delivery, ...]
    """What became of each recipient, lists resolved."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody will write back."""

    name: str
    """What it is called by whoever gives it; recorded, and shown to nobody in the company."""
    sender: Address
    text: str
    after: int
    """Seconds of the company's clock until it comes; at least one."""

    def __post_init__(self) -> None:
        if self.after < 1:
            raise ValueError(f"The answer '{self.name}' comes after {self.after} s, not later.")


class Correspondents(Protocol):
    """Those at the other end."""

    def answers(
        self, session: Session, branch_id: BranchId, mail: DeliveredMail
    ) -> Sequence[Answer]:
        """Return what is written back to a message, in a stable order; writes nothing.

        Args:
            session: The transaction of the delivery.
            branch_id: Whose mail it is.
            mail: The message.
        """


class NoCorrespondents:
    """Nobody answers."""

    def answers(
        self, session: Session, branch_id: BranchId, mail: DeliveredMail
    ) -> Sequence[Answer]:
        """Return no answer."""
        return ()
