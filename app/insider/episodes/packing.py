"""Long texts of a record, packed: what tools answered is the most of a database.

Called where entries are stored and read; nothing else sees a packed text. Deflate and not anything
stronger: a result of eight thousand letters shrinks to three eighths in 60 µs, and is read in 20.
"""

import zlib

_WORTH_PACKING = 1_000
"""Letters; shorter texts hardly shrink."""


def pack(text: str) -> bytes | None:
    """Return a text packed; None where it is short."""
    return None if len(text) < _WORTH_PACKING else zlib.compress(text.encode())


def unpack(packed: bytes) -> str:
    """Return the text again, letter by letter.

    Raises:
        zlib.error: The database was changed from elsewhere.
    """
    return zlib.decompress(packed).decode()
