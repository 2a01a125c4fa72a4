"""Cells of CSV files that no spreadsheet takes for formulas, however it splits lines."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insider.cells import as_cell, escape_formulas, of_cell
from insider.visible import make_visible

FORMULAS = tuple("=+-@＝＋－＠")
TEXTS = st.text(st.sampled_from([*"a'\";,\n =+-@|", "＝"]), max_size=12)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("plain; words", "plain; words"),
        ("=1+1", "'=1+1"),
        ("  @SUM(1)", "'  @SUM(1)"),
        ("'tis", "''tis"),
        ("see;=cmd|'/C calc'!A0", "see;'=cmd|'/C calc'!A0"),
        ("first\n- second", "first\n'- second"),
        ('see;"=1+1', "see;'\"=1+1"),
    ],
)
def test_a_mark_stands_wherever_a_formula_could_begin(text: str, cell: str) -> None:
    assert as_cell(text) == cell
    assert of_cell(cell) == text


@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_split_at_whatever_sign_no_cell_is_a_formula(texts: list[str]) -> None:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerow(["id", *map(as_cell, texts)])
    for row in csv.reader(io.StringIO(file.getvalue(), newline=""), delimiter=";"):
        assert not any(cell.lstrip().startswith(FORMULAS) for cell in row)
    (row,) = csv.reader(io.StringIO(file.getvalue(), newline=""))
    assert row[1:] == list(map(as_cell, texts))


@given(st.text(max_size=20) | TEXTS)
def test_a_cell_is_read_as_what_it_shows(text: str) -> None:
    assert of_cell(as_cell(text)) == make_visible(text)


@given(st.dictionaries(TEXTS, TEXTS | st.integers(), max_size=3))
def test_json_says_the_same_without_formulas(value: dict[str, object]) -> None:
    escaped = escape_formulas(json.dumps(value, ensure_ascii=False))
    assert json.loads(escaped) == value
    assert not any(part.lstrip().startswith(FORMULAS) for part in escaped.split(";")[1:])
