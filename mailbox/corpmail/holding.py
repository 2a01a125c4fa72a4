"""Holding what the gate does not let pass: it is kept, and waits.

Called by sending, drafts, changing and the API's actions; ``corpmail.approvals`` decides what is
kept here.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from pydantic import JsonValue
from sqlalchemy import Insert, Select, bindparam, func, insert, select

from corpmail.context import MailContext
from corpmail.tables import HeldRow

HeldKind = Literal["mail", "action", "deletion"]

_held = HeldRow.metadata.tables["held"]


def hold(
    ctx: MailContext,
    kind: HeldKind,
    *,
    reason: str,
    entry_pk: int | None = None,
    action: str | None = None,
    arguments: Mapping[str, JsonValue] | None = None,
) -> int:
    """Keep an act of the context's account until it is decided; return its number in the branch.

    Args:
        ctx: The transaction of the act.
        kind: What it is.
        reason: Why the gate held it, in a sentence.
        entry_pk: The copy in the outbox, or the one that is to be deleted.
        action: The name of the action, for a call of one.
        arguments: The arguments of that call.
    """
    connection = ctx.session.connection()
    values = {"branch": ctx.branch_id}
    number = int(connection.execute(_number_statement(), values).scalar_one())
    row = {
        "branch_id": ctx.branch_id,
        "number": number,
        "kind": kind,
        "account": ctx.account,
        "reason": reason,
        "held_at": ctx.now,
        "request_id": ctx.request_id,
        "state": "held",
        "entry_pk": entry_pk,
        "action": action,
        "arguments": None if arguments is None else dict(arguments),
    }
    connection.execute(_insert_statement(), row)
    ctx.held.append(number)
    return number


@cache
def _number_statement() -> Select[Any]:
    latest = func.coalesce(func.max(_held.c.number), 0)
    return select(latest + 1).where(_held.c.branch_id == bindparam("branch"))


@cache
def _insert_statement() -> Insert:
    return insert(_held)
