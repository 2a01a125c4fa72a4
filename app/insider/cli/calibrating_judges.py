"""The judges of ``insider calibrate``: asked about every case, and what they answered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from insider.calibration.by_judge import JudgedCase, answers_of_judges, judge_cases
from insider.calibration.play import PlayedCase
from insider.calibration.score import Answers
from insider.cli.asking_judges import (
    announce,
    ask_before_judging,
    print_questions,
    run_judges,
)
from insider.cli.command import Invocation
from insider.cli.judge_options import Bench, JudgeChoice
from insider.cli.judging_display import describe_failures, judging_document
from insider.judging import AnswersInMemory, Asking, JudgingRun


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """What judges answered of the cases."""

    answers: Sequence[Answers]
    judging: dict[str, JsonValue]
    """How it went, for machines."""


def judge_calibration(
    invocation: Invocation,
    choice: JudgeChoice,
    bench: Bench,
    answers: AnswersInMemory,
    played: Sequence[PlayedCase],
    *,
    yes: bool,
    dry_run: bool,
) -> JudgedSet | None:
    """Return what judges answer, alone and with rules; None for a dry run.

    Args:
        invocation: Whose.
        choice: How judges are asked.
        bench: The judges.
        answers: What was answered already.
        played: The cases.
        yes: Whether judges are asked without asking whether to begin.
        dry_run: Whether nobody is asked, and the questions are printed.
    """
    dossiers = [each.dossier for each in played]
    asks = announce(invocation, choice, bench, answers, dossiers, episodes=len(dossiers))
    if dry_run:
        print_questions(invocation, choice, bench, answers, dossiers)
        return None
    if asks and not yes:
        ask_before_judging(invocation)
    judged: list[JudgedCase] = []
    kept = "What was answered is in the file of --record, for --answers."
    invocation.console.kept = kept if choice.record else None

    async def judge(asking: Asking, run: JudgingRun, watch: Callable[[JudgingRun], None]) -> None:
        judged.extend(
            await judge_cases(
                played,
                bench.judges,
                asking,
                categories=choice.asked_categories,
                run=run,
                watch=watch,
            )
        )

    asking, run = run_judges(invocation, choice, bench, answers, judge, episodes=len(dossiers))
    for line in describe_failures(run, bench.judges):
        invocation.console.warn(line)
    return JudgedSet(
        list(answers_of_judges(judged, bench.judges, choice.asked_categories)),
        judging_document(run, asking, bench.budget, bench.judges),
    )
