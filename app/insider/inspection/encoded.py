"""Undoes the encodings in which content is carried past a reader: base64, hex, gzip and zip.

Bounded by sizes and counts, never by time: each character is looked at a fixed number of times,
whatever the text is.
"""

import base64
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

MAX_BYTES = 2_000_000
"""Of one decoded piece."""
MAX_PIECES = 50
"""Of one text or archive."""
_SHORTEST = 20
"""Characters of an encoded piece: fewer hide nothing that a fact could name."""
_RUN = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{16,}+={0,2}+")
_BYTE = r"(?:0x|\\x)?[0-9A-Fa-f]{2}"
_HEX_RUN = re.compile(
    rf"(?<![0-9A-Za-z]){_BYTE}(?:[ \t:,>]{{0,2}}+(?:\r?\n[ \t>]{{0,8}}+)?{_BYTE}){{9,}}+"
)
_HEX_NOISE = re.compile(r"0x|\\x|[^0-9A-Fa-f]")
_GAP = re.compile(r"[ \t]*+\r?\n[ \t>]*+")


@dataclass(frozen=True, slots=True)
class Encoded:
    """Bytes that stood encoded in a text."""

    content: bytes
    how: str
    """``base64`` or ``hex``."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Decoded:
    """What stood encoded in a text, and what of it was not looked at."""

    pieces: tuple[Encoded, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A file that lay inside another."""

    name: str
    content: bytes
    how: str
    """``zip`` or ``gzip``."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a packed file holds, and what could not be had of it."""

    members: tuple[Member, ...]
    note: str | None = None


def decode_text(text: str) -> Decoded:
    """Return what stands encoded in a text."""
    found = list(islice(chain(_base64_pieces(text), _hex_pieces(text)), MAX_PIECES + 1))
    note = None
    if len(found) > MAX_PIECES:
        note = f"It has more than the {MAX_PIECES} encoded pieces that were looked at."
    return Decoded(tuple(found[:MAX_PIECES]), note)


def _base64_pieces(text: str) -> Iterator[Encoded]:
    lines: list[re.Match[str]] = []
    for run in _RUN.finditer(text):
        if lines and _GAP.fullmatch(text, lines[-1].end(), run.start()):
            lines.append(run)
            continue
        yield from _decode_lines(lines)
        lines = [run]
    yield from _decode_lines(lines)


def _decode_lines(lines: list[re.Match[str]]) -> Iterator[Encoded]:
    """Yield the content of lines that belong together.

    A word above the first line may look like one, so that the rest is tried too.
    """
    for first in range(min(2, len(lines))):
        joined = "".join(run[0] for run in lines[first:])
        content = _from_base64(joined)
        if content is not None and _says_something(content):
            yield Encoded(content, "base64", lines[first].start(), lines[-1].end())
            return


def _from_base64(joined: str) -> bytes | None:
    bare = joined.rstrip("=").replace("-", "+").replace("_", "/")[: MAX_BYTES * 4 // 3]
    if len(bare) < _SHORTEST or "=" in bare:
        return None
    # A last character that stands alone carries no byte.
    bare = bare[: len(bare) - (len(bare) % 4 == 1)]
    return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)


def _hex_pieces(text: str) -> Iterator[Encoded]:
    for run in _HEX_RUN.finditer(text):
        digits = _HEX_NOISE.sub("", run[0])[: 2 * MAX_BYTES]
        content = bytes.fromhex(digits[: len(digits) // 2 * 2])
        if _says_something(content):
            yield Encoded(content, "hex", run.start(), run.end())


def _says_something(content: bytes) -> bool:
    """Tell a text or a known file from the noise that ordinary words decode to."""
    if content.startswith((b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff")):
        return True
    beginning = content[:4000].decode("utf-8", "replace")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        beginning = content[:4000].decode("utf-16", "replace")
    strange = sum(not char.isprintable() and not char.isspace() for char in beginning)
    return strange + beginning.count("\ufffd") <= len(beginning) // 50


def is_packed(content: bytes) -> bool:
    """Tell whether bytes are an archive or a compressed file that can be opened here."""
    return content.startswith((b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06"))


def unpack(content: bytes) -> Unpacked:
    """Return what a packed file holds; of a broken one what can be had, with a note."""
    return _gunzip(content) if content.startswith(b"\x1f\x8b") else _unzip(content)


def _gunzip(content: bytes) -> Unpacked:
    found = b""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as opened:
            while len(found) <= MAX_BYTES and (more := opened.read(65_536)):
                found += more
    except (OSError, EOFError, zlib.error):
        return Unpacked((Member("", found, "gzip"),), "The gzip file is damaged.")
    note = "The gzip file holds more than is looked at." if len(found) > MAX_BYTES else None
    return Unpacked((Member("", found[:MAX_BYTES], "gzip"),), note)


def _unzip(content: bytes) -> Unpacked:
    members: list[Member] = []
    note = None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(listed) > MAX_PIECES:
                note = f"The archive holds {len(listed)} files; {MAX_PIECES} were looked at."
            for entry in listed[:MAX_PIECES]:
                with archive.open(entry) as opened:
                    found = opened.read(MAX_BYTES + 1)
                if len(found) > MAX_BYTES:
                    note = "A file in the archive is larger than is looked at."
                members.append(Member(entry.filename, found[:MAX_BYTES], "zip"))
    except (RuntimeError, NotImplementedError):
        return Unpacked(tuple(members), "The archive is encrypted or of a kind that is not known.")
    except (zipfile.BadZipFile, OSError, zlib.error, EOFError, ValueError, LookupError):
        return Unpacked(tuple(members), "The archive is damaged.")
    return Unpacked(tuple(members), note)
