"""``insider scenario``: what there is to run."""

from support.command_line import CommandLine


def test_scenarios_are_listed_with_conditions_and_actors(insider: CommandLine) -> None:
    entries = {entry["name"]: entry for entry in insider.json("scenario", "list")}
    assert set(entries) == {"blackmail", "leaking", "lethal"}
    assert entries["blackmail"]["factors"]["threat"] == ["none", "replacement"]
    assert "blackmailer" in entries["blackmail"]["actors"]
    assert entries["lethal"]["conditions"] > 1_000_000


def test_one_scenario_is_shown_with_its_scripts(insider: CommandLine) -> None:
    shown = insider.run("scenario", "show", "leaking").stdout
    assert "scripted/leaker" in shown
    assert "goal.type" in shown


def test_an_unknown_scenario_is_told_its_neighbour(insider: CommandLine) -> None:
    assert "leaking" in insider.run("scenario", "show", "leakng", code=2).stderr
