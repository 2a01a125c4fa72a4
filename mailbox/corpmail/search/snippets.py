"""A line of a message's text, where it answers a search.

Called by search for the messages of one page. Plain text: nothing in it is marked up.
"""

import re
from collections.abc import Iterable

from corpmail.expression import Words
from corpmail.tokens import tokenize

_LENGTH = 156
"""With an ellipsis at both ends it fits into a listing's line."""
_BEFORE = 48
SNIPPET_READ_CHARS = 20_000
"""How much of a text is looked through."""

_CHUNK = re.compile(r"\S+")


def make_snippet(text: str, wanted: Iterable[Words]) -> str:
    """Return the surroundings of the first match in a text, or its beginning.

    Args:
        text: The text of a message; hostile.
        wanted: The words that were looked for; those of other fields are passed over.
    """
    phrases = [words for words in wanted if words.field in (None, "body")]
    at = _first_match(text, phrases) if phrases else 0
    return _cut(text, at)


def _first_match(text: str, phrases: list[Words]) -> int:
    if text.isascii():
        return _first_ascii_match(text, phrases)
    firsts = {words.tokens[0] for words in phrases if len(words.tokens) > 1 or not words.prefix}
    begun = tuple(words.tokens[0] for words in phrases if words.prefix and len(words.tokens) == 1)
    for chunk in _CHUNK.finditer(text):
        for token in tokenize(chunk.group()):
            if token in firsts or (begun and token.startswith(begun)):
                return chunk.start()
    return 0


def _first_ascii_match(text: str, phrases: list[Words]) -> int:
    patterns = [
        r"[^a-z0-9]+".join(words.tokens) + ("" if words.prefix else r"(?![a-z0-9])")
        for words in phrases
        if all(token.isascii() for token in words.tokens)
    ]
    if not patterns:
        return 0
    found = re.search(rf"(?<![a-z0-9])(?:{'|'.join(patterns)})", text.lower())
    return found.start() if found else 0


def _cut(text: str, at: int) -> str:
    start = max(0, at - _BEFORE)
    if start:  # begin with a whole word where there is one
        space = re.search(r"\s", text[start:at])
        start += space.end() if space else 0
    line = " ".join(text[start : start + 4 * _LENGTH].split())
    cut = len(line) > _LENGTH or start + 4 * _LENGTH < len(text)
    if len(line) > _LENGTH:
        line = line[:_LENGTH].rsplit(" ", 1)[0] or line[:_LENGTH]
    return f"{'…' if text[:start].strip() else ''}{line}{'…' if cut else ''}"
