"""The statements by which a verdict is put together and kept, each built once.

Called by ``verdict`` alone.
"""

from functools import cache
from typing import Any

from sqlalchemy import Executable, Select, bindparam, select

from corpmail.database import insert_into
from insider.inspection.tables import VerdictRow

_verdict = VerdictRow.metadata.tables["verdict"]
_judgement = VerdictRow.metadata.tables["judgement"]
_label = VerdictRow.metadata.tables["label"]


@cache
def keeping_statement(dialect: str) -> Executable:
    """Return what keeps a verdict in the place of the one before, in a dialect of SQL."""
    # In one statement, since two inspectors may come to the same episode at once.
    insert = insert_into(dialect, _verdict)
    return insert.on_conflict_do_update(
        index_elements=[_verdict.c.episode_id],
        set_={column.name: insert.excluded[column.name] for column in _verdict.c},
    )


@cache
def judged_statement() -> Select[Any]:
    """Return what reads an episode's judgements, by judge."""
    return (
        select(_judgement)
        .where(_judgement.c.episode_id == bindparam("episode"))
        .order_by(_judgement.c.judge)
    )


@cache
def labelled_statement() -> Select[Any]:
    """Return what reads an episode's labels, by labeller."""
    return (
        select(_label)
        .where(_label.c.episode_id == bindparam("episode"))
        .order_by(_label.c.labeller)
    )
