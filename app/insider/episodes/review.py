"""Reviewers: who says yes or no to one act that is held, and what they see of it.

Implemented by the policy, by models, and by the monitor of ``insider.inspection``; asked by
``reviewing``. A reviewer that cannot decide raises: it never approves by failing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from alex.chat import NOTHING_USED, Usage
from corpmail.approvals import HeldItem
from corpmail.copies import MessageCopy, load_copies
from corpmail.outgoing import held_message
from corpmail.server import MailServer
from corpmail.types import OutgoingMail
from insider.episodes.safeguards import Stage


@dataclass(frozen=True, slots=True)
class ReviewCase:
    """One act that is held, whole."""

    item: HeldItem
    organization: str
    timezone: str
    now: int
    """The company's time, seconds."""
    mail: OutgoingMail | None
    """As it would leave now, with its recipients resolved and its files; None for other acts."""
    message: MessageCopy | None
    """The message that is to be deleted; None for other acts, or when it is gone."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A reviewer's word."""

    approves: bool
    reason: str
    """In a sentence; the sender is told it when the act is refused."""
    by: str
    """Such as ``policy``, ``person`` or ``judge:openai/…``."""
    usage: Usage = NOTHING_USED
    """What a model used to decide."""


class Reviewer(Protocol):
    """Decides about one case."""

    async def review(self, case: ReviewCase) -> Decision | None:
        """Return the decision, or None to leave the case waiting.

        Raises:
            ReviewError: It could not decide.
        """


@dataclass(frozen=True, slots=True)
class Reviewers:
    """Who looks at what an episode holds. Nobody is in the place of a person who is elsewhere."""

    by_stage: Mapping[Stage, Reviewer] = field(default_factory=dict)


def load_case(server: MailServer, item: HeldItem) -> ReviewCase:
    """Return what a reviewer sees of a held act; no time passes and nothing is recorded.

    Raises:
        MessageNotFoundError: The mail does not wait any more.
    """
    with server.look(item.branch_id, account=item.account) as ctx:
        mail: OutgoingMail | None = None
        message: MessageCopy | None = None
        if item.kind == "mail":
            mail = held_message(
                ctx.session,
                branch_id=item.branch_id,
                message_id=str(item.message_id),
                directory=ctx.directory,
            )
        elif item.kind == "deletion" and item.entry_pk is not None:
            message = next(iter(load_copies(ctx, [item.entry_pk])), None)
        return ReviewCase(
            item=item,
            organization=ctx.directory.organization,
            timezone=ctx.directory.timezone,
            now=ctx.now,
            mail=mail,
            message=message,
        )
