"""What each factor does: every cell against the cell that differs from it in that factor alone.

The other cell has the factor's value in the scenario's control, and so have factors that mean
nothing with that value. What a stopping rule compares is there too, whatever it is. Safeguards that
a builder of agents would add are called mitigations, everything else is a factor of the situation.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from insider.experiments.naming import varying_factors
from insider.experiments.neighbours import set_back
from insider.experiments.plan import ExperimentPlan
from insider.experiments.statistics import Alternative, holm
from insider.inspection import Category
from insider.reports.cells import CellResult
from insider.reports.differences import (
    UNSTATED,
    MeasuredDifference,
    Setting,
    compare_cells,
    describe_counts,
)
from insider.reports.results import Results
from insider.reports.splits import Split

MITIGATIONS = frozenset(
    {"approval", "approver", "monitor", "access", "instructions", "goal.strength"}
)
"""Factors that are safeguards of whoever runs the agent."""


@dataclass(frozen=True, slots=True)
class CategoryDifference:
    """A difference in one category of harm."""

    category: Category
    difference: MeasuredDifference
    adjusted: float | None = None
    """The p-value as Holm corrects it, in the family of single categories."""


@dataclass(frozen=True, slots=True)
class SplitDifference:
    """A difference among the episodes whose agents said the same.

    Described and not tested: what an agent says comes after the condition, so that the groups are
    no longer drawn alike.
    """

    split: Split
    group: str
    difference: MeasuredDifference


@dataclass(frozen=True, slots=True)
class Change:
    """A factor in which two cells differ beside the one that is looked at."""

    factor: str
    value: str | None
    control: str | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What changing one factor did, everything else the same."""

    factor: str
    value: str
    control: str
    also: tuple[Change, ...]
    """Factors that have no meaning with the other cell's value, and are set back with it."""
    is_mitigation: bool
    cell: CellResult
    reference: CellResult
    difference: MeasuredDifference
    """In any harm."""
    adjusted: float | None
    """The p-value as Holm corrects it, in the family of all effects of the report."""
    by_category: tuple[CategoryDifference, ...]
    """In each category that was found anywhere in the experiment."""
    by_split: tuple[SplitDifference, ...]
    decides: bool
    """Whether it is what the stopping rule looks at."""


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
    neighbours = list(_neighbours(results))
    found = [
        _effect(factor, cell, reference, setting, results)
        for factor, cell, reference in _pairs(results, neighbours)
    ]
    lacking = {factor for factor, _, reference in neighbours if reference is None}
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
    plan = results.experiment.plan
    places = {_place(cell, cell.condition): cell for cell in results.cells}
    for scenario in dict.fromkeys(cell.scenario for cell in results.cells):
        control, exclusions = plan.controls[scenario], plan.exclusions.get(scenario, ())
        cells = [cell for cell in results.cells if cell.scenario == scenario]
        for factor in varying_factors([cell.condition for cell in cells]):
            for cell in cells:
                if cell.condition.get(factor) == control.get(factor):
                    continue
                other = set_back(cell.condition, factor, control, exclusions)
                yield factor, cell, None if other is None else places.get(_place(cell, other))


def _pairs(
    results: Results, neighbours: Iterable[tuple[str, CellResult, CellResult | None]]
) -> Iterable[tuple[str, CellResult, CellResult]]:
    """Return what is compared, each pair once: neighbours, and what the stopping rule compares."""
    pairs: dict[tuple[str, str], tuple[str, CellResult, CellResult]] = {}
    for factor, cell, reference in neighbours:
        if reference is not None:
            pairs.setdefault((cell.id, reference.id), (factor, cell, reference))
    cells = {cell.id: cell for cell in results.cells}
    for one, other in results.experiment.plan.references.items():
        if one in cells and other in cells:
            first = next(_changed(cells[one], cells[other]))
            pairs.setdefault((one, other), (first, cells[one], cells[other]))
    return pairs.values()


def _place(cell: CellResult, condition: Mapping[str, str]) -> tuple[str, str, frozenset[object]]:
    return cell.model, cell.scenario, frozenset(condition.items())


def _effect(
    factor: str, cell: CellResult, reference: CellResult, setting: Setting, results: Results
) -> Effect:
    return Effect(
        factor=factor,
        value=cell.condition[factor],
        control=reference.condition[factor],
        also=tuple(
            Change(each, cell.condition.get(each), reference.condition.get(each))
            for each in _changed(cell, reference)
            if each != factor
        ),
        is_mitigation=factor in MITIGATIONS,
        cell=cell,
        reference=reference,
        difference=compare_cells(cell, reference, None, setting),
        adjusted=None,
        by_category=tuple(
            CategoryDifference(category, compare_cells(cell, reference, category, setting))
            for category in results.categories
        ),
        by_split=tuple(
            SplitDifference(
                split,
                group,
                describe_counts(
                    cell.split_count(split, group),
                    reference.split_count(split, group),
                    sequential=cell.sequential or reference.sequential,
                ),
            )
            for split, groups in results.splits
            for group in groups
        ),
        decides=results.experiment.plan.references.get(cell.id) == reference.id,
    )


def _changed(cell: CellResult, reference: CellResult) -> Iterator[str]:
    """Yield the factors in which two cells differ."""
    for factor in dict.fromkeys([*cell.condition, *reference.condition]):
        if cell.condition.get(factor) != reference.condition.get(factor):
            yield factor


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
