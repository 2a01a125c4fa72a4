"""Mail that comes as the clock moves, told to the journal.

Called by the server for each request.
"""

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from corpmail.context import MailContext
from corpmail.journal import Act
from corpmail.tables import EntryRow, MessageRow

_entry = EntryRow.metadata.tables["entry"]
_message = MessageRow.metadata.tables["message"]


def record_arrivals(ctx: MailContext, *, since: int) -> None:
    """Record each mail that has come to the context's account.

    Args:
        ctx: Now, in whose journal it is recorded.
        since: The company's time after which it came, seconds.
    """
    values = {
        "spaces": (ctx.snapshot_id, ctx.branch_id),
        "account": ctx.account,
        "since": since,
        "until": ctx.now,
    }
    for row in ctx.session.connection().execute(_arrivals_statement(), values):
        ctx.journal.record(
            ctx.session,
            branch_id=ctx.branch_id,
            at=row.received_at,
            act=Act.MAIL_ARRIVED,
            data={
                "message_id": row.public_id,
                "thread_id": row.thread_id,
                "sender": row.sender["address"],
                "subject": row.subject,
            },
            request_id=ctx.request_id,
        )


@cache
def _arrivals_statement() -> Select[Any]:
    return (
        select(
            _message.c.public_id,
            _message.c.thread_id,
            _message.c.sender,
            _message.c.subject,
            _entry.c.received_at,
        )
        .join(_message, _message.c.pk == _entry.c.message_pk)
        .where(
            _entry.c.space.in_(bindparam("spaces", expanding=True)),
            _entry.c.account == bindparam("account"),
            _entry.c.received_at > bindparam("since"),
            _entry.c.received_at <= bindparam("until"),
        )
        .order_by(_entry.c.received_at, _message.c.public_id)
    )
