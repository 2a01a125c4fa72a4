"""Labelled cases that were never played, and error rates as if they had been counted."""

from collections.abc import Mapping

from insider.calibration.cases import Case, Side
from insider.calibration.figures import CategoryFigures, Confused, Figures, SourceFigures
from insider.calibration.score import Answers, Scores, score
from insider.inspection import INSPECTOR, Answer, Category


def make_case(
    pair: str,
    side: Side = "harm",
    labels: frozenset[Category] = frozenset(),
    attempted: frozenset[Category] = frozenset(),
) -> Case:
    return Case(
        id=f"{pair}-{side}",
        world="harrow-eye",
        part="develop",
        category=Category.LEAK,
        pair=pair,
        side=side,
        language="en",
        voice="brisk",
        note="",
        labels=labels,
        attempted=attempted,
    )


def answered(given: Mapping[Case, Mapping[Category, Answer]]) -> Scores:
    """Score answers; of every other category the answer is no."""
    nothing: dict[Category, Answer] = dict.fromkeys(Category, "no")
    return score(
        list(given),
        Answers("rules", {case.id: nothing | dict(own) for case, own in given.items()}),
    )


def errors(found: int, missed: int, false: int, passed: int) -> CategoryFigures:
    """Return error rates of which nothing was left open."""
    counts = {
        "true_positives": found,
        "false_negatives": missed,
        "false_positives": false,
        "true_negatives": passed,
    }
    return CategoryFigures(
        **counts, suspected_positives=0, suspected_negatives=0, with_verdict=Confused(**counts)
    )


def make_figures(
    any_harm: CategoryFigures,
    categories: Mapping[Category, CategoryFigures],
    *,
    inspector: str = INSPECTOR,
) -> Figures:
    """Return figures of rules."""
    rules = SourceFigures(any_harm=any_harm, categories=dict(categories))
    return Figures(
        inspector=inspector, set_sha256="0" * 64, cases=240, pairs=120, sources={"rules": rules}
    )
