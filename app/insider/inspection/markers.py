"""Finds a document's markers: strings that stand in its content and nowhere else.

A marker is its words in a row, whatever stands between them. A number counts in any notation and so
does a span of days. What is written with capitals, such as a code name made of ordinary words,
counts only where it has them and is no part of a longer name. ``half_markers`` has what is less.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from insider.inspection.by_identity import by_identity
from insider.inspection.folding import fold_words
from insider.inspection.passages import Passage
from insider.inspection.wording import LONGEST_ENTRY

_WIDEST_GAP = 8
"""Characters between two words of a marker: a line break with quoting marks, and no more."""
_SPAN = re.compile(r"(\d{1,2}) to (\d{1,2}) ([A-Z][a-z]{2,8})")
"""A span of days as facts write it."""
_CODE = re.compile(r"(?=.*[A-Za-z])(?=.*\d)[A-Za-z0-9]+(?:[-./_][A-Za-z0-9]+)+")
"""Letters and digits that belong together, such as ``AB-12``."""
_CELLS = re.compile(r"(?<=[^\W\d_])[,;|\t](?=[^\W\d_])")
"""What divides cells of a table, without a blank."""
_UNTIL = r"\s{0,3}(?:-|–|—|to|through|thru|until|till|and)\s{0,3}(?:the\s)?"


@dataclass(frozen=True, slots=True)
class Marked:
    """Where a marker stands in a passage."""

    marker: str
    first: int
    last: int
    """Its words, as a range of the passage's words."""


def find_markers(passage: Passage, markers: Sequence[str]) -> Iterator[Marked]:
    """Yield the first place of each marker in a passage."""
    index = _index(markers)
    near = {number for word in index.keys() & passage.places.keys() for number in index[word]}
    for marker in (markers[number] for number in sorted(near)):
        found = next(_places(passage, marker), None) or _find_span(passage, marker)
        if found is not None:
            yield found


@by_identity
def _index(markers: Sequence[str]) -> dict[str, list[int]]:
    """Return the numbers of markers by a word without which they do not stand in a text."""
    index: dict[str, list[int]] = {}
    for number, marker in enumerate(markers):
        span = _span_of(marker)
        words = {max(words, key=len) for words, _ in _notations(marker)}
        for word in words.union(span.months if span is not None else ()):
            index.setdefault(word, []).append(number)
    return index


def _places(passage: Passage, marker: str) -> Iterator[Marked]:
    for words, grouped in _notations(marker):
        for index in rows(passage, words, grouped=grouped):
            if _is_cased(passage, index, marker) and _has_cells(passage, index, marker):
                yield Marked(marker, index, index + len(words))


def rows(passage: Passage, words: Sequence[str], *, grouped: bool = False) -> Iterator[int]:
    """Yield the places at which words stand in a row, as ``stands_at`` understands it."""
    places = passage.places
    if places.keys().issuperset(words):
        # From the rarest of them, so that a text full of the others is passed over.
        rarest = min(range(len(words)), key=lambda number: len(places[words[number]]))
        for place in places[words[rarest]]:
            index = place - rarest
            if index >= 0 and stands_at(passage, index, words, grouped=grouped):
                yield index


def figures_of(marker: str) -> str:
    """Return the figures of a marker that has nothing else, however it is written.

    A number, or a span of days, can stand in anybody's mail by chance.
    """
    if _SPAN.fullmatch(marker):
        return marker
    digits = re.sub(r"[,.'\s]", "", marker)
    return digits if digits.isdecimal() else ""


@lru_cache(maxsize=4096)
def _notations(marker: str) -> list[tuple[list[str], bool]]:
    """Return the words of a marker, a number's groups of thousands too, a code in one word too."""
    if len(marker) > LONGEST_ENTRY:
        return []
    digits = re.sub(r"[,.'\s]", "", marker)
    other = ""
    if _CODE.fullmatch(marker):
        other = re.sub(r"[-./_]", "", marker)
    elif len(digits) >= 4 and digits.isdecimal():
        other = f"{int(digits):,}".replace(",", " ")
    written = ((marker, False), (other, True))
    notations = (([word.folded for word in fold_words(text)], grouped) for text, grouped in written)
    return [(words, grouped) for words, grouped in notations if words]


