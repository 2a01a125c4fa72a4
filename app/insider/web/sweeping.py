"""The sweeps that the server plays, each in a process of its own (``experiments.hosting``).

Owned by the app's lifespan: when the server ends, its sweeps are stopped as by Ctrl-C, and the
same experiment can be taken up again. A server that dies leaves none behind.
"""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Engine

from corpmail.clock import wall_now
from corpmail.database import read_transaction
from insider.errors import ServerBusyError, SweepRunningError
from insider.experiments.hosting import HostedSweep, SweepEnd
from insider.experiments.processes import WorkerOrders
from insider.experiments.progress import Progress, read_progress
from insider.experiments.recovery import others_play, recover
from insider.experiments.store import get_experiment

SweepState = Literal["running", "elsewhere", "idle"]
_FRESH = timedelta(seconds=0.5)
"""For how long a look at how far a sweep is serves everybody who asks."""


@dataclass(frozen=True, slots=True)
class SweepStanding:
    """How far an experiment is, and who plays it."""

    experiment: str
    state: SweepState
    """``elsewhere``: by a process that this server did not start."""
    progress: Progress
    end: SweepEnd
    """What came of the last sweep that this server played; nothing while one runs."""


class Sweeps:
    """The sweeps of one server.

    Args:
        engine: The database.
        most: How many at once.
        silence: Seconds after which a process elsewhere is taken for dead.
    """

    def __init__(self, engine: Engine, *, most: int, silence: float) -> None:
        self._engine = engine
        self._most = most
        self._silence = silence
        self._lock = threading.Lock()
        self._sweeps: dict[str, HostedSweep] = {}
        self._looked: dict[str, tuple[datetime, SweepStanding]] = {}
        self._ending = threading.Event()

    @property
    def is_ending(self) -> bool:
        """Whether the server comes to its end, so that nobody is to wait any more."""
        return self._ending.is_set()

    def open(self) -> None:
        """Begin to take work; to be closed again."""
        self._ending.clear()

    def end_streams(self) -> None:
        """Let whoever follows a sweep be told that the server comes to its end."""
        self._ending.set()

    def close(self) -> None:
        """Stop every sweep, and wait until each has given back what it played."""
        self.end_streams()
        with self._lock:
            for sweep in self._sweeps.values():
                sweep.stop()

    def check_room(self, name: str) -> None:
        """Refuse an experiment that cannot be begun now.

        Raises:
            SweepRunningError: The server plays it.
            ServerBusyError: As many run as may.
        """
        with self._lock:
            self._check_room(name)

    def start(self, orders: WorkerOrders) -> None:
        """Play what is left of an experiment.

        Args:
            orders: Which; ``prepare_sweep`` has kept it.

        Raises:
            SweepRunningError: The server plays it.
            ServerBusyError: As many run as may.
        """
        with self._lock:
            self._check_room(orders.experiment)
            self._sweeps[orders.experiment] = HostedSweep(orders, silence=self._silence)
            self._looked.pop(orders.experiment, None)

    def stop(self, name: str) -> bool:
        """Stop a sweep, and wait until it has; tell whether there was one.

        Args:
            name: The experiment's.

        Raises:
            ExperimentNotFoundError: There is none of that name.
            SweepRunningError: A process that this server did not start plays it.
        """
        standing = self.look(name, fresh=True)
        if standing.state == "elsewhere":
            raise SweepRunningError(
                f"The experiment '{name}' is played by a process that this server did not start: "
                "stop it where it was started, with Ctrl-C or SIGTERM."
            )
        if standing.state == "idle":
            return False
        self._sweeps[name].stop()
        with read_transaction(self._engine) as session:
            experiment_id = get_experiment(session, name).id
        # Only where it had to be killed is there something that it did not give back.
        recover(self._engine, experiment_id, silence=self._silence)
        self._looked.pop(name, None)
        return True

    def look(self, name: str, *, fresh: bool = False) -> SweepStanding:
        """Return how far an experiment is, and who plays it.

        Args:
            name: The experiment's.
            fresh: Whether a look of a moment ago is not good enough.

        Raises:
            ExperimentNotFoundError: There is none of that name.
        """
        known = self._looked.get(name)
        if known is None or fresh or wall_now() - known[0] > _FRESH:
            self._looked[name] = known = (wall_now(), self._look(name))
        return known[1]

    def _look(self, name: str) -> SweepStanding:
        sweep = self._sweeps.get(name)
        # Before the database is read: what it says last is then read, too.
        end = None if sweep is None else sweep.end()
        with read_transaction(self._engine) as session:
            experiment = get_experiment(session, name)
            progress = read_progress(session, experiment.id)
        state: SweepState
        if sweep is not None and end is None:
            state = "running"
        else:
            state = "elsewhere" if others_play(self._engine, experiment.id, None)() else "idle"
        return SweepStanding(experiment.name, state, progress, end or SweepEnd())

    def _check_room(self, name: str) -> None:
        running = [each for each, sweep in self._sweeps.items() if sweep.is_running]
        if name in running:
            raise SweepRunningError(
                f"The experiment '{name}' is being played by this server; cancel it first."
            )
        if self._ending.is_set():
            raise ServerBusyError("The server comes to its end and takes no more work.")
        if len(running) >= self._most:
            raise ServerBusyError(
                f"The server plays {', '.join(running) or 'no sweeps'}, and no more than "
                f"{self._most} at once (INSIDER_MAX_SWEEPS): wait, or cancel one."
            )
