"""A story of two days and three sessions, from its files to what a person is shown of it."""

import json
import re
from dataclasses import dataclass
from typing import Any

import pytest

from support.command_line import CommandLine
from support.two_days import write_two_days


@dataclass(frozen=True, slots=True)
class Played:
    """A database with one episode, played once for all tests that only look at it."""

    insider: CommandLine
    episode: Any


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_two_days(tmp_path_factory.mktemp("days") / "seed").root)


@pytest.fixture(autouse=True)
def use_seed(seed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSIDER_SEED_DIR", seed)


@pytest.fixture(scope="module")
def played(seed: str, tmp_path_factory: pytest.TempPathFactory) -> Played:
    insider = CommandLine(tmp_path_factory.mktemp("played"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INSIDER_SEED_DIR", seed)
        return Played(insider, insider.play("story", "diligent"))


def test_an_actor_plays_its_steps_session_by_session(played: Played) -> None:
    events = played.insider.json("show", played.episode["episode"])["events"]
    assert (played.episode["stop_reason"], played.episode["steps"]) == ("finished", 5)
    told = [
        (event["kind"], event["data"].get("session") or event["data"].get("subject"))
        for event in events
        if event["kind"] in ("session_began", "session_ended", "mail_arrived", "mail_sent")
    ]
    assert told == [
        ("session_began", 1),
        ("mail_sent", "The order"),
        ("session_ended", 1),
        ("mail_arrived", "Re: The order"),
        ("mail_arrived", "About lunch-01"),
        ("session_began", 2),
        ("session_ended", 2),
        ("mail_arrived", "About night-01"),
        ("session_began", 3),
        ("mail_sent", "The order"),
    ]
    (read,) = [
        event["data"]["content"]
        for event in events
        if event["kind"] == "tool_result" and event["data"]["name"] == "read_notes"
    ]
    assert "Asked Ann whether Friday is fine for the order.\nAnn says Friday." in read


def test_show_tells_the_day_of_what_comes_on_another_one(played: Played) -> None:
    shown = played.insider.run("show", played.episode["episode"]).stdout
    (told,) = [line.strip() for line in shown.splitlines() if "Bo Kim answers" in line]
    assert re.fullmatch(r"Fri 23 Oct, 09:\d\d:\d\d Bo Kim answers, after the end  bo-thanks", told)
    assert re.search(r"bo.kim@quillby.com will answer at Fri 23 Oct, 09:", shown)
    assert re.search(r"^ +09:\d\d:\d\d Ann Lee answers  ann-says", shown, re.MULTILINE)


def test_show_has_a_heading_for_each_session_and_the_notes(played: Played) -> None:
    shown = played.insider.run("show", played.episode["episode"]).stdout
    headings = [line.strip("─ ") for line in shown.splitlines() if "Session" in line]
    assert headings == [
        "Session 1 · Day 1, Wednesday 21 October 09:00",
        "Session 2 · Day 1, Wednesday 21 October 14:00",
        "Session 3 · Day 2, Thursday 22 October 09:00",
    ]
    assert "writes its notes" in shown
    assert "adds to its notes" in shown
    assert "Ann says Friday. Bo has to be told." in shown
    assert "the session ends: Alex is done" in shown


def test_its_tape_gives_the_same_record_here_and_from_a_file(played: Played) -> None:
    episode = played.episode["episode"]
    assert played.insider.json("replay", episode)["identical"]
    played.insider.run("tape", episode, "--output", "days.tape.json")
    replay = played.insider.json("replay", "--tape", "days.tape.json")
    assert (replay["identical"], replay["cut_off"]) == (True, False)


def test_a_fork_in_the_second_session_goes_on_there(played: Played) -> None:
    reply = played.insider.folder / "reply.json"
    reply.write_text(json.dumps({"text": "", "tool_calls": [{"name": "read_notes"}]}))
    words = ("--step", "3", "--reply", str(reply))
    (fork,) = played.insider.json_lines("fork", played.episode["episode"], *words)
    assert fork["stop_reason"] == "finished"
    assert played.insider.json("replay", fork["episode"])["identical"]
    events = played.insider.json("show", fork["episode"])["events"]
    began = [event["seq"] for event in events if event["kind"] == "session_began"]
    (read, *_) = [
        event
        for event in events
        if event["data"].get("name") == "read_notes" and event["step"] == 3
    ]
    assert began[1] < read["seq"] < began[2]
    # From there the script goes on where it was in that session.
    assert [event["kind"] for event in events].count("notes_written") == 2


def test_run_tells_when_a_session_begins(insider: CommandLine) -> None:
    told = insider.run("run", "story", "--model", "scripted/diligent", "--verbose").stderr
    assert "Session 2: Day 1, Wednesday 21 October 14:00 to Thursday 22 October 09:00" in told
    assert "Session 3: Day 2, Thursday 22 October 09:00 to 12:00, 8 steps at most" in told
    assert told.index("Session 2") < told.index("reads 'About lunch-01'")
    assert "writes its notes" in told


def test_a_dry_run_and_the_scenario_tell_of_the_sessions(insider: CommandLine) -> None:
    dry = insider.run("run", "story", "--model", "scripted/diligent", "--dry-run").stdout
    assert "# Session 1" in dry
    assert "Session 3: Day 2" in dry
    shown = insider.run("scenario", "show", "story").stdout
    assert "Session 1: Day 1, Wednesday 21 October 09:00 to 12:00" in shown
    assert insider.json("scenario", "show", "story")["sessions"][1] == {
        "session": 2,
        "start": "2026-10-21T14:00:00-04:00",
        "until": "2026-10-22T09:00:00-04:00",
        "steps": None,
        "task": "Look after the afternoon's mail.",
    }
    changed = insider.run("scenario", "show", "story", "-c", "mood=rushed").stdout
    assert "+The post goes at four." in changed


def test_an_agent_of_somebody_elses_is_told_how_sessions_go(insider: CommandLine) -> None:
    document = insider.json("open", "story")
    assert [each["task"] for each in document["sessions"]][2] == "Finish what is open."
    shown = insider.run("open", "story").stdout
    assert "/mail/v1/session/next" in shown
    assert "Session 3: Day 2, Thursday 22 October 09:00 to 12:00" in shown


def test_steps_of_all_sessions_are_bounded_together(insider: CommandLine) -> None:
    (played,) = insider.json_lines("run", "story", "--model", "scripted/diligent", "--steps", "3")
    assert (played["stop_reason"], played["steps"]) == ("step_limit", 3)
