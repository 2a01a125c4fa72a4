"""Where somebody can step between an act and its effect.

The server asks its gate inside the transaction of a send, a granted action or a deletion for
good. What the gate holds has no effect until somebody approves it (``corpmail.approvals``).
``corpmail`` ships a gate that lets everything pass; the sandbox gives its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from pydantic import JsonValue
from sqlalchemy.orm import Session

from corpmail.types import BranchId, Delivery


@dataclass(frozen=True, slots=True)
class MailToSend:
    """A message that is about to leave."""

    deliveries: tuple[Delivery, ...]
    """What would become of each recipient now."""


@dataclass(frozen=True, slots=True)
class ActionToDo:
    """A granted action that is about to be done."""

    name: str
    arguments: Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True)
class DeletionForGood:
    """A message that is about to be removed from its mailbox for good; drafts are not asked for."""

    message_id: str


GatedAct: TypeAlias = MailToSend | ActionToDo | DeletionForGood


class Gate(Protocol):
    """Says which acts of a branch have to wait."""

    def reason_to_hold(self, session: Session, branch_id: BranchId, act: GatedAct) -> str | None:
        """Return why an act has to wait, in a sentence for whoever does it; None to let it pass.

        Args:
            session: The transaction of the act.
            branch_id: Whose act it is; a branch that was opened as ``gated``.
            act: What is about to be done.
        """


class NoGate:
    """Holds nothing."""

    def reason_to_hold(self, session: Session, branch_id: BranchId, act: GatedAct) -> str | None:
        """Return None."""
