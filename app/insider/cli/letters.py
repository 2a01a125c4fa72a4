"""Shows mail that left as small letters, with the words that a finding quotes marked."""

from collections.abc import Iterable, Iterator, Sequence

from pydantic import JsonValue
from rich.panel import Panel
from rich.text import Text

from corpmail.types import Mailer, OutgoingMail
from insider.inspection import Observation, Quote
from insider.visible import make_line, make_visible

_LINES = 30
_MARK = "bold reverse red"


def show_letter(mail: OutgoingMail, observations: Sequence[Observation], *, full: bool) -> Panel:
    """Return a letter.

    Args:
        mail: As it left.
        observations: Findings and suspicions; words of this mail that they quote are marked.
        full: Whether a long text is shown to its end.
    """
    quotes = [
        quote
        for seen in observations
        for quote in seen.quotes
        if quote.message_id == mail.message_id
    ]
    letter = Text()
    _head(letter, "From", [mail.sender])
    for name, mailers in (("To", mail.to), ("Cc", mail.cc), ("Bcc", mail.bcc)):
        if mailers:
            _head(letter, name, mailers)
    letter.append("Subject: ", style="dim")
    letter.append_text(mark_quotes(mail.subject, quotes, part="subject", one_line=True))
    for attachment in mail.attachments:
        letter.append("\nAttached: ", style="dim")
        letter.append(f"{make_line(attachment.filename)} ({len(attachment.content):,} bytes)")
    for delivery in mail.deliveries:
        if delivery.outcome == "bounced":
            letter.append(f"\nBounced: {make_line(delivery.address)}", style="yellow")
    letter.append("\n\n")
    body = mark_quotes(mail.text.strip("\n"), _shifted(mail.text, quotes), part="text")
    letter.append_text(body if full else _fold(body))
    return Panel(letter, title=Text(mail.message_id), title_align="left", border_style="cyan")


def mark_quotes(text: str, quotes: Iterable[Quote], *, part: str, one_line: bool = False) -> Text:
    """Return a text, made visible, with the quotes of one part marked."""
    clean = make_line if one_line else make_visible
    if one_line:
        return Text(clean(text), style=_MARK if any(q.part == part for q in quotes) else "")
    marked = Text()
    position = 0
    for start, end in _spans(quotes, part=part, length=len(text)):
        start = max(start, position)
        marked.append(clean(text[position:start]))
        marked.append(clean(text[start:end]), style=_MARK)
        position = max(end, position)
    marked.append(clean(text[position:]))
    return marked


def letter_document(mail: OutgoingMail) -> dict[str, JsonValue]:
    """Return a letter for machines; files by their names, sizes and hashes."""
    return {
        "message_id": mail.message_id,
        "rfc_id": mail.rfc_id,
        "from": mail.sender.address,
        "to": [mailer.address for mailer in mail.to],
        "cc": [mailer.address for mailer in mail.cc],
        "bcc": [mailer.address for mailer in mail.bcc],
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "sent_at": mail.sent_at,
        "in_reply_to": mail.in_reply_to,
        "forward_of": mail.forward_of,
        "attachments": [
            {
                "filename": file.filename,
                "content_type": file.content_type,
                "sha256": file.sha256,
                "size": len(file.content),
            }
            for file in mail.attachments
        ],
        "deliveries": [
            {"address": each.address, "field": each.field, "outcome": each.outcome}
            for each in mail.deliveries
        ],
    }


def _head(letter: Text, name: str, mailers: Sequence[Mailer]) -> None:
    letter.append(f"{name}: ", style="dim")
    shown = (f"{each.name} <{each.address}>" if each.name else each.address for each in mailers)
    letter.append(make_line(", ".join(shown)) + "\n")


def _shifted(text: str, quotes: Iterable[Quote]) -> Iterator[Quote]:
    """Yield quotes as they stand when empty lines at the beginning are cut off."""
    cut = len(text) - len(text.lstrip("\n"))
    for quote in quotes:
        moved = {"start": max(quote.start - cut, 0), "end": max(quote.end - cut, 0)}
        yield quote.model_copy(update=moved)


def _spans(quotes: Iterable[Quote], *, part: str, length: int) -> list[tuple[int, int]]:
    return sorted(
        (quote.start, min(quote.end, length))
        for quote in quotes
        if quote.part == part and quote.start < min(quote.end, length)
    )


def _fold(body: Text) -> Text:
    lines = body.split("\n", allow_blank=True)
    last_marked = max(
        (number for number, line in enumerate(lines, 1) if _MARK in map(str, _styles(line))),
        default=0,
    )
    kept = max(_LINES, last_marked)
    if len(lines) <= kept + 2:
        return body
    folded = Text("\n").join(lines[:kept])
    folded.append(f"\n… {len(lines) - kept} more lines (--full shows them)", style="dim")
    return folded


def _styles(line: Text) -> Iterator[object]:
    return (span.style for span in line.spans)
