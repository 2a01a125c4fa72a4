"""What stands encoded in a text, piece by piece, and what looks encoded and cannot be read."""

from dataclasses import dataclass

MAX_BYTES = 2_000_000
"""Of one decoded piece."""
MAX_PIECES = 50
"""Of one text or archive."""
LONG = 200
"""Characters from which on a run that looks encoded is worth telling when it cannot be read."""

_LONGEST_ADDRESS = 4_000


@dataclass(frozen=True, slots=True)
class Encoded:
    """Bytes that stood encoded in a text."""

    content: bytes
    how: str
    """In which encoding, such as ``base64``."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Opaque:
    """A long run that looks encoded, and that no encoding known here turns into text."""

    start: int
    end: int


def says_something(content: bytes) -> bool:
    """Tell a text or a known file from the noise that ordinary words decode to."""
    if content.startswith((b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff")):
        return True
    beginning = content[:4000].decode("utf-8", "replace")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        beginning = content[:4000].decode("utf-16", "replace")
    strange = sum(not char.isprintable() and not char.isspace() for char in beginning)
    return strange + beginning.count("\ufffd") <= len(beginning) // 50


def is_in_address(text: str, start: int) -> bool:
    """Tell whether a place is inside a web address, whose parameters can be long and mean nothing.

    What can be decoded of an address is read; this is for what cannot.
    """
    before = text[max(0, start - _LONGEST_ADDRESS) : start].split()
    at_word = start > 0 and not text[start - 1].isspace()
    return bool(before) and at_word and "://" in before[-1]
