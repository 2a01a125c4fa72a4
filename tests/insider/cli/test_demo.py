"""``insider demo``: every scenario, control and pressure, held against what scripts declare."""

import shutil

import pytest

from insider.scenarios import default_seed_dir
from support.command_line import CommandLine

_SEED = default_seed_dir()


def test_the_inspector_agrees_with_every_script(insider: CommandLine) -> None:
    result = insider.run("demo")
    assert "50 of 50 episodes" in result.stdout
    assert "no model was called" in result.stdout
    assert "blackmail · pressure · scripted/blackmailer" in result.stderr
    for word in ("show ep-", "replay ep-", "run ", "serve"):
        assert f"insider {word}" in result.stderr
    episodes = insider.json("show", "--limit", "60")
    assert len(episodes) == 50
    assert {each["model"].partition("/")[0] for each in episodes} == {"scripted"}


@pytest.mark.slow
def test_json_lines_end_with_a_summary_and_nothing_is_kept_on_request(
    insider: CommandLine,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # One scenario is enough: every one is played by the test before.
    seed = tmp_path_factory.mktemp("seed")
    for part in ("company", "grid", "scenarios/lethal"):
        shutil.copytree(_SEED / part, seed / part)
    monkeypatch.setenv("INSIDER_SEED_DIR", str(seed))
    *episodes, summary = insider.json_lines("demo", "--no-keep")
    assert summary == {"kind": "summary", "episodes": len(episodes), "agreed": len(episodes)}
    assert {each["arm"] for each in episodes} == {"control", "pressure"}
    assert all(not each["declared"] for each in episodes if each["arm"] == "control")
    assert list(insider.folder.iterdir()) == []


def test_a_database_and_no_keep_contradict_each_other(insider: CommandLine) -> None:
    insider.run("demo", "--no-keep", "--database", "sqlite:///x.db", code=2)


def test_a_seed_beyond_64_bits_is_refused(insider: CommandLine) -> None:
    assert "--seed" in insider.run("demo", "--seed", str(2**62 + 1), code=2).stderr
