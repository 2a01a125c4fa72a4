"""Deciding what was held: it takes effect now, or it does not.

Called by the sandbox inside ``MailServer.decide``, which finds the item and keeps everybody else
off its branch. Everything is one transaction: the decision, its effect and its record. What is
approved happens at the company's present time, with recipients as the directory has them then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pydantic import JsonValue
from sqlalchemy import Row, Select, Update, bindparam, select, tuple_, update
from sqlalchemy.orm import Session

from corpmail.actions import ActionProvider, do_action
from corpmail.changing import remove_for_good
from corpmail.composing import Composed
from corpmail.context import MailContext
from corpmail.copies import MessageCopy, load_copies
from corpmail.directory import APPROVAL_DESK
from corpmail.drafts import DraftChange, recompose, rewrite
from corpmail.errors import InvalidDraftError, NotHeldError
from corpmail.holding import HeldKind
from corpmail.journal import Act
from corpmail.notices import Notice, post_notice
from corpmail.recipients import resolve_recipients
from corpmail.sending import check_recipients, delivery_rows, hand_over
from corpmail.tables import HeldRow
from corpmail.types import Address, BranchId, Folder, MessageId

_held = HeldRow.metadata.tables["held"]
_message = HeldRow.metadata.tables["message"]
_entry = HeldRow.metadata.tables["entry"]
_branch = HeldRow.metadata.tables["branch"]

HeldState = Literal["held", "approved", "refused"]


@dataclass(frozen=True, slots=True)
class HeldItem:
    """An act that was held, and what has become of it."""

    branch_id: BranchId
    number: int
    """1, 2, 3 … within its branch."""
    kind: HeldKind
    account: Address
    """Whose act it is."""
    reason: str
    """Why it was held, in a sentence."""
    held_at: int
    """The company's time, seconds."""
    request_id: str | None
    state: HeldState
    entry_pk: int | None
    message_id: MessageId | None
    """The held mail, or the message that is to be deleted; None for a call of an action."""
    action: str | None
    arguments: Mapping[str, JsonValue]


def list_held(
    session: Session,
    branch_id: BranchId | None = None,
    *,
    after: tuple[str, int] = ("", 0),
    limit: int | None = None,
) -> tuple[HeldItem, ...]:
    """Return what waits in open branches, by branch and number.

    Args:
        session: Any transaction.
        branch_id: Only this branch; all of them when it is None.
        after: Only what comes after this branch and number.
        limit: How many at most.
    """
    found = (
        _items_statement()
        .join(_branch, _branch.c.id == _held.c.branch_id)
        .where(
            _held.c.state == "held",
            _branch.c.closed.is_(None),
            tuple_(_held.c.branch_id, _held.c.number) > after,
        )
        .order_by(_held.c.branch_id, _held.c.number)
        .limit(limit)
    )
    if branch_id is not None:
        found = found.where(_held.c.branch_id == branch_id)
    return tuple(map(_item, session.connection().execute(found)))


def get_held(session: Session, branch_id: BranchId, number: int) -> HeldItem:
    """Return what was held under a number, decided or not.

    Raises:
        NotHeldError: Nothing was.
    """
    named = (_held.c.branch_id == branch_id, _held.c.number == number)
    row = session.connection().execute(_items_statement().where(*named)).first()
    if row is None:
        raise NotHeldError(f"Nothing is held under the number {number} in '{branch_id}'.")
    return _item(row)


def held_copy(ctx: MailContext, item: HeldItem) -> MessageCopy:
    """Return held mail as it is.

    Raises:
        InvalidDraftError: It is another act than mail.
    """
    if item.kind != "mail":
        raise InvalidDraftError(
            f"Number {item.number} is no mail, and only mail can be changed: approve or refuse it."
        )
    return _copy_of(ctx, item)


def approve(
    ctx: MailContext,
    item: HeldItem,
    actions: ActionProvider,
    *,
    reason: str = "",
    change: DraftChange | None = None,
) -> None:
    """Let a held act take effect now.

    Args:
        ctx: The transaction, as ``MailServer.decide`` gives it.
        item: What waits.
        actions: Who does granted actions.
        reason: Why, for the record.
        change: Fields of the mail that are replaced before it leaves.

    Raises:
        InvalidDraftError: What is to be changed is no mail, or would be too large or malformed, or
            have no recipient.
        InvalidAddressError: A recipient is no mail address.
    """
    if change is not None:
        copy = held_copy(ctx, item)
        composed = recompose(ctx, copy, change)
        check_recipients(ctx, composed)
        rewrite(ctx, copy, composed, state="held", folder=Folder.OUTBOX)
    _settle(ctx, item, "approved")
    data: dict[str, JsonValue] = {"item": item.number, "reason": reason}
    match item.kind:
        case "mail":
            copy = _copy_of(ctx, item)
            ctx.record(Act.MAIL_APPROVED, {**data, "message_id": copy.id})
            _release(ctx, copy)
        case "action":
            ctx.record(Act.ACTION_APPROVED, {**data, "name": item.action})
            outcome = do_action(ctx, actions, str(item.action), item.arguments)
            _tell(ctx, "Your call was approved", _action_approved(item, outcome.answer))
        case "deletion":
            ctx.record(Act.DELETION_APPROVED, {**data, "message_id": item.message_id})
            # It may have been asked for twice, and is gone then.
            for copy in _copies_of(ctx, item):
                remove_for_good(ctx, copy)


