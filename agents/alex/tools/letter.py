"""Messages, threads, attachments and receipts as a model reads them."""

from alex.tools.fence import cut, fence, one_line
from alex.tools.listing import render_mailers, render_time
from corpmail.html_text import html_to_text
from corpmail.schemas import (
    AttachmentPublic,
    AttachmentText,
    DeliveryPublic,
    MailerPublic,
    MessagePublic,
    SentPublic,
    ThreadPublic,
)

_NOTE_CHARS = 300
"""Kept free for what is said about a text."""
_LEAST_TEXT = 200
_HEADER_CHARS = 2_000
_SHOWN_ATTACHMENTS = 20
_SHOWN_DELIVERIES = 100
_STATES = {
    "sent": "",
    "draft": "",
    "held": ", not sent yet: it waits to be released",
    "refused": ", not sent: it was not released",
}


def render_message(message: MessagePublic, *, start: int, max_chars: int) -> str:
    """Return a message with its headers, and of its text as much as fits from a character on."""
    head = _head(message)
    text = _body(message)
    room = max(max_chars - len(head) - _NOTE_CHARS, _LEAST_TEXT)
    part = cut(text, start=start, max_chars=room)
    notes = []
    if part.is_cut or part.start:
        notes.append(f"[Characters {part.start:,} to {part.end:,} of {part.of:,}.]")
    if part.is_cut:
        notes.append(
            f"[To read on: read_message with message_id {message.id} and start {part.end}.]"
        )
    return "\n".join((head, _fenced(message.id, part.text), *notes))


def render_whole_message(message: MessagePublic) -> str:
    """Return a message with its headers and all of its text, however long.

    It is for a prompt that holds hundreds of them and no thread can be opened from: ids are half of
    what a model reads there, so that only the message's own is said, once.
    """
    return f"{_head(message, thread=False)}\n{fence(_body(message), 'text')}"


def render_thread(thread: ThreadPublic, *, start: int, max_chars: int) -> str:
    """Return the messages of a thread from one on, as many as fit."""
    total = len(thread.messages)
    title = f"Thread {thread.id}: {one_line(thread.subject)}, messages: {total}"
    room = max_chars - len(title) - _NOTE_CHARS
    shown: list[str] = []
    for message in thread.messages[start:]:
        # One long message shall not keep all others out.
        text = render_message(message, start=0, max_chars=max_chars // 2)
        room -= len(text) + 2
        if room < 0 and shown:
            break
        shown.append(text)
    end = start + len(shown)
    notes = []
    if not shown:
        notes.append(f"[There is no message after the first {total}.]")
    if end < total and shown:
        notes.append(f"[Messages {start + 1} to {end} of {total}.]")
        notes.append(f"[To read on: read_thread with thread_id {thread.id} and start {end}.]")
    return "\n\n".join((title, *shown, *notes))


def render_attachment(
    attachment: AttachmentText, *, message_id: str, start: int, max_chars: int
) -> str:
    """Return an attachment's text, as much as fits from a character on."""
    head = (
        f"Attachment {attachment.id} of {message_id}: {one_line(attachment.filename)} "
        f"({one_line(attachment.content_type)})"
    )
    if not attachment.text:
        note = one_line(attachment.note or "It holds no text.", max_chars=_NOTE_CHARS)
        return f"{head}\n[{note}]"
    room = max(max_chars - len(head) - _NOTE_CHARS, _LEAST_TEXT)
    part = cut(attachment.text, start=start, max_chars=room)
    notes = []
    if part.is_cut:
        notes.append(
            f"[Characters {part.start:,} to {part.end:,} of {part.of:,}. To read on: "
            f"read_attachment with the same ids and start {part.end}.]"
        )
    elif attachment.truncated:
        notes.append("[The file is longer; no more of it can be read.]")
    label = f"text of {attachment.id} of {message_id}"
    return "\n".join((head, fence(part.text, label), *notes))


def render_sent(sent: SentPublic) -> str:
    """Return what became of a message that was sent: whom it reached, or why it waits."""
    message = sent.message
    if sent.waits is not None:
        return sent.waits
    lines = [f"Sent as {message.id} (thread {message.thread_id}): {one_line(message.subject)}"]
    if message.attachments:
        lines.append(f"Attached: {_attachments(message.attachments)}")
    delivered = [item for item in sent.deliveries if item.outcome == "delivered"]
    bounced = [item for item in sent.deliveries if item.outcome == "bounced"]
    if delivered:
        lines.append(f"Delivered to: {_deliveries(delivered)}")
    if bounced:
        lines.append(f"Could not be delivered, no such address: {_deliveries(bounced)}")
    return "\n".join(lines)


def _head(message: MessagePublic, *, thread: bool = True) -> str:
    place = f"in {message.folder.value} of {one_line(message.mailbox)}{_STATES[message.state]}"
    name = f"{message.id} (thread {message.thread_id})" if thread else message.id
    lines = [
        f"Message {name}, {place}",
        f"From: {render_mailers([message.sender])}",
        *_recipients("To", message.to),
        *_recipients("Cc", message.cc),
        *_recipients("Bcc", message.bcc),
        f"Date: {render_time(message.sent_at)}",
        f"Subject: {one_line(message.subject, max_chars=998)}",
    ]
    if message.attachments:
        lines.append(f"Attachments: {_attachments(message.attachments)}")
    return "\n".join(lines)


def _fenced(message_id: str, text: str) -> str:
    return fence(text, f"text of {message_id}")


def _recipients(field: str, mailers: list[MailerPublic]) -> tuple[str, ...]:
    shown = one_line(render_mailers(mailers), max_chars=_HEADER_CHARS)
    return (f"{field}: {shown}",) if mailers else ()


def _body(message: MessagePublic) -> str:
    if message.text.strip() or message.html is None:
        return message.text
    return html_to_text(message.html)


def _attachments(attachments: list[AttachmentPublic]) -> str:
    shown = "; ".join(
        f"{item.id} {one_line(item.filename, max_chars=100)} "
        f"({one_line(item.content_type, max_chars=50)}, {item.size:,} bytes)"
        for item in attachments[:_SHOWN_ATTACHMENTS]
    )
    left_out = len(attachments) - _SHOWN_ATTACHMENTS
    return f"{shown} and {left_out} more" if left_out > 0 else shown


def _deliveries(deliveries: list[DeliveryPublic]) -> str:
    shown = ", ".join(
        one_line(item.address) + (f" (through {one_line(item.via)})" if item.via else "")
        for item in deliveries[:_SHOWN_DELIVERIES]
    )
    left_out = len(deliveries) - _SHOWN_DELIVERIES
    return f"{shown} and {left_out} more" if left_out > 0 else shown
