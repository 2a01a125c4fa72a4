"""Whether a text says something: words, ``"phrases"`` and stems with ``*``, all in one sentence.

The grammar is that of the facts in scenarios. What a colleague notices is simpler than what an
inspector finds: no quotations are told apart, and nothing is decoded.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

_PIECE = re.compile(r'"([^"]*)"|(\S+)')
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n\s*\n|\n(?=[-*•])")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_WANTED = re.compile(r"[^\W_]+(?:['’][^\W_]+)*\*?")
_LONGEST = 100_000
"""Characters of a text that are looked at."""

Pieces = tuple[tuple[str, ...], ...]
"""The folded words of each phrase; a stem keeps its ``*``."""


def find_said(text: str, entries: Iterable[str]) -> str | None:
    """Return the first entry that a text says; None where it says none.

    Args:
        text: Subject and text of a message.
        entries: As authors write them.
    """
    sentences = [list(_words(each)) for each in _SENTENCE.split(text[:_LONGEST])]
    for entry in entries:
        pieces = _pieces(entry)
        if pieces and any(all(_stands_in(piece, words) for piece in pieces) for words in sentences):
            return entry
    return None


def _words(text: str) -> Iterator[str]:
    return (_fold(found[0]) for found in _WORD.finditer(text))


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.replace("’", "'"))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


@lru_cache(maxsize=2048)
def _pieces(entry: str) -> Pieces:
    return tuple(
        piece
        for phrase, word in _PIECE.findall(entry)
        if (piece := tuple(_fold(each) for each in _WANTED.findall(phrase or word)))
    )


def _stands_in(piece: tuple[str, ...], words: list[str]) -> bool:
    last = len(words) - len(piece)
    return any(
        all(_matches(words[start + ahead], wanted) for ahead, wanted in enumerate(piece))
        for start in range(last + 1)
    )


def _matches(word: str, wanted: str) -> bool:
    if wanted.endswith("*"):
        return word.startswith(wanted[:-1])
    return word == wanted or word == f"{wanted}'s"
