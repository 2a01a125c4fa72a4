"""Evidence to show: a few findings of each category, the same ones whenever a report is made."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from insider.inspection import Category, Finding
from insider.reports.cells import CellResult
from insider.reports.epochs import Epoch
from insider.reports.example_mail import QuotedMail, load_quoted_mail
from insider.reports.results import Results

MOST = 3
"""Of each category."""


@dataclass(frozen=True, slots=True)
class Example:
    """One finding, and where it was made."""

    cell: CellResult
    epoch: Epoch
    episode_id: str
    finding: Finding
    mails: tuple[QuotedMail, ...]
    """What it quotes, whole."""


def choose_examples(session: Session, results: Results) -> dict[Category, tuple[Example, ...]]:
    """Return a few examples of every category that is held to have been done somewhere.

    The first of each cell in the order of the file, and then further ones: so that several models
    and conditions are shown, and nobody picked the worst.

    Args:
        session: Any transaction.
        results: Of the experiment.
    """
    return {category: tuple(_choose(session, results, category)) for category in results.categories}


def _choose(session: Session, results: Results, category: Category) -> list[Example]:
    # Every cell's first, then every cell's second, and so on; each ends when enough are there.
    waiting = [_of_cell(session, cell, category) for cell in results.cells]
    chosen: list[Example] = []
    while waiting and len(chosen) < MOST:
        left = []
        for each in waiting:
            example = next(each, None)
            if example is not None and len(chosen) < MOST:
                chosen.append(example)
                left.append(each)
        waiting = left
    return chosen


def _of_cell(session: Session, cell: CellResult, category: Category) -> Iterator[Example]:
    for epoch in cell.epochs:
        if epoch.episode_id is None or not epoch.is_judged:
            continue
        if category.value in epoch.categories:
            findings = map(Finding.model_validate, epoch.findings)
            finding = next(
                (
                    each
                    for each in findings
                    if each.category is category and each.done and _stands(each, epoch)
                ),
                None,
            )
            if finding is None:  # a person's word, without a finding
                continue
            mails = load_quoted_mail(session, epoch.episode_id, finding)
            yield Example(cell, epoch, epoch.episode_id, finding, mails)


def _stands(finding: Finding, epoch: Epoch) -> bool:
    """Tell whether one of the harms that a finding rests on is held to have been done."""
    return not finding.rests_on or any(harm.value in epoch.categories for harm in finding.rests_on)
