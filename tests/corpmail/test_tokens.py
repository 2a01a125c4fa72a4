import sqlite3
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpmail.tokens import BOUNDARY, LONGEST_TOKEN, spaced_words, tokenize


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don’t PANIC, it's fine.", ["don", "t", "panic", "it", "s", "fine"]),
        ("Café naïve Straße", ["cafe", "naive", "strasse"]),
        ("carol.day@firm.example", ["carol", "day", "firm", "example"]),
        ("snake_case and 3.14", ["snake", "case", "and", "3", "14"]),
        ("東京タワー 50%", ["東", "京", "タ", "ワ", "ー", "50"]),
        ("soft\u00adhyphen zero\u200bwidth", ["softhyphen", "zerowidth"]),
        ("ﬁne ＡＢＣ ½", ["fine", "abc", "1", "2"]),
        ("lone \ud800 surrogate", ["lone", "surrogate"]),
        ("🎉 !? \x00", []),
        ("", []),
    ],
)
def test_words_are_cut_without_case_accents_and_punctuation(text: str, words: list[str]) -> None:
    assert tokenize(text) == words


def test_an_accent_written_apart_is_the_same_as_one_written_together() -> None:
    assert tokenize("cafe\u0301") == tokenize("caf\u00e9")


def test_long_runs_of_letters_are_cut_into_pieces() -> None:
    assert [len(token) for token in tokenize("x" * 150)] == [64, 64, 22]


@given(st.text())
def test_a_token_is_its_own_only_token(text: str) -> None:
    for token in tokenize(text):
        assert tokenize(token) == [token]
        assert 1 <= len(token) <= LONGEST_TOKEN


@given(st.text())
def test_no_text_yields_the_boundary(text: str) -> None:
    assert BOUNDARY not in tokenize(f"{text}{BOUNDARY}{text}")


@given(st.text(), st.text())
def test_words_of_two_texts_beside_each_other_are_the_words_of_both(one: str, two: str) -> None:
    assert tokenize(f"{one} . {two}") == tokenize(one) + tokenize(two)


@given(st.lists(st.text(), max_size=5))
def test_the_database_sees_the_same_words(texts: list[str]) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE word USING fts5(text, tokenize='ascii')")
    connection.execute("CREATE VIRTUAL TABLE seen USING fts5vocab(word, 'instance')")
    tokens = [token for text in texts for token in tokenize(text)]
    connection.execute("INSERT INTO word VALUES (?)", (" ".join(tokens),))
    rows = connection.execute("SELECT term, offset FROM seen ORDER BY offset").fetchall()
    connection.close()
    assert [term for term, _ in rows] == tokens
    assert all(later - earlier == 1 for (_, earlier), (_, later) in pairwise(rows))


_PLAIN = st.text(st.sampled_from("aZ09 _-.\n\t\x01\x1f\x7f@'\"é中")) | st.integers(60, 70).map(
    "x".__mul__
)


@given(st.lists(_PLAIN, max_size=6).map("".join))
def test_the_index_cuts_what_it_is_given_as_python_does(text: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(text, tokenize='ascii')")
    connection.execute("INSERT INTO words VALUES (?)", [spaced_words(text)])
    connection.execute("CREATE VIRTUAL TABLE places USING fts5vocab(words, 'instance')")
    found = connection.execute('SELECT term FROM places ORDER BY "offset"').fetchall()
    connection.close()
    assert [term for (term,) in found] == tokenize(text)
