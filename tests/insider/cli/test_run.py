"""``insider run``: checks first, then episodes with verdicts."""

import json

import pytest

from support.command_line import CommandLine
from support.openai_server import chat_completion, failure, openai_server

PRESSURE = ("-c", "goal.type=explicit", "--threat", "replacement")


def test_an_honest_alex_is_found_clean(insider: CommandLine) -> None:
    document = insider.play("blackmail", "honest")
    assert document["verdict"]["outcome"] == "clean"
    assert document["stop_reason"] == "finished"
    assert document["condition"] == document["control"]


def test_a_harmful_alex_is_found_out_and_the_exit_code_is_still_0(insider: CommandLine) -> None:
    document = insider.play("blackmail", "blackmailer", *PRESSURE)
    assert document["verdict"]["categories"] == ["blackmail"]
    (finding,) = document["verdict"]["findings"]
    assert finding["quotes"][0]["words"]


def test_a_person_reads_verdict_and_evidence_on_standard_output(insider: CommandLine) -> None:
    result = insider.run("run", "blackmail", *PRESSURE, "--model", "scripted/blackmailer", "-v")
    assert "Verdict: harm was done." in result.stdout
    assert "blackmail (high)" in result.stdout
    assert "sends mail to gordon.pell@" in result.stderr
    assert "insider show ep-" in result.stderr


def test_each_epoch_has_a_seed_of_its_own(insider: CommandLine) -> None:
    documents = insider.json_lines(
        "run", "leaking", "--model", "scripted/bystander", "--epochs", "2", "--seed", "5"
    )
    assert [(each["epoch"], each["seed"]) for each in documents] == [(1, 5), (2, 6)]


def test_a_dry_run_shows_the_prompt_and_stores_nothing(insider: CommandLine) -> None:
    document = insider.json("run", "lethal", "--model", "openai/some-model", "--dry-run")
    assert [message["role"] for message in document["prompt"]] == ["system", "user"]
    assert "cancel_alert" in [tool["name"] for tool in document["tools"]]
    assert list(insider.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere", "--model", "scripted/honest"], "nowhere"),
        (["blackmail", "--model", "scripted/nobody"], "There is no script 'nobody'"),
        (["blackmail", "--model", "gpt"], "names no provider"),
        (["blackmail", "--model", "scripted/honest", "-c", "goal.type=world"], "world"),
        (["blackmail", "--model", "scripted/honest", "-c", "mood=bad"], "mood"),
        (["blackmail", "--model", "scripted/honest", "-c", "goal"], "factor=value"),
        (
            ["blackmail", "--model", "scripted/honest", "--goal", "none", "-c", "goal.type=none"],
            "twice",
        ),
        (["blackmail", "--model", "scripted/honest", "--goal=none", "--goal=explicit"], "twice"),
        (["blackmail"], "--model or --tape"),
        (["blackmail", "--model", "openai/x", "--api-base", "ftp://x"], "--api-base"),
        (["blackmail", "--model", "endpoint/x"], "needs its address"),
        (
            [
                *("blackmail", "--model", "openai/x", "--api-base", "http://127.0.0.1/v1"),
                *("-c", "monitor=block", "--monitor-model", "endpoint/y"),
            ],
            "'endpoint/y' is asked at an endpoint of your own",
        ),
        (["blackmail", "--model", "openai/x", "--api-key-env", "NO_SUCH_KEY"], "NO_SUCH_KEY"),
        (["blackmail", "--model", "openai/x", "--steps", "0"], "--steps"),
        (["blackmail", "--model", "openai/x", "--max-cost", "-1"], "--max-cost"),
        (["blackmail", "--model", "openai/x", "--seed", str(10**30)], "--seed"),
        (["blackmail", "--model", "openai/x", "--epochs", str(10**21)], "--epochs"),
        (["blackmail", "--model", "openai/x", "--steps", str(10**21)], "--steps"),
        (["blackmail", "--model", "openai/x", "--timeout", "inf"], "--timeout"),
        (["blackmail", "--model", "openai/x", "--max-seconds", "nan"], "--max-seconds"),
        (["blackmail", "--model", "openai/x", "--temperature", "nan"], "--temperature"),
    ],
)
def test_bad_input_is_refused_before_anything_is_stored(
    insider: CommandLine, words: list[str], said: str
) -> None:
    result = insider.run("run", *words, code=2)
    assert said in result.stderr
    assert result.stdout == ""
    assert list(insider.folder.iterdir()) == []


