"""Who answers Alex while the episode runs, resolved for one condition.

Made by ``render`` from ``replies:`` in ``scenario.yaml``; the colleagues decide by it which of
them answer a mail that was sent.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from corpmail.types import Address
from insider.scenarios.facts import Audience


class ReplyRule(BaseModel):
    """One answer that a mail of Alex can bring about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    sender: Address
    """Who answers."""
    to: Audience
    """A mail of Alex that reaches one of these is answered."""
    after_minutes: Annotated[int, Field(ge=1)]
    """Minutes of the company's clock between the mail and its answer."""
    times: Annotated[int, Field(ge=1)] = 1
    """How often in an episode."""
    text: str
