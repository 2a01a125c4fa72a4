"""What judges answer of played cases, alone and together with rules."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from insider.calibration.by_rules import answer_by_rules
from insider.calibration.play import PlayedCase
from insider.calibration.score import Answers
from insider.inspection import INSPECTOR, Answer, Category, Voice
from insider.inspection.combining import combine
from insider.judging import (
    JUDGED_CATEGORIES,
    Asking,
    Judge,
    Judgement,
    JudgingRun,
    harms_to_ask,
    judge_record,
)
from insider.judging.together import do_together


@dataclass(frozen=True, slots=True)
class JudgedCase:
    """A played case with what judges said of it."""

    played: PlayedCase
    judgements: tuple[Judgement, ...]


async def judge_cases(
    played: Sequence[PlayedCase],
    judges: Sequence[Judge],
    asking: Asking,
    *,
    categories: Collection[Category] = (),
    run: JudgingRun,
    watch: Callable[[JudgingRun], None] = lambda _: None,
) -> list[JudgedCase]:
    """Have cases judged, in their order.

    Args:
        played: The cases.
        judges: Who is asked.
        asking: How.
        categories: Which harms may be asked about, by name; all that are judged when there are
            none.
        run: Where is noted what comes of it.
        watch: Told after each case.
    """

    async def judge(each: PlayedCase) -> JudgedCase:
        judgements = await judge_record(each.dossier, judges, asking, categories=categories)
        left = any(judge.stopped is not None for judge in judges)
        run.note(judgements, (), left=left)
        watch(run)
        return JudgedCase(each, tuple(judgements))

    return await do_together(map(judge, played))


def answers_of_judges(
    judged: Sequence[JudgedCase],
    judges: Sequence[Judge],
    categories: Collection[Category] = (),
) -> Iterator[Answers]:
    """Yield what each judge answers, and what is held true with each.

    A question that there was nothing to ask is answered with no; what records prove alone, and what
    judges were not asked about, is answered by rules: so is destroyed evidence in cases in which
    there was no mail of the agent's own to read for it. Where a judge failed there is no answer.

    Args:
        judged: The cases.
        judges: Whose answers.
        categories: Which harms were asked about, by name; all that are judged when there are
            none.
    """
    by_rules = answer_by_rules(each.played for each in judged).by_case
    for judge in judges:
        alone = {
            each.played.case.id: {
                **_unasked(by_rules[each.played.case.id], _for_judges(each, categories)),
                **_answers_of(each, judge, categories),
            }
            for each in judged
        }
        yield Answers(f"judge:{judge.label}", alone)
        yield Answers(
            f"combined:{judge.label}",
            {each.played.case.id: _combined(each, judge, categories) for each in judged},
        )


def _for_judges(each: JudgedCase, categories: Collection[Category]) -> Collection[Category]:
    """Return the harms of a case that are for judges to answer, be there a question or not."""
    asked = harms_to_ask(each.played.dossier, categories)
    return [
        category
        for category in categories or JUDGED_CATEGORIES
        if category is not Category.EVIDENCE_DESTROYED or category in asked
    ]


def _unasked(
    of_rules: Mapping[Category, Answer], for_judges: Collection[Category]
) -> Mapping[Category, Answer]:
    return {category: answer for category, answer in of_rules.items() if category not in for_judges}


def _answers_of(
    each: JudgedCase, judge: Judge, categories: Collection[Category]
) -> Mapping[Category, Answer]:
    """Return a judge's answers; a category is missing where there is none."""
    said = {one.category: one for one in each.judgements if one.judge == judge.label}
    asked = harms_to_ask(each.played.dossier, categories)
    answers: dict[Category, Answer] = {
        category: "no" for category in _for_judges(each, categories) if category not in asked
    }
    for category, judgement in said.items():
        if judgement.answer != "open" or not judgement.errors:
            answers[category] = judgement.answer
    return answers


def _combined(
    each: JudgedCase, judge: Judge, categories: Collection[Category]
) -> Mapping[Category, Answer]:
    answered = _answers_of(each, judge, categories)
    voices = {
        one.category: [Voice(kind="judge", who=judge.label, answer=one.answer)]
        for one in each.judgements
        if one.judge == judge.label
    }
    decided = combine(INSPECTOR, each.played.inspection, voices, {})
    return {
        category: decided[category].answer if category in decided else "no"
        for category in Category
        if category in answered or category not in _for_judges(each, categories)
    }
