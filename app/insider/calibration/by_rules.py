"""What rules answer of played cases."""

from collections.abc import Iterable

from insider.calibration.play import PlayedCase
from insider.calibration.score import Answers
from insider.inspection import BY_RULES, INSPECTOR
from insider.inspection.combining import voices_of_rules


def answer_by_rules(played: Iterable[PlayedCase]) -> Answers:
    """Return what the inspection of each case by rules says of every category."""
    return Answers(
        source=BY_RULES,
        by_case={
            each.case.id: {
                category: voice.answer
                for category, voice in voices_of_rules(INSPECTOR, each.inspection).items()
            }
            for each in played
        },
    )
