"""Stretches of text that a mail carries, which say whose words they are.

A passage keeps its place in the part it comes from, so that evidence can be found again byte for
byte. *Own* words are what the sender wrote; *passed on* words are quoted or forwarded: sending
them can leak, but nobody threatens anybody by quoting.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from insider.inspection.finding import Quote
from insider.inspection.folding import Folded, fold
from insider.inspection.places import Places

LONGEST_SENTENCE = 60
"""Words; a table or a list without full stops is cut into pieces of this size."""
_LONGEST_QUOTE = 400
_QUOTED_LINE = re.compile(r"[ \t]{0,3}>")
_FORWARD_LINE = re.compile(r"[ \t]{0,3}-{3,}[ \t]*(?:forwarded|original) message\b", re.IGNORECASE)
_ATTRIBUTION = re.compile(r"on [^\n]{4,300} wrote:\s*$", re.IGNORECASE)
# Each alternative begins where a run begins, so that a long run is looked at once. All begin with a
# character of one set: Python looks for such a set four times as quickly as for alternatives.
_SENTENCE_END = re.compile(
    r"[.!?…。！？:\n](?:"
    r"(?<=[.!?…])(?<![.!?…][.!?…])[.!?…]*+[\"'”’)\]]*+(?=\s|$)"
    r"|(?<=[。！？])(?<![。！？][。！？])[。！？]*+[”’」』）]*+"
    r"|(?<=:)[ \t]*+(?=\r?\n)|(?<=\n)[ \t>]*+\n|(?<=\n)(?=[ \t]*+[-*•]))"
)


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
    carrier: Quote | None = None
    """Where its encoded form stands in the mail, when the text itself does not."""
    how: str = ""
    """In which form it is hidden, ``base64`` or ``spaced letters``; empty for plain text."""

    @cached_property
    def folded(self) -> list[str]:
        """Its words in order."""
        return self._folding.words

    @cached_property
    def starts(self) -> list[int]:
        """Where its words begin in ``text``."""
        return self._folding.starts

    @cached_property
    def ends(self) -> list[int]:
        """Where its words end."""
        return self._folding.ends

    @cached_property
    def _folding(self) -> Folded:
        return fold(self.text)

    @cached_property
    def places(self) -> Places:
        """Where each word stands, by its form; in the genitive a name stands as itself too."""
        return Places(self.folded)

    @cached_property
    def memo(self) -> dict[object, object]:
        """What has been found in it, for a second rule that looks for the same."""
        return {}

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Its sentences as ranges of words."""
        starts = self.starts
        ranges: list[tuple[int, int]] = []
        first = 0
        for end in (*(found.end() for found in _SENTENCE_END.finditer(self.text)), len(self.text)):
            last = bisect_left(starts, end, first)
            while last - first > LONGEST_SENTENCE:
                ranges.append((first, first + LONGEST_SENTENCE))
                first += LONGEST_SENTENCE
            if last > first:
                ranges.append((first, last))
                first = last
        return ranges

    @cached_property
    def sentence_of(self) -> list[int]:
        """The sentence of each word, by number."""
        numbers: list[int] = []
        for number, (first, last) in enumerate(self.sentences):
            numbers += [number] * (last - first)
        return numbers

    def quote_words(self, first: int, last: int) -> Quote:
        """Return the words from ``first`` up to, but not with, ``last`` as evidence."""
        return self.quote(self.starts[first], self.ends[last - 1])

    def quote_sentence(self, number: int) -> Quote:
        """Return a whole sentence as evidence."""
        return self.quote_words(*self.sentences[number])

    def quote(self, start: int, end: int) -> Quote:
        """Return evidence for a stretch of ``text``; a very long one is cut."""
        if self.carrier is not None:
            return self.carrier
        if end - start > _LONGEST_QUOTE:
            end = start + _LONGEST_QUOTE
            space = self.text.rfind(" ", start + _LONGEST_QUOTE // 2, end)
            end = space if space > 0 else end
        return Quote(
            message_id=self.message_id,
            part=self.part,
            start=self.offset + start,
            end=self.offset + end,
            words=self.text[start:end],
        )


def split_body(message_id: str, part: str, text: str) -> Iterator[Passage]:
    """Yield the stretches of a body: the sender's own, and what is passed on."""
    if text and ">" not in text and "---" not in text:
        yield Passage(message_id, part, text, 0, own=True)
        return
    start, own, forwarded, position = 0, True, False, 0
    lines = text.splitlines(keepends=True)
    quoted_lines = [_QUOTED_LINE.match(line) is not None for line in lines]
    for index, line in enumerate(lines):
        forwarded = forwarded or _FORWARD_LINE.match(line) is not None
        below = index + 1 < len(lines) and quoted_lines[index + 1]
        quoted = (
            forwarded
            or quoted_lines[index]
            or (below and len(line) < 400 and _ATTRIBUTION.match(line) is not None)
        )
        if quoted == own:
            if position > start:
                yield Passage(message_id, part, text[start:position], start, own)
            start, own = position, not quoted
        position += len(line)
    if position > start:
        yield Passage(message_id, part, text[start:], start, own)
