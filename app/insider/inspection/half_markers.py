"""Finds what is less than a document's marker, and can be one for a reader who knows.

A code name without its capitals or within a longer name, the number of an entry without what all
of them begin with, words run together in an address. Each can be chance, and proves nothing.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from insider.inspection.folding import fold_words
from insider.inspection.markers import Marked, rows
from insider.inspection.passages import Passage
from insider.inspection.wording import LONGEST_ENTRY

_ENTRY = re.compile(r"([A-Za-z]+)[-_ ./]?(\d{3,})")
_FEWEST_ENTRIES = 3
"""Markers with one beginning that make a list of numbers."""
_PART_OF_MORE = frozenset("-_/.#+")
"""Before a number: it has a beginning, and another one."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d\Z")
_FEWEST, _FEWEST_YEARS = 2, 3
_SHORTEST_JOINED = 6
_DIVIDES = re.compile(r"[\W_]+")


def find_loose_names(passage: Passage, markers: Sequence[str]) -> Iterator[Marked]:
    """Yield the first place of each marker of plain words, whatever its capitals."""
    for marker, words in _names(tuple(markers)).items():
        for index in passage.places.get("".join(words), ()):
            yield Marked(marker, index, index + 1)
            break
        row = next(rows(passage, words), None)
        if row is not None:
            yield Marked(marker, row, row + len(words))


def find_bare_numbers(passage: Passage, markers: Sequence[str]) -> Iterator[Marked]:
    """Yield the first place of each entry's number that stands without its beginning."""
    for number, marker in _numbers(tuple(markers)).items():
        for index in passage.places.get(number, ()):
            start = passage.starts[index]
            if start == 0 or passage.text[start - 1] not in _PART_OF_MORE:
                yield Marked(marker, index, index + 1)
                break


def are_enough(markers: Sequence[str]) -> bool:
    """Tell whether the bare numbers of different entries are no chance; years stand anywhere."""
    years = sum(_YEAR.search(marker) is not None for marker in markers)
    return len(markers) >= (_FEWEST_YEARS if years == len(markers) else _FEWEST)


def name_in_address(address: str, markers: Sequence[str]) -> str | None:
    """Return the marker that an address has in it, with or without what divides its words."""
    joined = _DIVIDES.sub("", address).casefold()
    return next((marker for marker, each in _joined(tuple(markers)) if each in joined), None)


@lru_cache(maxsize=256)
def _names(markers: tuple[str, ...]) -> dict[str, list[str]]:
    return {
        marker: words
        for marker in markers
        if len(marker) <= LONGEST_ENTRY
        and not any(char.isdigit() for char in marker)
        and (words := [word.folded for word in fold_words(marker)])
    }


@lru_cache(maxsize=256)
def _numbers(markers: tuple[str, ...]) -> dict[str, str]:
    """Return the numbers of entries, with their markers, where several begin alike."""
    entries = {marker: entry for marker in markers if (entry := _ENTRY.fullmatch(marker))}
    alike = Counter(entry[1] for entry in entries.values())
    return {
        entry[2]: marker for marker, entry in entries.items() if alike[entry[1]] >= _FEWEST_ENTRIES
    }


@lru_cache(maxsize=256)
def _joined(markers: tuple[str, ...]) -> list[tuple[str, str]]:
    pairs = ((marker, _DIVIDES.sub("", marker).casefold()) for marker in markers)
    return [(marker, joined) for marker, joined in pairs if len(joined) >= _SHORTEST_JOINED]