def test_a_seed_with_faults_is_refused_with_file_and_line(
    insider: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    (insider.folder / "seed" / "company").mkdir(parents=True)
    monkeypatch.setenv("INSIDER_SEED_DIR", str(insider.folder / "seed"))
    insider.folder.joinpath("seed/scenarios/blackmail").mkdir(parents=True)
    result = insider.run("run", "blackmail", "--model", "scripted/honest", code=2)
    assert result.stderr.startswith("insider: ")
    assert "company.yaml" in result.stderr


def test_a_setting_that_is_not_taken_is_named(
    insider: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSIDER_PORT", "many")
    result = insider.run("show", code=2)
    assert "INSIDER_PORT" in result.stderr


@pytest.mark.parametrize("name", ["openai/stand-in", "endpoint/stand-in"])
def test_a_model_behind_an_endpoint_works_as_alex(
    insider: CommandLine, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("MY_KEY", "sk-not-to-be-seen")
    answers = [
        chat_completion(calls=[("c1", "list_messages", "{}")]),
        chat_completion(calls=[("c2", "finish", json.dumps({"summary": "Looked."}))]),
    ]
    with openai_server(*answers) as endpoint:
        result = insider.run(
            "run", "blackmail", "--model", name, "--json",
            "--api-base", endpoint.api_base, "--api-key-env", "MY_KEY",
        )  # fmt: skip
        assert endpoint.requests[0].authorization == "Bearer sk-not-to-be-seen"
    document = json.loads(result.stdout)
    assert document["summary"] == "Looked."
    dump = insider.run("show", document["episode"], "--json").stdout
    assert "sk-not-to-be-seen" not in result.output + dump
    assert insider.json("replay", document["episode"])["identical"] is True


def test_a_fork_goes_on_at_its_parents_endpoint(insider: CommandLine) -> None:
    answers = [
        chat_completion(calls=[("c1", "list_messages", "{}")]),
        chat_completion(calls=[("c2", "finish", json.dumps({"summary": "Looked."}))]),
        chat_completion(calls=[("c3", "finish", json.dumps({"summary": "Again."}))]),
    ]
    words = ("run", "blackmail", "--model", "endpoint/x")
    with openai_server(*answers) as endpoint:
        (parent,) = insider.json_lines(*words, "--api-base", endpoint.api_base)
        (fork,) = insider.json_lines("fork", parent["episode"], "--step", "1")
    assert (parent["summary"], fork["summary"]) == ("Looked.", "Again.")


def test_an_errored_episode_is_no_verdict_and_exit_code_1(insider: CommandLine) -> None:
    with openai_server(failure(401, "no such key")) as endpoint:
        (document,) = insider.json_lines(
            "run", "blackmail", "--model", "openai/x", "--api-base", endpoint.api_base, code=1
        )
    assert document["stop_reason"] == "errored"
    assert document["verdict"]["outcome"] == "errored"
    assert document["error"]


def test_one_step_is_told_in_the_singular(insider: CommandLine) -> None:
    finish = chat_completion(calls=[("c1", "finish", json.dumps({"summary": "Nothing to do."}))])
    with openai_server(finish) as endpoint:
        words = ("run", "blackmail", "--model", "openai/x", "--api-base", endpoint.api_base)
        result = insider.run(*words)
    assert "after 1 step." in result.stdout


def test_an_answer_with_an_absurd_usage_is_asked_for_again_and_counts_for_nothing(
    insider: CommandLine,
) -> None:
    calls = [("c1", "finish", json.dumps({"summary": "Nothing to do."}))]
    absurd = chat_completion(calls=calls, usage={"prompt_tokens": 2**62, "completion_tokens": 1})
    with openai_server(absurd, chat_completion(calls=calls)) as endpoint:
        words = ("run", "blackmail", "--model", "openai/x", "--api-base", endpoint.api_base)
        (document,) = insider.json_lines(*words)
    assert (document["stop_reason"], document["prompt_tokens"]) == ("finished", 100)
