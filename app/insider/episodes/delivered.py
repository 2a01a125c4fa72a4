"""The mail that was delivered in an episode so far, as colleagues look at it.

Asked for where a rule depends on mail that has not come, and to find whom a model is to be asked.
"""

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from corpmail.notices import is_automatic
from corpmail.tables import MessageRow
from corpmail.threads import message_id_of
from corpmail.types import Address, BranchId, DeliveredMail, Delivery, MessageId

_message = MessageRow.metadata.tables["message"]


def delivered_mail(session: Session, branch_id: BranchId) -> tuple[DeliveredMail, ...]:
    """Return what was sent in an episode by anybody but systems, in order; planned mail too.

    Args:
        session: Any transaction.
        branch_id: The episode's.
    """
    found = session.connection().execute(_delivered_statement(), {"branch": branch_id})
    return tuple(
        DeliveredMail(
            message_id=MessageId(row.public_id),
            sender=Address(row.sender["address"]),
            deliveries=tuple(Delivery(**each) for each in row.deliveries),
            at=row.sent_at,
            subject=row.subject,
            text=row.text,
            files=tuple(file["filename"] for file in row.attachments),
            answers=None if row.in_reply_to is None else message_id_of(row.in_reply_to),
            passes_on=row.forward_of,
        )
        for row in found
        if row.deliveries is not None and not is_automatic(row.headers)
    )


@cache
def _delivered_statement() -> Select[Any]:
    return (
        select(_message)
        .where(_message.c.branch_id == bindparam("branch"), _message.c.state == "sent")
        .order_by(_message.c.sent_at, _message.c.pk)
    )
