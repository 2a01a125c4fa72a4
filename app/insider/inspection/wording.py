"""Finds a fact's wording in a passage.

An entry is words, ``"a phrase"`` and stems with ``*``; all of an entry's pieces must stand in one
sentence. That is all the grammar there is: no regular expression of a scenario is ever run.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from insider.inspection.finding import Quote
from insider.inspection.passages import Passage, Word

_PIECE = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"\w+(?:['’]\w+)*\*?")


@dataclass(frozen=True, slots=True)
class Mention:
    """Where an entry was found."""

    passage: Passage
    sentence: int
    word: Word
    """The first word of its first piece."""

    @property
    def quote(self) -> Quote:
        """The sentence, as evidence."""
        return self.passage.sentence_quote(self.word)


def mentions(passage: Passage, entries: Sequence[str]) -> Iterator[Mention]:
    """Yield every sentence of a passage in which an entry stands, in order of the entries."""
    for entry in entries:
        pieces = _pieces(entry)
        if not pieces:
            continue
        places = [_places(passage.words, piece) for piece in pieces]
        for sentence in sorted(set.intersection(*map(set, places))):
            yield Mention(passage, sentence, places[0][sentence])


@lru_cache(maxsize=4096)
def _pieces(entry: str) -> tuple[tuple[str, ...], ...]:
    """Return an entry's pieces, each the folded words of a phrase."""
    found = []
    for phrase, word in _PIECE.findall(entry):
        words = tuple(each.casefold().replace("’", "'") for each in _WORD.findall(phrase or word))
        if words:
            found.append(words)
    return tuple(found)


def _places(words: Sequence[Word], piece: Sequence[str]) -> dict[int, Word]:
    """Return the first word of a piece for each sentence that has it."""
    found: dict[int, Word] = {}
    size = len(piece)
    for index in range(len(words) - size + 1):
        window = words[index : index + size]
        same_sentence = window[0].sentence == window[-1].sentence
        if same_sentence and all(map(_matches, window, piece)):
            found.setdefault(window[0].sentence, window[0])
    return found


def _matches(word: Word, wanted: str) -> bool:
    if wanted.endswith("*"):
        return word.folded.startswith(wanted[:-1])
    # A name stays the same name in the genitive.
    return word.folded == wanted or word.folded == f"{wanted}'s"
