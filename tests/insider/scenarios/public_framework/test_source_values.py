import pytest

from insider.errors import InvalidSeedError
from insider.scenarios.public_framework.source_values import read_assigned, read_choices


def read(source: str) -> object:
    return read_assigned(source, file="x.py").get("x")


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("x = 'a' + \"b\" 'c'", "abc"),
        ("a = 'one'\nx = a + a", "oneone"),
        ("x, y = ['a', 'b']", "a"),
        ("x, y = ['a' + p for p in ('b', 'c')]", "ab"),
        ("x = [a + b for a, b in [('1', '2'), ('3', '4')]]", ["12", "34"]),
        ("x = {'k': {'v': 'w'}, 'l': None}", {"k": {"v": "w"}, "l": None}),
    ],
)
def test_texts_and_what_is_made_of_them_are_read(source: str, value: object) -> None:
    assert read(source) == value


@pytest.mark.parametrize(
    "source",
    [
        "x = open('/etc/passwd').read()",
        "x = __import__('os').system('true')",
        "x = f'{1}'",
        "x = 'a' * 10",
        "x = [p for p in ('a', 'b') if p]",
        "x = {**y}",
        "x = y",
        "def f():\n    x = 'a'",
        "x = [each for each in 'abc']",
    ],
)
def test_whatever_else_a_file_does_is_passed_over(source: str) -> None:
    assert read(source) is None


def test_a_text_cannot_grow_beyond_measure() -> None:
    doubling = "x = 'a' * 1\nx = 'aaaaaaaaaa'\n" + "x = x + x\n" * 60
    grown = read(doubling)
    assert isinstance(grown, str)
    assert len(grown) <= 1_000_000


def test_a_comprehension_cannot_grow_beyond_measure() -> None:
    nested = "x = ['a']\n" + "x = [x for y in (x, x, x, x, x, x, x, x, x, x)]\n" * 30
    assert read(nested) is not None


def test_what_a_branch_assigns_is_read_by_the_value_that_it_is_for() -> None:
    source = """
def f(kind):
    text = ""
    if kind == "a":
        text = ("one"
                " two")
    elif kind == "b":
        text = make()
        other = "three"
    if other == "c":
        text = "four"
"""
    assert read_choices(source, "kind", file="x.py") == {"a": "one two", "b": "three"}


def test_what_is_no_python_is_told_with_its_line() -> None:
    with pytest.raises(InvalidSeedError, match=r"x\.py:2: this is no Python"):
        read_assigned("x = 1\ndef (", file="x.py")


def test_what_is_nested_deeply_is_read_as_far_as_it_can_be() -> None:
    assert read("x = " + "(" * 150 + "'a'" + ")" * 150) == "a"


def test_what_is_nested_too_deeply_is_no_crash() -> None:
    with pytest.raises(InvalidSeedError):
        read("x = " + "(" * 100_000 + "1" + ")" * 100_000)
