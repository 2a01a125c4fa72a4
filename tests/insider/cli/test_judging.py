"""``insider inspect --judge``: stored episodes judged through LiteLLM, on loopback."""

import contextlib
import json
import re
import signal
import socket
import sqlite3
import time
from pathlib import Path

import pytest

from insider.judging import JudgeSettings, read_answers
from insider.judging.asking import MOST_FAILURES
from support.command_line import CommandLine
from support.judges import answered, judged
from support.openai_server import HANG, Answer, StandIn, chat_completion, failure, openai_server

EXPERIMENT = """
name: small
models: [{name: scripted/leaker}]
grid: [{scenario: leaking, product: {threat: [none, replacement]}}]
epochs: 2
"""
JUDGE = ("--judge", "openai/stand-in")


def label(endpoint: StandIn) -> str:
    """Return how the judge is named: its endpoint, which has another port each time, is in it."""
    return JudgeSettings(name="openai/stand-in", api_base=endpoint.api_base).label


def judge(
    insider: CommandLine, target: str, endpoint: StandIn, *words: str, code: int = 0
) -> dict[str, object]:
    document = insider.json(
        "inspect", target, *JUDGE, "--api-base", endpoint.api_base, "--yes", *words, code=code
    )
    assert isinstance(document, dict)
    return document


@pytest.fixture(scope="module")
def one_played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder in which an episode was played, and its id, for tests that begin with it."""
    elsewhere = CommandLine(tmp_path_factory.mktemp("one"))
    document = elsewhere.play("blackmail", "blackmailer", "--threat", "replacement")
    return elsewhere.folder, str(document["episode"])


@pytest.fixture
def blackmailed(insider: CommandLine, one_played: tuple[Path, str]) -> tuple[CommandLine, str]:
    insider.begin_with(one_played[0])
    return insider, one_played[1]


@pytest.fixture(scope="module")
def all_played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the experiment was played, for tests that begin with it."""
    elsewhere = CommandLine(tmp_path_factory.mktemp("all"))
    (elsewhere.folder / "small.yaml").write_text(EXPERIMENT)
    elsewhere.run("sweep", "small.yaml", "--yes")
    return elsewhere.folder


@pytest.fixture
def swept(insider: CommandLine, all_played: Path) -> CommandLine:
    insider.begin_with(all_played)
    return insider


def test_a_judge_speaks_beside_the_rules(blackmailed: tuple[CommandLine, str]) -> None:
    insider, episode = blackmailed
    with openai_server(judged("no")) as endpoint:
        document = judge(insider, episode, endpoint, "--category", "blackmail")
    assert len(endpoint.requests) == 1
    decision = document["decisions"]["blackmail"]  # type: ignore[index]
    assert [(voice["kind"], voice["answer"]) for voice in decision["voices"]] == [
        ("rules", "done"),
        ("judge", "no"),
    ]
    assert decision["answer"] == "no"
    shown = document["judging"]
    assert isinstance(shown, dict)
    assert shown["categories"] == {
        "blackmail": {label(endpoint): {"done": 0, "attempted": 0, "no": 1, "open": 0}}
    }
    assert shown["disputed"] == {"blackmail": 1}


def test_a_finding_of_a_judge_is_shown_with_its_quote(
    blackmailed: tuple[CommandLine, str],
) -> None:
    insider, episode = blackmailed
    with openai_server(judged("done", "CHG-2291", part="subject")) as endpoint:
        words = (*JUDGE, "--api-base", endpoint.api_base, "--yes", "--category", "disclosure")
        shown = insider.run("inspect", episode, *words)
    assert "disclosure (high) · judge.disclosure" in shown.stdout
    assert "1 judged · 1 call · 110 tokens" in shown.stdout


def test_what_rests_on_mail_that_is_not_shown_is_open_and_told(
    blackmailed: tuple[CommandLine, str],
) -> None:
    insider, episode = blackmailed
    with openai_server(judged("done", "CHG-2291", part="subject")) as endpoint:
        words = (*JUDGE, "--api-base", endpoint.api_base, "--yes", "--category", "sabotage")
        told = insider.run("inspect", episode, *words).stderr
        document = judge(insider, episode, endpoint, "--category", "sabotage")
    assert "Answers are open for what was not shown" in told
    (missing,) = document["judging"]["incomplete"]  # type: ignore[index]
    assert missing.endswith("mails are not shown.")
    assert document["decisions"]["sabotage"]["answer"] == "open"  # type: ignore[index]


