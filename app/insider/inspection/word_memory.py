"""Remembers what single words are: mail has few words that are new, and most say nothing."""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

_MOST = 8_192
"""Words that are remembered."""

T = TypeVar("T")


class WordMemory(Generic[T]):
    """What each word is, asked once of a function.

    Args:
        look: Returns what a folded word is, something empty of most words.
    """

    def __init__(self, look: Callable[[str], T]) -> None:
        self._look = look
        self._told: dict[str, T] = {}
        self._idle: set[str] = set()

    def of(self, words: frozenset[str]) -> Iterator[tuple[str, T]]:
        """Yield those of some words that are something, with what they are."""
        for word in words - self._idle:
            told = self._told.get(word)
            if told is None:
                told = self._look(word)
                if len(self._told) + len(self._idle) >= _MOST:
                    # Made anew and not emptied, as another thread may look at them.
                    self._told, self._idle = {}, set()
                if told:
                    self._told[word] = told
                else:
                    self._idle.add(word)
            if told:
                yield word, told
