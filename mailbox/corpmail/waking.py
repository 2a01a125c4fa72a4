"""When colleagues next have something to decide: a moment that a branch keeps.

Called by whoever schedules answers, in the caller's transaction; the server looks when the clock
gets there.
"""

from functools import cache

from sqlalchemy import Update, bindparam, or_, update
from sqlalchemy.orm import Session

from corpmail.tables import BranchRow
from corpmail.types import BranchId

_branch = BranchRow.metadata.tables["branch"]


def wake_by(session: Session, branch_id: BranchId, moment: int) -> None:
    """Have colleagues decide at a moment at the latest, when the clock gets there.

    Args:
        session: The caller's transaction.
        branch_id: In which branch.
        moment: The company's time, seconds.
    """
    session.connection().execute(_wake_by_statement(), {"branch": branch_id, "moment": moment})


@cache
def _wake_by_statement() -> Update:
    later = or_(_branch.c.wakes_at.is_(None), _branch.c.wakes_at > bindparam("moment"))
    change = update(_branch).where(_branch.c.id == bindparam("branch"), later)
    return change.values(wakes_at=bindparam("moment"))


def set_waking(session: Session, branch_id: BranchId, moment: int | None) -> None:
    """Note when colleagues next have something to decide.

    Args:
        session: The caller's transaction.
        branch_id: In which branch.
        moment: The company's time, seconds; None for never.
    """
    values = {"branch": branch_id, "moment": moment}
    session.connection().execute(_waking_statement(), values)


@cache
def _waking_statement() -> Update:
    change = update(_branch).where(_branch.c.id == bindparam("branch"))
    return change.values(wakes_at=bindparam("moment"))
