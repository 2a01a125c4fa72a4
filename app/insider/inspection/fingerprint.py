"""Recognises the content of a confidential document in other text.

Both are read as folded words, so that quoting marks, wrapping, case and punctuation do not hide
it. A long run of the document's words, or a good part of its short runs, is the document; a title
or a stock phrase is not.

Short runs of words as fingerprints follow Broder, "On the resemblance and containment of
documents" (1997): containment, not resemblance, since a mail may hold much else.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from insider.inspection.passages import Passage

SHINGLE = 5
"""Words of a short run."""
LONG_RUN = 12
"""Words in a row that no two texts share by chance."""
CONTAINED = 0.2
"""Share of a document's short runs that makes a mail carry it."""
FEWEST = 8
"""Short runs below which a share says nothing."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a document's words stand in a passage."""

    passage: Passage
    start: int
    end: int
    """The longest run, by its place in the part."""
    words: int
    """How long that run is."""
    share: float
    """Share of the document's short runs that the passage holds, 0 to 1."""


class Fingerprint:
    """A document's words.

    Args:
        text: What can be read of it.
    """

    def __init__(self, text: str) -> None:
        words = [word.folded for word in Passage("", "", text, 0, own=False).words]
        self._shingles = frozenset(_shingles(words))

    def match(self, passage: Passage) -> Match | None:
        """Return where a passage holds the document's content, or None when it does not."""
        if not self._shingles:
            return None
        words = passage.words
        folded = [word.folded for word in words]
        best_end, best, run, held = 0, 0, 0, set()
        for index, shingle in enumerate(_shingles(folded)):
            if shingle in self._shingles:
                held.add(shingle)
                run += 1
                if run > best:
                    best, best_end = run, index + SHINGLE
            else:
                run = 0
        if not held:
            return None
        longest = best + SHINGLE - 1
        share = len(held) / len(self._shingles)
        if longest < LONG_RUN and not (share >= CONTAINED and len(held) >= FEWEST):
            return None
        first, last = words[best_end - longest], words[best_end - 1]
        return Match(passage, first.start, last.end, longest, share)


def _shingles(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[index : index + SHINGLE]) for index in range(len(words) - SHINGLE + 1)]