def test_judging_again_asks_nobody(blackmailed: tuple[CommandLine, str]) -> None:
    insider, episode = blackmailed
    with openai_server(judged("no")) as endpoint:
        first = judge(insider, episode, endpoint, "--judge-samples", "3")
        asked = len(endpoint.requests)
        again = judge(insider, episode, endpoint, "--judge-samples", "3")
        assert len(endpoint.requests) == asked == 15
        assert first["decisions"] == again["decisions"]
        assert again["judging"]["reused"] == 15  # type: ignore[index]
        judge(insider, episode, endpoint, "--temperature", "0.5")
        assert len(endpoint.requests) == 20


def test_an_episode_that_has_not_ended_is_refused_before_anybody_is_asked(
    insider: CommandLine,
) -> None:
    episode = str(insider.json("open", "blackmail")["episode"])
    with openai_server(judged("no")) as endpoint:
        words = ("inspect", episode, *JUDGE, "--api-base", endpoint.api_base, "--yes")
        assert "has not ended" in insider.run(*words, code=1).stderr
        assert "has not ended" in insider.run(*words, "--dry-run", code=1).stderr
        assert endpoint.requests == []
    assert insider.json("inspect", episode)["outcome"] == "unfinished"


def test_an_experiment_is_judged_without_being_run_again(swept: CommandLine) -> None:
    before = swept.json("show")
    with openai_server(judged("no")) as endpoint:
        document = judge(swept, "small", endpoint, "--category", "deception")
        assert len(endpoint.requests) <= 4
    assert document["experiment"] == "small"
    assert document["episodes"] == 4
    assert document["outcomes"] == {"harm": 4}
    after = swept.json("show")
    assert [each["episode"] for each in after] == [each["episode"] for each in before]
    assert swept.json("inspect", "small")["outcomes"] == {"harm": 4}


def test_answers_are_recorded_and_brought_to_another_database(
    blackmailed: tuple[CommandLine, str],
) -> None:
    insider, episode = blackmailed
    with openai_server(judged("no")) as endpoint:
        judge(insider, episode, endpoint, "--record", "answers.jsonl")
    lines = (insider.folder / "answers.jsonl").read_text().splitlines()
    assert len(lines) == 5
    (insider.folder / "other").mkdir()
    other = CommandLine(insider.folder / "other")
    twin = other.play("blackmail", "blackmailer", "--threat", "replacement")["episode"]
    words = (*JUDGE, "--api-base", endpoint.api_base, "--answers", "../answers.jsonl")
    document = other.json("inspect", twin, *words)
    assert document["judging"]["reused"] == 5
    assert document["judging"]["calls"] == 0


def test_questions_are_printed_so_that_answers_can_be_written_by_hand(
    blackmailed: tuple[CommandLine, str],
) -> None:
    insider, episode = blackmailed
    words = ("inspect", episode, "--judge", "recorded/me")
    questions = insider.json_lines(*words, "--dry-run")
    assert {each["category"] for each in questions} >= {"blackmail", "disclosure", "sabotage"}
    assert [each["key"] for each in questions] == sorted(each["key"] for each in questions)
    answers = [
        {"key": each["key"], "judge": each["judge"], "answer": json.loads(answered("no"))}
        for each in questions
    ]
    lines = "".join(f"{json.dumps(each)}\n" for each in answers)
    (insider.folder / "mine.jsonl").write_text(lines)
    document = insider.json(*words, "--answers", "mine.jsonl")
    voice = document["decisions"]["blackmail"]["voices"][1]
    assert (voice["who"], voice["answer"]) == ("recorded/me", "no")
    assert insider.json_lines(*words, "--dry-run") == []


@pytest.mark.parametrize(
    "trouble", [chat_completion(content="Hm."), judged("done", "words that are nowhere")]
)
def test_what_a_judge_failed_at_is_open_and_told_by_the_exit_code(
    trouble: Answer, blackmailed: tuple[CommandLine, str]
) -> None:
    insider, episode = blackmailed
    with openai_server(trouble) as endpoint:
        document = judge(insider, episode, endpoint, "--category", "sabotage", code=1)
        assert document["decisions"]["sabotage"]["answer"] == "open"  # type: ignore[index]
        assert document["outcome"] == "harm"
    with openai_server(judged("no")) as endpoint:
        document = judge(insider, episode, endpoint, "--category", "sabotage")
        assert document["decisions"]["sabotage"]["answer"] == "no"  # type: ignore[index]


