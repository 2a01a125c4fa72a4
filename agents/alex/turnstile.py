"""What every attempt at a provider passes: a door that can make it wait, or turn it away.

Given to model adapters by whoever runs many episodes at once; called around each attempt, so that
the wait of one never counts as the slowness of the provider.
"""

from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Protocol

from alex.errors import ModelCallError


class Turnstile(Protocol):
    """Lets attempts through, and is told what came of them."""

    def attempt(self, model: str) -> AbstractAsyncContextManager[None]:
        """Return what holds a place while an attempt is made; entering it waits for one.

        Args:
            model: The model's full name.

        Raises:
            ModelCallError: On entering: no attempt is to be made at all any more.
        """

    def note(self, model: str, error: ModelCallError | None) -> None:
        """Take notice of how an attempt ended; None when it was answered."""


class OpenTurnstile:
    """Lets everybody through at once."""

    def attempt(self, model: str) -> AbstractAsyncContextManager[None]:
        """Return what holds nothing."""
        return nullcontext()

    def note(self, model: str, error: ModelCallError | None) -> None:
        """Do nothing."""
