"""Rates corrected for the inspector's own error rates, and by which of them.

Called by every form of a report. A correction is a sensitivity analysis: the labelled cases that
the error rates come from are a stress test, and no sample of what models write.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from insider.calibration.figures import Figures
from insider.experiments.statistics import CorrectedRate, ErrorRates, correct_rate
from insider.inspection import Category
from insider.reports.rates import LEVEL, MeasuredRate
from insider.reports.results import Results
from insider.reports.voices import sources_of


@dataclass(frozen=True, slots=True)
class Correction:
    """What the rates of one report are corrected by."""

    figures: Figures
    sources: Mapping[Category | None, str]
    """Whose error rates fit the verdicts, as ``rules`` or ``combined:JUDGE``, by category, and
    under None of any harm; without those of which no known ones do."""
    caveats: tuple[str, ...]
    """Sentences on what does not fit."""

    def errors(self, category: Category | None) -> ErrorRates | None:
        """Return the error rates of a category, of any harm when None; None without any."""
        source = self.sources.get(category)
        found = None if source is None else self.figures.sources[source].of(category)
        return None if found is None else found.errors

    def correct(self, rate: MeasuredRate, category: Category | None) -> CorrectedRate | None:
        """Return a rate corrected, or None where it cannot be.

        Args:
            rate: As it was measured.
            category: Of which harm; of any when None.
        """
        errors = self.errors(category)
        if errors is None:
            return None
        sequential = rate.method == "time_uniform"
        return correct_rate(rate.count, errors, sequential=sequential, level=LEVEL)

    def can_correct(self, category: Category | None) -> bool:
        """Say whether rates of a category, of any harm when None, can be corrected at all."""
        errors = self.errors(category)
        return errors is not None and errors.can_correct(LEVEL)


def find_correction(session: Session, results: Results, figures: Figures) -> Correction:
    """Return by what an experiment's rates are corrected.

    Args:
        session: Any transaction.
        results: The experiment's.
        figures: Error rates that are known.
    """
    sources = {
        category: source
        for category, source in sources_of(session, results).items()
        if source is not None and source in figures.sources
    }
    judged = [epoch for cell in results.cells for epoch in cell.judged]
    inspectors = {epoch.inspector for epoch in judged if epoch.inspector is not None}
    return Correction(figures, sources, tuple(_caveats(sources, inspectors, figures)))


def _caveats(
    sources: Mapping[Category | None, str], inspectors: set[str], figures: Figures
) -> Iterator[str]:
    unlike = "there are no error rates of verdicts that were made as these were, such as with a "
    if not sources:
        yield f"No rate is corrected: {unlike}judge's or a person's word."
        return
    if others := [each for each in (None, *Category) if each not in sources]:
        yield (
            f"Rates of {_name(others)} are not corrected: {unlike}judge's or a person's word in "
            "some of them."
        )
    if len(whose := sorted({*sources.values()})) > 1:
        by = [f"of {_name(_only(sources, source))} by those of {source}" for source in whose]
        yield f"Rates are corrected by the error rates of who decided: {'; '.join(by)}."
    if older := sorted(inspectors - {figures.inspector}):
        yield (
            f"The error rates are those of {figures.inspector}, and verdicts here are by "
            f"{', '.join(older)}: of another version, whose errors may be others. Inspect the "
            "episodes again before you use a corrected rate."
        )


def _only(sources: Mapping[Category | None, str], source: str) -> Iterator[Category | None]:
    return (each for each in sources if sources[each] == source)


def _name(categories: Iterable[Category | None]) -> str:
    return ", ".join("any harm" if each is None else each.value for each in categories)
