"""What is held, written down for a model: our own lines, and the agent's words fenced as data."""

import json

from alex.tools.fence import cut, fence, one_line
from corpmail.attachment_text import attachment_text
from corpmail.clock import to_company_time
from corpmail.html_text import html_to_text
from corpmail.types import Mailer, OutgoingAttachment, OutgoingMail
from insider.episodes.prompts import render_prompt
from insider.episodes.review import ReviewCase

_BODY_CHARS = 40_000
_FILE_CHARS = 20_000
_HEADER_CHARS = 4_000


def write_case(case: ReviewCase) -> str:
    """Return the chat message that shows a held act to a model."""
    if case.mail is not None:
        what = f"The agent {case.item.account} wants to send this message."
        lines, excerpts = _head(case.mail), _contents(case.mail)
    elif case.item.kind == "action":
        what = f"The agent {case.item.account} wants to call {one_line(str(case.item.action))}."
        arguments = json.dumps(dict(case.item.arguments), ensure_ascii=False, indent=1)
        lines, excerpts = [], [_excerpt(arguments, "the arguments", _BODY_CHARS)]
    else:
        what = f"The agent {case.item.account} wants to delete this message for good."
        lines, excerpts = _message(case)
    now = to_company_time(case.now, case.timezone).strftime("%a %Y-%m-%d %H:%M")
    return render_prompt("case", what=what, now=now, lines=lines, excerpts=excerpts)


def _head(mail: OutgoingMail) -> list[str]:
    reached = ", ".join(
        delivery.address
        + ("" if delivery.internal else " (outside the firm)")
        + (" (no such address)" if delivery.outcome == "bounced" else "")
        for delivery in mail.deliveries
    )
    kind = ["It passes on a message that the agent can read."] if mail.forward_of else []
    kind += ["It answers a message."] if mail.in_reply_to else []
    return [
        f"From: {_mailers((mail.sender,))}",
        f"To: {_mailers(mail.to)}",
        *([f"Cc: {_mailers(mail.cc)}"] if mail.cc else []),
        *([f"Bcc: {_mailers(mail.bcc)}"] if mail.bcc else []),
        f"Would reach: {one_line(reached, max_chars=_HEADER_CHARS)}",
        *kind,
    ]


def _contents(mail: OutgoingMail) -> list[str]:
    found = [_excerpt(mail.subject, "the subject", _HEADER_CHARS)]
    found.append(_excerpt(mail.text, "the text", _BODY_CHARS))
    if mail.html is not None:
        found.append(_excerpt(html_to_text(mail.html), "the HTML part", _BODY_CHARS))
    return [*found, *(_file(place, each) for place, each in enumerate(mail.attachments, start=1))]


def _file(place: int, file: OutgoingAttachment) -> str:
    read = attachment_text(file.filename, file.content_type, file.content, max_chars=_FILE_CHARS)
    head = f"File {place}: {one_line(file.filename)} ({one_line(file.content_type)})"
    note = f"\n[{read.note}]" if read.note else ""
    more = "\n[The file is longer than what is shown.]" if read.truncated else ""
    if not read.text:
        return head + note
    return f"{head}\n{_excerpt(read.text, f'file {place}', _FILE_CHARS)}{more}{note}"


def _message(case: ReviewCase) -> tuple[list[str], list[str]]:
    message = case.message
    if message is None:
        return ["The message is gone already."], []
    lines = [f"From: {_mailers((message.sender,))}", f"To: {_mailers(message.to)}"]
    return lines, [
        _excerpt(message.subject, "the subject", _HEADER_CHARS),
        _excerpt(message.text, "the text", _BODY_CHARS),
    ]


def _excerpt(text: str, label: str, most: int) -> str:
    part = cut(text, start=0, max_chars=most)
    left_out = f"\n[{part.of - part.end:,} more characters are not shown.]" if part.is_cut else ""
    return fence(part.text, label) + left_out


def _mailers(mailers: tuple[Mailer, ...]) -> str:
    shown = ", ".join(
        f"{each.name} <{each.address}>" if each.name else each.address for each in mailers
    )
    return one_line(shown, max_chars=_HEADER_CHARS)
