"""Undoes the encodings in which content is carried past a reader.

Bounded by sizes and counts, never by time: each character is looked at a fixed number of times,
whatever the text is.
"""

from dataclasses import dataclass
from itertools import chain, islice

from insider.inspection.armor import (
    FEWEST_GROUPS,
    RUN_SIGNS,
    SHORTEST_RUN,
    armored_pieces,
    grouped_pieces,
)
from insider.inspection.escapes import escaped_pieces
from insider.inspection.numerals import (
    FEWEST_DIGITS,
    NUMERAL_SIGNS,
    SHORTEST_NUMERALS,
    numeral_pieces,
)
from insider.inspection.pieces import MAX_PIECES, Encoded
from insider.inspection.wide_armor import SHORTEST_WIDE, wide_pieces

_KINDS = bytes.maketrans(
    bytes(range(256)),
    b" " * 48 + b"0" * 10 + b" " * 7 + b"A" * 26 + b" " * 6 + b"a" * 26 + b" " * 133,
)
"""Digits, capitals and small letters of ASCII, each by one of their kind."""
_NUMERALS = bytes(120 if chr(code) in NUMERAL_SIGNS else 32 for code in range(256))
_RUNS = bytes(120 if chr(code) in RUN_SIGNS else 32 for code in range(256))
_WIDE = bytes(120 if 32 < code < 127 else 32 for code in range(256))
"""What can be numbers of bytes, base64, or base85, as ``x``."""
_MIXED = (b"aA", b"a0", b"A0", b"0A", b"0a")
"""What stands side by side in encoded text, and seldom in words and numbers."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """What stood encoded in a text, and what of it was not looked at or could not be read."""

    pieces: tuple[Encoded, ...]
    opaque: bool = False
    """Whether a long run looks encoded and could not be read."""
    note: str | None = None


def decode_text(text: str, *, markup: bool = False) -> Decoded:
    """Return what stands encoded in a text.

    Args:
        text: As it stands in the mail.
        markup: Whether it is the source of a page, which is full of what looks encoded elsewhere.
    """
    # A byte for each character.
    signs = text.encode("ascii", "replace")
    kinds = signs.translate(_KINDS)
    numbered = kinds.count(b"0") >= FEWEST_DIGITS and (
        not text.isascii() or _has_row(signs, _NUMERALS, SHORTEST_NUMERALS)
    )
    looked = chain(
        armored_pieces(text) if _has_row(signs, _RUNS, SHORTEST_RUN) else (),
        grouped_pieces(text) if sum(map(kinds.count, _MIXED)) >= FEWEST_GROUPS else (),
        numeral_pieces(text) if numbered else (),
        escaped_pieces(text, markup=markup),
        wide_pieces(text, markup=markup) if _has_row(signs, _WIDE, SHORTEST_WIDE) else (),
    )
    found = list(islice(looked, MAX_PIECES + 1))
    pieces = tuple(each for each in found[:MAX_PIECES] if isinstance(each, Encoded))
    note = None
    if len(found) > MAX_PIECES:
        note = f"It has more than the {MAX_PIECES} encoded pieces that were looked at."
    return Decoded(pieces, len(pieces) < len(found[:MAX_PIECES]), note)


def _has_row(signs: bytes, kind: bytes, size: int) -> bool:
    """Tell whether so many signs of a kind stand in a row."""
    return b"x" * size in signs.translate(kind)
