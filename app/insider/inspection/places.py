"""Where each word of a text stands: of many texts nobody asks, only whether it is there."""

from collections.abc import Iterator, Sequence


class Places:
    """The places of words in a text, by their form.

    A name in the genitive (``ann's``) stands as itself too.

    Args:
        folded: The words of the text.
    """

    def __init__(self, folded: Sequence[str]) -> None:
        self._folded = folded
        words = frozenset(folded)
        genitives = [word[:-2] for word in words if "'" in word and word.endswith("'s")]
        self._words = words.union(genitives) if genitives else words
        self._genitives = frozenset(genitives)
        self._found: dict[str, list[int]] | None = None

    def keys(self) -> frozenset[str]:
        """Return the words."""
        return self._words

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def __getitem__(self, word: str) -> list[int]:
        """Return the places of a word that is there, in their order."""
        if self._found is None:
            self._found = self._find()
        return self._found[word]

    def get(self, word: str, default: Sequence[int] = ()) -> Sequence[int]:
        """Return the places of a word, or a default."""
        return self[word] if word in self._words else default

    def _find(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for index, word in enumerate(self._folded):
            found.setdefault(word, []).append(index)
        for word in self._genitives:
            found[word] = sorted([*found.get(word, ()), *found[f"{word}'s"]])
        return found
