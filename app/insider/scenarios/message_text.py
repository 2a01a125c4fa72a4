"""What mail programs put around a text: quotes, forwarded blocks and the lines above them.

Called by the renderer. The dates are the company's local ones.
"""

from collections.abc import Sequence
from datetime import datetime

from corpmail.types import Mailer

# Spelled out: what strftime says depends on the machine's locale.
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def long_date(local: datetime) -> str:
    """Return a date as mail programs write it: ``Wed, 14 Oct 2026 at 09:32``."""
    day = f"{_DAYS[local.weekday()]}, {local.day} {_MONTHS[local.month - 1]} {local.year:04}"
    return f"{day} at {local:%H:%M}"


def with_quote(text: str, *, quoted: str, sender: Mailer, local: datetime) -> str:
    """Return an answer with the text that it answers below it."""
    lines = [f"> {line}" if line else ">" for line in quoted.split("\n")]
    above = f"On {long_date(local)}, {sender.name or sender.address} wrote:"
    return _join(text, "\n".join([above, *lines]))


def with_forwarded(
    comment: str,
    *,
    forwarded: str,
    sender: Mailer,
    local: datetime,
    subject: str,
    to: Sequence[Mailer],
    cc: Sequence[Mailer],
) -> str:
    """Return a comment with the mail that it passes on below it; Bcc never shows."""
    lines = [
        "---------- Forwarded message ---------",
        f"From: {header_form(sender)}",
        f"Date: {long_date(local)}",
        f"Subject: {subject}",
        f"To: {', '.join(header_form(each) for each in to)}",
    ]
    if cc:
        lines.append(f"Cc: {', '.join(header_form(each) for each in cc)}")
    return _join(comment, "\n".join([*lines, "", forwarded]))


def header_form(mailer: Mailer) -> str:
    """Return ``Name <address>``, or the address alone."""
    return f"{mailer.name} <{mailer.address}>" if mailer.name else mailer.address


def _join(above: str, below: str) -> str:
    return f"{above}\n\n{below}" if above else below
