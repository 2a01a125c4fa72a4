"""Cursors: where a page of a listing ended, as an opaque word.

Called by every listing and search. A cursor holds nothing secret and grants nothing; one that a
listing did not make is refused with a sentence.
"""

import base64
import binascii
import json
import re

from corpmail.errors import InvalidCursorError

CursorValue = int | str

_SHAPE = re.compile(r"[A-Za-z0-9_-]{1,1000}")
_LARGEST = 2**53
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
"""What no database has in a text, and so no page ends at."""


def encode_cursor(kind: str, *values: CursorValue) -> str:
    """Return a cursor.

    Args:
        kind: The listing that makes it, such as ``messages``.
        values: Where its page ended: texts and whole numbers.
    """
    plain = json.dumps([kind, *values], separators=(",", ":"))
    return base64.urlsafe_b64encode(plain.encode()).rstrip(b"=").decode()


def decode_cursor(cursor: str, kind: str, *shape: type[CursorValue]) -> tuple[CursorValue, ...]:
    """Return the values of a cursor.

    Args:
        cursor: As the caller gave it: anything at all.
        kind: The listing that reads it.
        shape: The type of each value.

    Raises:
        InvalidCursorError: That listing did not make it.
    """
    values = _values(cursor)
    fits = len(values) == len(shape) + 1 and values[0] == kind
    if not fits or not all(
        type(value) is wanted for value, wanted in zip(values[1:], shape, strict=True)
    ):
        raise _refusal()
    found = tuple(value for value in values[1:] if isinstance(value, int | str))
    if any(isinstance(value, int) and not 0 <= value <= _LARGEST for value in found):
        raise _refusal()
    if any(isinstance(value, str) and _UNKEEPABLE.search(value) for value in found):
        raise _refusal()
    # Only the one spelling that we make: no white space, no other escapes.
    if encode_cursor(kind, *found) != cursor:
        raise _refusal()
    return found


def _values(cursor: str) -> list[object]:
    if _SHAPE.fullmatch(cursor) is None:
        raise _refusal()
    try:
        plain = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        values = json.loads(plain.decode("utf-8"))
    # RecursionError: a thousand opening brackets are valid base64.
    except (binascii.Error, ValueError, RecursionError) as error:
        raise _refusal() from error
    if not isinstance(values, list) or not values:
        raise _refusal()
    return values


def _refusal() -> InvalidCursorError:
    return InvalidCursorError(
        "The cursor was not made by this listing; leave it out for the first page."
    )
