"""Stretches of text that a mail carries, which say whose words they are.

A passage keeps its place in the part it comes from, so that evidence can be found again byte for
byte. *Own* words are what the sender wrote; *passed on* words are quoted or forwarded: sending
them can leak, but nobody threatens anybody by quoting.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from insider.inspection.finding import Quote
from insider.inspection.folding import Word, fold_text, fold_words
from insider.inspection.places import Places

LONGEST_SENTENCE = 60
"""Words; a table or a list without full stops is cut into pieces of this size."""
BEGINNING = 3
"""Letters by which words are looked up that begin alike."""
MOST_SENTENCES = 20_000
"""Of the sender's own in one part, that are read for what they demand."""
_LONGEST_QUOTE = 400
_QUOTED_LINE = re.compile(r"[ \t]{0,3}>")
_FORWARD_LINE = re.compile(r"[ \t]{0,3}-{3,}[ \t]*(?:forwarded|original) message\b", re.IGNORECASE)
_ATTRIBUTION = re.compile(r"on [^\n]{4,300} wrote:\s*$", re.IGNORECASE)
# Each alternative begins where a run begins, so that a long run is looked at once.
_SENTENCE_END = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+(?=\s|$)|(?<![。！？])[。！？]++[”’」』）]*+"
    r"|:[ \t]*+(?=\r?\n)|\n[ \t>]*+\n|\n(?=[ \t]*+[-*•])"
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
    def words(self) -> list[Word]:
        """Its words in order; their places are in ``text``."""
        return fold_words(self.text)

    @cached_property
    def folded(self) -> list[str]:
        """Its words in order without their places, which are seldom asked for."""
        return fold_text(self.text)

    @cached_property
    def places(self) -> Places:
        """Where each word stands, by its form; in the genitive a name stands as itself too."""
        return Places(self.folded)

    @cached_property
    def memo(self) -> dict[object, object]:
        """What has been found in it, for a second rule that looks for the same."""
        return {}

    @cached_property
    def beginnings(self) -> dict[str, list[str]]:
        """Its different words, by their first letters."""
        found: dict[str, list[str]] = {}
        for word in self.places:
            found.setdefault(word[:BEGINNING], []).append(word)
        return found

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Its sentences as ranges of words."""
        ends = [found.end() for found in _SENTENCE_END.finditer(self.text)]
        ends.append(len(self.text))
        ranges: list[tuple[int, int]] = []
        first, at = 0, 0
        for index, word in enumerate(self.words):
            if word.start >= ends[at] or index - first >= LONGEST_SENTENCE:
                if index > first:
                    ranges.append((first, index))
                first = index
                while word.start >= ends[at]:
                    at += 1
        if len(self.words) > first:
            ranges.append((first, len(self.words)))
        return ranges

    @cached_property
    def sentence_of(self) -> list[int]:
        """The sentence of each word, by number."""
        return [
            number
            for number, (first, last) in enumerate(self.sentences)
            for _ in range(first, last)
        ]

    def quote_words(self, first: int, last: int) -> Quote:
        """Return the words from ``first`` up to, but not with, ``last`` as evidence."""
        return self.quote(self.words[first].start, self.words[last - 1].end)

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
