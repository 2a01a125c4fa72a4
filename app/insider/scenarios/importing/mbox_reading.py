"""Mbox files as other programs write them, one message at a time.

The standard library's reader takes every line that begins with "From " for a new message, keeps a
table of all of them, and reads no packed file. Here a message begins where a blank line, a line
with "From " and a header follow each other; what is open is one message, and of one that is too
large nothing. Called by ``sources``.
"""

import re
from calendar import timegm
from collections.abc import Iterator
from time import strptime
from typing import BinaryIO

from insider.scenarios.importing.raw import MOST_BYTES, RawLetter, Skipped

_PIECE = 1 << 20
"""Longer lines come in pieces."""
_HEADER = re.compile(rb"(?:>?From |[!-9;-~]{1,120}[ \t]*:)")
_USUAL_HEADER = re.compile(
    rb"(?:return-path|received|from|to|date|message-id|subject|delivered-to|mime-version|status|"
    rb"content-type|reply-to|sender|x-[!-9;-~]{1,80})[ \t]*:",
    re.IGNORECASE,
)
_STAMP = re.compile(
    rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +"
    rb"(\d{1,2}) (\d\d:\d\d(?::\d\d)?)(?: [A-Z]{2,5})? (\d{4})"
)
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


def read_mbox(stream: BinaryIO, file: str) -> Iterator[RawLetter | Skipped]:
    """Yield the messages of an mbox.

    Args:
        stream: At its beginning.
        file: How it is called.
    """
    return _Reader(stream, file).read()


class _Reader:
    def __init__(self, stream: BinaryIO, file: str) -> None:
        self._stream = stream
        self._file = file
        self._lines: list[bytes] = []
        self._size = 0
        self._begins = 0
        self._arrived: int | None = None

    def read(self) -> Iterator[RawLetter | Skipped]:
        number, after_blank, within_line = 0, True, False
        line = self._stream.readline(_PIECE)
        while line:
            following: bytes | None = None
            if not within_line:
                number += 1
                if after_blank and line.startswith(b"From "):
                    following = self._stream.readline(_PIECE)
                    if _begins_message(line, following):
                        yield from self._finished()
                        self._begins, self._arrived = number, _moment(line)
                        after_blank, line = False, following
                        continue
            self._take(line)
            after_blank = not within_line and line in (b"\n", b"\r\n")
            within_line = not line.endswith(b"\n")
            line = self._stream.readline(_PIECE) if following is None else following
        yield from self._finished()
        if not self._begins:
            yield Skipped(
                self._file, None, "no message begins in it, by a line of From and a header."
            )

    def _take(self, line: bytes) -> None:
        self._size += len(line)
        if self._size <= MOST_BYTES:
            self._lines.append(line)
        else:
            self._lines.clear()

    def _finished(self) -> Iterator[RawLetter | Skipped]:
        if self._size > MOST_BYTES:
            reason = f"it is larger than {MOST_BYTES:,} bytes."
            yield Skipped(self._file, self._begins, reason)
        elif self._begins:
            content = b"".join(self._lines)
            if b">From " in content:
                content = _QUOTED_FROM.sub(rb"\1", content)
            yield RawLetter(content, self._file, self._begins, self._arrived)
        self._lines.clear()
        self._size = 0


def _begins_message(line: bytes, following: bytes) -> bool:
    """Tell whether a line with "From " and the next one are a message's first, or of a text."""
    if not _HEADER.match(following):
        return False
    return _STAMP.search(line) is not None or _USUAL_HEADER.match(following) is not None


def _moment(line: bytes) -> int | None:
    found = _STAMP.search(line)
    if found is None:
        return None
    month, day, time, year = (part.decode("ascii") for part in found.groups())
    clock = time if time.count(":") == 2 else f"{time}:00"
    try:
        return timegm(strptime(f"{day} {_MONTHS[month]} {year} {clock}", "%d %m %Y %H:%M:%S"))
    except ValueError:
        return None


# Spelled out: what strptime reads as a month's name depends on the machine's language.
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}
