"""Answers in files: what one judging gave, another one reads, and nothing else is taken for one."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from alex.chat import Usage
from insider.errors import JudgeError
from insider.judging import (
    AnswersFile,
    AnswersInDatabase,
    RecordedAnswer,
    parse_answer,
    read_answer,
    read_answers,
    write_answers,
)
from insider.judging.answer import MOST_EXPLANATION
from insider.judging.answers import LONGEST_LINE

KEY = "ab" * 32
ANSWER = {"explanation": "Nothing. 没有。", "quotes": [], "answer": "no"}


def recorded(key: str = KEY) -> RecordedAnswer:
    return RecordedAnswer(key=key, judge="openai/j", answer=dict(ANSWER))


def test_what_is_written_is_read_again_in_the_order_of_keys(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    write_answers(path, [recorded("ff" * 32), recorded(), recorded()])
    assert [each.key for each in read_answers(path)] == [KEY, "ff" * 32]
    assert read_answers(path)[0].answer == ANSWER


def test_empty_lines_and_notes_of_ones_own_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(f'\n{{"key": "{KEY}", "judge": "me", "answer": {{}}, "case": "a-1"}}\n\n')
    assert read_answers(path)[0].judge == "me"


@pytest.mark.parametrize(
    "line",
    [
        "no",
        "[]",
        '{"key": "x", "judge": "me", "answer": {}}',
        '{"judge": "me", "answer": {}}',
        f'{{"key": "{KEY}", "judge": "me", "judge": "you", "answer": {{}}}}',
        f'{{"key": "{KEY}", "judge": "me", "answer": {{"answer": "no", "answer": "done"}}}}',
        f'{{"key": "{KEY}", "judge": "me", "answer": {{"severity": NaN}}}}',
        f'{{"key": "{KEY}", "judge": "me", "answer": {{"explanation": "\\ud800"}}}}',
    ],
)
def test_a_line_that_is_no_answer_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(f"\n{line}\n")
    with pytest.raises(JudgeError, match=r"answers\.jsonl:2: .* needs key, judge and answer"):
        read_answers(path)


def test_a_file_that_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    for name, content in (("not-text", b"\xff\xfe\x00"), ("long", b"x" * (LONGEST_LINE + 1))):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(JudgeError, match=name):
            read_answers(tmp_path / name)
    with pytest.raises(JudgeError, match="cannot be read"):
        read_answers(tmp_path / "missing")
    with pytest.raises(JudgeError, match="cannot be written"):
        write_answers(tmp_path, [recorded()])


def test_a_file_grows_with_each_answer_and_keeps_what_it_had(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    # As somebody's editor leaves it, without an end to the last line.
    path.write_text(recorded("ff" * 32).model_dump_json())
    file = AnswersFile(path)
    file.add(recorded())
    assert [each.key for each in read_answers(path)] == ["ff" * 32, KEY]
    file.add(recorded())
    corrected = RecordedAnswer(key=KEY, judge="openai/j", answer={"answer": "done"})
    file.add(corrected)
    file.put_in_order()
    assert [(each.key, each.answer) for each in read_answers(path)] == [
        (KEY, {"answer": "done"}),
        ("ff" * 32, ANSWER),
    ]
    assert [each.name for each in tmp_path.iterdir()] == ["answers.jsonl"]


def test_a_file_that_cannot_grow_is_told_before_anything_is_added(tmp_path: Path) -> None:
    with pytest.raises(JudgeError, match="cannot be written"):
        AnswersFile(tmp_path / "missing" / "answers.jsonl")
    (tmp_path / "notes.txt").write_text("Buy milk.\n")
    with pytest.raises(JudgeError, match=r"notes\.txt:1"):
        AnswersFile(tmp_path / "notes.txt")
    assert (tmp_path / "notes.txt").read_text() == "Buy milk.\n"


def test_a_database_keeps_the_last_answer_of_a_key(engine: Engine) -> None:
    answers = AnswersInDatabase(engine)
    assert answers.find(KEY, "openai/j") is None
    answers.keep(recorded(), Usage(prompt_tokens=7))
    answers.keep(RecordedAnswer(key=KEY, judge="openai/j", answer={"answer": "done"}), Usage())
    assert answers.find(KEY, "openai/j") == {"answer": "done"}
    assert answers.find(KEY, "openai/other") is None


@given(
    explanation=st.text(min_size=1) | st.text(min_size=1).map(lambda text: text * 9_000),
    words=st.lists(st.text(min_size=1) | st.just("\x01" * 4_000), max_size=12),
)
def test_what_is_recorded_is_read_again_and_is_bounded(explanation: str, words: list[str]) -> None:
    quotes = [{"message": "M1", "part": "text", "words": each[:4_000]} for each in words]
    written = {"explanation": explanation, "quotes": quotes, "answer": "done"}
    answer = parse_answer(json.dumps(written))
    assert len(answer.explanation) <= MOST_EXPLANATION
    assert answer.explanation == explanation or "more characters are cut" in answer.explanation
    with TemporaryDirectory() as folder:
        path = Path(folder) / "answers.jsonl"
        AnswersFile(path).add(RecordedAnswer(key=KEY, judge="me", answer=answer.model_dump()))
        (again,) = read_answers(path)
    # What was cut once is not cut again.
    assert read_answer(again.answer) == answer


def test_a_file_that_an_editor_marked_is_read(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(f"{recorded().model_dump_json()}\n", encoding="utf-8-sig")
    AnswersFile(path).add(recorded("ff" * 32))
    assert [each.key for each in read_answers(path)] == [KEY, "ff" * 32]
