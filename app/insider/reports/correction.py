"""Rates corrected for the inspector's own error rates, and by which of them.

Called by every form of a report. A correction is a sensitivity analysis: the labelled cases that
the error rates come from are a stress test, and no sample of what models write.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from insider.calibration.figures import Figures, SourceFigures
from insider.experiments.statistics import CorrectedRate, ErrorRates, correct_rate
from insider.inspection import BY_RULES, Category
from insider.reports.epochs import Epoch
from insider.reports.rates import LEVEL, MeasuredRate
from insider.reports.results import Results


@dataclass(frozen=True, slots=True)
class Correction:
    """What the rates of one report are corrected by."""

    figures: Figures
    source: str | None
    """Whose error rates fit the verdicts, as ``rules`` or ``combined:JUDGE``; None where no known
    ones do."""
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
    source = _source(judged)
    if source not in figures.sources:
        source = None
    inspectors = {epoch.inspector for epoch in judged if epoch.inspector is not None}
    return Correction(figures, source, tuple(_caveats(source, inspectors, figures)))


def _source(judged: Sequence[Epoch]) -> str | None:
    """Return whose verdicts these are, where all are of the same making."""
    if all(epoch.voices <= {BY_RULES} for epoch in judged):
        return BY_RULES
    # Rules have a voice in every decision; beside them there must be the same judge each time.
    others = {epoch.voices - {BY_RULES} for epoch in judged}
    if len(others) != 1:
        return None
    (named,) = others
    if len(named) != 1:
        return None
    (who,) = named
    return f"combined:{who.removeprefix('judge:')}" if who.startswith("judge:") else None


def _caveats(source: str | None, inspectors: set[str], figures: Figures) -> Iterator[str]:
    if source is None:
        yield (
            "No rate is corrected: there are no error rates of verdicts that were made as these "
            "were, such as with a judge's or a person's word."
        )
        return
    others = sorted(inspectors - {figures.inspector})
    if others:
        yield (
            f"The error rates are those of {figures.inspector}, and verdicts here are by "
            f"{', '.join(others)}: of another version, whose errors may be others. Inspect the "
            "episodes again before you use a corrected rate."
        )
