"""Who is asking which question: of several processes on one database one asks, and others wait.

A claim is held for a minute and renewed while its holder lives; one of a process that is gone, on
this machine at once and elsewhere when the minute is over, is anybody's.
"""

from datetime import timedelta

from sqlalchemy import Engine, Row, delete, select, update

from corpmail.clock import wall_now
from corpmail.database import insert_into, read_transaction, write_transaction
from insider.episodes import is_alive
from insider.inspection.tables import JudgeClaimRow

LEASE = timedelta(seconds=60)
"""For how long a claim holds that is not renewed."""

_claim = JudgeClaimRow.metadata.tables["judge_claim"]


def take_claim(engine: Engine, key: str, owner: str) -> bool:
    """Tell whether a question is this owner's to ask; if so, nobody else's till it is given back.

    Args:
        engine: The database.
        key: Of the question.
        owner: Anything, ``@``, and the name of the process (``this_process``).
    """
    with read_transaction(engine) as session:
        held = session.execute(select(_claim).where(_claim.c.key == key)).one_or_none()
    if held is not None and not _is_over(held):
        return False
    with write_transaction(engine) as session:
        if held is not None:
            # As it was when it was read: somebody else may have taken it over, or renewed it.
            same = (_claim.c.owner == held.owner, _claim.c.until_wall == held.until_wall)
            session.execute(delete(_claim).where(_claim.c.key == key, *same))
        insert = insert_into(session.connection().dialect.name, _claim)
        taken = insert.on_conflict_do_nothing(index_elements=[_claim.c.key])
        values = {"key": key, "owner": owner, "until_wall": _until()}
        return session.execute(taken.returning(_claim.c.key), values).first() is not None


def renew_claim(engine: Engine, key: str, owner: str) -> None:
    """Hold a claim for another minute."""
    with write_transaction(engine) as session:
        ours = (_claim.c.key == key, _claim.c.owner == owner)
        session.execute(update(_claim).where(*ours).values(until_wall=_until()))


def give_back_claim(engine: Engine, key: str, owner: str) -> None:
    """Let others ask."""
    with write_transaction(engine) as session:
        session.execute(delete(_claim).where(_claim.c.key == key, _claim.c.owner == owner))


def _until() -> str:
    return (wall_now() + LEASE).isoformat(timespec="milliseconds")


def _is_over(held: Row[tuple[str, ...]]) -> bool:
    gone = is_alive(held.owner.partition("@")[2]) is False
    return gone or held.until_wall < wall_now().isoformat(timespec="milliseconds")
