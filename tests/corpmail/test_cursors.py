"""Cursors are read back, and nothing else is taken for one."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpmail.cursors import decode_cursor, encode_cursor
from corpmail.errors import InvalidCursorError

TEXTS = st.characters(codec="utf-8", exclude_characters="\0")


@given(st.integers(0, 2**53), st.text(TEXTS, max_size=100))
def test_a_cursor_is_read_back(at: int, name: str) -> None:
    assert decode_cursor(encode_cursor("messages", at, name), "messages", int, str) == (at, name)


@given(st.text())
def test_any_text_is_refused_and_breaks_nothing(text: str) -> None:
    with pytest.raises(InvalidCursorError):
        decode_cursor(text, "messages", int, str)


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "cursor",
    [
        encode_cursor("people", 1, "x"),
        encode_cursor("messages", 1),
        encode_cursor("messages", "1", "x"),
        encode_cursor("messages", 1, "x", "y"),
        encoded(["messages", 1, "x"]),
        encoded(["messages", True, "x"]),
        # What no database has in a text, and would fail on.
        encode_cursor("messages", 1, "a\0b"),
        encode_cursor("messages", 1, "\ud800"),
        encoded(["messages", 1.0, "x"]),
        encoded(["messages", None, "x"]),
        encoded(["messages", -1, "x"]),
        encoded(["messages", 10**30, "x"]),
        encoded({"messages": 1}),
        encoded([]),
        encoded([[[[]]]]),
        base64.urlsafe_b64encode(b"[" * 700).decode().rstrip("="),
        base64.urlsafe_b64encode(b"\xff\xfe").decode().rstrip("="),
        encode_cursor("messages", 1, "x") + "=",
        "",
        "A" * 100_000,
    ],
)
def test_a_cursor_of_another_shape_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursorError, match="leave it out"):
        decode_cursor(cursor, "messages", int, str)
