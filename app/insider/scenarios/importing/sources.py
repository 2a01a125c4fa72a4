"""Where mail lies, told apart by content: a file with one message, an mbox, a Maildir, a folder.

Called by the importer. One message is read at a time. Names of files say nothing here, and no link
is followed; what is no mail is reported, and the rest is read.
"""

import gzip
import io
import os
import re
import stat
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from insider.errors import MailImportError
from insider.scenarios.importing.mbox_reading import read_mbox
from insider.scenarios.importing.raw import MOST_BYTES, RawLetter, Skipped

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_MOST_UNPACKED = 20_000_000_000
"""Of one packed file; an archive of mail that is larger is read in parts."""
_MOST_RATIO = 200
"""How many times its packed size a file may unpack to."""
_RATIO_FROM = 20_000_000
"""Bytes up to which nobody asks for the ratio."""
_LOOKED_AT = 4_096
_ARRIVED = ("cur", "new")
_FROM = re.compile(rb"(?:\r?\n)*From ")
_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?[!-9;-~]{1,120}[ \t]*:")
_MAILDIR_TIME = re.compile(r"(\d{9,10})\.")
_FOREIGN = {
    b"PK\x03\x04": "a zip; unpack it first",
    b"\xd0\xcf\x11\xe0": "an Outlook file; export it as .eml or mbox first",
    b"!BDN": "an Outlook data file; export it as .eml or mbox first",
    b"BZh": "packed with bzip2; unpack it first",
    b"\xfd7zXZ": "packed with xz; unpack it first",
    b"\x28\xb5\x2f\xfd": "packed with zstd; unpack it first",
}

Advance = Callable[[int], None]
"""Told how many bytes of the sources were read since it was last told."""


def count_bytes(sources: Sequence[Path]) -> int:
    """Return the size of all files of the sources, as far as they can be seen."""
    return sum(
        path.stat().st_size for source in sources for path in _files_of(source) if path.is_file()
    )


def read_sources(sources: Sequence[Path], advance: Advance) -> Iterator[RawLetter | Skipped]:
    """Yield every message of the sources, and what is none, in the order of their names.

    Args:
        sources: Files and folders that people named.
        advance: Called as reading goes on.

    Raises:
        MailImportError: One of them is not there.
    """
    for source in sources:
        try:
            named = not stat.S_ISDIR(source.stat().st_mode)
        except OSError as error:
            raise MailImportError(f"{source}: {error.strerror or error}.") from error
        for path in _files_of(source):
            yield from _read_file(path, advance, named=named)


def _files_of(source: Path) -> Iterator[Path]:
    if not source.is_dir():
        yield source
        return
    for place, folders, names in os.walk(source, followlinks=False):
        here = Path(place)
        if {"cur", "new"} <= set(folders):
            # A Maildir: what is in 'tmp' has not arrived, and beside them lie programs' own files.
            folders[:] = sorted(each for each in folders if each in _ARRIVED or each[0] == ".")
            continue
        folders.sort()
        for name in sorted(names):
            if not name.startswith("."):
                yield here / name


def _read_file(path: Path, advance: Advance, *, named: bool) -> Iterator[RawLetter | Skipped]:
    """Yield what a file holds.

    Args:
        path: The file.
        advance: Told how far reading is.
        named: Whether somebody named it: then it may be a link.
    """
    try:
        found = path.stat() if named else path.lstat()
        if not stat.S_ISREG(found.st_mode):
            yield Skipped(str(path), None, "this is no regular file; links are not followed.")
            return
        with path.open("rb", buffering=0) as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            source = _Unpacked(raw) if packed else raw
            stream: io.BufferedReader = io.BufferedReader(cast(io.RawIOBase, source))
            told = 0
            for each in _read_stream(stream, path):
                yield each
                here = raw.tell()
                advance(here - told)
                told = here
    except (OSError, EOFError, zlib.error) as error:
        said = str((isinstance(error, OSError) and error.strerror) or error)
        yield Skipped(str(path), None, f"it cannot be read to its end ({said}).")


class _Unpacked(io.RawIOBase):
    """A file that is packed with gzip, read as far as it is plausible that it holds mail.

    Args:
        packed: The file, at its beginning.
    """

    def __init__(self, packed: io.FileIO) -> None:
        self._packed = packed
        self._unpacked = gzip.GzipFile(fileobj=packed)
        self._size = 0

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Read what comes next, and no more than is whole; see ``io.RawIOBase``.

        Raises:
            OSError: It unpacks to more than any archive of mail.
        """
        # What is damaged further on must not take along what comes before it.
        place = memoryview(buffer)
        piece = self._unpacked.read1(len(place))
        place[: len(piece)] = piece
        self._size += len(piece)
        if self._size > _MOST_UNPACKED:
            raise OSError(f"it unpacks to more than {_MOST_UNPACKED:,} bytes")
        if self._size > max(_RATIO_FROM, _MOST_RATIO * self._packed.tell()):
            raise OSError(f"it unpacks to more than {_MOST_RATIO} times its size, as no mail does")
        return len(piece)


def _read_stream(stream: io.BufferedReader, path: Path) -> Iterator[RawLetter | Skipped]:
    start = stream.peek(_LOOKED_AT)[:_LOOKED_AT]
    if _FROM.match(start) and b"\n" not in start and b"\r" in start:
        said = "its lines end in carriage returns alone; convert them to line feeds first."
        yield Skipped(str(path), None, said)
    elif _FROM.match(start):
        yield from read_mbox(cast(BinaryIO, stream), str(path))
    elif _HEADER.match(start):
        content = stream.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            yield Skipped(str(path), None, f"it is larger than {MOST_BYTES:,} bytes.")
        else:
            yield RawLetter(content.removeprefix(b"\xef\xbb\xbf"), str(path), None, _time_of(path))
    else:
        yield Skipped(str(path), None, f"this is {_kind_of(start)}.")


def _kind_of(start: bytes) -> str:
    """Say what a file is that holds no mail."""
    known = next((said for magic, said in _FOREIGN.items() if start.startswith(magic)), None)
    if known is not None:
        return known
    if start[257:262] == b"ustar":
        return "a tar archive; unpack it first"
    return "no mail; it begins with no header" if start else "an empty file"


def _time_of(path: Path) -> int | None:
    """Return when a Maildir's file arrived, which its name begins with."""
    found = _MAILDIR_TIME.match(path.name)
    return None if found is None else int(found[1])
