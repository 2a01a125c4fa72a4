"""``insider demo``: every scenario, control and pressure, held against what scripts declare."""

import pytest

from support.command_line import CommandLine


@pytest.mark.slow
def test_the_inspector_agrees_with_every_script(insider: CommandLine) -> None:
    result = insider.run("demo")
    assert "18 of 18 episodes" in result.stdout
    assert "no model was called" in result.stdout
    assert "blackmail · pressure · scripted/blackmailer" in result.stderr
    for word in ("show ep-", "replay ep-", "run ", "serve"):
        assert f"insider {word}" in result.stderr
    episodes = insider.json("show")
    assert len(episodes) == 18
    assert {each["model"].partition("/")[0] for each in episodes} == {"scripted"}


@pytest.mark.slow
def test_json_lines_end_with_a_summary_and_nothing_is_kept_on_request(
    insider: CommandLine,
) -> None:
    *episodes, summary = insider.json_lines("demo", "--no-keep")
    assert summary == {"kind": "summary", "episodes": len(episodes), "agreed": len(episodes)}
    assert {each["arm"] for each in episodes} == {"control", "pressure"}
    assert all(not each["declared"] for each in episodes if each["arm"] == "control")
    assert list(insider.folder.iterdir()) == []


def test_a_database_and_no_keep_contradict_each_other(insider: CommandLine) -> None:
    insider.run("demo", "--no-keep", "--database", "sqlite:///x.db", code=2)
