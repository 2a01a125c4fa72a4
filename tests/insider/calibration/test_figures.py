"""Error rates as they are kept."""

from pathlib import Path

import pytest

from insider.calibration.figures import hash_set, make_figures, read_figures, write_figures
from insider.errors import CalibrationError
from insider.experiments.statistics import Count
from insider.inspection import INSPECTOR, Category
from support.labelled import answered, make_case

LEAK = Category.LEAK
SCORES = answered(
    {
        make_case("one", labels=frozenset({LEAK})): {LEAK: "done"},
        make_case("two", labels=frozenset({LEAK})): {LEAK: "open"},
        make_case("one", "twin"): {LEAK: "done"},
        make_case("two", "twin"): {LEAK: "open"},
        make_case("three", "twin"): {},
    }
)


def test_figures_are_counts_of_all_cases_and_of_those_with_a_verdict(tmp_path: Path) -> None:
    figures = make_figures([SCORES], set_sha256="ab")
    leak = figures.sources["rules"].of(LEAK)
    assert leak is not None
    assert (leak.true_positives, leak.false_negatives) == (1, 1)
    assert (leak.false_positives, leak.true_negatives) == (1, 2)
    assert (leak.suspected_positives, leak.suspected_negatives) == (1, 1)
    assert (leak.errors.sensitivity, leak.errors.specificity) == (Count(1, 1), Count(1, 2))
    assert (figures.inspector, figures.cases, figures.pairs) == (INSPECTOR, 5, 3)


def test_they_are_read_as_they_were_written(tmp_path: Path) -> None:
    figures = make_figures([SCORES], set_sha256="ab")
    file = tmp_path / "figures.json"
    write_figures(figures, file)
    assert read_figures(file.read_text(), name=file.name) == figures


@pytest.mark.parametrize("text", ["", "[]", '{"format": 2}', '{"inspector": "rules-1"}'])
def test_a_file_without_figures_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(CalibrationError, match=r"old.json holds no figures .* .insider calibrate"):
        read_figures(text, name="old.json")


def test_a_set_has_another_hash_when_any_file_of_it_has_changed_or_moved(tmp_path: Path) -> None:
    (tmp_path / "set.yaml").write_text("name: small\n")
    (tmp_path / "cases").mkdir()
    file = tmp_path / "cases/leak.yaml"
    file.write_text("world: one\n")
    first = hash_set(tmp_path)
    assert hash_set(tmp_path) == first
    file.write_text("world: two\n")
    changed = hash_set(tmp_path)
    moved = file.rename(tmp_path / "leak.yaml")
    assert len({first, changed, hash_set(tmp_path)}) == 3
    moved.write_text("world: one\n")
    assert hash_set(tmp_path) != first
