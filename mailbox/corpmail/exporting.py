"""Mail of a mailbox as values that archives and .eml files are written from.

Called by the API's export and by operators; never writes. What the token may not see, such as
another's bcc, is not in them.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam

from corpmail.context import MailContext
from corpmail.copies import MessageCopy, load_copies, visible_entries
from corpmail.reading import attachment_content
from corpmail.tables import MessageRow
from corpmail.types import SeedAttachment, SeedMessage

_message = MessageRow.metadata.tables["message"]
_entry = MessageRow.metadata.tables["entry"]
_CHUNK = 100


def mailbox_mail(ctx: MailContext) -> Iterator[SeedMessage]:
    """Yield the context's own mailbox, oldest first, a few at a time; without what has not left."""
    values = {
        "branch": ctx.branch_id,
        "now": ctx.now,
        "reader": ctx.account,
        "spaces": (ctx.snapshot_id, ctx.branch_id),
        "account": ctx.account,
    }
    keys = [row.pk for row in ctx.rows(_mailbox_statement(), values)]
    for start in range(0, len(keys), _CHUNK):
        for copy in load_copies(ctx, keys[start : start + _CHUNK]):
            yield mail_of_copy(ctx, copy)


def mail_of_copy(ctx: MailContext, copy: MessageCopy) -> SeedMessage:
    """Return a message with its files, as its reader may see it."""
    return SeedMessage(
        rfc_id=copy.rfc_id,
        sender=copy.sender,
        to=copy.to,
        cc=copy.cc,
        bcc=copy.bcc,
        subject=copy.subject,
        text=copy.text,
        html=copy.html,
        sent_at=copy.sent_at,
        in_reply_to=copy.in_reply_to,
        references=copy.references,
        attachments=tuple(
            SeedAttachment(file.filename, file.content_type, attachment_content(ctx, file))
            for file in copy.attachments
        ),
        headers=copy.headers,
    )


@cache
def _mailbox_statement() -> Select[Any]:
    return (
        visible_entries(_entry.c.pk)
        .join(_message, _message.c.pk == _entry.c.message_pk)
        .where(
            _entry.c.space.in_(bindparam("spaces", expanding=True)),
            _entry.c.account == bindparam("account"),
            _message.c.state == "sent",
        )
        .order_by(_entry.c.received_at, _message.c.public_id, _entry.c.folder)
    )
