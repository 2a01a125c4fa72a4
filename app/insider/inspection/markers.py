"""Finds a document's markers: strings that stand in its content and nowhere else.

A marker is its words in a row, whatever stands between them. One without a digit, such as a code
name made of ordinary words, counts alone only where it is written like a name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from insider.inspection.folding import fold_words
from insider.inspection.passages import Passage

_WIDEST_GAP = 8
"""Characters between two words of a marker: a line break with quoting marks, and no more."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Where a marker stands in a passage."""

    marker: str
    first: int
    last: int
    """Its words, as a range of the passage's words."""
    sure: bool
    """Whether it stands there as the fact has it, and not perhaps as ordinary words."""


def find_markers(passage: Passage, markers: Sequence[str]) -> Iterator[Marked]:
    """Yield the first place of each marker in a passage, a sure one if there is any."""
    for marker in markers:
        words = _words(marker)
        places = [
            Marked(marker, index, index + len(words), _is_sure(passage, index, marker, len(words)))
            for index in (passage.places.get(words[0], ()) if words else ())
            if _stands_at(passage, index, words)
        ]
        if places:
            yield next((place for place in places if place.sure), places[0])


@lru_cache(maxsize=4096)
def _words(marker: str) -> tuple[str, ...]:
    return tuple(word.folded for word in fold_words(marker))


def _stands_at(passage: Passage, index: int, words: Sequence[str]) -> bool:
    found = passage.words[index : index + len(words)]
    if len(found) < len(words):
        return False
    return all(
        word.folded == wanted and (before is None or word.start - before.end <= _WIDEST_GAP)
        for word, wanted, before in zip(found, words, [None, *found], strict=False)
    )


def _is_sure(passage: Passage, index: int, marker: str, size: int) -> bool:
    if any(char.isdigit() for char in marker) or not marker.isascii():
        return True
    last = min(index + size, len(passage.words)) - 1
    written = passage.text[passage.words[index].start : passage.words[last].end]
    return written.split() == marker.split() or written.isupper() or marker.islower()
