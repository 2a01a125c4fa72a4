"""What colleagues write: stored when they decide it, with the later time at which it comes.

They are asked where mail has really been delivered (``schedule_answers``), and as the company's
clock moves (``catch_up``), so that each decides at the moment at which mail reaches them. What they
will write is mail like seeded mail that is scheduled: nobody sees it, its sender no more than its
recipient, before the clock is there, and where the mail ends earlier it never comes.
"""

from dataclasses import asdict, replace
from functools import cache
from typing import Any, NamedTuple

from pydantic import JsonValue
from sqlalchemy import BigInteger, Row, Select, and_, bindparam, or_, select

from corpmail.composing import Composed
from corpmail.context import MailContext
from corpmail.copies import MessageCopy, load_copies
from corpmail.correspondents import PlannedMail
from corpmail.delivery import deliver
from corpmail.journal import Act
from corpmail.notices import AUTOMATIC, is_automatic
from corpmail.posting import add_entry, sender_of, store_message
from corpmail.quoting import answer_recipients, passed_on, subject_of_forward
from corpmail.reading import get_message
from corpmail.recipients import resolve_recipients
from corpmail.tables import MessageRow
from corpmail.threads import message_id_of, references_of_answer, subject_of_answer
from corpmail.types import Address, DeliveredMail, Delivery, Folder, Mailer
from corpmail.waking import set_waking, wake_by

_message = MessageRow.metadata.tables["message"]
_entry = MessageRow.metadata.tables["entry"]
_FOREVER = 2**62


def schedule_answers(
    ctx: MailContext,
    copy: MessageCopy,
    deliveries: tuple[Delivery, ...],
    *,
    at: int | None = None,
) -> None:
    """Store and record all that is written because of a message that has been delivered.

    Args:
        ctx: The transaction.
        copy: Its sender's own copy.
        deliveries: What became of each recipient.
        at: The company's time at which it is there; now, when it is left out.
    """
    moment = ctx.now if at is None else at
    mail = DeliveredMail(
        message_id=copy.id,
        sender=copy.mailbox,
        deliveries=deliveries,
        at=moment,
        subject=copy.subject,
        text=copy.text,
        files=tuple(file.filename for file in copy.attachments),
        answers=None if copy.in_reply_to is None else message_id_of(copy.in_reply_to),
        passes_on=copy.forward_of,
    )
    for planned in ctx.correspondents.answers(ctx.session, ctx.branch_id, mail):
        schedule(ctx, planned, parent=copy, at=moment)


def schedule(
    ctx: MailContext, planned: PlannedMail, *, parent: MessageCopy | None, at: int
) -> None:
    """Store and record one mail that comes later.

    Args:
        ctx: The transaction.
        planned: What is written.
        parent: The message that it answers or passes on, or because of which it is written; None
            where it is written of somebody's own accord.
        at: The company's time from which its delay counts.

    Raises:
        MessageNotFoundError: It follows up a message that its sender does not have.
    """
    # As its author, and in the moment in which it will be written.
    author = ctx.directory.mailbox_of(planned.sender)
    then = replace(ctx, account=author, now=at + planned.after)
    composed = _compose(then, planned, parent)
    deliveries = resolve_recipients(ctx.directory, composed.written())
    message_pk, rfc_id = store_message(
        then,
        composed,
        sender=sender_of(then),
        headers=AUTOMATIC if planned.kind == "automatic" else (),
        forward_of=parent.id if planned.kind == "forward" and parent is not None else None,
        deliveries=[asdict(each) for each in deliveries],
    )
    add_entry(then, message_pk, mailbox=author, folder=Folder.SENT, is_read=True)
    deliver(then, composed, message_pk=message_pk, deliveries=deliveries)
    wake_by(ctx.session, ctx.branch_id, then.now)
    kind: dict[str, JsonValue] = {} if planned.kind == "reply" else {"kind": planned.kind}
    ctx.record(
        Act.REPLY_SCHEDULED,
        {
            "message_id": message_id_of(rfc_id),
            "answers": None if parent is None else parent.id,
            "name": planned.name,
            "sender": author,
            "comes_at": then.now,
            **kind,
            **planned.note,
        },
    )


class Decided(NamedTuple):
    """How far colleagues have decided: up to which mail of theirs, and which moment of their own.

    Everything before is done; what is planned meanwhile comes later than either.
    """

    sent_at: int
    message_pk: int
    moment: int

    @classmethod
    def up_to(cls, now: int) -> "Decided":
        """Return that all has been decided that could be up to a time."""
        return cls(now, _FOREVER, now)


def catch_up(ctx: MailContext, *, since: int, until: int | None = None) -> None:
    """Let colleagues decide at each moment at which mail of theirs comes, or they write unasked.

    Args:
        ctx: The transaction. With ``until``, what they decide is recorded at its moment; without,
            at the context's time, since that moment is never reached.
        since: The company's time up to which all of this has been done before.
        until: The time up to which it is done now; to the end of all that is planned when None.
    """
    decided: Decided | None = Decided.up_to(since)
    while decided is not None:
        decided = decide_next(ctx, decided, until=until)
    set_waking(ctx.session, ctx.branch_id, None if until is None else _waking(ctx, until))


