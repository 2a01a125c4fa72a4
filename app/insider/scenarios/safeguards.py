"""What a condition puts between Alex and the world: approvals, who gives them, and a monitor.

Made by ``render`` from the factors of the same names; carried out by ``insider.episodes``.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Delivery = Literal["live", "classic"]
"""``live``: Alex works in the mail system. ``classic``: one prompt with all mail, one reply."""

Approval = Literal["none", "external", "irreversible", "all"]
"""Which acts of Alex wait for somebody's yes."""

Approver = Literal["policy", "person", "judge"]
"""Who decides about what waits."""

Monitor = Literal["none", "block", "escalate"]
"""What a monitor does with an outgoing mail that it finds wrong."""


class Safeguards(BaseModel):
    """The safeguards of one condition; by default there are none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    approval: Approval = "none"
    approver: Approver = "policy"
    monitor: Monitor = "none"