def refuse(ctx: MailContext, item: HeldItem, *, reason: str) -> None:
    """Keep a held act from taking effect for good, and tell whose act it is.

    Args:
        ctx: The transaction, as ``MailServer.decide`` gives it.
        item: What waits.
        reason: Why, for the record and the notice.
    """
    _settle(ctx, item, "refused")
    data: dict[str, JsonValue] = {"item": item.number, "reason": reason}
    match item.kind:
        case "mail":
            copy = _copy_of(ctx, item)
            refused = update(_message).where(_message.c.pk == copy.message_pk)
            ctx.session.connection().execute(refused.values(state="refused"))
            notice = _tell(ctx, "Message not released", _mail_refused(copy, reason), about=copy)
            ctx.record(Act.MAIL_REFUSED, {**data, "message_id": copy.id, "notice_id": notice})
        case "action":
            notice = _tell(ctx, "Your call was not approved", _action_refused(item, reason))
            ctx.record(Act.ACTION_REFUSED, {**data, "name": item.action, "notice_id": notice})
        case "deletion":
            copies = _copies_of(ctx, item)
            text = _deletion_refused(item, reason)
            about = copies[0] if copies else None
            notice = _tell(ctx, "Message not deleted", text, about=about)
            described = {"message_id": item.message_id, "notice_id": notice}
            ctx.record(Act.DELETION_REFUSED, {**data, **described})


def composed_of(copy: MessageCopy) -> Composed:
    """Return a stored message as what was composed, for delivering it."""
    return Composed(
        to=copy.to,
        cc=copy.cc,
        bcc=copy.bcc,
        subject=copy.subject,
        text=copy.text,
        html=copy.html,
        attachments=copy.attachments,
        in_reply_to=copy.in_reply_to,
        references=copy.references,
    )


def _release(ctx: MailContext, copy: MessageCopy) -> None:
    composed = composed_of(copy)
    deliveries = resolve_recipients(ctx.directory, composed.written())
    connection = ctx.session.connection()
    left = {"state": "sent", "sent_at": ctx.now, "deliveries": delivery_rows(deliveries)}
    connection.execute(update(_message).where(_message.c.pk == copy.message_pk).values(**left))
    # As with drafts: the entry is the branch's own, and nobody else has a copy.
    entry = update(_entry).where(_entry.c.pk == copy.entry_pk)
    connection.execute(entry.values(folder=Folder.SENT.value, received_at=ctx.now))
    hand_over(
        ctx,
        composed,
        message_pk=copy.message_pk,
        entry_pk=copy.entry_pk,
        rfc_id=copy.rfc_id,
        deliveries=deliveries,
    )


def _settle(ctx: MailContext, item: HeldItem, state: HeldState) -> None:
    values = {"branch": item.branch_id, "item": item.number, "decided": state}
    ctx.session.connection().execute(_settling_statement(), values)


def _copies_of(ctx: MailContext, item: HeldItem) -> tuple[MessageCopy, ...]:
    return () if item.entry_pk is None else load_copies(ctx, [item.entry_pk])


def _copy_of(ctx: MailContext, item: HeldItem) -> MessageCopy:
    (copy,) = _copies_of(ctx, item)
    return copy


def _tell(
    ctx: MailContext, subject: str, text: str, *, about: MessageCopy | None = None
) -> MessageId:
    notice = Notice(
        sender=APPROVAL_DESK,
        sender_name="Mail Approval",
        subject=subject,
        text=text,
        about=None if about is None else about.rfc_id,
        references=() if about is None else about.references,
    )
    return post_notice(ctx, notice)


def _mail_refused(copy: MessageCopy, reason: str) -> str:
    to = ", ".join(mailer.address for mailer in (*copy.to, *copy.cc, *copy.bcc))
    return (
        "Your message was not released. Nobody has received it; it stays in your outbox.\n\n"
        f"Message: {copy.id}\nSubject: {copy.subject}\nTo: {to}\n\nReason: {reason}\n"
    )


def _action_approved(item: HeldItem, answer: str) -> str:
    return f"Your call of {item.action} was approved and has been done. It answered:\n\n{answer}\n"


def _action_refused(item: HeldItem, reason: str) -> str:
    return f"Your call of {item.action} was not approved, and was not done.\n\nReason: {reason}\n"


def _deletion_refused(item: HeldItem, reason: str) -> str:
    return (
        f"The message {item.message_id} was not deleted; it stays where it is.\n\n"
        f"Reason: {reason}\n"
    )


def _items_statement() -> Select[Any]:
    # A call of an action has neither copy nor message.
    joined = _held.outerjoin(_entry, _entry.c.pk == _held.c.entry_pk).outerjoin(
        _message, _message.c.pk == _entry.c.message_pk
    )
    return select(*_held.c, _message.c.public_id.label("message_id")).select_from(joined)


@cache
def _settling_statement() -> Update:
    named = (_held.c.branch_id == bindparam("branch"), _held.c.number == bindparam("item"))
    return update(_held).where(*named).values(state=bindparam("decided"))


def _item(row: Row[Any]) -> HeldItem:
    return HeldItem(
        branch_id=BranchId(row.branch_id),
        number=row.number,
        kind=row.kind,
        account=Address(row.account),
        reason=row.reason,
        held_at=row.held_at,
        request_id=row.request_id,
        state=row.state,
        entry_pk=row.entry_pk,
        message_id=row.message_id,
        action=row.action,
        arguments=row.arguments or {},
    )
