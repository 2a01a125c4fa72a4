"""The subjects of messages and threads that a record names by their ids.

Called by pages that show a record; never writes.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from corpmail.tables import MessageRow
from corpmail.types import BranchId

_message = MessageRow.metadata.tables["message"]


def subjects_by_id(session: Session, branch_id: BranchId, ids: Iterable[str]) -> dict[str, str]:
    """Return the subjects of those ids that there are, for people who look from outside.

    A thread has the subject of its oldest message.

    Args:
        session: Any transaction.
        branch_id: Whose messages, beside seeded ones.
        ids: Public ids of messages and threads.
    """
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    values = {"branch": branch_id, "ids": wanted}
    found: dict[str, str] = {}
    for row in session.connection().execute(_statement(), values):
        found.setdefault(row.thread_id, row.subject)
        found[row.public_id] = row.subject
    return found


@cache
def _statement() -> Select[Any]:
    named: BindParameter[Any] = bindparam("ids", expanding=True)
    return (
        select(_message.c.public_id, _message.c.thread_id, _message.c.subject)
        .where(
            or_(_message.c.public_id.in_(named), _message.c.thread_id.in_(named)),
            or_(_message.c.branch_id.is_(None), _message.c.branch_id == bindparam("branch")),
        )
        .order_by(_message.c.sent_at, _message.c.pk)
    )
