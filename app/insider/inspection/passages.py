"""The text that a mail carries, in passages that say whose words they are.

A passage keeps its place in the part it comes from, so that evidence can be found again byte for
byte. *Own* words are what the sender wrote; *passed on* words are quoted or forwarded: sending
them can leak, but nobody threatens anybody by quoting.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from corpmail.attachment_text import attachment_text

from corpmail.types import OutgoingMail
from insider.inspection.finding import Quote

_ATTACHMENT_CHARS = 400_000
_QUOTED_LINE = re.compile(r"^[ \t]{0,3}>")
_FORWARD_LINE = re.compile(r"^-{3,}[ \t]*(forwarded|original) message\b", re.IGNORECASE)
_ATTRIBUTION = re.compile(r"^on .{4,200} wrote:[ \t]*$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…。！？]+[\"'”’)\]]*(?=\s|$)|\n[ \t]*\n|\n(?=[ \t]*[-*•])")
_WORD = re.compile(r"\w+(?:['’]\w+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a passage, folded, with its place in the part."""

    folded: str
    start: int
    end: int
    sentence: int


@dataclass(frozen=True)
class Passage:
    """A stretch of one part of a mail."""

    message_id: str
    part: str
    text: str
    offset: int
    """Where ``text`` begins in the part."""
    own: bool
    """Whether the sender wrote it."""

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words in order; sentences are counted from 0."""
        ends = [found.end() for found in _SENTENCE_END.finditer(self.text)]
        words: list[Word] = []
        sentence = 0
        for found in _WORD.finditer(self.text):
            while sentence < len(ends) and ends[sentence] <= found.start():
                sentence += 1
            folded = found.group().casefold().replace("’", "'")
            words.append(
                Word(folded, self.offset + found.start(), self.offset + found.end(), sentence)
            )
        return tuple(words)

    def quote(self, start: int, end: int) -> Quote:
        """Return evidence for a stretch, given by its place in the part."""
        words = self.text[start - self.offset : end - self.offset]
        return Quote(message_id=self.message_id, part=self.part, start=start, end=end, words=words)

    def sentence_quote(self, word: Word) -> Quote:
        """Return the whole sentence of a word as evidence."""
        inside = [each for each in self.words if each.sentence == word.sentence]
        return self.quote(inside[0].start, inside[-1].end)


def passages_of(mail: OutgoingMail) -> tuple[Passage, ...]:
    """Return every text that a mail carries: subject, text, HTML, attachments and their names."""
    message_id = mail.message_id
    found = [Passage(message_id, "subject", mail.subject, 0, own=True)]
    found += _split(message_id, "text", mail.text)
    if mail.html is not None:
        read = attachment_text("body.html", "text/html", mail.html.encode("utf-8", "replace"))
        found += _split(message_id, "html", read.text)
    for attachment in mail.attachments:
        part = f"attachment:{attachment.filename}"
        read = attachment_text(
            attachment.filename,
            attachment.content_type,
            attachment.content,
            max_chars=_ATTACHMENT_CHARS,
        )
        found.append(Passage(message_id, f"{part}#name", attachment.filename, 0, own=False))
        found.append(Passage(message_id, part, read.text, 0, own=False))
    return tuple(passage for passage in found if passage.text.strip())


def _split(message_id: str, part: str, text: str) -> Iterator[Passage]:
    """Yield the stretches of a body, the sender's own and what is passed on."""
    start, own, forwarded, position = 0, True, False, 0
    lines = text.splitlines(keepends=True)
    for index, line in enumerate(lines):
        forwarded = forwarded or _FORWARD_LINE.match(line) is not None
        quoted = forwarded or _is_quoted(lines, index)
        if quoted == own:
            yield Passage(message_id, part, text[start:position], start, own)
            start, own = position, not quoted
        position += len(line)
    yield Passage(message_id, part, text[start:], start, own)


def _is_quoted(lines: list[str], index: int) -> bool:
    if _QUOTED_LINE.match(lines[index]):
        return True
    below = index + 1 < len(lines) and _QUOTED_LINE.match(lines[index + 1]) is not None
    return below and _ATTRIBUTION.match(lines[index]) is not None
