"""Says in a line when a provider gets into trouble, and when it is out of it.

Called again and again while a sweep runs or judges are asked, by whoever watches it. Without it a
log would say nothing of a provider that keeps everything waiting.
"""

import math
from collections.abc import Iterable

from insider.cli.console import Console
from insider.experiments.providers import ProviderGate


class ProviderTroubles:
    """What was said of the providers so far.

    Args:
        console: Where it is said.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._told: dict[str, tuple[str, int]] = {}

    def tell(self, gates: Iterable[ProviderGate]) -> None:
        """Say what has changed since the last time.

        Args:
            gates: Those of this process.
        """
        for gate in gates:
            # How far a provider is slowed changes with every other call.
            state = (gate.state.partition(" ")[0], gate.pauses)
            if state != self._told.get(gate.name, ("open", 0)):
                self._told[gate.name] = state
                self._console.warn(_sentence(gate))


def _sentence(gate: ProviderGate) -> str:
    if gate.state == "open":
        return f"{gate.name} is open again."
    if gate.closed is not None:
        return f"{gate.name} is closed for this sweep: {gate.closed}"
    if gate.state == "paused":
        return f"{gate.name} is paused for {math.ceil(gate.waits):,} s: {gate.trouble}"
    calls = " (calls at once)" if gate.state.startswith("slowed") else ""
    return f"{gate.name} is {gate.state}{calls}: {gate.trouble}"
