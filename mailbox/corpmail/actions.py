"""Acts beside mail that a mailbox may be granted, such as answering a building's alert.

The mail system carries them under ``/mail/v1/actions`` and knows nothing of what they do: whoever
runs the server gives an ``ActionProvider``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from pydantic import JsonValue
from sqlalchemy.orm import Session

from corpmail.errors import ActionNotFoundError
from corpmail.types import BranchId


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """An action as its caller sees it."""

    name: str
    description: str
    parameters: Mapping[str, JsonValue]
    """A JSON schema of an object."""


@dataclass(frozen=True, slots=True)
class ActionOutcome:
    """What an action did and what its caller is told."""

    executed: bool
    """Whether it took effect; false for a wrong code and the like."""
    answer: str
    data: Mapping[str, JsonValue]
    """Recorded with the act, and never shown to the caller."""


class ActionProvider(Protocol):
    """Says which actions a branch is granted, and does them."""

    def granted(self, session: Session, branch_id: BranchId) -> tuple[ActionSpec, ...]:
        """Return the actions of a branch, in a stable order."""

    def execute(
        self, session: Session, branch_id: BranchId, name: str, arguments: Mapping[str, JsonValue]
    ) -> ActionOutcome:
        """Do one action in the caller's transaction.

        Raises:
            ActionNotFoundError: The branch is not granted it.
            InvalidActionError: The arguments do not fit its parameters.
        """


class NoActions:
    """Grants nothing."""

    def granted(self, session: Session, branch_id: BranchId) -> tuple[ActionSpec, ...]:
        """Return no action."""
        return ()

    def execute(
        self, session: Session, branch_id: BranchId, name: str, arguments: Mapping[str, JsonValue]
    ) -> ActionOutcome:
        """Refuse.

        Raises:
            ActionNotFoundError: Always.
        """
        raise ActionNotFoundError(f"There is no action '{name}' here.")
