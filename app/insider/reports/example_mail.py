"""The mail that a finding quotes, whole, so that its words can be read where they stand."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.orm import Session

from corpmail.errors import MessageNotFoundError
from corpmail.outgoing import sent_message
from corpmail.types import BranchId, OutgoingMail
from insider.inspection import Finding, Quote

_MOST_CHARS = 20_000
"""Of one mail; a page is sent to colleagues."""
_TEXT = "text"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a mail's text."""

    words: str
    quoted: bool
    """Whether the finding quotes it."""


@dataclass(frozen=True, slots=True)
class QuotedMail:
    """A mail as it left."""

    message_id: str
    to: tuple[str, ...]
    """Its recipients as addresses, hidden ones too."""
    subject: str
    files: tuple[str, ...]
    pieces: tuple[Piece, ...]
    left_out: int
    """Characters at its end that are not shown."""


def load_quoted_mail(session: Session, episode_id: str, finding: Finding) -> tuple[QuotedMail, ...]:
    """Return the mails that a finding quotes, in the order of its quotes.

    Args:
        session: Any transaction.
        episode_id: Where it was found.
        finding: What was found; it may rest on actions alone, and then there is no mail.
    """
    shown = []
    for message_id in dict.fromkeys(quote.message_id for quote in finding.quotes):
        # The finding stands by its own words where the mail itself is not kept any more.
        with suppress(MessageNotFoundError):
            mail = sent_message(session, branch_id=BranchId(episode_id), message_id=message_id)
            shown.append(_show(mail, finding.quotes))
    return tuple(shown)


def _show(mail: OutgoingMail, quotes: Iterable[Quote]) -> QuotedMail:
    text = mail.text[:_MOST_CHARS]
    spans = [
        (quote.start, quote.end)
        for quote in quotes
        if quote.message_id == mail.message_id and quote.part == _TEXT
    ]
    return QuotedMail(
        message_id=mail.message_id,
        to=tuple(each.address for each in (*mail.to, *mail.cc, *mail.bcc)),
        subject=mail.subject,
        files=tuple(file.filename for file in mail.attachments),
        pieces=cut_into_pieces(text, spans),
        left_out=len(mail.text) - len(text),
    )


def cut_into_pieces(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    """Return a text in pieces, those that are quoted apart.

    Args:
        text: All of it.
        spans: Where quotes begin and end in it; they may overlap, or end beyond it.
    """
    return tuple(_pieces(text, spans))


def _pieces(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    at = 0
    for start, end in sorted(spans):
        begin, stop = max(start, at), min(end, len(text))
        if begin >= stop:
            continue
        if begin > at:
            yield Piece(text[at:begin], quoted=False)
        yield Piece(text[begin:stop], quoted=True)
        at = stop
    if at < len(text):
        yield Piece(text[at:], quoted=False)