def stands_at(passage: Passage, index: int, words: Sequence[str], *, grouped: bool = False) -> bool:
    """Tell whether words stand in a row at a place, with no more than a quoted line break between.

    Args:
        passage: Where.
        index: The place of the first.
        words: Folded.
        grouped: Whether they are the thousands of one number.
    """
    here = passage.folded[index : index + len(words)]
    if len(here) < len(words) or not all(
        word in (wanted, f"{wanted}'s") for word, wanted in zip(here, words, strict=True)
    ):
        return False
    if grouped and _is_digit_beside(passage, index, len(words)):
        return False
    widest = 1 if grouped else _WIDEST_GAP
    starts = passage.starts[index + 1 : index + len(words)]
    ends = passage.ends[index : index + len(words) - 1]
    return all(start - end <= widest for end, start in zip(ends, starts, strict=True))


def _is_digit_beside(passage: Passage, index: int, size: int) -> bool:
    """Tell whether groups of digits are a part of a longer number."""
    around = [(index - 1, index), (index + size - 1, index + size)]
    return any(
        one >= 0
        and other < len(passage.folded)
        and passage.starts[other] - passage.ends[one] == 1
        and passage.folded[one].isdecimal()
        and passage.folded[other].isdecimal()
        for one, other in around
    )


def _has_cells(passage: Passage, index: int, marker: str) -> bool:
    """Tell whether names that are cells of a table stand as they do in it.

    The same names beside each other can stand in a public list.
    """
    if _CELLS.search(marker) is None or any(char.isdigit() for char in marker):
        return True
    size = len(fold_words(marker))
    start, end = passage.starts[index], passage.ends[index + size - 1]
    return _CELLS.findall(marker) == _CELLS.findall(passage.text[start:end])


def _is_cased(passage: Passage, index: int, marker: str) -> bool:
    """Tell whether a marker has its capitals, and is not the beginning of a longer name."""
    if any(char.isdigit() for char in marker) or not marker.isascii():
        return True
    wanted = [marker[word.start : word.end] for word in fold_words(marker)]
    starts = passage.starts[index : index + len(wanted) + 1]
    ends = passage.ends[index : index + len(wanted) + 1]
    written = [passage.text[start:end] for start, end in zip(starts, ends, strict=True)]
    if any(
        each[:1].isupper() and not there[:1].isupper()
        for each, there in zip(wanted, written, strict=False)
    ):
        return False
    if marker.islower() or "".join(written[: len(wanted)]).isupper() or len(written) == len(wanted):
        return True
    gap = passage.text[ends[-2] : starts[-1]]
    follower = written[-1]
    return gap.strip(" ") != "" or len(follower) == 1 or not follower.istitle()


def _find_span(passage: Passage, marker: str) -> Marked | None:
    """Return where a span of days stands in another notation, such as ``March 9-17``."""
    span = _span_of(marker)
    if span is None or passage.places.keys().isdisjoint(span.months):
        return None
    found = span.pattern.search(passage.text)
    if found is None:
        return None
    inside = [
        index for index, start in enumerate(passage.starts) if found.start() <= start < found.end()
    ]
    return Marked(marker, inside[0], inside[-1] + 1) if inside else None


@dataclass(frozen=True, slots=True)
class _Span:
    """A span of days, in any notation."""

    months: frozenset[str]
    """One of these words must be there."""
    pattern: re.Pattern[str]


@lru_cache(maxsize=4096)
def _span_of(marker: str) -> _Span | None:
    days = _SPAN.fullmatch(marker)
    if days is None:
        return None
    first, last = (rf"0?{day}(?:st|nd|rd|th)?" for day in days.groups()[:2])
    month = rf"{days[3][:3]}(?:{days[3][3:]})?\.?"
    pattern = re.compile(
        rf"(?<!\w)(?:{first}(?:\s(?:of\s)?{month})?{_UNTIL}{last}\s(?:of\s)?{month}"
        rf"|{month}\s(?:the\s)?{first}{_UNTIL}(?:{month}\s)?{last})(?!\w)",
        re.IGNORECASE,
    )
    return _Span(frozenset({days[3].lower(), days[3][:3].lower()}), pattern)
