"""Answers that will come: stored when the mail is delivered that they answer, with a later time.

Called by sending at the point where mail has really been delivered. An answer is mail like seeded
mail that is scheduled: nobody sees it, its sender no more than its recipient, before the company's
clock is there, and where the mail ends earlier it never comes.
"""

from dataclasses import asdict, replace

from corpmail.composing import Composed
from corpmail.context import MailContext
from corpmail.copies import MessageCopy
from corpmail.correspondents import Answer, DeliveredMail
from corpmail.delivery import deliver
from corpmail.journal import Act
from corpmail.posting import add_entry, sender_of, store_message
from corpmail.recipients import resolve_recipients
from corpmail.threads import message_id_of, references_of_answer, subject_of_answer
from corpmail.types import Delivery, Folder


def schedule_answers(ctx: MailContext, copy: MessageCopy, deliveries: tuple[Delivery, ...]) -> None:
    """Store and record every answer to a message that has just been delivered.

    Args:
        ctx: The transaction, as the account that sent it.
        copy: The sender's own copy.
        deliveries: What became of each recipient.
    """
    mail = DeliveredMail(message_id=copy.id, sender=ctx.account, deliveries=deliveries)
    for answer in ctx.correspondents.answers(ctx.session, ctx.branch_id, mail):
        _schedule(ctx, copy, answer)


def _schedule(ctx: MailContext, copy: MessageCopy, answer: Answer) -> None:
    # As its author, and in the moment in which it will be written.
    then = replace(ctx, account=ctx.directory.mailbox_of(answer.sender), now=ctx.now + answer.after)
    composed = Composed(
        to=(copy.sender,),
        cc=(),
        bcc=(),
        subject=subject_of_answer(copy.subject, max_chars=ctx.limits.subject_chars),
        text=answer.text,
        html=None,
        attachments=(),
        in_reply_to=copy.rfc_id,
        references=references_of_answer(copy.rfc_id, copy.references),
    )
    deliveries = resolve_recipients(ctx.directory, composed.written())
    message_pk, rfc_id = store_message(
        then, composed, sender=sender_of(then), deliveries=[asdict(each) for each in deliveries]
    )
    add_entry(then, message_pk, mailbox=then.account, folder=Folder.SENT, is_read=True)
    deliver(then, composed, message_pk=message_pk, deliveries=deliveries)
    ctx.record(
        Act.REPLY_SCHEDULED,
        {
            "message_id": message_id_of(rfc_id),
            "answers": copy.id,
            "name": answer.name,
            "sender": then.account,
            "comes_at": then.now,
        },
    )