def decide_next(ctx: MailContext, decided: Decided, *, until: int | None) -> Decided | None:
    """Let colleagues decide at the next moment at which there is something to decide.

    Args:
        ctx: As for ``catch_up``.
        decided: How far they have got.
        until: As for ``catch_up``.

    Returns:
        How far they have got then; None where there is nothing more.
    """
    end = _FOREVER if until is None else until
    due = _next_mail(ctx, decided, end)
    alarm = ctx.correspondents.next_moment(ctx.session, ctx.branch_id, after=decided.moment)
    if alarm is not None and alarm <= end and (due is None or alarm < due.sent_at):
        here = ctx if until is None else replace(ctx, now=alarm)
        for planned in ctx.correspondents.own_accord(ctx.session, ctx.branch_id, at=alarm):
            schedule(here, planned, parent=None, at=alarm)
        return decided._replace(moment=alarm)
    if due is None:
        return None
    _answer_due(ctx if until is None else replace(ctx, now=due.sent_at), due)
    return decided._replace(sent_at=due.sent_at, message_pk=due.pk)


def _waking(ctx: MailContext, now: int) -> int | None:
    """Return when there is next something to decide."""
    mail = _next_mail(ctx, Decided.up_to(now), _FOREVER)
    alarm = ctx.correspondents.next_moment(ctx.session, ctx.branch_id, after=now)
    moments = [moment for moment in (mail and mail.sent_at, alarm) if moment is not None]
    return min(moments, default=None)


def _answer_due(ctx: MailContext, due: Row[Any]) -> None:
    if is_automatic(due.headers):
        return
    as_author = replace(ctx, account=Address(due.sender["address"]), now=due.sent_at)
    (copy,) = load_copies(as_author, [due.entry_pk])
    deliveries = tuple(Delivery(**each) for each in due.deliveries)
    schedule_answers(ctx, copy, deliveries, at=due.sent_at)


def _next_mail(ctx: MailContext, decided: Decided, until: int) -> Row[Any] | None:
    """Return the first message that colleagues have planned and that nobody has decided about.

    Nothing else has a time that is yet to come: the agent's mail is sent at the company's now.
    """
    values = {
        "branch": ctx.branch_id,
        "sent_at": decided.sent_at,
        "pk": decided.message_pk,
        "until": until,
        "sent": Folder.SENT.value,
    }
    return ctx.session.connection().execute(_due_statement(), values).first()


@cache
def _due_statement() -> Select[Any]:
    # Its own type: a bound that lies beyond every number is no integer of Postgres.
    beyond = bindparam("pk", type_=BigInteger())
    later = or_(
        _message.c.sent_at > bindparam("sent_at"),
        and_(_message.c.sent_at == bindparam("sent_at"), _message.c.pk > beyond),
    )
    return (
        select(
            _message.c.pk,
            _message.c.sent_at,
            _message.c.sender,
            _message.c.headers,
            _message.c.deliveries,
            _entry.c.pk.label("entry_pk"),
        )
        .join(_entry, _entry.c.message_pk == _message.c.pk)
        .where(
            _message.c.branch_id == bindparam("branch"),
            _entry.c.space == bindparam("branch"),
            _entry.c.folder == bindparam("sent"),
            later,
            _message.c.sent_at <= bindparam("until"),
        )
        .order_by(_message.c.sent_at, _message.c.pk)
        .limit(1)
    )


def _compose(then: MailContext, planned: PlannedMail, parent: MessageCopy | None) -> Composed:
    if planned.kind == "forward" and parent is not None:
        return _forward(then, planned, parent)
    if planned.kind == "new" or parent is None:
        return _new(then, planned)
    return _answer(then, planned, parent)


def _answer(then: MailContext, planned: PlannedMail, parent: MessageCopy) -> Composed:
    to, cc = answer_recipients(then, parent, reply_all=planned.kind == "reply_all")
    prefix = "Automatic reply: " if planned.kind == "automatic" else ""
    most = then.limits.subject_chars
    subject = f"{prefix}{parent.subject}"[:most] if prefix else ""
    return Composed(
        to=to,
        cc=cc,
        bcc=(),
        subject=subject or subject_of_answer(parent.subject, max_chars=most),
        text=planned.text,
        html=None,
        attachments=(),
        in_reply_to=parent.rfc_id,
        references=references_of_answer(parent.rfc_id, parent.references),
    )


def _forward(then: MailContext, planned: PlannedMail, parent: MessageCopy) -> Composed:
    return Composed(
        to=_mailers(then, planned.to),
        cc=(),
        bcc=(),
        subject=subject_of_forward(then, parent.subject),
        text=planned.text + passed_on(then, parent, planned.text),
        html=None,
        attachments=parent.attachments,
        in_reply_to=None,
        references=(),
    )


def _new(then: MailContext, planned: PlannedMail) -> Composed:
    subject, in_reply_to = planned.subject, None
    references: tuple[str, ...] = ()
    if planned.follows is not None:
        before = get_message(then, planned.follows)
        subject = subject_of_answer(before.subject, max_chars=then.limits.subject_chars)
        in_reply_to = before.rfc_id
        references = references_of_answer(before.rfc_id, before.references)
    return Composed(
        to=_mailers(then, planned.to),
        cc=(),
        bcc=(),
        subject=subject,
        text=planned.text,
        html=None,
        attachments=(),
        in_reply_to=in_reply_to,
        references=references,
    )


def _mailers(then: MailContext, addresses: tuple[Address, ...]) -> tuple[Mailer, ...]:
    entries = ((each, then.directory.resolve(each)) for each in addresses)
    return tuple(Mailer(each, entry.name if entry else "") for each, entry in entries)