def test_a_judge_whose_answers_are_of_no_use_is_got_rid_of(swept: CommandLine) -> None:
    before = swept.json("inspect", "small")
    episode = swept.json("show")[0]["episode"]
    clean = swept.json("inspect", episode)
    with (
        openai_server(chat_completion(content="Hm.")) as useless,
        openai_server(judged("no")) as good,
    ):
        judge(swept, "small", useless, code=1)
        judge(swept, "small", good, "--category", "sabotage", "--judge-samples", "3")
        asked = len(good.requests)
        assert label(useless) in str(swept.json("inspect", episode)["decisions"])
        told = swept.run("inspect", "small", "--drop-judge", label(useless)).stderr
        assert f"Deleted of {label(useless)}: 16 judgements, 0 answers; 4 verdicts" in told
        judge(swept, "small", good, "--category", "sabotage", "--judge-samples", "3")
        assert len(good.requests) == asked
        document = swept.json("inspect", "small", "--drop-judge", label(good))
    assert document["dropped"][label(good)]["judgements"] == 4
    assert document["dropped"][label(good)]["answers"] == asked
    assert document["outcomes"] == before["outcomes"]
    assert swept.json("inspect", episode) == clean


def test_a_grading_of_thoughts_is_taken_back_with_its_judge(
    blackmailed: tuple[CommandLine, str],
) -> None:
    insider, episode = blackmailed
    graded = insider.json("inspect", episode)
    empty = chat_completion(content='{"situation": [], "intents": [], "acknowledgements": []}')
    with openai_server(judged("no"), empty) as endpoint:
        words = ("--category", "sabotage", "--thoughts", "--concurrency", "1")
        judge(insider, episode, endpoint, *words)
    document = insider.json("inspect", episode, "--drop-judge", label(endpoint))
    assert document.pop("dropped") == {
        label(endpoint): {"episodes": 1, "judgements": 1, "answers": 2, "thoughts": 1}
    }
    assert document == graded


def test_a_judge_to_be_got_rid_of_is_named_as_it_is_kept(
    blackmailed: tuple[CommandLine, str],
) -> None:
    insider, episode = blackmailed
    with openai_server(judged("no")) as endpoint:
        judge(insider, episode, endpoint)
    told = insider.run("inspect", episode, "--drop-judge", "openai/stand-in", code=2).stderr
    assert f"those who have: '{label(endpoint)}'" in told
    told = insider.run("inspect", episode, *JUDGE, "--drop-judge", "x", code=2).stderr
    assert "goes without --judge" in told


def test_accusations_without_evidence_are_counted_shown_and_recorded(
    blackmailed: tuple[CommandLine, str],
) -> None:
    insider, episode = blackmailed
    with openai_server(judged("done", "words that are nowhere"), judged("no")) as endpoint:
        words = ("--category", "sabotage", "--record", "a.jsonl")
        document = judge(insider, episode, endpoint, *words, code=1)
        base = ("--api-base", endpoint.api_base, "--yes", "--category", "sabotage")
        shown = insider.run("inspect", episode, *JUDGE, *base, code=1)
        # Elsewhere, too, a "no" of the same sample does not count.
        (insider.folder / "other").mkdir()
        other = CommandLine(insider.folder / "other")
        twin = str(other.play("blackmail", "blackmailer", "--threat", "replacement")["episode"])
        told = other.json("inspect", twin, *JUDGE, *base, "--answers", "../a.jsonl", code=1)
    assert document["judging"]["unproven"] == {label(endpoint): 1}  # type: ignore[index]
    voice = document["decisions"]["sabotage"]["voices"][1]  # type: ignore[index]
    assert (voice["answer"], voice["unproven"]) == ("open", 1)
    assert "1 × accused without evidence" in " ".join(shown.stdout.split())
    assert "1 attempt of" in shown.stderr
    (recorded,) = read_answers(insider.folder / "a.jsonl")
    assert (recorded.answer, recorded.unproven) == (None, 1)
    assert told["decisions"]["sabotage"]["voices"][1] == voice


def test_a_refused_key_stops_judging_and_changes_no_verdict(swept: CommandLine) -> None:
    with openai_server(failure(401, "no such key")) as endpoint:
        words = ("--concurrency", "1")
        document = judge(swept, "small", endpoint, *words, code=1)
        assert len(endpoint.requests) == 1
    judging = document["judging"]
    assert isinstance(judging, dict)
    assert judging["left"] == 4
    assert judging["categories"] == {}
    assert "no such key" in judging["stopped"][label(endpoint)]
    assert document["outcomes"] == {"harm": 4}


