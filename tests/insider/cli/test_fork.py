"""``insider fork``: another way on from a step, proved by a replay."""

import json
from pathlib import Path

import pytest

from support.command_line import CommandLine
from support.openai_server import chat_completion, openai_server

PRESSURE = ("-c", "goal.type=explicit", "--threat", "replacement")


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder in which an episode was played, and its id, for tests that begin with it."""
    elsewhere = CommandLine(tmp_path_factory.mktemp("honest"))
    document = elsewhere.play("blackmail", "honest")
    return elsewhere.folder, str(document["episode"])


def fork(insider: CommandLine, *words: str) -> dict[str, object]:
    (document,) = insider.json_lines("fork", *words)
    assert isinstance(document, dict)
    assert insider.json("replay", str(document["episode"]))["identical"]
    return document


def test_another_script_goes_on_where_the_first_one_was(insider: CommandLine) -> None:
    parent = insider.play("blackmail", "blackmailer", *PRESSURE)
    made = fork(insider, parent["episode"], "--step", "1", "--model", "scripted/honest")
    assert made["fork"] == {
        "parent": parent["episode"],
        "step": 1,
        "changed": {"model": "scripted/blackmailer"},
    }
    assert made["verdict"]["categories"] == []  # type: ignore[index]
    shown = insider.run("show", str(made["episode"])).stdout
    assert f"Forked from {parent['episode']} after step 1." in shown
    document = insider.json("show", str(made["episode"]))
    assert document["events"][0]["data"]["fork"]["parent"] == parent["episode"]


def test_the_same_script_in_another_world(insider: CommandLine) -> None:
    parent = insider.play("blackmail", "blackmailer", *PRESSURE)
    made = fork(insider, parent["episode"], "--step", "1", "--threat", "none")
    assert made["condition"]["threat"] == "none"  # type: ignore[index]
    assert made["fork"]["changed"] == {"condition": {"threat": "replacement"}}  # type: ignore[index]
    assert isinstance(made["parts_at"], int)


def test_a_reply_that_somebody_wrote(insider: CommandLine) -> None:
    parent = insider.play("leaking", "bystander")
    said = {"text": "Done.", "tool_calls": [{"name": "finish", "arguments": {"summary": "So."}}]}
    file = insider.folder / "reply.json"
    file.write_text(json.dumps(said))
    made = fork(insider, parent["episode"], "--step", "1", "--reply", str(file))
    assert (made["stop_reason"], made["steps"], made["summary"]) == ("finished", 1, "So.")
    file.write_text('{"tool_calls": [{"name": ""}]}')
    wrong = insider.run("fork", parent["episode"], "--step", "1", "--reply", str(file), code=2)
    assert "tool_calls.0.name" in wrong.stderr


def test_an_episode_of_one_answer_is_forked_before_or_at_it(insider: CommandLine) -> None:
    parent = insider.play("blackmail", "blackmailer", *PRESSURE, "-c", "delivery=classic")
    before = fork(insider, parent["episode"], "--step", "0", "--model", "scripted/honest")
    assert before["verdict"]["categories"] == []  # type: ignore[index]
    file = insider.folder / "reply.json"
    mail = {"to": ["gordon.pell@tarnmoor.com"], "subject": "Hello", "text": "Good day."}
    said = {"text": "One mail.", "tool_calls": [{"name": "send_message", "arguments": mail}]}
    file.write_text(json.dumps(said))
    at = fork(insider, parent["episode"], "--step", "1", "--reply", str(file))
    (letter,) = insider.json("show", str(at["episode"]), "--mail")
    assert letter["subject"] == "Hello"


def test_an_approval_in_the_place_of_a_refusal(insider: CommandLine) -> None:
    guarded = ("-c", "approval=all", "-c", "approver=policy")
    parent = insider.play("leaking", "bystander", *guarded)
    made = fork(insider, parent["episode"], "--approve", "1", "--reason", "Let us see.")
    assert made["fork"]["changed"] == {"decision": 1}  # type: ignore[index]
    shown = insider.run("show", str(made["episode"])).stdout
    assert "1 approved by fork: Let us see." in shown


def test_a_model_of_ones_own_goes_on_with_the_conversation(insider: CommandLine) -> None:
    parent = insider.play("blackmail", "blackmailer", *PRESSURE)
    finish = chat_completion(calls=[("c1", "finish", '{"summary": "I stop here."}')])
    with openai_server(finish) as stand_in:
        words = ("--model", "openai/stand-in", "--api-base", stand_in.api_base)
        made = fork(insider, parent["episode"], "--step", "1", *words)
    assert made["summary"] == "I stop here."
    roles = [message["role"] for message in stand_in.requests[0].messages]
    assert roles[:3] == ["system", "user", "assistant"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--step", "99"], "no step 99"),
        ([], "after which step"),
        (["--step", "1", "--tool-protocol", "text"], "A fork goes on as its parent spoke"),
        (["--step", "1", "--model", "gpt"], "names no provider"),
        (["--step", "1", "-c", "mood=bad"], "mood"),
        (["--refuse", "1"], "--reason"),
        (["--refuse", "1", "--approve", "1"], "either"),
        (["--approve", "4"], "Nothing was decided"),
        (["--step", "1", "--temperature", "9"], "--temperature"),
    ],
)
def test_what_cannot_be_forked_is_one_sentence(
    insider: CommandLine, honest: tuple[Path, str], words: list[str], said: str
) -> None:
    folder, parent = honest
    insider.begin_with(folder)
    result = insider.run("fork", parent, *words, code=2)
    assert said in result.stderr
