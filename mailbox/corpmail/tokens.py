"""What a word is: the one rule by which text is cut for search.

Called by the search index when mail is stored and by the query when it is read, so that the
database and Python agree on every word of any script. Must stay a pure function of its text:
a change here makes stored indexes wrong and needs a migration that indexes again.
"""

import re
import unicodedata
from functools import lru_cache

BOUNDARY = "\ue000"
"""Stands between parts of a field; no text yields it, so no phrase reaches across."""

LONGEST_TOKEN = 64
"""Longer runs of letters, such as base64, are cut into pieces of this many characters."""

_WORDS = re.compile(rf"[^\x00-/:-`{{-\x7f\s]{{1,{LONGEST_TOKEN}}}")
_SHORT_RUNS = re.compile(
    rf"[^A-Za-z0-9]*+(?:[A-Za-z0-9]{{1,{LONGEST_TOKEN}}}+(?:[^A-Za-z0-9]++|\Z))*+"
)
"""A plain text whose words are all short enough to stay whole."""
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")

# Scripts that put no spaces between words: each character is a word, and a word is a phrase.
_UNSPACED = (
    (0x0E01, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x3007),
    (0x3040, 0x312F),  # Hiragana, Katakana, Bopomofo
    (0x31A0, 0x31BF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0x20000, 0x3FFFF),
)


def tokenize(text: str) -> list[str]:
    """Return the words of a text in order, without case, accents and punctuation.

    Letters and digits make words; everything else separates them, but for invisible characters
    (soft hyphen, zero-width joiner), which are dropped. Compatibility forms are folded, so that
    full-width letters and ligatures are found by their plain spelling.
    """
    if text.isascii():
        return _WORDS.findall(text.lower())
    folded = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return _WORDS.findall(_NOT_ASCII.sub(_word_part, folded))


def spaced_words(text: str) -> str:
    """Return a text that the index cuts into the words of ``tokenize``.

    A plain text is its own: the index's rule for ASCII is the same as ours, but for very long runs
    of letters. Cutting it twice would take a tenth of the time that storing mail takes.
    """
    if text.isascii() and _SHORT_RUNS.fullmatch(text):
        return text
    return " ".join(tokenize(text))


def _word_part(found: re.Match[str]) -> str:
    return _fold(found.group())


@lru_cache(maxsize=8192)
def _fold(char: str) -> str:
    """Return what a decomposed character beyond ASCII gives to a word; a space separates."""
    code = ord(char)
    if code >= 0x0E01 and any(first <= code <= last for first, last in _UNSPACED):
        return f" {char} " if char.isalnum() else ""
    if char.isalnum():
        return char
    category = unicodedata.category(char)
    if category == "Cf" or 0xFE00 <= code <= 0xFE0F or unicodedata.combining(char):
        return ""
    return char if category in ("Mn", "Mc") else " "
