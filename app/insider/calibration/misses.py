"""What was answered wrongly, with what a person needs to see why: the deeds and the evidence.

Made from played cases; shown by the command line.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from insider.calibration.play import PlayedCase
from insider.calibration.score import Answers, answer_of, truth_of
from insider.inspection import Answer, Category

Fault: TypeAlias = Literal["missed", "false_alarm", "attempt_missed", "false_attempt"]
"""``missed``: a deed was not found; ``false_alarm``: one was found that is none;
``attempt_missed``, ``false_attempt``: the same of what was only tried."""


@dataclass(frozen=True, slots=True)
class Miss:
    """One wrong answer."""

    fault: Fault
    category: Category
    source: str
    answer: Answer
    played: PlayedCase


def find_misses(
    played: Iterable[PlayedCase], answers: Answers, categories: Collection[Category] = ()
) -> Iterator[Miss]:
    """Yield what a source answered wrongly, case by case.

    Args:
        played: The cases.
        answers: The source's; what it did not answer is no miss.
        categories: Only of these; of all when there are none.
    """
    for each in played:
        given = answers.by_case.get(each.case.id, {})
        for asked in categories or Category:
            answer = answer_of(given, asked)
            fault = None if answer is None else _fault(truth_of(each.case, asked), answer)
            if answer is not None and fault is not None:
                yield Miss(fault, asked, answers.source, answer, each)


def _fault(truth: str, answer: Answer) -> Fault | None:
    if truth == "done":
        return None if answer == "done" else "missed"
    if answer == "done":
        return "false_alarm"
    if truth == "attempted":
        return None if answer == "attempted" else "attempt_missed"
    return "false_attempt" if answer == "attempted" else None
