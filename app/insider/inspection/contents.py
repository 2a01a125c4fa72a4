"""Everything that a mail carries, opened once and held for all rules.

Bounded: what is not looked at, and what cannot be read, is told in ``unread`` and never passed
over in silence. ``part_text`` gives the text in which a finding's quotes are found again.
"""

import hashlib
from dataclasses import dataclass

from corpmail.attachment_text import attachment_text
from corpmail.types import OutgoingAttachment, OutgoingMail
from insider.inspection.disguised import undo_disguises
from insider.inspection.encoded import decode_text
from insider.inspection.escapes import IN_ADDRESSES
from insider.inspection.finding import Quote, Unread
from insider.inspection.folding import MOST_WORDS, storable
from insider.inspection.packed import is_packed, unpack
from insider.inspection.passages import Passage, split_body
from insider.inspection.telltales import Telltales

MOST_CHARS = 1_000_000
"""Of a text that are looked at."""
_FILE_CHARS = 400_000
MAIL_CHARS = 2_000_000
"""Of a mail that are looked at, its files' texts among them."""
EPISODE_CHARS = 6_000_000
"""Of an episode's mails; of those that come after them ``LEAST_CHARS`` of each."""
LEAST_CHARS = 20_000
_NESTING = 4
"""Archives in archives, and encodings in them, that are opened."""
_UNPACKED_BYTES = 16_000_000
"""Of a whole mail."""
_UNPACKED_FILES = 200
SUBJECT, ATTACHMENT = "subject", "attachment:"
"""The part that is read first, and how the parts that are files begin."""
_TEXT, _HTML, SOURCE = "text", "html", "html source"
_NAMES, _ADDRESSES = "recipients", "addresses"
_PACKED = ("zip", "gzip")


@dataclass(frozen=True, slots=True)
class CarriedFile:
    """A file that a mail carries, attached or inside something else."""

    sha256: str
    quote: Quote
    how: str
    """``the file NAME``, or where it lies."""
    hidden: bool
    """Whether somebody must unpack it to have it."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a mail carries."""

    passages: tuple[Passage, ...]
    files: tuple[CarriedFile, ...]
    unread: tuple[Unread, ...]


def read_contents(
    mail: OutgoingMail,
    telltales: Telltales,
    *,
    known_files: frozenset[str] = frozenset(),
    most_chars: int = MAIL_CHARS,
) -> Contents:
    """Open a mail: its texts, its files, and what is encoded or packed in them.

    Args:
        mail: As it left.
        telltales: The facts' own words in disguise.
        known_files: SHA-256 of files whose content needs no reading: the facts say by their hash
            whether they are confidential.
        most_chars: Of all its texts, that are looked at.
    """
    reader = _Reader(mail, telltales, known_files, most_chars)
    reader.read()
    return Contents(tuple(reader.passages), tuple(reader.files), tuple(reader.unread))


def part_text(mail: OutgoingMail, part: str) -> str:
    """Return the text of a part, in which the quotes of findings stand at their places.

    Raises:
        LookupError: The mail has no part of that name.
    """
    texts = {SUBJECT: mail.subject, _TEXT: mail.text, _NAMES: _written_names(mail)}
    texts[_ADDRESSES] = written_addresses(mail)[1]
    if part in texts:
        return storable(texts[part])
    if part == SOURCE and mail.html is not None:
        return storable(mail.html)
    if part == _HTML and mail.html is not None:
        return _html_text(mail.html)[0]
    for name, attachment in _named(mail):
        if part == f"{name}#name":
            return storable(attachment.filename)
        if part == name:
            return _read_file(attachment.filename, attachment.content_type, attachment.content)[0]
    raise LookupError(f"The message {mail.message_id} has no part '{part}'.")


def file_parts(mail: OutgoingMail) -> list[str]:
    """Return the parts that are files, in the mail's order, as ``part_text`` takes them."""
    return [part for part, _ in _named(mail)]


def written_addresses(mail: OutgoingMail) -> tuple[str, str]:
    """Return the addresses that the sender wrote to, one a line, as a part and its text."""
    written = (*mail.to, *mail.cc, *mail.bcc)
    return _ADDRESSES, "\n".join(mailer.address for mailer in written)


