from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpmail.errors import InvalidQueryError
from corpmail.expression import (
    AllOf,
    AnyOf,
    Everything,
    Expression,
    InFolder,
    Me,
    Not,
    Nothing,
    Received,
    State,
    Words,
)
from corpmail.query import parse_query
from corpmail.tokens import BOUNDARY
from corpmail.types import Folder

A, B, C, D = (Words((letter,)) for letter in "abcd")


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("", Everything()),
        ("  \t", Everything()),
        ("a", A),
        ("a b", AllOf((A, B))),
        ("-a", Not(A)),
        ("NOT a", Not(A)),
        ("a - b", AllOf((A, B))),
        ("a OR b", AnyOf((A, B))),
        ("a b OR c d", AllOf((A, AnyOf((B, C)), D))),
        ("a AND b OR c AND d", AnyOf((AllOf((A, B)), AllOf((C, D))))),
        ("(a b) OR c", AnyOf((AllOf((A, B)), C))),
        ("-(a OR b)", Not(AnyOf((A, B)))),
        ("a or b", AllOf((A, Words(("or",)), B))),
        ('"a b"', Words(("a", "b"))),
        ("“a b”", Words(("a", "b"))),
        ('"a b', Words(("a", "b"))),
        ("a-b", Words(("a", "b"))),
        ("a.b@c", Words(("a", "b", "c"))),
        ("plan*", Words(("plan",), prefix=True)),
        ('"plan*"', Words(("plan",))),
        ("foo:a", Words(("foo", "a"))),
        ("http://a.b", Words(("http", "a", "b"))),
        ("x-from:a", Words(("x", "from", "a"))),
    ],
)
def test_words_phrases_and_connectives_are_read(text: str, expression: Expression) -> None:
    assert parse_query(text).expression == expression


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("from:a", Words(("a",), field="sender")),
        ("FROM:A", Words(("a",), field="sender")),
        ("to:a@b.c", Words(("a", "b", "c"), field="to_line")),
        ("cc:a", Words(("a",), field="cc_line")),
        ("from:me", Me("sender")),
        ('subject:"a b"', Words(("a", "b"), field="subject")),
        ("subject:me", Words(("me",), field="subject")),
        ("subject:(a OR b)", AnyOf((Words(("a",), "subject"), Words(("b",), "subject")))),
        ("subject:re:a", Words(("re", "a"), field="subject")),
        ("subject:in:a", Words(("in", "a"), field="subject")),
        ("filename:*.pdf", Words(("pdf",), field="files")),
        ("has:attachment", Words((BOUNDARY,), field="files")),
        ("is:unread", State("unread")),
        ("is:READ", State("read")),
        ("is:starred", State("starred")),
        ("in:sent", InFolder(Folder.SENT)),
        ("in:anywhere", Everything()),
        ("before:2026-10-23", Received(end=date(2026, 10, 23))),
        ("after:2026/1/2", Received(first=date(2026, 1, 2))),
        ("on:2026-12-31", Received(first=date(2026, 12, 31), end=date(2027, 1, 1))),
        ("-is:unread", Not(State("unread"))),
        ("-from:me", Not(Me("sender"))),
        ("(from:a)", Words(("a",), field="sender")),
    ],
)
def test_operators_are_read(text: str, expression: Expression) -> None:
    assert parse_query(text).expression == expression


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("has:wings", "has"),
        ("is:lost", "is"),
        ("in:limbo", "in"),
        ("in:(inbox)", "in"),
        ("before:tomorrow", "before"),
        ("after:2026-13-01", "after"),
        ("on:2026-02-30", "on"),
        ("before:2026-1/2", "before"),
        ("from:", "from"),
        ("from: carol", "from"),
        ("(to:)", "to"),
        ("subject:!?", "subject"),
        ("a -cc:", "cc"),
        ("is:\ud800", "is"),
    ],
)
def test_a_bad_value_is_refused_by_a_sentence_that_names_the_operator(
    text: str, operator: str
) -> None:
    with pytest.raises(InvalidQueryError, match=f"^The operator {operator}: takes ") as refusal:
        parse_query(text)
    assert refusal.value.details["operator"] == operator
    refusal.value.message.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "everywhere"),
    [("a", False), ("in:trash", True), ("in:anywhere a", True), ("-in:trash", False)],
)
def test_trash_is_searched_only_when_it_is_named(text: str, everywhere: bool) -> None:
    assert parse_query(text).everywhere is everywhere


def test_a_term_without_letters_is_left_out_with_a_warning() -> None:
    query = parse_query("a 🎉")
    assert query.expression == A
    assert query.warnings == ("'🎉' holds no letter or digit and was left out.",)


@pytest.mark.parametrize("text", ["🎉", "-", "()", '""', ") ("])
def test_a_search_of_nothing_but_signs_finds_nothing(text: str) -> None:
    assert parse_query(text).expression == Nothing()


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("OR", Words(("or",))),
        ("a OR", A),
        ("OR a", A),
        ("a AND", A),
        ("a)) b", AllOf((A, B))),
        ("((a b", AllOf((A, B))),
    ],
)
def test_dangling_connectives_and_parentheses_do_no_harm(text: str, expression: Expression) -> None:
    assert parse_query(text).expression == expression


def test_parentheses_that_nest_too_deep_are_refused() -> None:
    with pytest.raises(InvalidQueryError, match="parentheses"):
        parse_query("(" * 500 + "a")


_PIECES = st.sampled_from(
    [
        "from:",
        "to:",
        "subject:",
        "is:",
        "in:",
        "has:",
        "before:",
        "on:",
        "filename:",
        "OR",
        "AND",
        "NOT",
        "-",
        '"',
        "“",
        "”",
        "„",
        "(",
        ")",
        " ",
        "*",
        ":",
        "me",
        "unread",
        "trash",
        "a",
        "é",
        "attachment",
        "2026-10-23",
        "9999-12-31",
        "0000-00-00",
        "\ud800",
        "\x00",
        "東京",
    ]
)


@given(st.one_of(st.text(), st.lists(_PIECES).map("".join), st.lists(_PIECES).map(" ".join)))
@example("on:9999-12-31")
@example("before:0001-01-01")
@example("-" * 1000)
@example("(" * 1000)
@example("NOT " * 250)
def test_any_text_is_a_search_or_a_clear_refusal(text: str) -> None:
    said: list[str] = []
    try:
        said += parse_query(text).warnings
    except InvalidQueryError as refusal:
        said.append(refusal.message)
    for sentence in said:
        assert len(sentence.encode("utf-8")) < 1_000
