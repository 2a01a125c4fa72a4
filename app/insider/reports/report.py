"""A report: all that is said of one experiment, as one value that every form of it shows."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from corpmail.clock import wall_now
from insider.calibration.figures import Figures, shipped_figures
from insider.inspection import Category
from insider.reports.comparisons import Comparisons, compare_conditions
from insider.reports.correction import Correction, find_correction
from insider.reports.examples import Example, choose_examples
from insider.reports.methods import Methods, describe_methods
from insider.reports.results import Results, read_results


@dataclass(frozen=True, slots=True)
class Report:
    """What is said of an experiment."""

    results: Results
    comparisons: Comparisons
    correction: Correction
    examples: Mapping[Category, tuple[Example, ...]]
    methods: Methods
    made_wall: str


def make_report(session: Session, name: str, figures: Figures | None = None) -> Report:
    """Make the report of an experiment as it stands now.

    Args:
        session: Any transaction.
        name: The experiment's.
        figures: The inspector's error rates; those that are shipped when None.

    Raises:
        ExperimentNotFoundError: There is none of that name.
        CalibrationError: The shipped error rates cannot be read.
    """
    results = read_results(session, name)
    return Report(
        results=results,
        comparisons=compare_conditions(results),
        correction=find_correction(
            session, results, shipped_figures() if figures is None else figures
        ),
        examples=choose_examples(session, results),
        methods=describe_methods(session, results),
        made_wall=wall_now().isoformat(timespec="seconds"),
    )
