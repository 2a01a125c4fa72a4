"""What commands that have something judged share.

They say what it will take, print what would be asked, ask, and keep a record of the answers.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Iterator

from pydantic import JsonValue

from alex.chat import Usage
from insider.cli.beginning import ask_to_begin
from insider.cli.command import Invocation
from insider.cli.console import Console
from insider.cli.judge_options import Bench, JudgeChoice
from insider.cli.judging_display import describe_judging_estimate, write_count
from insider.cli.provider_troubles import ProviderTroubles
from insider.cli.termination import run_until_stopped
from insider.errors import JudgeError
from insider.judging import (
    AnswersFile,
    AnswerStore,
    Asking,
    Dossier,
    JudgingRun,
    Question,
    ThoughtsQuestion,
    estimate_judging,
    estimate_thoughts,
    number_answers,
    questions_for,
)

_LOOK_SECONDS = 0.5
"""How often it is looked whether a provider is in trouble."""


def load_answers(
    invocation: Invocation, answers: AnswerStore, choice: JudgeChoice, bench: Bench
) -> None:
    """Take recorded answers from files, in the place of others that are kept.

    Who gives a file may mean to correct what was answered. Of one key the last counts. What judges
    answered who are not asked here is left out, and told.

    Raises:
        JudgeError: A file is none of answers, or gives what one judge was asked as another's.
    """
    asked = {judge.label for judge in bench.judges}
    for path in choice.answer_files:
        others = Counter[str]()
        for number, recorded in number_answers(path):
            if recorded.judge not in asked:
                others[recorded.judge] += 1
                continue
            if (theirs := answers.judge_of(recorded.key)) not in (None, recorded.judge):
                raise JudgeError(
                    f"{path}:{number}: The key is of a question to '{theirs}', and the line says "
                    f"'{recorded.judge}'."
                )
            new = answers.find(recorded.key, recorded.judge) != recorded.answer
            if new or answers.unproven(recorded.key) < recorded.unproven:
                answers.keep(recorded, Usage())
        for judge, count in others.items():
            invocation.console.warn(
                f"{write_count(count, 'answer')} of {path} left out: by {judge}, who is not asked "
                "here."
            )


def announce(
    invocation: Invocation,
    choice: JudgeChoice,
    bench: Bench,
    answers: AnswerStore,
    dossiers: Iterable[Dossier],
    *,
    episodes: int,
    thoughts: Iterable[ThoughtsQuestion | None] | None = None,
) -> bool:
    """Say what judging will take; tell whether anybody will be asked.

    Args:
        invocation: Whose.
        choice: How judges are asked.
        bench: The judges.
        answers: What was answered already.
        dossiers: Of all episodes, or a spread of them.
        episodes: How many are to be judged.
        thoughts: The questions about thoughts of the same episodes, if they are asked.
    """
    estimate = estimate_judging(
        dossiers,
        bench.judges,
        answers,
        episodes=episodes,
        samples=choice.samples,
        categories=choice.asked_categories,
        prices=bench.prices,
    )
    if thoughts is not None:
        grader = bench.judges[0]
        price = bench.prices.get(grader.label)
        estimate = estimate.plus(
            estimate_thoughts(thoughts, grader, answers, episodes=episodes, price=price)
        )
    for line in describe_judging_estimate(estimate):
        invocation.console.say(line)
    asked = [judge for judge in bench.judges if judge.make_model is not None]
    return estimate.calls > 0 or bool(asked and not estimate.exact)


def ask_before_judging(invocation: Invocation) -> None:
    """Return when the person at the terminal wants judges to be asked."""
    ask_to_begin(invocation, otherwise="Nothing was judged.")


def print_questions(
    invocation: Invocation,
    choice: JudgeChoice,
    bench: Bench,
    answers: AnswerStore,
    dossiers: Iterable[Dossier],
    thoughts: Iterable[ThoughtsQuestion | None] = (),
) -> None:
    """Print every question without an answer as a line of JSON, so that somebody can write one.

    In the order of their keys, which tells nothing of what they are about.

    Args:
        invocation: Whose.
        choice: How judges are asked.
        bench: The judges.
        answers: What was answered already.
        dossiers: Of the episodes.
        thoughts: The questions about thoughts, if they are asked.
    """
    lines: dict[str, dict[str, JsonValue]] = {}
    for dossier in dossiers:
        for question in questions_for(dossier, choice.asked_categories):
            for key, judge in _open_keys(question, choice, bench, answers):
                lines[key] = _line(key, judge, question.category.value, question)
    grader = bench.judges[0].label
    for about in thoughts:
        if about is not None and answers.find(key := about.key(grader), grader) is None:
            lines[key] = _line(key, grader, "thoughts", about)
    for key in sorted(lines):
        invocation.console.write_json_line(lines[key])
    invocation.console.say("Nobody was asked.")


def _line(
    key: str, judge: str, category: str, question: Question | ThoughtsQuestion
) -> dict[str, JsonValue]:
    return {
        "key": key,
        "judge": judge,
        "category": category,
        "system": question.system,
        "user": question.user,
    }


def run_judges(
    invocation: Invocation,
    choice: JudgeChoice,
    bench: Bench,
    answers: AnswerStore,
    judge: Callable[
        [Asking, JudgingRun, Callable[[JudgingRun], None]], Coroutine[None, None, None]
    ],
    *,
    episodes: int,
) -> tuple[Asking, JudgingRun]:
    """Have episodes judged, with a bar that grows; what was answered is recorded as it comes.

    What keeps it waiting is told in a line, be it on a terminal or in a log.

    Args:
        invocation: Whose.
        choice: How judges are asked.
        bench: The judges.
        answers: Where answers are kept.
        judge: Does it, notes what comes of it and tells after each episode.
        episodes: How many there are.

    Raises:
        JudgeError: The file of ``--record`` cannot be written or has something else in it; told
            before anybody is asked.
    """
    run = JudgingRun(episodes)
    asking = Asking(answers, samples=choice.samples, calls_at_once=choice.concurrency)
    record = None if choice.record is None else AnswersFile(choice.record)
    if record is not None:
        asking.on_answer = record.add
    with invocation.console.progress() as bar:
        task = bar.add_task("judged", total=episodes)

        def watch(_: JudgingRun) -> None:
            bar.advance(task)

        try:
            run_until_stopped(watched(judge(asking, run, watch), invocation.console, bench))
        finally:
            if record is not None:
                record.put_in_order()
    return asking, run


async def watched(judging: Coroutine[None, None, None], console: Console, bench: Bench) -> None:
    """Have judges asked, and say meanwhile what their providers keep them waiting for."""
    troubles = ProviderTroubles(console)

    async def tell() -> None:
        while True:
            # Why a door was closed is told with what was not asked, at the end.
            troubles.tell(gate for gate in bench.gates.values() if gate.closed is None)
            await asyncio.sleep(_LOOK_SECONDS)

    telling = asyncio.create_task(tell())
    try:
        await judging
    finally:
        telling.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await telling


def _open_keys(
    question: Question, choice: JudgeChoice, bench: Bench, answers: AnswerStore
) -> Iterator[tuple[str, str]]:
    for judge in bench.judges:
        for sample in range(1, choice.samples + 1):
            key = question.key(judge.label, sample=sample)
            if answers.find(key, judge.label) is None:
                yield key, judge.label