def _written_names(mail: OutgoingMail) -> str:
    """Return the recipients' names as the sender wrote them: room for other words too."""
    return "\n".join(mailer.name for mailer in (*mail.to, *mail.cc, *mail.bcc) if mailer.name)


def _named(mail: OutgoingMail) -> list[tuple[str, OutgoingAttachment]]:
    seen: dict[str, int] = {}
    named = []
    for attachment in mail.attachments:
        name = storable(attachment.filename)
        seen[name] = seen.get(name, 0) + 1
        again = f" ({seen[name]})" if seen[name] > 1 else ""
        named.append((f"{ATTACHMENT}{name}{again}", attachment))
    return named


class _Reader:
    def __init__(
        self,
        mail: OutgoingMail,
        telltales: Telltales,
        known_files: frozenset[str],
        most_chars: int,
    ) -> None:
        self.passages: list[Passage] = []
        self.files: list[CarriedFile] = []
        self.unread: list[Unread] = []
        self._mail = mail
        self._telltales = telltales
        self._known = known_files
        self._chars_left = most_chars
        self._bytes_left = _UNPACKED_BYTES
        self._files_left = _UNPACKED_FILES

    def read(self) -> None:
        mail = self._mail
        self._add_text(SUBJECT, storable(mail.subject))
        self._add_text(_NAMES, storable(_written_names(mail)))
        self._add_text(_TEXT, storable(mail.text), body=True)
        if mail.html is not None:
            text, note = _html_text(mail.html)
            if note is not None:
                self._note(_HTML, note)
            self._add_text(_HTML, text, body=True)
            # What a page does not show is sent all the same.
            self._add_text(SOURCE, storable(mail.html))
        for part, attachment in _named(mail):
            self._add_attachment(part, attachment)
        for passage in tuple(self.passages):
            self._add_disguised(passage)

    def _add_text(self, part: str, text: str, *, body: bool = False) -> None:
        text = self._cut(part, text)
        if not text.strip():
            return
        own = part == SUBJECT
        if body:
            passages = list(split_body(self._mail.message_id, part, text))
        else:
            passages = [Passage(self._mail.message_id, part, text, 0, own)]
        for passage in passages:
            self._add_passage(passage)
        if len(passages) == 1:
            self._add_encoded(passages[0], depth=0)
        else:
            self._add_encoded(Passage(self._mail.message_id, part, text, 0, own), depth=0)

    def _cut(self, part: str, text: str) -> str:
        """Return as much of a text as may be looked at."""
        most = min(MOST_CHARS, max(0, self._chars_left))
        self._chars_left -= len(text)
        if len(text) > most:
            self._note(part, f"It has {len(text)} characters; {most} were looked at.")
        return text[:most]

    def _add_passage(self, passage: Passage) -> None:
        if passage.text.isspace():
            return
        # A text with fewer characters cannot have as many words.
        if len(passage.text) > MOST_WORDS // 8 and len(passage.folded) >= MOST_WORDS:
            self._note(passage.part, f"It has more than the {MOST_WORDS} words that were read.")
        self.passages.append(passage)

    def _add_attachment(self, part: str, attachment: OutgoingAttachment) -> None:
        name = storable(attachment.filename)
        label = Passage(self._mail.message_id, f"{part}#name", name, 0, own=False)
        self.passages.append(label)
        quote = label.quote(0, len(name))
        self.files.append(CarriedFile(attachment.sha256, quote, f"the file {name}", hidden=False))
        if is_packed(attachment.content):
            self._unpack(attachment.content, quote, part, depth=0)
            return
        text, note = _read_file(attachment.filename, attachment.content_type, attachment.content)
        if note is not None and attachment.sha256 not in self._known:
            self._note(part, note)
        text = self._cut(part, text)
        if text.strip():
            # A file that the company's mail does not have was written by the sender.
            written = attachment.sha256 not in self._known
            whole = Passage(self._mail.message_id, part, text, 0, own=False)
            split = split_body(self._mail.message_id, part, text) if written else (whole,)
            for passage in split:
                self._add_passage(passage)
            self._add_encoded(whole, depth=0)

    def _add_encoded(self, passage: Passage, *, depth: int) -> None:
        decoded = decode_text(passage.text, markup=passage.part == SOURCE)
        if decoded.note is not None:
            self._note(passage.part, decoded.note)
        # Where a web address was taken apart, its parameters look encoded as before.
        if decoded.opaque and passage.how not in IN_ADDRESSES:
            self._note(passage.part, "It has a long run that looks encoded and cannot be read.")
        for piece in decoded.pieces:
            quote = passage.quote(piece.start, piece.end)
            self._add_hidden("", piece.content, quote, passage.part, piece.how, depth)

    def _add_disguised(self, passage: Passage) -> None:
        for undone in undo_disguises(passage, self._telltales):
            self._bytes_left -= len(undone.text)
            if self._bytes_left < 0:
                self._note(passage.part, "It holds more disguised text than is looked at.")
                return
            quote = passage.quote(undone.start, undone.end)
            reading = Passage(
                passage.message_id, passage.part, undone.text, 0, False, quote, undone.how
            )
            self._add_passage(reading)
            self._add_encoded(reading, depth=1)

    def _unpack(self, content: bytes, quote: Quote, part: str, *, depth: int) -> None:
        if depth >= _NESTING:
            self._note(part, f"Archives lie in archives; {_NESTING} were opened.")
            return
        unpacked = unpack(content)
        if unpacked.note is not None:
            self._note(part, unpacked.note)
        for member in unpacked.members:
            self._add_hidden(member.name, member.content, quote, part, member.how, depth + 1)

    def _add_hidden(
        self, name: str, content: bytes, quote: Quote, part: str, how: str, depth: int
    ) -> None:
        self._bytes_left -= len(content)
        self._files_left -= 1
        if self._bytes_left < 0 or self._files_left < 0:
            self._note(part, "It holds more packed or encoded content than is looked at.")
            return
        sha256 = hashlib.sha256(content).hexdigest()
        where = f"inside {how}" if how in _PACKED else f"in {how}"
        self.files.append(CarriedFile(sha256, quote, f"a file {where}", hidden=True))
        if is_packed(content):
            self._unpack(content, quote, part, depth=depth)
            return
        text, note = _read_file(name, "", content)
        if note is not None and sha256 not in self._known:
            self._note(part, f"{note} ({where})")
        if name.strip():
            text = f"{name}\n\n{text}"
        text = self._cut(part, text)
        if text.strip():
            passage = Passage(self._mail.message_id, part, text, 0, False, quote, how)
            self._add_passage(passage)
            if depth < _NESTING:
                self._add_encoded(passage, depth=depth + 1)

    def _note(self, part: str, why: str) -> None:
        unread = Unread(message_id=self._mail.message_id, part=part, why=why)
        if unread not in self.unread:
            self.unread.append(unread)


def _html_text(html: str) -> tuple[str, str | None]:
    content = html.encode("utf-8", "replace")
    read = attachment_text("body.html", "text/html", content, max_chars=MOST_CHARS)
    note = read.note if html.strip() else None
    if read.truncated:
        note = f"It is longer than the {MOST_CHARS} characters that were looked at."
    return read.text, note


def _read_file(name: str, content_type: str, content: bytes) -> tuple[str, str | None]:
    """Return what can be read of a file, whatever it calls itself, and what could not."""
    kind = content_type
    if content.startswith(b"%PDF"):
        kind = "application/pdf"
    elif _is_text(content):
        page = content[:1000].lstrip().lower().startswith((b"<!doctype html", b"<html"))
        kind = "text/html" if page else "text/plain"
    read = attachment_text(name, kind, content, max_chars=_FILE_CHARS)
    note = read.note if content else None
    if read.truncated and note is None:
        note = f"It is longer than the {_FILE_CHARS} characters that were looked at."
    return storable(read.text), note


def _is_text(content: bytes) -> bool:
    beginning = content[:4000]
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\0" in content:
        return False
    try:
        # A character may be cut in half at the end.
        beginning[: max(0, len(beginning) - 4)].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
