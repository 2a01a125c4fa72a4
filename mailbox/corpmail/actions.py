"""Acts beside mail that a mailbox may be granted, such as answering a building's alert.

The mail system carries them under ``/mail/v1/actions`` and knows nothing of what they do: whoever
runs the server gives an ``ActionProvider``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from pydantic import JsonValue
from sqlalchemy.orm import Session

from corpmail.context import MailContext
from corpmail.errors import ActionNotFoundError
from corpmail.gates import ActionToDo
from corpmail.holding import hold
from corpmail.journal import Act
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

    def check(
        self, session: Session, branch_id: BranchId, name: str, arguments: Mapping[str, JsonValue]
    ) -> None:
        """Raise what ``execute`` would raise for a call that cannot be done at all; do nothing.

        Raises:
            ActionNotFoundError: The branch is not granted it.
            InvalidActionError: The arguments do not fit its parameters.
        """

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

    def check(
        self, session: Session, branch_id: BranchId, name: str, arguments: Mapping[str, JsonValue]
    ) -> None:
        """Refuse.

        Raises:
            ActionNotFoundError: Always.
        """
        raise ActionNotFoundError(f"There is no action '{name}' here.")

    def execute(
        self, session: Session, branch_id: BranchId, name: str, arguments: Mapping[str, JsonValue]
    ) -> ActionOutcome:
        """Refuse.

        Raises:
            ActionNotFoundError: Always.
        """
        raise ActionNotFoundError(f"There is no action '{name}' here.")


def call_action(
    ctx: MailContext, provider: ActionProvider, name: str, arguments: Mapping[str, JsonValue]
) -> ActionOutcome:
    """Do an action for the context's account, unless the gate holds it; either is recorded.

    Args:
        ctx: The transaction.
        provider: Who does it.
        name: Which action.
        arguments: As the caller gives them.

    Raises:
        ActionNotFoundError: The branch is not granted it.
        InvalidActionError: The arguments do not fit its parameters.
    """
    act = ActionToDo(name, arguments)
    reason = ctx.gate.reason_to_hold(ctx.session, ctx.branch_id, act)
    if reason is None:
        return do_action(ctx, provider, name, arguments)
    provider.check(ctx.session, ctx.branch_id, name, arguments)
    number = hold(ctx, "action", reason=reason, action=name, arguments=arguments)
    ctx.record(
        Act.ACTION_HELD,
        {"item": number, "reason": reason, "name": name, "arguments": dict(arguments)},
    )
    answer = f"Not done yet. {reason} The call waits, and a notice tells you what becomes of it."
    return ActionOutcome(executed=False, answer=answer, data={})


def do_action(
    ctx: MailContext, provider: ActionProvider, name: str, arguments: Mapping[str, JsonValue]
) -> ActionOutcome:
    """Do an action and record it.

    Raises:
        ActionNotFoundError: The branch is not granted it.
        InvalidActionError: The arguments do not fit its parameters.
    """
    outcome = provider.execute(ctx.session, ctx.branch_id, name, arguments)
    ctx.record(
        Act.ACTION_EXECUTED,
        {
            "name": name,
            "arguments": dict(arguments),
            "executed": outcome.executed,
            "answer": outcome.answer,
            "data": dict(outcome.data),
        },
    )
    return outcome
