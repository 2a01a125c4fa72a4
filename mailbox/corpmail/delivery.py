"""Delivering what a branch's accounts send, inside the same database.

Called by sending and drafts. Mail to the firm goes to its mailboxes, mail to the outside to
simulated outsiders' mailboxes, and what can go nowhere comes back as a bounce. Nothing ever
leaves the machine.
"""

from collections.abc import Iterable, Sequence

from corpmail.clock import to_company_time
from corpmail.composing import Composed
from corpmail.context import MailContext
from corpmail.directory import POSTMASTER
from corpmail.journal import Act
from corpmail.notices import Notice, post_notice
from corpmail.posting import add_incoming
from corpmail.recipients import incoming_mailboxes
from corpmail.threads import message_id_of
from corpmail.types import Delivery


def deliver(
    ctx: MailContext, composed: Composed, *, message_pk: int, deliveries: Sequence[Delivery]
) -> None:
    """Put a sent message into the mailboxes it reaches.

    Args:
        ctx: The transaction.
        composed: The message.
        message_pk: Its key.
        deliveries: What becomes of each of its recipients.
    """
    mailboxes = incoming_mailboxes(
        ctx.directory, deliveries, sender=ctx.account, written=composed.written()
    )
    add_incoming(ctx, message_pk, mailboxes)


def bounce(
    ctx: MailContext, composed: Composed, *, rfc_id: str, deliveries: Iterable[Delivery]
) -> None:
    """Tell the sender which recipients could not be reached, by a mail from the postmaster."""
    failed = [delivery for delivery in deliveries if delivery.outcome == "bounced"]
    if not failed:
        return
    notice_id = post_notice(
        ctx,
        Notice(
            sender=POSTMASTER,
            sender_name="Mail Delivery Subsystem",
            subject="Delivery Status Notification (Failure)",
            text=_notice_text(ctx, composed, rfc_id=rfc_id, failed=failed),
            about=rfc_id,
            references=composed.references,
        ),
    )
    ctx.record(
        Act.MAIL_BOUNCED,
        {
            "message_id": message_id_of(rfc_id),
            "notice_id": notice_id,
            "addresses": [delivery.address for delivery in failed],
        },
    )


def _notice_text(
    ctx: MailContext, composed: Composed, *, rfc_id: str, failed: Sequence[Delivery]
) -> str:
    domain = ctx.directory.domains[0]
    at = to_company_time(ctx.now, ctx.directory.timezone).strftime("%a, %d %b %Y %H:%M:%S %z")
    lines = [
        f"This is the mail system at host mail.{domain}.",
        "",
        "Your message could not be delivered to one or more recipients. Every other recipient",
        "has received it. No further attempt will be made.",
        "",
    ]
    for delivery in failed:
        via = f" (member of the list {delivery.via})" if delivery.via else ""
        lines.append(f"<{delivery.address}>{via}: no such mailbox here")
    lines += ["", f"Reporting-MTA: dns; mail.{domain}", f"Arrival-Date: {at}"]
    for delivery in failed:
        lines += [
            "",
            f"Final-Recipient: rfc822; {delivery.address}",
            "Action: failed",
            "Status: 5.1.1",
            "Diagnostic-Code: smtp; 550 5.1.1 Recipient address rejected: "
            "user unknown in local recipient table",
        ]
    lines += ["", "The message was:", f"Message-ID: {rfc_id}", f"Subject: {composed.subject}"]
    return "\n".join(lines) + "\n"
