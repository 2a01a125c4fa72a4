"""A mail of the agent's as pages for deciding and labelling show it: whole, and harmless.

Nothing of it is left out, since what is hidden at its end would be decided unseen; what is long is
folded.
"""

from dataclasses import dataclass

from corpmail.attachment_text import attachment_text
from corpmail.types import OutgoingAttachment, OutgoingMail
from insider.web.pages.mail_html import MOST_CHARS, clean_html

_UNFOLDED = 12_000
_FILE_CHARS = 100_000


@dataclass(frozen=True, slots=True)
class LongText:
    """A text whose end is folded where it is long."""

    begins: str
    rest: str


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file, with what can be read of it."""

    filename: str
    content_type: str
    size: int
    text: LongText
    note: str
    """What could not be read, in a sentence; empty when all could."""


@dataclass(frozen=True, slots=True)
class WholeMail:
    """A mail that left, or would leave."""

    mail: OutgoingMail
    text: LongText
    html: str | None
    html_cut: bool
    """Whether there is more HTML than is shown."""
    files: tuple[ShownFile, ...]

    @property
    def outside(self) -> int:
        """How many addresses outside the firm it reaches."""
        return sum(not each.internal for each in self.mail.deliveries)


def show_whole(mail: OutgoingMail) -> WholeMail:
    """Return a mail as pages show it.

    Args:
        mail: As it left, or would leave.
    """
    return WholeMail(
        mail=mail,
        text=fold_text(mail.text),
        html=None if mail.html is None else clean_html(mail.html),
        html_cut=mail.html is not None and len(mail.html) > MOST_CHARS,
        files=tuple(map(_file, mail.attachments)),
    )


def fold_text(text: str) -> LongText:
    """Return a text in two parts, the second one empty unless it is long."""
    return LongText(text[:_UNFOLDED], text[_UNFOLDED:])


def _file(file: OutgoingAttachment) -> ShownFile:
    read = attachment_text(file.filename, file.content_type, file.content, max_chars=_FILE_CHARS)
    notes = [read.note or "", "The file is longer than what is shown." if read.truncated else ""]
    return ShownFile(
        filename=file.filename,
        content_type=file.content_type,
        size=len(file.content),
        text=fold_text(read.text),
        note=" ".join(filter(None, notes)),
    )
