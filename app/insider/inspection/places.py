"""Where each word of a text stands: asked of most texts for a few words, and of many for none."""

from collections.abc import Iterator, Sequence
from itertools import chain

_FEW = 6
"""Words that are looked for one by one before all are put in order at once."""


class Places:
    """The places of words in a text, by their form.

    A name in the genitive (``ann's``) stands as itself too.

    Args:
        folded: The words of the text.
    """

    def __init__(self, folded: Sequence[str]) -> None:
        self._folded = list(folded)
        words = frozenset(self._folded)
        genitives: list[str] = []
        if "'s" in "".join(words):
            genitives = [word[:-2] for word in words if word.endswith("'s")]
        self._words = words.union(genitives) if genitives else words
        self._genitives = frozenset(genitives)
        self._found: dict[str, list[int]] = {}

    def keys(self) -> frozenset[str]:
        """Return the words."""
        return self._words

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def __getitem__(self, word: str) -> list[int]:
        """Return the places of a word that is there, in their order."""
        found = self._found.get(word)
        if found is None:
            if word not in self._words:
                raise KeyError(word)
            if len(self._found) >= _FEW:
                self._find_all()
            else:
                self._found[word] = self._find(word)
            found = self._found[word]
        return found

    def get(self, word: str, default: Sequence[int] = ()) -> Sequence[int]:
        """Return the places of a word, or a default."""
        return self[word] if word in self._words else default

    def _find(self, word: str) -> list[int]:
        places = list(self._each(word))
        if word in self._genitives:
            places = sorted(chain(places, self._each(f"{word}'s")))
        return places

    def _each(self, word: str) -> Iterator[int]:
        at = -1
        for _ in range(self._folded.count(word)):
            at = self._folded.index(word, at + 1)
            yield at

    def _find_all(self) -> None:
        found: dict[str, list[int]] = {}
        for index, word in enumerate(self._folded):
            found.setdefault(word, []).append(index)
        for word in self._genitives:
            found[word] = sorted([*found.get(word, ()), *found[f"{word}'s"]])
        self._found = found
