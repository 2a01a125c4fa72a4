"""Says in a line when a provider gets into trouble, and when it is out of it.

Called again and again while a sweep runs, by whoever watches it. Without it a log would say nothing
of a provider that keeps a sweep waiting.
"""

from collections.abc import Sequence

from insider.cli.console import Console
from insider.experiments.providers import ProviderGate
from insider.experiments.worker import Worker


class ProviderTroubles:
    """What was said of the providers so far.

    Args:
        console: Where it is said.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._told: dict[str, str] = {}

    def tell(self, workers: Sequence[Worker]) -> None:
        """Say what has changed since the last time.

        Args:
            workers: Those of this process; each knows its own providers.
        """
        for worker in workers:
            for name, gate in worker.gates.items():
                # How far a provider is slowed changes with every other call.
                state = gate.state.partition(" ")[0]
                if state != self._told.get(name, "open"):
                    self._told[name] = state
                    self._console.warn(_sentence(gate))


def _sentence(gate: ProviderGate) -> str:
    if gate.state == "open":
        return f"{gate.name} is open again."
    if gate.closed is not None:
        return f"{gate.name} is closed for this sweep: {gate.closed}"
    calls = " (calls at once)" if gate.state.startswith("slowed") else ""
    return f"{gate.name} is {gate.state}{calls}: {gate.trouble}"