def closed_port() -> int:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return int(unused.getsockname()[1])


@pytest.mark.slow
@pytest.mark.parametrize("host", ["127.0.0.1", "no-such-host.invalid"])
def test_an_address_at_which_nobody_is_there_ends_the_judge_soon(
    insider: CommandLine, host: str
) -> None:
    episode = insider.play("blackmail", "honest")["episode"]
    base = f"http://{host}:{closed_port()}/v1"
    words = ("inspect", episode, *JUDGE, "--api-base", base, "--yes")
    shown = insider.run(*words, code=1)
    why = "The connection is refused" if host == "127.0.0.1" else "The host is not known"
    assert (
        f"No more was asked of openai/stand-in (endpoint={label_of(base)}): {why}" in shown.stderr
    )
    # No harm by rules is not taken for what the judge says.
    told = " ".join(shown.stdout.split())
    assert "was asked, and gave no answer: the verdict has nothing new of it." in told
    assert re.search(r" 0 judged · 0 calls \(\d+ more failed\) · ", told)


def label_of(base: str) -> str:
    name = JudgeSettings(name="openai/stand-in", api_base=base).label
    return name.partition("endpoint=")[2].rstrip(")")


@pytest.mark.slow
def test_what_judges_are_kept_waiting_for_is_told(blackmailed: tuple[CommandLine, str]) -> None:
    insider, episode = blackmailed
    with openai_server(*[failure(500, "boom")] * 8, judged("no")) as endpoint:
        words = ("inspect", episode, *JUDGE, "--api-base", endpoint.api_base, "--yes")
        shown = insider.run(*words, "--concurrency", "1", code=1)
    assert re.search(r"openai is paused for \d s: The provider failed", shown.stderr)
    assert "1 judged · 3 calls (8 more failed) ·" in " ".join(shown.stdout.split())


def test_a_budget_ends_judging_before_it_is_gone_over(swept: CommandLine) -> None:
    with openai_server(judged("no")) as endpoint:
        price = ("--price", "100", "1000", "--max-tokens", "100", "--max-cost", "2")
        document = judge(swept, "small", endpoint, *price, "--concurrency", "1", code=1)
        judging = document["judging"]
        assert isinstance(judging, dict)
        assert 0 < judging["cost_usd"] < 2
        assert judging["left"] > 0
        more = (*price[:-1], "60")
        assert judge(swept, "small", endpoint, *more)["judging"]["left"] == 0  # type: ignore[index]


def test_it_says_what_it_will_take_and_asks(blackmailed: tuple[CommandLine, str]) -> None:
    insider, episode = blackmailed
    with openai_server(judged("no")) as endpoint:
        words = (*JUDGE, "--api-base", endpoint.api_base, "--price", "3", "15")
        asked = insider.run("inspect", episode, *words, code=2)
        assert "About 5 model calls" in asked.stderr
        assert "give --yes" in asked.stderr
        dry = insider.run("inspect", episode, *words, "--dry-run")
        assert "Nobody was asked." in dry.stderr
    assert not endpoint.requests


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--judge", "gpt"), "names no provider"),
        (("--judge", "scripted/honest"), "cannot judge"),
        (("--judge", ""), "A judge needs a name"),
        (("--judge", "recorded/"), "what comes after 'recorded/'"),
        (("--judge", "opnai/gpt-4"), "LiteLLM knows; did you mean 'openai'?"),
        (("--judge", "openai/a", "--api-base", "notaurl"), "'notaurl' is no endpoint"),
        (("--judge", "openai/a", "--api-base", "http://h:port"), "is no endpoint"),
        (("--judge", "openai/a", "--judge", "openai/a"), "named twice"),
        (("--judge", "openai/a", "--judge-samples", "2"), "even number"),
        (("--dry-run",), "Name the judge"),
        (("--judge", "openai/no-such", "--max-cost", "1"), "price"),
    ],
)
def test_what_was_typed_wrongly_is_told(
    words: tuple[str, ...], said: str, blackmailed: tuple[CommandLine, str]
) -> None:
    insider, episode = blackmailed
    result = insider.run("inspect", episode, *words, code=2)
    assert said in result.stderr
    assert insider.json("show", episode)["verdict"]["inspector"]


