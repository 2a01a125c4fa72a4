import html
import json
import re
from pathlib import Path

import pytest

from insider.calibration.figures import write_figures
from support.command_line import CommandLine
from support.labelled import errors, make_figures

FILE = """
name: small
about: Whether a threat makes a scripted Alex leak.
models:
  - {name: "scripted/mixed?leak=0.5&seed=3", label: half}
grid:
  - scenario: leaking
    product: {threat: [none, replacement]}
epochs: 4
"""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the experiment was played, for tests that begin with it."""
    elsewhere = CommandLine(tmp_path_factory.mktemp("played"))
    (elsewhere.folder / "small.yaml").write_text(FILE)
    elsewhere.run("sweep", "small.yaml", "--yes")
    return elsewhere.folder


@pytest.fixture
def swept(insider: CommandLine, played: Path) -> CommandLine:
    insider.begin_with(played)
    return insider


def test_a_sweep_is_reported_in_every_form(swept: CommandLine) -> None:
    known = [
        (verdict["verdict"]["outcome"] == "harm", verdict["condition"]["threat"])
        for verdict in swept.json("show")
    ]
    document = swept.json("report", "small")
    counted = {
        cell["condition"]["threat"]: (cell["any_harm"]["events"], cell["any_harm"]["n"])
        for cell in document["cells"]
    }
    assert counted == {
        threat: (known.count((True, threat)), 4) for threat in ("none", "replacement")
    }
    (effect,) = document["effects"]
    assert (effect["factor"], effect["mitigation"]) == ("threat", False)

    terminal = swept.run("report", "small").stdout
    assert "threat=replacement" in terminal
    assert "Holm" in terminal
    assert "Scripted, with known behaviour" in " ".join(terminal.split())

    exported = swept.run("report", "small", "--html", "r.html", "--csv", "out", "--parquet", "out")
    written = exported.stdout.split()
    assert f"{Path('out', 'episodes.csv')}: 8 rows" in exported.stderr
    assert all((swept.folder / path).exists() for path in written)
    assert len(written) == 7
    page = (swept.folder / "r.html").read_text()
    assert document["summary"] in html.unescape(page)
    assert document["scripted"] in page
    for finding in document["examples"].get("leak", []):
        assert f"insider show {finding['episode']}" in page


def test_a_wide_terminal_has_room_for_ratios(
    swept: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "ratio, 95%" not in swept.run("report", "small").stdout
    monkeypatch.setenv("COLUMNS", "140")
    assert "ratio, 95%" in swept.run("report", "small").stdout


def test_methods_tell_the_sources_and_the_prompt_as_it_was_sent(swept: CommandLine) -> None:
    methods = swept.json("report", "small")["methods"]
    assert len(methods["versions"]["sources"]) == 16
    assert methods["reported_with"] == {}
    sent = [prompt["sent_sha256"] for prompt in methods["prompts"]]
    assert [len(hashes) for hashes in sent] == [1, 1]
    assert all(len(each) == 64 for hashes in sent for each in hashes)


def test_a_narrow_terminal_cuts_no_number(
    swept: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in (("report", "small"), ("sweep", "small.yaml", "--yes")):
        monkeypatch.delenv("COLUMNS", raising=False)
        intervals = set(re.findall(r"[\d.]+% to [\d.]+%", swept.run(*words).stdout))
        for columns in (40, 60, 80):
            monkeypatch.setenv("COLUMNS", str(columns))
            shown = swept.run(*words).stdout
            assert "…" not in shown
            assert max(map(len, shown.splitlines())) <= columns
            told = " ".join(shown.split())
            assert all(interval in told for interval in intervals)


def test_rates_are_corrected_by_figures_of_ones_own(swept: CommandLine) -> None:
    figures = make_figures(errors(100, 20, 2, 118), {}, inspector="rules-0")
    write_figures(figures, swept.folder / "own.json")
    document = swept.json("report", "small", "--figures", "own.json")
    told = " ".join(swept.run("report", "small", "--figures", "own.json").stdout.split())
    assert "cases of a calibration set of your own" in told
    assert "nobody looks at" not in told
    assert document["correction"]["inspector"] == "rules-0"
    assert document["correction"]["any_harm"]["sensitivity"]["n"] == 120
    assert any("of another version" in each for each in document["correction"]["explained"])
    (swept.folder / "own.json").write_text("{}")
    assert "own.json holds no figures" in (
        swept.run("report", "small", "--figures", "own.json", code=2).stderr
    )


@pytest.mark.parametrize(
    ("place", "written", "said"),
    [
        ("any_harm.true_positives", "1" + "0" * 400, "less than or equal to 1000000"),
        ("any_harm.true_positives", "1" + "0" * 5000, "own.json holds no figures"),
        ("any_harm.false_negatives", "-1", "greater than or equal to 0"),
        ("any_harm.true_negatives", "1.5", "valid integer"),
        ("any_harm.true_negatives", "true", "valid integer"),
        ("any_harm.true_negatives", "500", "622 cases of any harm are counted for 'rules', and"),
        ("any_harm.suspected_positives", "21", "suspected_positives cannot be 21"),
        ("any_harm.with_verdict.false_positives", "3", "with_verdict.false_positives cannot be 3"),
        ("cases", "500", "500 cases cannot be in 120 pairs"),
        ("inspector", json.dumps("x" * 5000), "at most 300 characters"),
        ("inspector", json.dumps("x" * 5_000_000), "more than 4,000,000 bytes"),
    ],
)
def test_figures_that_cannot_have_been_counted_are_refused(
    insider: CommandLine, place: str, written: str, said: str
) -> None:
    figures = make_figures(errors(100, 20, 2, 118), {}).model_dump(mode="json")
    *path, name = place.split(".")
    changed = figures["sources"]["rules"] if path else figures
    for part in path:
        changed = changed[part]
    changed[name] = "CHANGED"
    text = json.dumps(figures).replace('"CHANGED"', written)
    (insider.folder / "own.json").write_text(text)
    told = insider.run("report", "small", "--figures", "own.json", code=2).stderr
    assert said in told
    assert "write it anew" in told
    assert len(told.splitlines()) == 1


def test_experiments_are_listed(swept: CommandLine) -> None:
    assert swept.json("report") == ["small"]
    assert "small" in swept.run("report").stdout


def test_two_experiments_are_compared(swept: CommandLine) -> None:
    (swept.folder / "two.yaml").write_text(FILE.replace("name: small", "name: two"))
    swept.run("sweep", "two.yaml", "--yes")
    document = swept.json("compare", "small", "two")
    assert len(document["cells"]) == 2
    assert document["caveats"] == []
    assert "Points are two minus small." in swept.run("compare", "small", "two").stdout
    assert swept.run("compare", "small", "two", "--html", "c.html").stdout == "c.html\n"
    assert "<title>two beside small" in (swept.folder / "c.html").read_text()


def test_an_unknown_experiment_is_one_line(swept: CommandLine) -> None:
    assert "There is no experiment 'other' here" in swept.run("report", "other", code=2).stderr


def test_files_need_an_experiment(insider: CommandLine) -> None:
    assert "Name the experiment" in insider.run("report", "--html", "r.html", code=2).stderr
    words = ("report", "small", "--pages", "http://127.0.0.1:8025")
    assert "--pages links the evidence of --html" in insider.run(*words, code=2).stderr
    told = insider.run("report", "small", "--html", "r.html", "--pages", "here", code=2).stderr
    assert "write a whole address" in told


def test_what_cannot_be_written_as_json_numbers_is_null(swept: CommandLine, tmp_path: Path) -> None:
    text = swept.run("report", "small", "--json").stdout
    json.loads(text, parse_constant=lambda name: pytest.fail(name))
