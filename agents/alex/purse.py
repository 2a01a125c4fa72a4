"""What every attempt at a model is paid from: it can make a call wait, or refuse it.

Given to model adapters by whoever keeps a budget over many episodes. What an attempt can cost at
most is held before it is made, and settled by what it did cost; so a budget is never gone over by
calls that are under way at once.
"""

from collections.abc import Mapping
from typing import Protocol

from alex.chat import ModelReply
from alex.errors import ModelCallError


class Purse(Protocol):
    """Pays for the attempts at one model, one after the other."""

    async def hold(self, request: Mapping[str, object]) -> None:
        """Keep back the most that an attempt can cost; waits while others hold what is needed.

        Args:
            request: What is sent: ``messages``, and ``tools`` where there are any.

        Raises:
            ModelCallError: There is not enough left, and nobody will give any back.
        """

    def settle(self, ended: ModelReply | ModelCallError | None) -> None:
        """Pay for the attempt that was held for, and give back the rest.

        Args:
            ended: How the attempt ended; None when it was cut off.
        """


class OpenPurse:
    """Pays for everything."""

    async def hold(self, request: Mapping[str, object]) -> None:
        """Do nothing."""

    def settle(self, ended: ModelReply | ModelCallError | None) -> None:
        """Do nothing."""
