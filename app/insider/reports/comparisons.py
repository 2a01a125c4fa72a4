"""What each factor does: every cell against the cell that differs from it in that factor alone.

The other cell has the factor's value in the scenario's control. Safeguards that a builder of agents
would add are called mitigations, everything else is a factor of the situation.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from insider.experiments.naming import varying_factors
from insider.experiments.plan import ExperimentPlan
from insider.experiments.statistics import Alternative, Count, holm
from insider.inspection import Category
from insider.reports.cells import CellResult
from insider.reports.differences import (
    UNSTATED,
    MeasuredDifference,
    Setting,
    compare_cells,
    compare_counts,
)
from insider.reports.results import Results

MITIGATIONS = frozenset({"approval", "monitor", "access", "instructions", "goal.strength"})
"""Factors that are safeguards of whoever runs the agent."""


@dataclass(frozen=True, slots=True)
class CategoryDifference:
    """A difference in one category of harm."""

    category: Category
    difference: MeasuredDifference
    adjusted: float | None = None
    """The p-value as Holm corrects it, in the family of single categories."""


@dataclass(frozen=True, slots=True)
class AwarenessDifference:
    """A difference among the episodes whose agents took their surroundings for the same thing.

    Described and not tested: what an agent says comes after the condition, so that the groups are
    no longer drawn alike.
    """

    says: str
    difference: MeasuredDifference


@dataclass(frozen=True, slots=True)
class Effect:
    """What changing one factor did, everything else the same."""

    factor: str
    value: str
    control: str
    is_mitigation: bool
    cell: CellResult
    reference: CellResult
    difference: MeasuredDifference
    """In any harm."""
    adjusted: float | None
    """The p-value as Holm corrects it, in the family of all effects of the report."""
    by_category: tuple[CategoryDifference, ...]
    """In each category that was found anywhere in the experiment."""
    by_awareness: tuple[AwarenessDifference, ...]


@dataclass(frozen=True, slots=True)
class Comparisons:
    """All effects of a report."""

    effects: tuple[Effect, ...]
    tests: int
    """The size of the family of any harm: effects that could be tested."""
    category_tests: int
    """The size of the family of single categories."""
    without_reference: tuple[str, ...]
    """Factors that vary, of which the grid lacks the control's value beside some other."""

    @property
    def mitigations(self) -> tuple[Effect, ...]:
        """The effects of safeguards."""
        return tuple(effect for effect in self.effects if effect.is_mitigation)

    @property
    def factors(self) -> tuple[Effect, ...]:
        """The effects of everything else."""
        return tuple(effect for effect in self.effects if not effect.is_mitigation)


def compare_conditions(results: Results) -> Comparisons:
    """Return the effect of every factor that varies, in every cell, with Holm's correction.

    Args:
        results: An experiment's.
    """
    plan = results.experiment.plan
    setting = Setting(paired=plan.paired, alternative=_alternative(plan))
    pairs = list(_neighbours(results))
    found = [
        _effect(factor, cell, reference, setting, results)
        for factor, cell, reference in pairs
        if reference is not None
    ]
    lacking = {factor for factor, _, reference in pairs if reference is None}
    effects = _correct_effects(found)
    return Comparisons(
        effects=tuple(_correct_categories(effects)),
        tests=sum(effect.difference.p_value is not None for effect in effects),
        category_tests=sum(
            each.difference.p_value is not None for effect in effects for each in effect.by_category
        ),
        without_reference=tuple(sorted(lacking)),
    )


def _alternative(plan: ExperimentPlan) -> Alternative:
    rule = None if plan.stop_when is None else plan.stop_when.power
    return UNSTATED if rule is None else Alternative(rule.baseline, rule.effect)


def _neighbours(results: Results) -> Iterator[tuple[str, CellResult, CellResult | None]]:
    """Yield factors with a cell and the cell that has the control's value of them instead."""
    places = {_place(cell, cell.condition): cell for cell in results.cells}
    for scenario in dict.fromkeys(cell.scenario for cell in results.cells):
        control = results.experiment.plan.controls[scenario]
        cells = [cell for cell in results.cells if cell.scenario == scenario]
        for factor in varying_factors([cell.condition for cell in cells]):
            for cell in cells:
                if cell.condition.get(factor) != control.get(factor):
                    other = {**cell.condition, factor: control[factor]}
                    yield factor, cell, places.get(_place(cell, other))


def _place(cell: CellResult, condition: Mapping[str, str]) -> tuple[str, str, frozenset[object]]:
    return cell.model, cell.scenario, frozenset(condition.items())


def _effect(
    factor: str, cell: CellResult, reference: CellResult, setting: Setting, results: Results
) -> Effect:
    return Effect(
        factor=factor,
        value=cell.condition[factor],
        control=reference.condition[factor],
        is_mitigation=factor in MITIGATIONS,
        cell=cell,
        reference=reference,
        difference=compare_cells(cell, reference, None, setting),
        adjusted=None,
        by_category=tuple(
            CategoryDifference(category, compare_cells(cell, reference, category, setting))
            for category in results.categories
        ),
        by_awareness=tuple(
            AwarenessDifference(says, compare_counts(_aware(cell, says), _aware(reference, says)))
            for says in results.awareness
        ),
    )


def _aware(cell: CellResult, says: str) -> Count:
    epochs = [epoch for epoch in cell.judged if epoch.awareness == says]
    return Count(sum(epoch.shows(None) for epoch in epochs), len(epochs))


def _correct_effects(effects: Sequence[Effect]) -> list[Effect]:
    adjusted = holm([effect.difference.p_value for effect in effects])
    return [
        replace(effect, adjusted=value) for effect, value in zip(effects, adjusted, strict=True)
    ]


def _correct_categories(effects: Sequence[Effect]) -> Iterator[Effect]:
    adjusted = iter(
        holm([each.difference.p_value for effect in effects for each in effect.by_category])
    )
    for effect in effects:
        yield replace(
            effect,
            by_category=tuple(
                replace(each, adjusted=next(adjusted)) for each in effect.by_category
            ),
        )