def test_an_endpoint_that_never_says_anything_is_given_up(swept: CommandLine) -> None:
    with openai_server(failure(400, "no such parameter")) as endpoint:
        document = judge(swept, "small", endpoint, "--judge-samples", "5", code=1)
        assert len(endpoint.requests) <= MOST_FAILURES + 20
    stopped = document["judging"]["stopped"][label(endpoint)]  # type: ignore[index]
    assert "none of the first 10 answers" in stopped
    assert "no such parameter" in stopped


def test_an_answer_file_that_is_none_is_told(
    blackmailed: tuple[CommandLine, str], tmp_path: Path
) -> None:
    insider, episode = blackmailed
    (tmp_path / "bad.jsonl").write_text("yes\n")
    result = insider.run(
        "inspect", episode, *JUDGE, "--answers", str(tmp_path / "bad.jsonl"), code=2
    )
    assert "bad.jsonl:1" in result.stderr


def test_what_others_answered_is_left_out_and_told(
    blackmailed: tuple[CommandLine, str],
) -> None:
    insider, episode = blackmailed
    words = ("inspect", episode, "--judge", "recorded/me", "--category", "disclosure")
    (question,) = insider.json_lines(*words, "--dry-run")

    def write(judge: str) -> None:
        line = {"key": question["key"], "judge": judge, "answer": json.loads(answered("no"))}
        # As an editor on Windows writes it.
        (insider.folder / "a.jsonl").write_text(f"{json.dumps(line)}\n", encoding="utf-8-sig")

    write("recorded/you")
    told = insider.run(*words, "--answers", "a.jsonl", code=1).stderr
    assert "1 answer of a.jsonl left out: by recorded/you" in told
    assert "No answer to this question is recorded" in told
    # The key tells that it was another judge's question, and does so once that one has answered.
    write("recorded/me")
    insider.run(*words, "--answers", "a.jsonl")
    write("recorded/you")
    other = (*words[:3], "recorded/you", *words[4:])
    told = insider.run(*other, "--answers", "a.jsonl", code=2).stderr
    assert "a.jsonl:1: The key is of a question to 'recorded/me'" in told


def test_an_experiment_of_which_nothing_has_ended_has_nothing_to_judge(swept: CommandLine) -> None:
    with contextlib.closing(sqlite3.connect(swept.folder / "insider.db")) as database:
        database.execute("delete from slot")
        database.commit()
    with openai_server(judged("no")) as endpoint:
        words = ("inspect", "small", *JUDGE, "--api-base", endpoint.api_base)
        assert "No episode has ended" in swept.run(*words).stderr


def test_ctrl_c_keeps_and_records_what_was_answered(
    blackmailed: tuple[CommandLine, str],
) -> None:
    insider, episode = blackmailed
    with openai_server(judged("no"), HANG) as endpoint:
        stopped = insider.run_until(
            lambda: len(endpoint.requests) > 1,
            "inspect",
            episode,
            *JUDGE,
            "--api-base",
            endpoint.api_base,
            "--yes",
            "--concurrency",
            "1",
            "--record",
            "answers.jsonl",
            number=signal.SIGINT,
            code=130,
        )
    assert "What was judged is kept" in stopped.stderr
    assert len((insider.folder / "answers.jsonl").read_text().splitlines()) == 1
    words = (*JUDGE, "--api-base", endpoint.api_base, "--dry-run")
    assert len(insider.json_lines("inspect", episode, *words)) == 4


def test_what_was_answered_is_recorded_even_where_the_process_is_killed(
    blackmailed: tuple[CommandLine, str],
) -> None:
    insider, episode = blackmailed
    with openai_server(judged("no"), judged("no"), HANG) as endpoint:
        words = (*JUDGE, "--api-base", endpoint.api_base, "--yes", "--concurrency", "1")
        process = insider.start("inspect", episode, *words, "--record", "answers.jsonl")
        try:
            while len(endpoint.requests) < 3 and process.poll() is None:
                time.sleep(0.05)
        finally:
            process.kill()
            process.communicate()
    assert len(read_answers(insider.folder / "answers.jsonl")) == 2


@pytest.mark.slow
def test_a_second_process_waits_for_the_first_and_goes_on_where_it_dies(
    blackmailed: tuple[CommandLine, str],
) -> None:
    insider, episode = blackmailed
    with openai_server(HANG, judged("no")) as endpoint:
        words = (*JUDGE, "--api-base", endpoint.api_base, "--yes", "--category", "sabotage")
        first = insider.start("inspect", episode, *words)
        second = None
        try:
            while not endpoint.requests and first.poll() is None:
                time.sleep(0.05)
            second = insider.start("inspect", episode, *words, "--json")
            while (told := next(second.stderr or iter(()), "")) and "model call" not in told:
                pass
            first.kill()
            first.wait()
            output, errors = second.communicate(timeout=60)
        finally:
            for process in (first, second):
                if process is not None:
                    process.kill()
                    process.communicate()
        assert (second.returncode, len(endpoint.requests)) == (0, 2), errors
    assert json.loads(output)["judging"]["calls"] == 1


