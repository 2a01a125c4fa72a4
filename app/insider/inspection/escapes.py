"""Undoes escapes that stand for single characters in a text.

Percent-encoding, quoted-printable, numeric entities and the escapes of programming languages. What
stands between escapes belongs to the text as well.
"""

import html
import quopri
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import unquote_plus

from insider.inspection.folding import storable
from insider.inspection.pieces import MAX_BYTES, Encoded, says_something

_PERCENT, _QUOTED = "percent-encoding", "quoted-printable"
IN_ADDRESSES = frozenset({_PERCENT, _QUOTED})
"""Escapes that web addresses have, or seem to have."""

_MOST = 12
"""Stretches of a kind that are held apart; what is left of a text is one more."""
_FURTHEST_EDGE = 400
"""Characters of a word with escapes that are looked at before and behind these."""


@dataclass(frozen=True, slots=True)
class _Kind:
    how: str
    sign: str
    """Without it no text has such escapes."""
    escape: re.Pattern[str]
    fewest: int
    """Escapes in a stretch."""
    widest: int
    """Characters between two of them."""
    undo: Callable[[str], str]


def escaped_pieces(text: str, *, markup: bool) -> Iterator[Encoded]:
    """Yield stretches of a text that hold escapes, as they read without.

    Args:
        text: As it stands.
        markup: Whether it is the source of a page, where single entities are ordinary and read
            already.
    """
    for kind in _kinds():
        if kind.sign in text:
            if markup and kind.sign == "&#":
                kind = replace(kind, fewest=8, widest=3)
            yield from _pieces(text, kind)


def _pieces(text: str, kind: _Kind) -> Iterator[Encoded]:
    stretches = list(_stretches(text, kind))
    if len(stretches) > _MOST:
        stretches[_MOST:] = [(stretches[_MOST][0], stretches[-1][1])]
    for start, end in stretches:
        undone = kind.undo(text[start : min(end, start + MAX_BYTES)])
        content = storable(undone).replace("\0", "").encode("utf-8", "replace")
        if says_something(content):
            yield Encoded(content, kind.how, start, end)


def _stretches(text: str, kind: _Kind) -> Iterator[tuple[int, int]]:
    start, end, count = 0, 0, 0
    for found in kind.escape.finditer(text):
        if count and found.start() - end > kind.widest:
            if count >= kind.fewest:
                yield _whole_words(text, start, end)
            count = 0
        start = start if count else found.start()
        end, count = found.end(), count + 1
    if count >= kind.fewest:
        yield _whole_words(text, start, end)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch with the rest of the words in which it begins and ends."""
    first, last = max(0, start - _FURTHEST_EDGE), min(len(text), end + _FURTHEST_EDGE)
    while start > first and not text[start - 1].isspace():
        start -= 1
    while end < last and not text[end].isspace():
        end += 1
    return start, end


@lru_cache(maxsize=1)
def _kinds() -> tuple[_Kind, ...]:
    return (
        _Kind(_PERCENT, "%", re.compile(r"%[0-9A-Fa-f]{2}"), 1, 40, unquote_plus),
        _Kind(
            _QUOTED,
            "=",
            re.compile(r"=(?:[0-9A-Fa-f]{2}|[ \t]{0,4}\r?\n)"),
            2,
            80,
            _from_quoted_printable,
        ),
        _Kind(
            "character entities",
            "&#",
            re.compile(r"&#(?:[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6});?"),
            1,
            40,
            html.unescape,
        ),
        _Kind("escapes", "\\u", re.compile(r"\\u[0-9A-Fa-f]{4}"), 1, 40, _from_unicode_escapes),
    )


def _from_quoted_printable(text: str) -> str:
    return quopri.decodestring(text.encode("utf-8", "replace")).decode("utf-8", "replace")


def _from_unicode_escapes(text: str) -> str:
    return re.sub(r"\\u([0-9A-Fa-f]{4})", lambda found: chr(int(found[1], 16)), text)
