"""Answers in files: what one judging gave, another one reads, and nothing else is taken for one."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from alex.chat import Usage
from insider.errors import JudgeError
from insider.judging import (
    AnswersFile,
    AnswersInDatabase,
    RecordedAnswer,
    read_answers,
    write_answers,
)

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
    ["no", "[]", '{"key": "x", "judge": "me", "answer": {}}', '{"judge": "me", "answer": {}}'],
)
def test_a_line_that_is_no_answer_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(f"\n{line}\n")
    with pytest.raises(JudgeError, match=r"answers\.jsonl:2: .* needs key, judge and answer"):
        read_answers(path)


def test_a_file_that_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    for name, content in (("not-text", b"\xff\xfe\x00"), ("long", b"x" * 300_000)):
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
    assert answers.find(KEY) is None
    answers.keep(recorded(), Usage(prompt_tokens=7))
    answers.keep(RecordedAnswer(key=KEY, judge="openai/j", answer={"answer": "done"}), Usage())
    assert answers.find(KEY) == {"answer": "done"}
