"""From what the mail system reads to the bodies that its API answers with.

Called by the API and by pages that show the same mail. Decides nothing: what a token may not see
is gone before it comes here.
"""

from datetime import datetime
from functools import lru_cache

from corpmail.clock import to_company_time
from corpmail.context import MailContext
from corpmail.copies import CopySummary, MessageCopy
from corpmail.directory import DirectoryEntry
from corpmail.listing import MailboxSummary
from corpmail.schedule import Schedule
from corpmail.schemas import (
    AttachmentPublic,
    DeliveryPublic,
    MailboxPage,
    MailboxPublic,
    MailerPublic,
    MessagePage,
    MessagePublic,
    MessageSummary,
    PersonPublic,
    SentPublic,
    SessionPublic,
    ThreadPublic,
)
from corpmail.sending import SentMail
from corpmail.types import Account, Mailer, Page

_SNIPPET_CHARS = 160


def show_mailboxes(page: Page[MailboxSummary]) -> MailboxPage:
    """Return a page of mailboxes."""
    items = [
        MailboxPublic(
            address=mailbox.address, name=mailbox.name, own=mailbox.own, unread=mailbox.unread
        )
        for mailbox in page.items
    ]
    return MailboxPage(items=items, next_cursor=page.next_cursor)


def show_page(ctx: MailContext, page: Page[CopySummary]) -> MessagePage:
    """Return a page of a listing or search."""
    items = [show_summary(ctx, copy) for copy in page.items]
    return MessagePage(items=items, next_cursor=page.next_cursor)


def show_summary(ctx: MailContext, copy: CopySummary) -> MessageSummary:
    """Return a message as a listing shows it."""
    return MessageSummary(
        id=copy.id,
        thread_id=copy.thread_id,
        mailbox=copy.mailbox,
        folder=copy.folder,
        sender=_mailer(copy.sender),
        to=[_mailer(mailer) for mailer in copy.to],
        subject=copy.subject,
        snippet=_snippet(copy.beginning),
        received_at=_time(ctx, copy.received_at),
        is_read=copy.is_read,
        starred=copy.starred,
        attachment_count=copy.attachment_count,
    )


def show_message(ctx: MailContext, copy: MessageCopy) -> MessagePublic:
    """Return a message as its reader sees it."""
    return MessagePublic(
        id=copy.id,
        thread_id=copy.thread_id,
        mailbox=copy.mailbox,
        folder=copy.folder,
        rfc_id=copy.rfc_id,
        in_reply_to=copy.in_reply_to,
        sender=_mailer(copy.sender),
        to=[_mailer(mailer) for mailer in copy.to],
        cc=[_mailer(mailer) for mailer in copy.cc],
        bcc=[_mailer(mailer) for mailer in copy.bcc],
        subject=copy.subject,
        text=copy.text,
        html=copy.html,
        sent_at=_time(ctx, copy.sent_at),
        received_at=_time(ctx, copy.received_at),
        is_read=copy.is_read,
        starred=copy.starred,
        state=copy.state,
        attachments=[
            AttachmentPublic(
                id=file.id, filename=file.filename, content_type=file.content_type, size=file.size
            )
            for file in copy.attachments
        ],
    )


def show_thread(ctx: MailContext, copies: tuple[MessageCopy, ...]) -> ThreadPublic:
    """Return a thread; its subject is that of its oldest visible message."""
    return ThreadPublic(
        id=copies[0].thread_id,
        subject=copies[0].subject,
        messages=[show_message(ctx, copy) for copy in copies],
    )


def show_sent(ctx: MailContext, sent: SentMail) -> SentPublic:
    """Return a sent message with what became of each recipient."""
    return SentPublic(
        message=show_message(ctx, sent.copy),
        deliveries=[
            DeliveryPublic(
                address=delivery.address,
                field=delivery.field,
                outcome=delivery.outcome,
                via=delivery.via,
                internal=delivery.internal,
            )
            for delivery in sent.deliveries
        ],
        waits=sent.waits,
    )


def show_person(entry: DirectoryEntry) -> PersonPublic:
    """Return an entry of the directory."""
    if isinstance(entry, Account):
        return PersonPublic(
            kind="person" if entry.internal else "outsider",
            address=entry.address,
            name=entry.name,
            title=entry.title,
            department=entry.department,
            organization=entry.organization,
            manager=entry.manager,
            aliases=list(entry.aliases),
            members=None,
        )
    return PersonPublic(
        kind="list",
        address=entry.address,
        name=entry.name,
        title="",
        department="",
        organization="",
        manager=None,
        aliases=[],
        members=list(entry.members),
    )


def show_session(ctx: MailContext, schedule: Schedule) -> SessionPublic:
    """Return the session that goes on, or has ended last."""
    ends_at, following = schedule.ends_at, schedule.following
    if following is None:
        ends_at = ctx.closes_at
    return SessionPublic(
        number=schedule.number,
        began_at=_time(ctx, schedule.sessions[schedule.number - 1].start),
        ends_at=None if ends_at is None else _time(ctx, ends_at),
        ended=schedule.ended,
        next_begins_at=None if following is None else _time(ctx, following.start),
    )


@lru_cache(maxsize=4096)
def _mailer(mailer: Mailer) -> MailerPublic:
    return MailerPublic(address=mailer.address, name=mailer.name)


def _time(ctx: MailContext, seconds: int) -> datetime:
    return to_company_time(seconds, ctx.directory.timezone)


def _snippet(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SNIPPET_CHARS else words[: _SNIPPET_CHARS - 1].rstrip() + "…"
