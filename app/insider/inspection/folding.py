"""Reads text as folded words, each with its place in the text as it was written.

What a reader does not see, or sees as the same, must not hide words: invisible characters are
dropped, full-width and other compatibility forms become plain ones (NFKC), letters of other
alphabets that look like Latin ones become these, case, curly apostrophes and the separators of
thousands go. Places always refer to the original characters.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache, partial
from itertools import accumulate
from typing import NamedTuple

from insider.inspection.lookalikes import to_latin

# Soft hyphen, joiners, marks of direction, variation selectors, tags and the like.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
# Written without blanks, each of these is a word of its own.
_IDEOGRAPH = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_LETTER = rf"(?!{_IDEOGRAPH})(?:[^\W_]|[\u0300-\u036f{_INVISIBLE}])"
# No group here is repeated possessively: before 3.11.5 Python matches some such groups wrongly
# (python/cpython#106052). Where nothing may follow, greedy finds the same; counts bound its memory.
_THOUSANDS = "[.,'\u2019\u00a0\u2009\u202f][0-9]{3}"
_NUMBER = f"[0-9]{{1,3}}(?:{_THOUSANDS}){{1,20}}(?![0-9]|{_THOUSANDS})"
# What is longer is no word, and is looked at in pieces.
_PIECE = rf"(?:{_LETTER}){{1,200}}"
_PLAIN_PIECE = r"[^\W_]{1,200}"
_APOSTROPHE = "['\u2018\u2019\u02bc\uff07]"
# In brackets, so that splitting keeps the words.
_WORD = re.compile(
    rf"((?<![^\W_]){_NUMBER}|{_IDEOGRAPH}|{_PIECE}(?:{_APOSTROPHE}{_PIECE}){{0,50}})"
)
_PLAIN_WORD = re.compile(
    rf"((?<![^\W_]){_NUMBER}|{_PLAIN_PIECE}(?:{_APOSTROPHE}{_PLAIN_PIECE}){{0,50}})"
)
"""The same for texts without ``_SPECIAL``, which most are: twice as quick."""
_SPECIAL = re.compile(f"[\u0300-\u036f{_INVISIBLE}{_IDEOGRAPH[1:]}")
# Most words begin with a letter, and no number is looked for there.
_ASCII_WORD = re.compile(
    r"([a-z][a-z0-9]{0,199}+(?:'[a-z0-9]{1,200}+){0,50}"
    r"|(?<![a-z0-9])[0-9]{1,3}(?:[.,'][0-9]{3}){1,20}(?![0-9]|[.,'][0-9]{3})"
    r"|[a-z0-9]{1,200}+(?:'[a-z0-9]{1,200}+){0,50})"
)
_FOLDED_WORD = re.compile(
    rf"{_IDEOGRAPH}|(?:(?!{_IDEOGRAPH})[^\W_]){{1,1000}}(?:'[^\W_]++){{0,50}}"
)
_ASCII_NUMBER = re.compile(r"[0-9][.,'][0-9]")
_DROPPED = re.compile(f"[{_INVISIBLE}]+")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\uff07", "'"))
_SEPARATED = re.compile(r"[0-9]+(?:[^0-9a-z][0-9]{3})+")
_SURROGATE = re.compile("[\ud800-\udfff]")

MOST_WORDS = 400_000
"""Of a text that are looked at."""
_LONGEST_KEPT = 40
"""Characters of a word whose folding is kept."""


class Word(NamedTuple):
    """A word of a text."""

    folded: str
    start: int
    end: int
    """Its place in the text as it was written."""


class Folded(NamedTuple):
    """The words of a text in order: in lists, since a mail's words are many and seldom all read."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    """The places of the words in the text as it was written."""

    def each(self) -> list[Word]:
        """Return the words with their places."""
        return list(map(_word, zip(*self, strict=True)))


_word = partial(tuple.__new__, Word)
"""``Word(...)`` in half the time: mail has many."""


def fold(text: str) -> Folded:
    """Return the words of a text in order, folded; the first ``MOST_WORDS`` of them."""
    # What is split off and what it is split by, by turns: much quicker than match by match.
    if text.isascii():
        pieces = _ASCII_WORD.split(text.lower(), maxsplit=MOST_WORDS)
        words = _with_whole_numbers(pieces[1::2], text)
        several: list[Sequence[str]] = []
    else:
        pattern = _WORD if _SPECIAL.search(text) else _PLAIN_WORD
        pieces = pattern.split(text, maxsplit=MOST_WORDS)
        several = [_fold(word) for word in pieces[1::2]]
        words = [word for each in several for word in each]
    ends = list(accumulate(map(len, pieces)))
    starts, ends = ends[:-1:2], ends[1::2]
    if any(len(each) != 1 for each in several):
        # One character can stand for several words, or for none.
        starts = _spread(starts, several)
        ends = _spread(ends, several)
    if len(words) > MOST_WORDS:
        return Folded(words[:MOST_WORDS], starts[:MOST_WORDS], ends[:MOST_WORDS])
    return Folded(words, starts, ends)


def _spread(places: Sequence[int], several: Sequence[Sequence[str]]) -> list[int]:
    """Return the place of each word of several that were written as one."""
    return [place for place, words in zip(places, several, strict=True) for _ in range(len(words))]


def fold_words(text: str) -> list[Word]:
    """Return the words of a text in order with their places, as ``fold`` has them."""
    return fold(text).each()


def fold_text(text: str) -> list[str]:
    """Return the words of a text in order without their places, as ``fold`` has them."""
    if text.isascii():
        return _with_whole_numbers(_ASCII_WORD.findall(text.lower())[:MOST_WORDS], text)
    return fold(text).words


def _with_whole_numbers(words: list[str], text: str) -> list[str]:
    """Return the words of a text with numbers as they are without separators of thousands."""
    if _ASCII_NUMBER.search(text):
        return [word if word.isalnum() else _joined(word) for word in words]
    return words


def storable(text: str) -> str:
    """Return a text without lone surrogates, which no database takes; places stay the same."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _fold(written: str) -> Sequence[str]:
    if len(written) > _LONGEST_KEPT:
        return _fold_anew(written)
    return _fold_kept(written)


@lru_cache(maxsize=32_768)
def _fold_kept(written: str) -> tuple[str, ...]:
    """Return what was found for a word before: mail has few words that are new."""
    return tuple(_fold_anew(written))


def _fold_anew(written: str) -> list[str]:
    if written.isascii():
        return [_joined(written.lower())]
    visible = _DROPPED.sub("", unicodedata.normalize("NFKC", written))
    plain = to_latin(visible).casefold().translate(_APOSTROPHES)
    if _SEPARATED.fullmatch(plain):
        return ["".join(char for char in plain if char.isdigit())]
    # One character may stand for several words.
    return _FOLDED_WORD.findall(plain)


def _joined(word: str) -> str:
    if word[0].isdigit() and _SEPARATED.fullmatch(word):
        return "".join(char for char in word if char.isdigit())
    return word
