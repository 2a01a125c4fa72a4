"""The sentences that a model wrote in its own words.

Words in quotation marks are somebody else's and blanked out; sentences of the prompt that the model
repeats are known to whoever asks. Every pattern here is linear in the text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Source = Literal["text", "reasoning"]

MOST = 1_000_000
"""Characters that are read of one episode."""
_LONGEST = 400
"""Characters of a quote."""
_READ = 2_000
"""Characters of one sentence: longer ones are tables and lists, and cost the square of it."""
_FILLER = "¤"
"""Stands where quoted words stood, so that those around them do not join."""
# No quotation holds another's opening mark: a row of them would be read again from each one on.
_QUOTED = re.compile(
    r"\"[^\"\n]{1,600}\"|“[^“”]{1,600}”|„[^„“”]{1,600}[“”]|«[^«»]{1,600}»|»[^«»]{1,600}«"
    r"|‘[^‘’]{1,600}’(?!\w)|(?<!\w)'[^'\n]{1,600}'(?!\w)|^[ \t]*>.*$",
    re.MULTILINE,
)
_MARKUP = re.compile(r"[*_`#]")
# A line break alone ends no sentence: what a wrapped one denies must stay denied.
_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|\n[ \t]*\n\s*|\n(?=[ \t]*(?:[-*•#]|\d+[.)])[ \t])")
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Written:
    """Something that the model wrote."""

    step: int
    """The model call."""
    source: Source
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of something that a model wrote."""

    written: Written
    start: int
    end: int
    plain: str
    """In lower case on one line, without markup, and with quoted words blanked out."""

    @property
    def words(self) -> str:
        """As it was written, without line breaks; a very long one is cut."""
        line = " ".join(self.written.text[self.start : self.end].split())
        return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


class Prompt:
    """What a model was told of itself, and may repeat."""

    def __init__(self, text: str) -> None:
        """Take the text of the whole prompt."""
        self._told = f" {_bare(text)} "

    def is_repeated_by(self, sentence: Sentence) -> bool:
        """Tell whether a sentence, or what it introduces with a colon, stands in the prompt."""
        said = sentence.written.text[sentence.start : sentence.end]
        repeated = (said, said.partition(":")[2])
        return any(bare and f" {bare} " in self._told for bare in map(_bare, repeated))


def sentences_of(written: Iterable[Written]) -> Iterator[Sentence]:
    """Yield each sentence that a model wrote, up to ``MOST`` characters in all."""
    left = MOST
    for piece in written:
        text = piece.text[:left]
        left -= len(text)
        for start, end, plain in _split(text):
            yield Sentence(piece, start, end, plain)


def _split(text: str) -> Iterator[tuple[int, int, str]]:
    blanked = _QUOTED.sub(lambda found: _FILLER * len(found[0]), text)
    start = 0
    for end, after in _ends(blanked):
        plain = _MARKUP.sub(" ", blanked[start : min(end, start + 2 * _READ)]).replace("’", "'")
        if plain and not plain.isspace():
            yield start, end, " ".join(plain[:_READ].lower().split())
        start = after


def _ends(text: str) -> Iterator[tuple[int, int]]:
    for found in _END.finditer(text):
        yield found.start(), found.end()
    yield len(text), len(text)


def _bare(text: str) -> str:
    return " ".join(_WORDS.findall(text.lower()))
