"""Seats: the processes of one sweep, wherever they run, and which of them live.

On Postgres, with the queue there (``queue``), every process that plays has a number in the
queue's table of workers and gives a sign of life there again and again. Who falls silent is taken
for dead, by the database's own clock, and what it held is given back. Read here with plain SQL, in
the transaction that acts on it: knowing who lives needs none of the queue's software.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from insider.episodes import is_alive, this_process

SILENCE = 30.0
"""Seconds without a sign of life after which a process elsewhere is taken for dead."""
BEATS = 3
"""Signs of life that a process gives in that time."""

_LIVING = text(
    "SELECT id FROM procrastinate_workers"
    " WHERE last_heartbeat > now() - make_interval(secs => :silence)"
)
_SEATED = text(
    "SELECT count(*) FROM procrastinate_jobs AS job"
    " JOIN procrastinate_workers AS worker ON worker.id = job.worker_id"
    " WHERE job.status = 'doing' AND job.queueing_lock = :sweep"
    " AND worker.last_heartbeat > now() - make_interval(secs => :silence)"
)


@dataclass(frozen=True, slots=True)
class Seat:
    """One process's place in a sweep that processes elsewhere may join."""

    number: int
    """Its own, among all that ever worked for this database."""
    host: int
    """The number of the process that sweeps; it ends when that one does."""
    own_processes: int = 1
    """How many the sweep started itself, its own among them."""
    silence: float = SILENCE

    @property
    def is_host(self) -> bool:
        """Whether it is the place of the process that sweeps."""
        return self.number == self.host

    @property
    def beat(self) -> float:
        """Seconds between two signs of life."""
        return self.silence / BEATS

    @property
    def owner(self) -> str:
        """By which name it holds slots."""
        return f"{self.number}@{this_process()}"


def sweep_of(host: int) -> str:
    """Return what jobs of the sweep of a host have in common."""
    return f"sweep/{host}"


def own_name(seat: Seat | None) -> str:
    """Return by which name this process holds slots."""
    return this_process() if seat is None else seat.owner


def lives(session: Session, number: int, *, silence: float) -> bool:
    """Tell whether the process of a number has given a sign of life lately."""
    return number in _living(session, silence)


def count_processes(session: Session, seat: Seat) -> int:
    """Return how many processes play in the sweep of a seat."""
    values = {"sweep": sweep_of(seat.host), "silence": seat.silence}
    return seat.own_processes + int(session.execute(_SEATED, values).scalar_one())


def find_gone(session: Session, owners: Collection[str], *, silence: float) -> set[str]:
    """Return those owners of slots that are known to be dead.

    Args:
        session: Any transaction.
        owners: As slots name them: processes, and those with a seat.
        silence: Seconds after which a process with a seat is taken for dead.
    """
    seated = {owner: int(owner.partition("@")[0]) for owner in owners if "@" in owner}
    living = _living(session, silence) if seated else frozenset()
    silent = {owner for owner, number in seated.items() if number not in living}
    # On this machine a process that was killed is known at once.
    dead = {owner for owner in owners if is_alive(owner.rpartition("@")[2]) is False}
    return silent | dead


def find_living(session: Session, owners: Collection[str], *, silence: float) -> set[str]:
    """Return those owners of slots that are known to live: they may still give something back.

    Whoever has no seat and runs elsewhere, such as in a container that is no more, is not known to.

    Args:
        session: Any transaction.
        owners: As slots name them.
        silence: Seconds after which a process with a seat is taken for dead.
    """
    unknown = {owner for owner in owners if "@" not in owner and is_alive(owner) is None}
    return set(owners) - unknown - find_gone(session, owners, silence=silence)


def _living(session: Session, silence: float) -> frozenset[int]:
    return frozenset(session.execute(_LIVING, {"silence": silence}).scalars())
