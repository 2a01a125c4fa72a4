"""Judges' answers as they are kept: by the hash of the question, so that none is asked twice.

Three places: a dictionary, the database, and files of one JSON object a line, by which answers are
recorded and brought elsewhere. What is kept was verified, and is verified again when it is used.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Protocol, TextIO

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from sqlalchemy import Engine, select

from alex.chat import Usage
from corpmail.clock import fresh_id, wall_now
from corpmail.database import insert_into, read_transaction, write_transaction
from insider.episodes import this_process
from insider.errors import JudgeError
from insider.inspection.tables import JudgeAnswerRow, JudgeUnprovenRow
from insider.judging.answer import read_kept
from insider.judging.claims import give_back_claim, renew_claim, take_claim

LONGEST_LINE = 2_000_000
"""Characters. The longest answer that can hold has its explanation and quotes of 4,000 each, and as
JSON up to six times as many."""

_answer = JudgeAnswerRow.metadata.tables["judge_answer"]
_unproven = JudgeUnprovenRow.metadata.tables["judge_unproven"]


class RecordedAnswer(BaseModel):
    """A line of a file of answers."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    key: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """``Question.key`` of the judge and the sample."""
    judge: Annotated[str, Field(min_length=1)]
    answer: dict[str, object] | None
    """As ``JudgeAnswer``; read strictly when it is used. None where none held so far."""
    unproven: Annotated[int, Field(ge=0, le=10**6, strict=True)] = 0
    """Attempts at it that accused with evidence that does not stand."""

    @model_validator(mode="after")
    def _says_something(self) -> "RecordedAnswer":
        if self.answer is None and not self.unproven:
            raise ValueError("it has no answer")
        return self

    def write(self) -> str:
        """Return it as a line of a file, without its end."""
        return json.dumps(self.model_dump(exclude_defaults=True), ensure_ascii=False)


class AnswerStore(Protocol):
    """Keeps answers by their key."""

    def find(self, key: str, judge: str) -> Mapping[str, object] | None:
        """Return what a judge answered, if anything is kept."""

    def judge_of(self, key: str) -> str | None:
        """Return whose answer is kept under a key, if any is."""

    def unproven(self, key: str) -> int:
        """Return how many attempts at an answer accused with evidence that does not stand."""

    def keep(self, recorded: RecordedAnswer, usage: Usage) -> None:
        """Keep an answer in the place of any other of its key, and how many attempts accused."""

    def claim(self, key: str) -> bool:
        """Tell whether a question may be asked now; if so, others wait till it is given back."""

    def renew(self, key: str) -> None:
        """Say that a question is still being asked."""

    def give_back(self, key: str) -> None:
        """Say that a question is not being asked any more."""


@dataclass(slots=True)
class AnswersInMemory:
    """Answers without a database, such as those of a file."""

    kept: dict[str, RecordedAnswer] = field(default_factory=dict)

    def find(self, key: str, judge: str) -> Mapping[str, object] | None:
        """Return what a judge answered, if anything is kept."""
        return self.kept[key].answer if self.judge_of(key) == judge else None

    def judge_of(self, key: str) -> str | None:
        """Return whose answer is kept under a key, if any is."""
        return self.kept[key].judge if key in self.kept else None

    def unproven(self, key: str) -> int:
        """Return how many attempts at an answer accused with evidence that does not stand."""
        return self.kept[key].unproven if key in self.kept else 0

    def keep(self, recorded: RecordedAnswer, usage: Usage) -> None:
        """Keep an answer in the place of any other of its key, and how many attempts accused."""
        before = self.kept.get(recorded.key, recorded)
        answer = before.answer if recorded.answer is None else recorded.answer
        most = max(before.unproven, recorded.unproven)
        self.kept[recorded.key] = recorded.model_copy(update={"answer": answer, "unproven": most})

    def claim(self, key: str) -> bool:
        """Tell whether a question may be asked now: always, since nobody else has this memory."""
        return True

    def renew(self, key: str) -> None:
        """Say that a question is still being asked."""

    def give_back(self, key: str) -> None:
        """Say that a question is not being asked any more."""


@dataclass(frozen=True, slots=True)
class AnswersInDatabase:
    """The answers that a database keeps, over all its episodes."""

    engine: Engine
    owner: str = field(default_factory=lambda: f"{fresh_id('asks')}@{this_process()}")
    """By which it claims what it asks."""

    def find(self, key: str, judge: str) -> Mapping[str, object] | None:
        """Return what a judge answered, if anything is kept."""
        with read_transaction(self.engine) as session:
            theirs = (_answer.c.key == key, _answer.c.judge == judge)
            return session.execute(select(_answer.c.answer).where(*theirs)).scalar_one_or_none()

    def judge_of(self, key: str) -> str | None:
        """Return whose answer is kept under a key, if any is."""
        with read_transaction(self.engine) as session:
            found = select(_answer.c.judge).where(_answer.c.key == key)
            return session.execute(found).scalar_one_or_none()

    def unproven(self, key: str) -> int:
        """Return how many attempts at an answer accused with evidence that does not stand."""
        with read_transaction(self.engine) as session:
            found = select(_unproven.c.attempts).where(_unproven.c.key == key)
            return session.execute(found).scalar_one_or_none() or 0

    def keep(self, recorded: RecordedAnswer, usage: Usage) -> None:
        """Keep an answer in the place of any other of its key, and how many attempts accused."""
        with write_transaction(self.engine) as session:
            connection = session.connection()
            if recorded.unproven:
                count = insert_into(connection.dialect.name, _unproven)
                connection.execute(
                    count.on_conflict_do_update(
                        index_elements=[_unproven.c.key],
                        set_={"attempts": count.excluded.attempts},
                        where=_unproven.c.attempts < count.excluded.attempts,
                    ),
                    {
                        "key": recorded.key,
                        "judge": recorded.judge,
                        "attempts": recorded.unproven,
                    },
                )
            if recorded.answer is None:
                return
            insert = insert_into(connection.dialect.name, _answer)
            connection.execute(
                insert.on_conflict_do_update(
                    index_elements=[_answer.c.key],
                    set_={column.name: insert.excluded[column.name] for column in _answer.c},
                ),
                {
                    **recorded.model_dump(include={"key", "judge", "answer"}),
                    "prompt_tokens": usage.prompt_tokens,
                    "completion_tokens": usage.completion_tokens,
                    "cost_usd": usage.cost_usd,
                    "asked_wall": wall_now().isoformat(timespec="milliseconds"),
                },
            )

    def claim(self, key: str) -> bool:
        """Tell whether a question may be asked now; if so, others wait till it is given back."""
        return take_claim(self.engine, key, self.owner)

    def renew(self, key: str) -> None:
        """Say that a question is still being asked."""
        renew_claim(self.engine, key, self.owner)

    def give_back(self, key: str) -> None:
        """Say that a question is not being asked any more."""
        give_back_claim(self.engine, key, self.owner)


def read_answers(path: Path) -> list[RecordedAnswer]:
    """Return the answers of a file.

    Args:
        path: One JSON object a line, with ``key``, ``judge`` and ``answer``.

    Raises:
        JudgeError: The file cannot be read, or a line is no answer; with its number.
    """
    return [recorded for _, recorded in number_answers(path)]


def number_answers(path: Path) -> Iterator[tuple[int, RecordedAnswer]]:
    """Yield the answers of a file, each with the number of its line.

    Raises:
        JudgeError: The file cannot be read, or a line is no answer; with its number.
    """
    try:
        # Editors on Windows begin a file with a mark of its own.
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(_lines(file, path), start=1):
                if line.strip():
                    yield number, _read_line(line, f"{path}:{number}")
    except (OSError, UnicodeDecodeError) as error:
        raise JudgeError(f"The answers of {path} cannot be read: {error}.") from error


def write_answers(path: Path, answers: Iterable[RecordedAnswer]) -> None:
    """Write answers into a file that ``read_answers`` reads, in the order of their keys.

    The file has them all, or is what it was before.

    Args:
        path: Where; an older file is replaced.
        answers: Which ones; of one key only the last.

    Raises:
        JudgeError: The file cannot be written.
    """
    by_key = {each.key: each for each in answers}
    lines = [by_key[key].write() for key in sorted(by_key)]
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise _cannot_write(path, error) from error


class AnswersFile:
    """A file to which every answer is added as soon as it holds: it was paid for.

    What the file had stays. Each answer is on the disk before the next one is asked for, so that
    nothing is lost where the process dies.

    Args:
        path: A file of answers, or of none yet.

    Raises:
        JudgeError: It cannot be read or written, or has something else in it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = {each.key: each for each in read_answers(path)} if path.exists() else {}
        self._append("" if _ends_a_line(path) else "\n")

    def add(self, recorded: RecordedAnswer) -> None:
        """Write an answer to the end of the file, unless it has it already.

        Raises:
            JudgeError: It cannot be written.
        """
        if self._kept.get(recorded.key) != recorded:
            self._append(f"{recorded.write()}\n")
            self._kept[recorded.key] = recorded

    def put_in_order(self) -> None:
        """Write the file anew in the order of keys, with the last answer of each alone.

        Raises:
            JudgeError: It cannot be read or written.
        """
        write_answers(self._path, read_answers(self._path))

    def _append(self, text: str) -> None:
        try:
            # Opened each time, since somebody else may put the file in order meanwhile.
            with self._path.open("a", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            raise _cannot_write(self._path, error) from error


def _ends_a_line(path: Path) -> bool:
    return not path.exists() or path.read_bytes()[-1:] in (b"", b"\n")


def _cannot_write(path: Path, error: OSError) -> JudgeError:
    return JudgeError(f"The answers cannot be written to {path}: {error.strerror}.")


def _lines(file: TextIO, path: Path) -> Iterator[str]:
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise JudgeError(f"{path}:{number}: The line is too long to be an answer.")
        yield line


def _read_line(line: str, where: str) -> RecordedAnswer:
    try:
        return RecordedAnswer.model_validate(read_kept(line))
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        said = ".".join(map(str, (*first["loc"], ""))) + f" {first['msg']}"
    except JudgeError as error:
        said = error.message
    raise JudgeError(
        f"{where}: The line is no recorded answer ({said.strip(' .')}); it needs key, judge and "
        "answer."
    )
