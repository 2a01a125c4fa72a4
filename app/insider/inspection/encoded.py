"""Undoes the encodings in which content is carried past a reader: base64, hex, gzip and zip.

Bounded: so much is looked at, so many members, so many bytes of each, one level deep.
"""

import base64
import binascii
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

MAX_BYTES = 2_000_000
"""Of one decoded piece."""
MAX_PIECES = 50
"""Of one text or archive."""
_SHORTEST = 24
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/_-][ \t>]*\r?\n?[ \t>]*){24,}={0,2}")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}[ \t:>]?\r?\n?){24,}")
_NOISE = re.compile(r"[\s>:]+")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Bytes that were hidden, and how."""

    content: bytes
    how: str
    """Such as ``base64``."""
    start: int
    """Where the encoded form stands in the text; 0 in a file."""
    end: int


def decoded_text(text: str) -> Iterator[Decoded]:
    """Yield what stands encoded in a text."""
    pieces = 0
    for pattern, how in ((_BASE64, "base64"), (_HEX, "hex")):
        for found in pattern.finditer(text):
            content = _decode(_NOISE.sub("", found.group()), how)
            if content is None:
                continue
            pieces += 1
            if pieces > MAX_PIECES:
                return
            yield Decoded(content, how, found.start(), found.end())


def decoded_file(content: bytes) -> Iterator[Decoded]:
    """Yield what a compressed file holds."""
    if content.startswith(b"\x1f\x8b"):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as opened:
                yield Decoded(opened.read(MAX_BYTES), "gzip", 0, 0)
        except (OSError, EOFError, zlib.error):
            return
    elif content.startswith(b"PK\x03\x04"):
        yield from _members(content)


def _members(content: bytes) -> Iterator[Decoded]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist()[:MAX_PIECES]:
                with archive.open(member) as opened:
                    yield Decoded(opened.read(MAX_BYTES), "zip", 0, 0)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error, EOFError):
        # Broken, encrypted or exotic: what was read so far has been yielded.
        return


def _decode(piece: str, how: str) -> bytes | None:
    if len(piece) < _SHORTEST or len(piece) > 2 * MAX_BYTES:
        return None
    try:
        if how == "hex":
            return bytes.fromhex(piece)
        bare = piece.rstrip("=").replace("-", "+").replace("_", "/")
        # A last character that stands alone carries no byte.
        bare = bare[: len(bare) - (len(bare) % 4 == 1)]
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