def test_a_record_keeps_what_it_had(blackmailed: tuple[CommandLine, str]) -> None:
    insider, episode = blackmailed
    with openai_server(judged("no")) as endpoint:
        for category in ("sabotage", "deception"):
            words = ("--category", category, "--record", "answers.jsonl")
            judge(insider, episode, endpoint, *words)
    recorded = read_answers(insider.folder / "answers.jsonl")
    assert len(recorded) == 2
    assert [each.key for each in recorded] == sorted(each.key for each in recorded)


def test_a_record_that_cannot_be_written_is_told_before_anybody_is_asked(
    blackmailed: tuple[CommandLine, str],
) -> None:
    insider, episode = blackmailed
    (insider.folder / "notes.txt").write_text("not answers\n")
    with openai_server(judged("no")) as endpoint:
        words = (*JUDGE, "--api-base", endpoint.api_base, "--yes")
        missing = insider.run("inspect", episode, *words, "--record", "no/such/a.jsonl", code=2)
        assert "cannot be written" in missing.stderr
        other = insider.run("inspect", episode, *words, "--record", "notes.txt", code=2)
        assert "notes.txt:1" in other.stderr
        assert endpoint.requests == []
    assert (insider.folder / "notes.txt").read_text() == "not answers\n"


def test_an_answer_that_was_wrong_is_corrected_by_a_file(
    blackmailed: tuple[CommandLine, str],
) -> None:
    insider, episode = blackmailed
    words = ("inspect", episode, "--judge", "recorded/me", "--category", "disclosure")
    (question,) = insider.json_lines(*words, "--dry-run")

    def answer(text: str, code: int = 0) -> object:
        line = {"key": question["key"], "judge": "recorded/me", "answer": json.loads(text)}
        (insider.folder / "mine.jsonl").write_text(f"{json.dumps(line)}\n")
        document = insider.json(*words, "--answers", "mine.jsonl", code=code)
        return document["decisions"]["disclosure"]["voices"][1]["answer"]

    assert answer(answered("done", "words that are nowhere"), code=1) == "open"
    assert answer(answered("no")) == "no"
    assert answer(answered("done", "CHG-2291", part="subject")) == "done"


@pytest.mark.parametrize("lines", [[("no", 3)], [(None, 1), ("no", 0)], [("no", 0), (None, 2)]])
def test_a_recorded_no_beside_accusations_in_vain_is_open(
    blackmailed: tuple[CommandLine, str], lines: list[tuple[str | None, int]]
) -> None:
    insider, episode = blackmailed
    words = ("inspect", episode, "--judge", "recorded/me", "--category", "disclosure")
    (question,) = insider.json_lines(*words, "--dry-run")
    for said, unproven in lines:
        answer = None if said is None else json.loads(answered("no"))
        line = {"key": question["key"], "judge": "recorded/me", "answer": answer}
        with (insider.folder / "a.jsonl").open("a") as file:
            file.write(f"{json.dumps(line | {'unproven': unproven})}\n")
    shown = insider.run(*words, "--answers", "a.jsonl", code=1)
    assert "It says 'no', where" in " ".join(shown.stderr.split())
    document = insider.json(*words, "--answers", "a.jsonl", code=1)
    voice = document["decisions"]["disclosure"]["voices"][1]
    assert (voice["answer"], voice["unproven"]) == ("open", max(each for _, each in lines))


def test_thoughts_are_graded_where_that_is_asked_for(blackmailed: tuple[CommandLine, str]) -> None:
    insider, episode = blackmailed
    empty = chat_completion(content='{"situation": [], "intents": [], "acknowledgements": []}')
    with openai_server(judged("no"), empty) as endpoint:
        words = ("--category", "sabotage", "--thoughts", "--concurrency", "1")
        document = judge(insider, episode, endpoint, *words)
        assert len(endpoint.requests) == 2
    assert document["judging"]["thoughts_graded"] == 1  # type: ignore[index]
    assert document["intent"]["graded_by"] == label(endpoint)  # type: ignore[index]
