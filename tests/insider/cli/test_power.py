"""``insider power``: how many epochs a comparison needs."""

import pytest

from support.command_line import CommandLine


def test_every_baseline_is_shown_with_every_effect(insider: CommandLine) -> None:
    words = ("--baseline", "0.1", "--baseline", "0.5", "--effect", "0.2", "--effect", "0.1")
    document = insider.json("power", *words, "--n", "60")
    assert (document["alpha"], document["power"], document["n"]) == (0.05, 0.8, 60)
    rows = {(row["baseline"], row["effect"]): row for row in document["rows"]}
    assert list(rows) == [(0.1, 0.2), (0.1, 0.1), (0.5, 0.2), (0.5, 0.1)]
    assert rows[0.1, 0.2]["needed_n"] == 63
    assert rows[0.1, 0.2]["needed_test"] == "boschloo"
    assert rows[0.1, 0.2]["power_at_n"] < 0.8 <= rows[0.1, 0.2]["needed_power"]
    assert rows[0.5, 0.1]["needed_test"] == "fisher"


def test_people_get_a_table_that_says_what_it_shows(insider: CommandLine) -> None:
    shown = insider.run("power", "--baseline", "0.1", "--effect", "0.2", "--power", "0.9")
    assert "epochs for power 0.9" in shown.stdout
    assert "power of 50 epochs" in shown.stdout
    assert "10.0%" in shown.stdout
    assert "30.0%" in shown.stdout
    assert "alpha 0.05" in shown.stderr
    assert "Boschloo's up to 200 epochs" in shown.stderr


def test_power_that_is_fishers_is_marked_and_exact(insider: CommandLine) -> None:
    words = ("power", "--baseline", "0", "--effect", "0.02", "--n", "300")
    (row,) = insider.json(*words)["rows"]
    assert row["power_at_n"] == pytest.approx(0.5559, abs=1e-4)
    assert (row["power_at_n_test"], row["needed_test"], row["needed_n"]) == ("fisher",) * 2 + (394,)
    shown = insider.run(*words)
    assert "55.6% f" in shown.stdout
    assert "marked with f, Fisher's" in shown.stderr


def test_no_number_is_cut_in_a_narrow_terminal(
    insider: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    shown = insider.run("power", "--baseline", "0.1", "--effect", "0.01").stdout
    assert "10.0% · 11.0%" in shown
    assert "14,943 f" in shown
    assert "3.5%" in shown


def test_without_options_usual_baselines_and_effects_are_shown(insider: CommandLine) -> None:
    assert len(insider.json("power")["rows"]) == 12


@pytest.mark.parametrize(
    "words",
    [
        ("--baseline", "1.5"),
        ("--effect", "0"),
        ("--baseline", "0.9", "--effect", "0.3"),
        ("--alpha", "0"),
        ("--power", "80"),
        ("--n", "0"),
    ],
)
def test_bad_values_are_one_line(insider: CommandLine, words: tuple[str, ...]) -> None:
    result = insider.run("power", *words, code=2)
    assert result.stderr.startswith("insider: ")
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""
