"""Recognises the content of confidential documents in other text.

Both are read as folded words, so that quoting marks, wrapping, case and punctuation do not hide
it. A long run of a document's words, or a good part of its short runs, is the document; a title or
a stock phrase is not. What several documents have in common tells none of them.

Short runs of words as fingerprints follow Broder, "On the resemblance and containment of
documents" (1997): containment, not resemblance, since a mail may hold much else.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from insider.inspection.disguised import SPACED
from insider.inspection.folding import fold_text
from insider.inspection.passages import Passage

SHINGLE = 5
"""Words of a short run."""
LONG_RUN = 12
"""Words in a row that no two texts share by chance."""
CONTAINED = 0.2
"""Share of a document's short runs that makes a mail carry it."""
FEWEST = 8
"""Short runs below which a share says nothing."""
MOST_CHARS = 600_000
"""Of a document's text that are looked for."""

LETTERS = 60
"""Letters in a row, about twelve words, that tell a document where words are not divided."""

_Shingle = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Where a document's words stand in a passage."""

    first: int
    last: int
    """The longest run, as a range of the passage's words."""
    share: float
    """Share of the document's short runs that the passage holds, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What a passage holds of a text, be it enough or not."""

    first: int
    last: int
    """The longest run, as a range of the passage's words."""
    shingles: frozenset[_Shingle]


@dataclass(frozen=True, slots=True)
class _Print:
    """One text of a document."""

    document: int
    shingles: frozenset[_Shingle]
    """Its own: without those of other documents."""
    long_run: int
    runs: frozenset[str]
    """Its runs of ``LETTERS`` letters from the beginning of each word."""


class Fingerprints:
    """The texts of several documents.

    Args:
        documents: For each document its texts.
    """

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self._prints = list(_prints(documents))
        self._index: dict[_Shingle, list[int]] = defaultdict(list)
        for number, each in enumerate(self._prints):
            for shingle in each.shingles:
                self._index[shingle].append(number)
        self._runs = {run: each.document for each in self._prints for run in each.runs}

    def match(self, passage: Passage) -> dict[int, Match]:
        """Return which documents a passage holds, by their numbers."""
        found: dict[int, Match] = {}
        for number, places in self._hits(passage).items():
            each = self._prints[number]
            match = _judge(passage, each, places)
            known = found.get(each.document)
            if match is not None and (known is None or _size(match) > _size(known)):
                found[each.document] = match
        # Where letters were spaced, nobody can say where words end.
        return self._match_letters(passage) | found if passage.how == SPACED else found

    def pieces(self, passage: Passage, document: int) -> dict[int, Piece]:
        """Return what a passage holds of the texts of a document, by the numbers of the texts."""
        folded = passage.folded
        found: dict[int, Piece] = {}
        for number, places in self._hits(passage).items():
            if self._prints[number].document == document:
                start, length = _longest(places)
                held = frozenset(tuple(folded[place : place + SHINGLE]) for place in places)
                found[number] = Piece(start, start + length + SHINGLE - 1, held)
        return found

    def is_enough(self, text: int, held: int) -> bool:
        """Tell whether so many different short runs of a text are a good part of it."""
        return held >= FEWEST and held / len(self._prints[text].shingles) >= CONTAINED

    def _hits(self, passage: Passage) -> dict[int, list[int]]:
        """Return where the short runs of each text stand in a passage."""
        hits = passage.memo.get(self)
        if not isinstance(hits, dict):
            hits = passage.memo[self] = self._find_hits(passage.folded)
        return hits

    def _find_hits(self, folded: Sequence[str]) -> dict[int, list[int]]:
        hits: dict[int, list[int]] = {}
        shingles = _shingles(folded)
        if not self._index.keys().isdisjoint(shingles):
            for place, shingle in enumerate(shingles):
                for number in self._index.get(shingle, ()):
                    hits.setdefault(number, []).append(place)
        return hits

    def _match_letters(self, passage: Passage) -> dict[int, Match]:
        letters = "".join(passage.folded)
        whole = Match(0, len(passage.folded), 0.0)
        runs = (letters[start : start + LETTERS] for start in range(len(letters) - LETTERS + 1))
        return {self._runs[run]: whole for run in runs if run in self._runs}


@lru_cache(maxsize=64)
def fingerprints(documents: tuple[tuple[str, ...], ...]) -> Fingerprints:
    """Return the fingerprints of documents; made once for the same texts."""
    return Fingerprints(documents)


def _prints(documents: Sequence[Sequence[str]]) -> Iterator[_Print]:
    texts = [
        (number, fold_text(text)) for number, document in enumerate(documents) for text in document
    ]
    owners: dict[_Shingle, set[int]] = defaultdict(set)
    for number, words in texts:
        for shingle in _shingles(words):
            owners[shingle].add(number)
    for number, words in texts:
        every = frozenset(_shingles(words))
        own = frozenset(shingle for shingle in every if len(owners[shingle]) == 1)
        # A document that lies within another would be left with nothing.
        shingles = own if 2 * len(own) >= len(every) else every
        if shingles:
            yield _Print(number, shingles, min(LONG_RUN, len(words)), _runs(words, shingles))


def _runs(words: Sequence[str], shingles: frozenset[_Shingle]) -> frozenset[str]:
    """Return the runs of letters that begin with a document's own short runs of words."""
    letters = "".join(words)
    runs: set[str] = set()
    start = 0
    for word, shingle in zip(words, _shingles(words), strict=False):
        run = letters[start : start + LETTERS]
        if len(run) == LETTERS and shingle in shingles:
            runs.add(run)
        start += len(word)
    return frozenset(runs)


def _judge(passage: Passage, each: _Print, places: Sequence[int]) -> Match | None:
    start, length = _longest(places)
    words = length + SHINGLE - 1
    folded = passage.folded
    held = {tuple(folded[place : place + SHINGLE]) for place in places}
    share = len(held) / len(each.shingles)
    if words < each.long_run and not (share >= CONTAINED and len(held) >= FEWEST):
        return None
    return Match(start, start + words, share)


def _longest(places: Sequence[int]) -> tuple[int, int]:
    """Return where the longest run of places without a gap begins, and its length."""
    best, best_length = places[0], 0
    start, length = places[0], 0
    for place in places:
        if place != start + length:
            start, length = place, 0
        length += 1
        if length > best_length:
            best, best_length = start, length
    return best, best_length


def _size(match: Match) -> tuple[int, float]:
    return match.last - match.first, match.share


def _shingles(words: Sequence[str]) -> list[_Shingle]:
    return list(zip(*(words[ahead:] for ahead in range(SHINGLE)), strict=False))
