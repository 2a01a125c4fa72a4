from corpmail.errors import SeedDataError
from insider.errors import InvalidSeedError, SeedProblem


def problem(number: int, file: str = "b.md") -> SeedProblem:
    return SeedProblem(file, number, "is wrong.")


def test_all_problems_are_told_in_order_and_once() -> None:
    error = InvalidSeedError([problem(9), problem(2), problem(9), problem(1, "a.md")])
    assert error.message == "a.md:1: is wrong.\nb.md:2: is wrong.\nb.md:9: is wrong."
    assert str(error) == error.message
    assert len(error.problems) == 3


def test_the_first_problem_gives_file_and_line() -> None:
    error = InvalidSeedError([problem(9), problem(2)])
    assert isinstance(error, SeedDataError)
    assert error.details == {"file": "b.md", "line": 2}


def test_very_many_problems_are_counted() -> None:
    error = InvalidSeedError([problem(number) for number in range(1, 100)])
    assert len(error.message.splitlines()) == 51
    assert error.message.endswith("… and 49 more problems.")
    assert len(error.problems) == 99


def test_a_problem_without_a_line_names_the_file() -> None:
    assert str(SeedProblem("a.md", None, "is missing.")) == "a.md: is missing."
