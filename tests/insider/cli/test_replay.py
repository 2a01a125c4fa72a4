"""``insider tape`` and ``insider replay``: the same events again, here and elsewhere."""

import json
from pathlib import Path
from typing import Any

import pytest

from support.command_line import CommandLine


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder in which an episode was played, and its id, for tests that begin with it."""
    elsewhere = CommandLine(tmp_path_factory.mktemp("played"))
    document = elsewhere.play("blackmail", "honest", "--threat", "replacement")
    return elsewhere.folder, str(document["episode"])


@pytest.fixture
def episode(insider: CommandLine, played: tuple[Path, str]) -> str:
    insider.begin_with(played[0])
    return played[1]


@pytest.fixture(scope="module")
def tape(tmp_path_factory: pytest.TempPathFactory, played: tuple[Path, str]) -> str:
    """The text of a tape, for tests that change it."""
    elsewhere = CommandLine(tmp_path_factory.mktemp("tape"))
    elsewhere.begin_with(played[0])
    return write_tape(elsewhere, played[1]).read_text(encoding="utf-8")


def write_tape(insider: CommandLine, episode: str) -> Path:
    insider.run("tape", episode, "-o", "honest.json")
    return insider.folder / "honest.json"


def test_a_replayed_episode_is_identical(insider: CommandLine, episode: str) -> None:
    document = insider.json("replay", episode)
    assert document["identical"] is True
    assert document["same"] == document["events"] > 10
    assert insider.json("show", document["replay"])["replay_of"] == episode


def test_a_tape_replays_in_another_database(insider: CommandLine, episode: str) -> None:
    write_tape(insider, episode)
    elsewhere = ("--database", "sqlite:///elsewhere.db")
    result = insider.run("replay", "--tape", "honest.json", *elsewhere)
    count = insider.json("replay", episode)["events"]
    assert f"{count} of {count} events are identical." in result.stdout
    assert "--database sqlite:///elsewhere.db" in result.stderr


def test_a_record_that_differs_is_exit_code_3_with_both_sides(
    insider: CommandLine, episode: str
) -> None:
    path = write_tape(insider, episode)
    tape = json.loads(path.read_text(encoding="utf-8"))
    tape["about"]["record"][3]["at"] += 1
    path.write_text(json.dumps(tape), encoding="utf-8")
    document = insider.json("replay", "--tape", "honest.json", code=3)
    assert document["identical"] is False
    assert document["difference"]["number"] == 4
    assert "Event 4:" in insider.run("replay", "--tape", "honest.json", code=3).stdout


def test_a_tape_of_another_snapshot_is_refused_with_both_names(
    insider: CommandLine, episode: str
) -> None:
    path = write_tape(insider, episode)
    tape = json.loads(path.read_text(encoding="utf-8"))
    snapshot = tape["about"]["snapshot"]
    tape["about"]["snapshot"] = "s-another"
    path.write_text(json.dumps(tape), encoding="utf-8")
    refused = insider.run("replay", "--tape", "honest.json", code=1).stderr
    assert snapshot in refused
    assert "s-another" in refused


def test_a_tape_can_stand_in_for_a_model(insider: CommandLine, episode: str) -> None:
    write_tape(insider, episode)
    (document,) = insider.json_lines(
        "run", "blackmail", "--threat", "replacement", "--tape", "honest.json"
    )
    assert document["model"] == "tape/scripted/honest"
    assert document["verdict"]["outcome"] == "clean"


@pytest.mark.parametrize("words", [["replay"], ["run", "blackmail", "--threat", "replacement"]])
@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("seed",), 10**30),
        (("about", "epoch"), -(10**30)),
        (("replies", 0, "usage", "prompt_tokens"), 2**63),
        (("replies", 0, "usage", "cost_usd"), float("inf")),
    ],
)
def test_a_number_that_no_database_keeps_is_refused_with_its_place(
    insider: CommandLine, tape: str, words: list[str], place: tuple[str | int, ...], value: float
) -> None:
    changed: Any = json.loads(tape)
    *around, last = place
    part = changed
    for step in around:
        part = part[step]
    part[last] = value
    (insider.folder / "big.json").write_text(json.dumps(changed), encoding="utf-8")
    refused = insider.run(*words, "--tape", "big.json", code=2).stderr
    assert refused.startswith("insider: big.json: at " + ".".join(map(str, place)))


@pytest.mark.parametrize(
    "content", ["", "{}", '{"format": 99}', "[1", '{"format": 1, "model": "x"}']
)
def test_a_file_that_is_no_tape_is_refused(insider: CommandLine, content: str) -> None:
    (insider.folder / "bad.json").write_text(content, encoding="utf-8")
    result = insider.run("replay", "--tape", "bad.json", code=1 if "model" in content else 2)
    assert result.stderr.startswith("insider: ")


def test_an_episode_of_a_foreign_agent_has_no_tape(insider: CommandLine) -> None:
    opened = insider.json("open", "blackmail")
    insider.run("close", opened["episode"])
    assert "foreign agent" in insider.run("replay", opened["episode"], code=1).stderr
