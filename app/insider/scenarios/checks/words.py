"""Whether wording and markers stand in a text, roughly.

Called by the checks of facts, which ask whether something stands anywhere at all: here a whole text
counts as one sentence, and letters' case, accents, punctuation and the separators of thousands do
not. The inspector is stricter.
"""

import re
import unicodedata
from functools import lru_cache

_PIECE = re.compile(r'"([^"]*)"|(\S+)')
_TOKEN = re.compile(r"\w+\*?")
_THOUSANDS = re.compile(r"(?<=[0-9])[.,'\u2019](?=[0-9]{3}(?![0-9]))")


def plain(text: str) -> str:
    """Return the words of a text with one blank around each, for the other two."""
    return f" {' '.join(word.removesuffix('*') for word in _tokens(text))} "


def stands_in(entry: str, words: str) -> bool:
    """Tell whether every word and phrase of an entry of wording stands in a text.

    Args:
        entry: Words, phrases in quotation marks, and stems with ``*``.
        words: Of the text, from ``plain``.
    """
    return all(piece.search(words) for piece in _pieces(entry))


def marker_stands_in(marker: str, words: str) -> bool:
    """Tell whether the letters and digits of a marker stand in a text, one after the other.

    Args:
        marker: A string of a document.
        words: Of the text, from ``plain``.
    """
    return plain(marker).replace(" ", "") in words.replace(" ", "")


def is_written_in(code: str, text: str) -> bool:
    """Tell whether a code is written in a text as it is, but for case, dashes and line breaks."""
    parts = re.findall(r"\w+", code)
    pattern = r"\W{0,3}".join(map(re.escape, parts)) or re.escape(code)
    return re.search(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE) is not None


@lru_cache(maxsize=4096)
def _pieces(entry: str) -> tuple[re.Pattern[str], ...]:
    found = []
    for phrase, word in _PIECE.findall(entry):
        parts = [
            re.escape(token[:-1]) + r"\w*" if token.endswith("*") else re.escape(token)
            for token in _tokens(phrase or word)
        ]
        found.append(re.compile(f" {' '.join(parts)} " if parts else ""))
    return tuple(found)


def _tokens(text: str) -> list[str]:
    folded = _THOUSANDS.sub("", text.casefold())
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join(each for each in decomposed if not unicodedata.combining(each))
    return _TOKEN.findall(folded)
