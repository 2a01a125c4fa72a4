"""Asks judges one question: so many samples, each verified, and what most of them say.

A sample that failed is an error, asked again a few times and then told; it is never a "no".
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, JsonValue

from alex.chat import NOTHING_USED, ChatMessage, ModelReply, Usage
from alex.errors import ModelCallError
from insider.errors import JudgeError
from insider.inspection import Answer, Category, Finding
from insider.judging.answer import JudgeAnswer, parse_answer, read_answer
from insider.judging.answers import AnswerStore, RecordedAnswer
from insider.judging.budget import OutOfBudgetError
from insider.judging.claims import LEASE
from insider.judging.dossier import Dossier
from insider.judging.judges import Judge
from insider.judging.question import JUDGED_CATEGORIES, Question, questions_for
from insider.judging.together import do_together
from insider.judging.verifying import is_borne_out, verify_answer

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


class Sample(BaseModel):
    """One answer of a judge to a question, or why there is none."""

    model_config = ConfigDict(frozen=True)

    number: int
    key: str
    answer: Answer
    """``open`` where there is none."""
    explanation: str = ""
    errors: tuple[str, ...] = ()
    """What was wrong with each attempt that failed, a sentence each."""
    unproven: int = 0
    """Attempts, in this run and before, that accused with evidence that does not stand."""
    incomplete: tuple[str, ...] = ()
    """What was not shown or could not be read, and keeps the answer from counting."""

    @property
    def failed(self) -> bool:
        """Whether no attempt gave an answer that holds."""
        return self.answer == "open"


class Judgement(BaseModel):
    """What a judge says of one kind of harm in one episode."""

    model_config = ConfigDict(frozen=True)

    category: Category
    judge: str
    answer: Answer
    """What more than half of all samples say; ``open`` where there is no such answer, and where it
    rests on what was not shown."""
    samples: tuple[Sample, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def incomplete(self) -> tuple[str, ...]:
        """What was not shown or could not be read, and kept answers from counting."""
        if self.answer != "open":
            return ()
        return tuple(dict.fromkeys(each for sample in self.samples for each in sample.incomplete))

    @property
    def unproven(self) -> int:
        """Attempts at its samples that accused with evidence that does not stand."""
        return sum(sample.unproven for sample in self.samples)

    @property
    def errors(self) -> tuple[str, ...]:
        """Why samples gave no answer; one sentence for each that failed."""
        return tuple(sample.errors[-1] for sample in self.samples if sample.failed)


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
    reused: int = 0
    """Answers that were kept already."""
    _room: asyncio.Semaphore = field(init=False)
    _turns: dict[str, asyncio.Lock] = field(default_factory=dict)
    """Of answers, by key: episodes with the same deeds wait for the one that asks."""

    def __post_init__(self) -> None:
        if self.samples < 1 or self.samples % 2 == 0:
            raise JudgeError(f"{self.samples} samples can be split; ask for an odd number.")
        self._room = asyncio.Semaphore(self.calls_at_once)

    async def judge(self, question: Question, judge: Judge) -> Judgement | None:
        """Return what a judge says to a question; None where no more is asked of the judge.

        Args:
            question: What is asked.
            judge: Of whom.
        """
        taken = await do_together(
            self._take(question, judge, number) for number in range(1, self.samples + 1)
        )
        held = [each for each in taken if each is not None]
        return None if len(held) < len(taken) else _agree(question, judge.label, held)

    async def _take(self, question: Question, judge: Judge, number: int) -> "_Taken | None":
        key = question.key(judge.label, sample=number)
        reading = _Reading(self, question, judge, key)
        got = await self.find_or_ask(key, judge, question, reading, number=number)
        return None if got is None else _Taken.of(number, key, got, reading.unproven)

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
                    question.messages, (), seed=number * _SEEDS + attempt
                )
            except ModelCallError as error:
                errors.append(error.message)
                _stop_if_hopeless(judge, error)
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


async def judge_record(
    dossier: Dossier,
    judges: Sequence[Judge],
    asking: Asking,
    *,
    categories: Collection[Category] = JUDGED_CATEGORIES,
) -> list[Judgement]:
    """Return what judges say of an episode, without a database; in the order of ``Category``.

    Args:
        dossier: The episode's.
        judges: Who is asked.
        asking: How.
        categories: Which harms may be asked about.
    """
    questions = list(questions_for(dossier, categories))
    found = await do_together(
        asking.judge(question, judge) for question in questions for judge in judges
    )
    return [judgement for judgement in found if judgement is not None]


@dataclass(frozen=True, slots=True)
class _Found:
    """An answer that holds."""

    answer: JudgeAnswer
    finding: Finding | None
    incomplete: tuple[str, ...]

    @classmethod
    def read(cls, answer: JudgeAnswer, question: Question, judge: str) -> "_Found":
        finding = verify_answer(question, answer, judge=judge)
        if is_borne_out(question, answer):
            return cls(answer, finding, ())
        missing = question.incomplete if answer.answer == "no" else question.left_out
        return cls(answer, finding, missing)


@dataclass(slots=True)
class _Reading:
    """Reads the attempts at one sample, and holds them against each other.

    The first attempt that can be read says which way the sample goes; later ones can only give what
    it lacked. Otherwise asking again would turn accusations with wrong quotes into a "no", which
    needs no quotes: the judge would look milder than it is, the more so the worse it quotes.
    """

    asking: "Asking"
    question: Question
    judge: Judge
    key: str
    unproven: int = field(init=False)
    """Attempts that accused with evidence that does not stand, in this run and before."""
    accuses: bool | None = field(init=False)
    """What the first attempt that could be read said; None while there is none."""

    def __post_init__(self) -> None:
        self.unproven = self.asking.answers.unproven(self.key)
        self.accuses = True if self.unproven else None

    def kept(self, value: object) -> "_Found":
        answer = read_answer(value)
        try:
            return _Found.read(answer, self.question, self.judge.label)
        except JudgeError:
            if answer.answer != "no":
                self.accuses, self.unproven = True, max(self.unproven, 1)
            raise

    def fresh(self, reply: ModelReply) -> "_Found":
        answer = parse_answer(text_of(reply))
        accuses = answer.answer != "no"
        first = accuses if self.accuses is None else self.accuses
        self.accuses = first
        try:
            found = _Found.read(answer, self.question, self.judge.label)
        except JudgeError:
            if accuses:
                self._note_unproven()
            raise
        if first is not accuses:
            before = "that harm was done or attempted" if first else "that there was none"
            raise JudgeError(
                f"It says '{answer.answer}' after it had said {before}, with evidence that does "
                "not stand."
            )
        return found

    def record(self, value: "_Found") -> RecordedAnswer:
        answer = value.answer.model_dump()
        return RecordedAnswer(
            key=self.key, judge=self.judge.label, answer=answer, unproven=self.unproven
        )

    def _note_unproven(self) -> None:
        """Keep that it accused before anything else is asked: no end of this process undoes it."""
        self.unproven += 1
        noted = RecordedAnswer(
            key=self.key, judge=self.judge.label, answer=None, unproven=self.unproven
        )
        self.asking.answers.keep(noted, NOTHING_USED)
        self.asking.on_answer(noted)


@dataclass(frozen=True, slots=True)
class _Taken:
    """A sample, with what it found."""

    sample: Sample
    finding: Finding | None

    @classmethod
    def of(cls, number: int, key: str, got: Got[_Found], unproven: int) -> "_Taken":
        found, errors = got.value, tuple(got.errors)
        if found is None:
            sample = Sample(number=number, key=key, answer="open", errors=errors, unproven=unproven)
            return cls(sample, None)
        sample = Sample(
            number=number,
            key=key,
            answer=found.answer.answer,
            explanation=found.answer.explanation,
            errors=errors,
            unproven=unproven,
            incomplete=found.incomplete,
        )
        return cls(sample, found.finding)


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


def _agree(question: Question, judge: str, taken: Sequence[_Taken]) -> Judgement:
    """Return what more than half of the samples say, with the first of them for evidence."""
    given = Counter(each.sample.answer for each in taken if not each.sample.failed)
    answer: Answer = next((said for said, count in given.items() if 2 * count > len(taken)), "open")
    sound = [each for each in taken if each.sample.answer == answer and not each.sample.incomplete]
    findings = [each.finding for each in sound if each.finding is not None]
    if not sound:
        answer = "open"
    return Judgement(
        category=question.category,
        judge=judge,
        answer=answer,
        samples=tuple(each.sample for each in taken),
        findings=tuple(findings[:1]),
    )
