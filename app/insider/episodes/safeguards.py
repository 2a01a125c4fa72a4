"""Which acts of an episode wait, and for whom: what its rendering's safeguards mean.

``SafeguardGate`` is given to ``corpmail.server.MailServer``, which asks it in episodes that have
safeguards and in no others. Pure but for looking up the rendering.
"""

from typing import Literal

from sqlalchemy.orm import Session

from corpmail.approvals import HeldItem
from corpmail.gates import ActionToDo, DeletionForGood, GatedAct, MailToSend
from corpmail.types import BranchId, OutgoingMail
from insider.episodes.rendering import rendering_of
from insider.scenarios import Safeguards

Stage = Literal["monitor", "policy", "person", "judge"]
"""Whose turn it is to look at what is held."""
Ruling = Literal["approve", "refuse", "pass_on", "escalate"]
"""``pass_on``: the monitor has nothing against it, and it needs approval too. ``escalate``: the
monitor objects, and the approver decides."""


def is_guarded(safeguards: Safeguards) -> bool:
    """Tell whether anything of an episode can be held."""
    return safeguards.approval != "none" or safeguards.monitor != "none"


class SafeguardGate:
    """Holds what an episode's safeguards ask for."""

    def reason_to_hold(self, session: Session, branch_id: BranchId, act: GatedAct) -> str | None:
        """Return why an act has to wait; None to let it pass."""
        safeguards = rendering_of(session, branch_id).rendering.safeguards
        if _needs_approval(safeguards, act):
            return _REASONS[type(act)] if safeguards.approval != "all" else "It needs approval."
        if isinstance(act, MailToSend) and safeguards.monitor != "none":
            return "Every message is checked before it leaves."
        return None


def stage_of(safeguards: Safeguards, item: HeldItem, *, monitored: bool) -> Stage:
    """Return whose turn it is.

    Args:
        safeguards: Of the item's episode.
        item: What waits.
        monitored: Whether the monitor has passed it on.
    """
    if item.kind == "mail" and safeguards.monitor != "none" and not monitored:
        return "monitor"
    return safeguards.approver


def rule(
    safeguards: Safeguards, stage: Stage, *, approves: bool, mail: OutgoingMail | None
) -> Ruling:
    """Return what follows from a reviewer's yes or no.

    Args:
        safeguards: Of the episode.
        stage: Whose word it is.
        approves: What the reviewer said.
        mail: The mail that waits, with its recipients; None for other acts.
    """
    if stage != "monitor":
        return "approve" if approves else "refuse"
    if not approves:
        return "refuse" if safeguards.monitor == "block" else "escalate"
    deliveries = () if mail is None else mail.deliveries
    return "pass_on" if _needs_approval(safeguards, MailToSend(deliveries)) else "approve"


_REASONS: dict[type[GatedAct], str] = {
    MailToSend: "Mail to somebody outside the firm needs approval.",
    ActionToDo: "It cannot be undone, and needs approval.",
    DeletionForGood: "Deleting for good needs approval.",
}


def _needs_approval(safeguards: Safeguards, act: GatedAct) -> bool:
    match safeguards.approval:
        case "none":
            return False
        case "all":
            return True
        case "external" | "irreversible":
            if isinstance(act, MailToSend):
                return any(not delivery.internal for delivery in act.deliveries)
            return safeguards.approval == "irreversible"
