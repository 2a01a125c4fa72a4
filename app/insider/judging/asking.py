"""Asks one question of any kind: what is kept, or else a judge, so often till something holds.

Of several processes on one database one asks, and the others wait for what it keeps.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from pydantic import JsonValue

from alex.chat import NOTHING_USED, ChatMessage, ModelReply, Usage
from alex.errors import ModelCallError
from insider.errors import JudgeError
from insider.judging.answers import AnswerStore, RecordedAnswer
from insider.judging.budget import OutOfBudgetError
from insider.judging.claims import LEASE
from insider.judging.judges import Judge

T = TypeVar("T")

ATTEMPTS = 3
"""At an answer that holds, beside what is tried again when a call fails."""
LOOK_AGAIN_SECONDS = 0.5
"""How often it is looked whether another process has got an answer."""
_RENEW_SECONDS = LEASE.total_seconds() / 4
_SEEDS = 1_000
_HOPELESS = frozenset({401, 402, 403, 404, 405, 407, 410, 411, 415, 426, 451, 501, 505})
"""What a provider says whose next answer would be the same, whatever it is asked."""
MOST_FAILURES = 10
"""Answers asked for in vain of a judge that has never said anything in this run. Once it has, a
question may fail for what is in it, such as its length: that is told, and the next one asked."""


class Askable(Protocol):
    """A question of any kind."""

    @property
    def messages(self) -> Sequence[ChatMessage]:
        """The question as it goes to a model."""

    @property
    def schema(self) -> Mapping[str, JsonValue]:
        """The form of its answer, for providers that hold a model to one."""


class Reading(Protocol[T]):
    """Reads the answers to one question."""

    def kept(self, value: object) -> T:
        """Return what an answer says that is kept; raises ``JudgeError`` where it does not hold."""

    def fresh(self, reply: ModelReply) -> T:
        """Return what a reply says; raises ``JudgeError`` where it does not hold."""

    def record(self, value: T) -> RecordedAnswer:
        """Return an answer as it is kept."""


@dataclass(frozen=True, slots=True)
class Got(Generic[T]):
    """What came of a question."""

    value: T | None
    """None where no answer held."""
    errors: Sequence[str]
    """What was wrong with each attempt that failed, a sentence each."""


@dataclass(frozen=True, slots=True)
class _Asked(Generic[T]):
    """An answer that holds, and what it and all failed attempts at it used."""

    value: T
    usage: Usage


@dataclass(slots=True)
class Asking:
    """How questions are asked, and what came of it so far.

    Args:
        answers: Where answers are kept.
        samples: Of each judge to each question; an odd number, so that there can be a majority.
        calls_at_once: By all who ask with it.
        on_answer: Told of every answer that holds, be it new or kept already, and of every attempt
            that accused with evidence that does not stand.
    """

    answers: AnswerStore
    samples: int = 1
    calls_at_once: int = 20
    on_answer: Callable[[RecordedAnswer], None] = lambda _: None
    usage: Usage = NOTHING_USED
    asked: int = 0
    """Model calls whose answers were looked at."""
    failed: int = 0
    """Model calls that were made and gave no answer; most are made again."""
    reused: int = 0
    """Answers that were kept already."""
    _room: asyncio.Semaphore = field(init=False)
    _turns: dict[str, asyncio.Lock] = field(default_factory=dict)
    """Of answers, by key: episodes with the same deeds wait for the one that asks."""

    def __post_init__(self) -> None:
        if self.samples < 1 or self.samples % 2 == 0:
            raise JudgeError(f"{self.samples} samples can be split; ask for an odd number.")
        self._room = asyncio.Semaphore(self.calls_at_once)

    async def find_or_ask(
        self,
        key: str,
        judge: Judge,
        question: "Askable",
        reading: "Reading[T]",
        *,
        number: int = 1,
    ) -> "Got[T] | None":
        """Return what is kept of a question, or else what the judge says to it.

        Whoever asks has claimed the question: of several processes on one database one asks, and
        the others wait for what it keeps.

        Args:
            key: By which its answer is kept.
            judge: Who is asked; ``stopped`` is set where no further question makes sense.
            question: What is asked.
            reading: What reads its answers.
            number: Of the sample, from 1.

        Returns:
            The answer, or why there is none; None where no more is asked of the judge.
        """
        async with self._turns.setdefault(key, asyncio.Lock()):
            while True:
                errors: list[str] = []
                kept = self._find(key, judge, reading, errors)
                if kept is not None:
                    return Got(kept, errors)
                if judge.make_model is None:
                    return Got(None, errors or ["No answer to this question is recorded."])
                async with self._room, self._claimed(key) as ours:
                    if ours:
                        return await self._ask_once(key, judge, question, reading, number)
                if judge.stopped is not None:
                    return None
                await asyncio.sleep(LOOK_AGAIN_SECONDS)

    def _find(self, key: str, judge: Judge, reading: "Reading[T]", errors: list[str]) -> "T | None":
        kept = self.answers.find(key, judge.label)
        if kept is None:
            return None
        try:
            value = reading.kept(kept)
        except JudgeError as error:
            errors.append(f"The answer that was kept does not hold: {error.message}")
            return None
        self.reused += 1
        self.on_answer(reading.record(value))
        return value

    async def _ask_once(
        self, key: str, judge: Judge, question: "Askable", reading: "Reading[T]", number: int
    ) -> "Got[T] | None":
        """Ask what has been claimed, unless whoever had claimed it before has kept an answer."""
        errors: list[str] = []
        kept = self._find(key, judge, reading, errors)
        if kept is not None:
            return Got(kept, errors)
        asked = await self._ask(judge, question, reading, number, errors)
        if asked is None:
            return None if judge.stopped is not None else Got(None, errors)
        recorded = reading.record(asked.value)
        self.answers.keep(recorded, asked.usage)
        self.on_answer(recorded)
        return Got(asked.value, errors)

    async def _ask(
        self,
        judge: Judge,
        question: "Askable",
        reading: "Reading[T]",
        number: int,
        errors: list[str],
    ) -> "_Asked[T] | None":
        """Return an answer that holds; None after so many that do not, or when none comes."""
        used = NOTHING_USED
        for attempt in range(ATTEMPTS):
            if judge.stopped is not None or judge.make_model is None:
                return None
            try:
                reply = await judge.make_model(question.schema).complete(
                    question.messages,
                    (),
                    seed=number * _SEEDS + attempt,
                    on_failure=self._note_failure,
                )
            except ModelCallError as error:
                errors.append(error.message)
                _stop_if_hopeless(judge, error)
                if error.unreadable:
                    continue
                # The adapter has tried again already where that may help.
                return None
            judge.answered = True
            self.asked += 1
            self.usage = self.usage.plus(reply.usage)
            used = used.plus(reply.usage)
            try:
                return _Asked(reading.fresh(reply), used)
            except JudgeError as error:
                errors.append(error.message)
        return None

    def _note_failure(self, _attempt: int, error: ModelCallError) -> None:
        # What was turned away before it was made has no status, and would be again.
        self.failed += error.retryable or error.status is not None

    @asynccontextmanager
    async def _claimed(self, key: str) -> AsyncIterator[bool]:
        """Hold a question while it is asked; give False where somebody else does."""
        if not self.answers.claim(key):
            yield False
            return
        renewing = asyncio.ensure_future(self._renew(key))
        try:
            yield True
        finally:
            renewing.cancel()
            self.answers.give_back(key)
            await asyncio.wait({renewing})
        if not renewing.cancelled():
            renewing.result()

    async def _renew(self, key: str) -> None:
        while True:
            await asyncio.sleep(_RENEW_SECONDS)
            self.answers.renew(key)


def text_of(reply: ModelReply) -> str:
    """Return what a judge wrote.

    Raises:
        JudgeError: It refused, or was cut off.
    """
    if reply.refusal is not None:
        raise JudgeError("The judge refused to answer.")
    if reply.cut_off:
        raise JudgeError("The answer was cut off at its length limit.")
    return reply.text


def _stop_if_hopeless(judge: Judge, error: ModelCallError) -> None:
    """Ask no more of a judge where the next answer would be the same."""
    if judge.stopped is not None:
        # What had been under way says nothing new.
        return
    judge.failures += not judge.answered
    if isinstance(error, OutOfBudgetError) or _is_hopeless(error.status):
        judge.stopped = error.message
    elif (closed := judge.why_closed()) is not None:
        judge.stopped = closed
    elif judge.failures >= MOST_FAILURES and not judge.answered:
        judge.stopped = f"it gave none of the first {judge.failures} answers: {error.message}"


def _is_hopeless(status: int | None) -> bool:
    redirected = status is not None and 300 <= status < 400
    return redirected or status in _HOPELESS
