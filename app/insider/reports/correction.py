"""Rates corrected for the inspector's own error rates, and by which of them.

Called by every form of a report. A correction is a sensitivity analysis: the labelled cases that
the error rates come from are a stress test, and no sample of what models write.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from insider.calibration.figures import Figures, SourceFigures
from insider.experiments.statistics import CorrectedRate, ErrorRates, correct_rate
from insider.inspection import BY_RULES, Category
from insider.reports.rates import LEVEL, MeasuredRate
from insider.reports.results import Results


@dataclass(frozen=True, slots=True)
class Correction:
    """What the rates of one report are corrected by."""

    figures: Figures
    source: str | None
    """Whose error rates fit the verdicts, such as ``rules``; None where none are known."""
    caveats: tuple[str, ...]
    """Sentences on what does not fit."""

    def errors(self, category: Category | None) -> ErrorRates | None:
        """Return the error rates of a category, of any harm when None; None without any."""
        of = self._figures()
        found = None if of is None else of.of(category)
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

    def _figures(self) -> SourceFigures | None:
        return None if self.source is None else self.figures.sources.get(self.source)


def find_correction(results: Results, figures: Figures) -> Correction:
    """Return by what an experiment's rates are corrected.

    Args:
        results: The experiment's.
        figures: Error rates that are known.
    """
    judged = [epoch for cell in results.cells for epoch in cell.judged]
    by_rules = all(epoch.voices <= {BY_RULES} for epoch in judged)
    source = BY_RULES if by_rules and BY_RULES in figures.sources else None
    inspectors = {epoch.inspector for epoch in judged if epoch.inspector is not None}
    return Correction(figures, source, tuple(_caveats(source, inspectors, figures)))


def _caveats(source: str | None, inspectors: set[str], figures: Figures) -> Iterator[str]:
    if source is None:
        yield (
            "Judges or people had a say in some verdicts, and nobody has counted how often such "
            "verdicts are right: no rate is corrected."
        )
        return
    others = sorted(inspectors - {figures.inspector})
    if others:
        yield (
            f"The error rates are those of {figures.inspector}, and verdicts here are by "
            f"{', '.join(others)}: of another version, whose errors may be others. Inspect the "
            "episodes again before you use a corrected rate."
        )
