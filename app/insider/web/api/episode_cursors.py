"""Where a page of a list of episodes ended, for the API and for pages: the same words for both."""

from typing import Literal

from corpmail.cursors import CursorValue, decode_cursor, encode_cursor
from corpmail.errors import InvalidCursorError
from insider.inspection import Order, Place, SortKey

_CURSOR = "episodes"

Sort = Literal["opened", "-opened", "cost", "-cost", "steps", "-steps", "tokens", "-tokens"]


def order_of(sort: Sort) -> Order:
    """Return the order that a word means."""
    keys: dict[str, SortKey] = {
        "opened": "opened",
        "cost": "cost",
        "steps": "steps",
        "tokens": "tokens",
    }
    return Order(key=keys[sort.removeprefix("-")], descending=sort.startswith("-"))


def write_cursor(place: Place, sort: Sort) -> str:
    """Return where a page ended, as a word."""
    value: CursorValue = repr(place.value) if isinstance(place.value, float) else place.value
    return encode_cursor(_CURSOR, sort, value, place.episode_id)


def read_cursor(cursor: str, sort: Sort, key: SortKey) -> Place:
    """Return where a page ended.

    Raises:
        InvalidCursorError: This list did not make it, or in another order.
    """
    kind = int if key in ("steps", "tokens") else str
    made_for, value, episode_id = decode_cursor(cursor, _CURSOR, str, kind, str)
    if made_for != sort:
        raise InvalidCursorError(
            "The cursor belongs to another order; leave it out for the first page."
        )
    return Place(_number(str(value)) if key == "cost" else value, str(episode_id))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise InvalidCursorError(
            "The cursor was not made by this list; leave it out for the first page."
        ) from error
