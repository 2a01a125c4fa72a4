"""Makes the grid of a scenario out of the shared factors and its own ones.

Called by the catalogue. What it finds wrong is told with the line of the file that says it.
"""

import itertools
import math
from collections.abc import Iterator, Mapping

from insider.errors import SeedProblem
from insider.scenarios.condition import find_fault, find_faults, matches
from insider.scenarios.effects import find_meaningless
from insider.scenarios.grid import Grid, Rule
from insider.scenarios.grid_file import GridFields, GridFile
from insider.scenarios.scenario import ALL, RuleFields, ScenarioFields
from insider.scenarios.written import Written, nearest

_Place = tuple[Written[GridFields] | Written[ScenarioFields], tuple[str | int, ...]]
"""A file and a place in it."""

_MOST_TIED = 100_000
"""Combinations of the factors that rules tie together; all of them are looked at."""


def make_grid(
    shared: GridFile, scenario: Written[ScenarioFields], problems: list[SeedProblem]
) -> Grid:
    """Return a scenario's grid.

    Args:
        shared: What all scenarios have.
        scenario: What this one says.
        problems: Where faults are added; the grid is not to be used when there are some.
    """
    return _Maker(shared, scenario, problems).make()


class _Maker:
    def __init__(
        self, shared: GridFile, scenario: Written[ScenarioFields], problems: list[SeedProblem]
    ) -> None:
        self._shared = shared
        self._scenario = scenario
        self._fields = scenario.value
        self._problems = problems

    def make(self) -> Grid:
        before = len(self._problems)
        factors = {name: self._shared_values(name) for name in self._shared.shared}
        own = {
            name: values for name, values in self._fields.conditions.items() if name not in factors
        }
        for name, values in own.items():
            if values == (ALL,):
                said = f"'{ALL}' is for shared factors, and '{name}' is none"
                self._complain(said + nearest(name, factors), "conditions", name)
        factors |= own
        self._check_values(factors)
        control = {name: self._control(name, values) for name, values in factors.items()}
        for name, value in self._fields.control.items():
            if (fault := find_fault(name, value, factors)) is not None:
                self._complain(fault, "control", name)
        rules = [*self._rules(factors)]
        made = (Rule(rule.when, rule.because.rstrip("."), rule.instead) for rule, _ in rules)
        grid = Grid(factors, control, tuple(made))
        # Rules can be followed only where every factor and value that they name is there.
        if len(self._problems) == before:
            self._problems += self._check_rules(grid, [place for _, place in rules])
        return grid

    def _shared_values(self, name: str) -> tuple[str, ...]:
        factor = self._shared.shared[name]
        given = self._fields.conditions.get(name)
        if given is None:
            return (factor.default,)
        if given == (ALL,):
            return tuple(factor.values)
        for index, value in enumerate(given):
            fault = find_fault(name, value, {name: tuple(factor.values)})
            if fault is not None:
                self._complain(fault, "conditions", name, index)
        return given

    def _check_values(self, factors: Mapping[str, tuple[str, ...]]) -> None:
        for name, values in factors.items():
            if len(set(values)) != len(values):
                self._complain(f"the factor '{name}' has a value twice.", "conditions", name)
            for value in values:
                if (fault := find_meaningless(name, value, self._fields)) is not None:
                    self._complain(fault, "conditions", name)

    def _control(self, name: str, values: tuple[str, ...]) -> str:
        given = self._fields.control.get(name)
        if given is not None:
            return given
        default = self._shared.shared[name].default if name in self._shared.shared else None
        if default not in values:
            said = f"'control' gives no value for the factor '{name}'"
            if default is not None:
                said += f", and its default '{default}' is not among this scenario's values"
            self._complain(f"{said}.", "control")
        return default or values[0]

    def _rules(self, factors: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[RuleFields, _Place]]:
        if self._shared.written is not None:
            for index, rule in enumerate(self._shared.rules):
                yield rule, (self._shared.written, ("exclude", index))
        for index, rule in enumerate(self._fields.exclude):
            at: tuple[str | int, ...] = ("exclude", index)
            instead = {factor: (value,) for factor, value in rule.instead.items()}
            for field, named in (("when", rule.when), ("instead", instead)):
                for factor, fault in find_faults(named, factors):
                    self._complain(fault, *at, field, factor)
            yield rule, (self._scenario, at)

    def _check_rules(self, grid: Grid, places: list[_Place]) -> Iterator[SeedProblem]:
        for group in grid.tied_factors():
            if math.prod(len(grid.factors[factor]) for factor in group) > _MOST_TIED:
                said = f"rules tie too many factors together: {', '.join(group)}."
                yield self._scenario.problem(said, "exclude", code="rule")
                return
        faults = dict(fault for group in grid.tied_factors() for fault in _bad_rules(grid, group))
        for number, said in faults.items():
            written, at = places[number]
            yield written.problem(f"{said} (scenario '{self._fields.name}').", *at, code="rule")
        rule = grid.excluding(grid.control)
        if not faults and rule is not None:
            said = f"'control' is left out: {rule.because}; give it values that no rule excludes."
            yield self._scenario.problem(said, "control", code="control")

    def _complain(self, message: str, *path: str | int) -> None:
        self._problems.append(self._scenario.problem(message, *path, code="condition"))


def _first(rules: list[tuple[int, Rule]], cell: Mapping[str, str]) -> tuple[int, Rule] | None:
    """Return the first of some numbered rules that leaves a condition out, if one does."""
    return next((each for each in rules if matches(each[1].when, cell)), None)


def _bad_rules(grid: Grid, group: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield the number of each rule whose ``instead`` leads to no condition, with a sentence."""
    # Other groups' rules look at other factors, and the control is looked at by itself.
    tied = [(number, rule) for number, rule in enumerate(grid.rules) if rule.factors <= {*group}]
    for values in itertools.product(*(grid.factors[factor] for factor in group)):
        seen: list[int] = []
        found = dict(zip(group, values, strict=True))
        while (leaving := _first(tied, found)) is not None:
            number, rule = leaving
            found = {**found, **rule.instead}
            faults = [
                fault
                for factor, value in rule.instead.items()
                if (fault := find_fault(factor, value, grid.factors)) is not None
            ]
            if faults:
                yield number, f"'instead' leads nowhere: {faults[0].rstrip('.')}"
                break
            if number in seen:
                yield number, "'instead' leads to a condition that is left out again"
                break
            seen.append(number)
