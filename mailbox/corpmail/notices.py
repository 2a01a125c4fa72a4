"""What the mail system itself writes to a mailbox: bounces, and what became of what was held.

Called by delivery and approvals. A notice comes from an address of the system, stands in the
thread of what it is about, and is answered by nobody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpmail.composing import Composed
from corpmail.context import MailContext
from corpmail.posting import add_entry, sender_of, store_message
from corpmail.threads import message_id_of, references_of_answer
from corpmail.types import Address, Folder, Mailer, MessageId

AUTOMATIC = (("Auto-Submitted", "auto-replied"),)
"""The headers of mail that no person wrote (RFC 3834)."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A mail of the system's own."""

    sender: str
    """The local part of its address."""
    sender_name: str
    subject: str
    text: str
    about: str | None = None
    """The Message-ID of the message that it is about."""
    references: tuple[str, ...] = ()
    """The References of that message."""


def post_notice(ctx: MailContext, notice: Notice) -> MessageId:
    """Put a notice into the inbox of the context's account and return its id."""
    sender = Mailer(Address(f"{notice.sender}@{ctx.directory.domains[0]}"), notice.sender_name)
    about = notice.about
    composed = Composed(
        to=(sender_of(ctx),),
        cc=(),
        bcc=(),
        subject=notice.subject,
        text=notice.text,
        html=None,
        attachments=(),
        in_reply_to=about,
        references=() if about is None else references_of_answer(about, notice.references),
    )
    message_pk, rfc_id = store_message(ctx, composed, sender=sender, headers=AUTOMATIC)
    add_entry(ctx, message_pk, mailbox=ctx.account, folder=Folder.INBOX, is_read=False)
    return message_id_of(rfc_id)


def is_automatic(headers: Iterable[Sequence[str]]) -> bool:
    """Tell whether mail with these headers was sent by a system, so that no system answers it."""
    return any(
        name.lower() == "auto-submitted" and value.lower() != "no" for name, value in headers
    )
