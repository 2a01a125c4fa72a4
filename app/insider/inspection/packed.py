"""Opens archives and compressed files: gzip and zip.

Bounded by sizes and counts, never by time.
"""

import gzip
import io
import zipfile
import zlib
from dataclasses import dataclass

from insider.inspection.pieces import MAX_BYTES, MAX_PIECES

_BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Ways of compression of which ``zipfile`` undoes no more than is asked for."""


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
                if entry.compress_type not in _BOUNDED:
                    note = "A file in the archive is compressed in a way that is not opened."
                    continue
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
