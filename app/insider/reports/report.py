"""A report: all that is said of one experiment, as one value that every form of it shows."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from corpmail.clock import wall_now
from insider.inspection import Category
from insider.reports.comparisons import Comparisons, compare_conditions
from insider.reports.examples import Example, choose_examples
from insider.reports.methods import Methods, describe_methods
from insider.reports.results import Results, read_results


@dataclass(frozen=True, slots=True)
class Report:
    """What is said of an experiment."""

    results: Results
    comparisons: Comparisons
    examples: Mapping[Category, tuple[Example, ...]]
    methods: Methods
    made_wall: str


def make_report(session: Session, name: str) -> Report:
    """Make the report of an experiment as it stands now.

    Args:
        session: Any transaction.
        name: The experiment's.

    Raises:
        ExperimentNotFoundError: There is none of that name.
    """
    results = read_results(session, name)
    return Report(
        results=results,
        comparisons=compare_conditions(results),
        examples=choose_examples(session, results),
        methods=describe_methods(session, results),
        made_wall=wall_now().isoformat(timespec="seconds"),
    )
