"""Text of others on a terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insider.visible import make_line, make_visible, shorten


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[2J\x1b[31mred", "␛[2J␛[31mred"),
        ("a\x07b", "a␇b"),
        ("gpj.\u202eexe", "gpj.<U+202E>exe"),
        ("hidden\U000e0041words", "hidden<U+E0041>words"),
        ("zero\u200bwidth", "zero<U+200B>width"),
        ("c1\x9b31m", "c1<U+009B>31m"),
        ("lone \ud800", "lone \ufffd"),
    ],
)
def test_what_a_terminal_would_obey_is_shown_as_a_mark(hostile: str, shown: str) -> None:
    assert make_visible(hostile) == shown


def test_markup_is_left_as_it_was_written() -> None:
    assert make_visible("[red]Budget[/red] :smile:") == "[red]Budget[/red] :smile:"


def test_every_kind_of_line_end_becomes_one() -> None:
    assert make_visible("a\r\nb\rc\u2028d") == "a\nb\nc\nd"


def test_a_line_has_no_line_ends() -> None:
    assert make_line("a\r\n\tb\n\n c") == "a b c"


def test_a_long_line_is_cut_with_a_mark() -> None:
    assert shorten("a subject that is long", 10) == "a subject…"


def test_letters_of_every_script_stay() -> None:
    assert make_visible("Grüße, 東京, Ελλάδα, שלום, 👩‍🔬") == "Grüße, 東京, Ελλάδα, שלום, 👩‍🔬"


@given(st.text())
def test_nothing_that_is_shown_controls_a_terminal(text: str) -> None:
    shown = make_visible(text)
    assert all(char == "\n" or unicodedata.category(char) != "Cc" for char in shown)
    assert not set(shown) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
    shown.encode("utf-8")
