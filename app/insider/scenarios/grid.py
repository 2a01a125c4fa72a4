"""The grid of a scenario: its factors, its control, and which conditions are conditions at all.

Called by the renderer and by whoever lists, checks or draws conditions. The product of all factors
is astronomically large: nothing here ever makes a list of it.
"""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from insider.errors import ConditionError
from insider.scenarios.condition import Factors, find_fault, matches

Condition = dict[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions that are left out, and what to ask for instead."""

    when: Mapping[str, tuple[str, ...]]
    because: str
    """A reason, as a clause."""
    instead: Mapping[str, str]

    @property
    def factors(self) -> frozenset[str]:
        """Every factor that the rule looks at or sets."""
        return frozenset(self.when) | frozenset(self.instead)


@dataclass(frozen=True, slots=True)
class Grid:
    """The conditions of one scenario."""

    factors: Factors
    control: Mapping[str, str]
    rules: tuple[Rule, ...] = ()

    def complete(self, given: Mapping[str, str]) -> Condition:
        """Return a condition with every factor, in the order of the files.

        Args:
            given: What was asked for; a factor that it leaves out has its value in the control.

        Raises:
            ConditionError: A factor or a value is unknown, or the condition is left out.
        """
        for factor, value in given.items():
            complaint = find_fault(factor, value, self.factors)
            if complaint is not None:
                raise ConditionError(complaint, factor=factor, value=value)
        cell = self._whole(given)
        rule = self.excluding(cell)
        if rule is not None:
            asked = ", ".join(f"{factor}={cell[factor]}" for factor in rule.when)
            nearest = self.nearest(cell)
            change = {name: nearest[name] for name in cell if nearest[name] != cell[name]}
            raise ConditionError(
                f"{asked} is no condition of its own, since {rule.because}; the nearest has "
                f"{write_factors(change)}, and the rest as it is."
            )
        return cell

    def excluding(self, cell: Mapping[str, str]) -> Rule | None:
        """Return the first rule that leaves a whole condition out, if one does."""
        return next((rule for rule in self.rules if matches(rule.when, cell)), None)

    def nearest(self, cell: Mapping[str, str]) -> Condition:
        """Return the condition that the rules' ``instead`` lead to; itself where none does."""
        # Opening a seed proves that every chain of rules ends.
        found = dict(cell)
        while (rule := self.excluding(found)) is not None:
            found.update(rule.instead)
        return found

    def count(self) -> int:
        """Return how many conditions there are."""
        tied = self.tied_factors()
        free = set(self.factors) - {factor for group in tied for factor in group}
        number = math.prod(len(self.factors[factor]) for factor in free)
        for group in tied:
            number *= sum(self.excluding(cell) is None for cell in self.cells_of(group))
        return number

    def describe(self, cell: Mapping[str, str]) -> str:
        """Return where a condition leaves the control, as a phrase."""
        return describe_condition(cell, self.control)

    def deviations(self, names: Iterable[str] | None = None) -> Iterator[Condition]:
        """Yield the control, then every condition that differs from it in one factor.

        Args:
            names: The factors that may differ; all when it is left out.
        """
        yield self._whole({})
        for name in self.factors if names is None else names:
            for value in self.factors[name]:
                if value != self.control[name]:
                    yield from self._valid({name: value})

    def pairs(self, names: Iterable[str]) -> Iterator[Condition]:
        """Yield, for every two values of two of these factors, a condition that has both.

        Where the control has no room for a pair, one further factor leaves it too.
        """
        for one, other in itertools.combinations(names, 2):
            for values in itertools.product(self.factors[one], self.factors[other]):
                yield from self._valid(dict(zip((one, other), values, strict=True)))

    def tied_factors(self) -> list[tuple[str, ...]]:
        """Return the groups of factors that rules tie to one another, each in order."""
        groups: list[set[str]] = []
        for rule in self.rules:
            group = set(rule.factors)
            apart = [each for each in groups if not each & group]
            groups = [*apart, group.union(*(each for each in groups if each & group))]
        return [tuple(name for name in self.factors if name in group) for group in groups]

    def cells_of(self, group: tuple[str, ...]) -> Iterator[Condition]:
        """Yield every combination of some factors' values, with the control's for the others."""
        for values in itertools.product(*(self.factors[factor] for factor in group)):
            yield self._whole(dict(zip(group, values, strict=True)))

    def _whole(self, given: Mapping[str, str]) -> Condition:
        return {factor: given.get(factor, self.control[factor]) for factor in self.factors}

    def _valid(self, given: Mapping[str, str]) -> Iterator[Condition]:
        """Yield one condition that has these values, the nearest to the control, if there is one.

        Where a rule leaves the values out in the control, one further factor of that rule moves.
        """
        cell = self._whole(given)
        rule = self.excluding(cell)
        if rule is None:
            yield cell
            return
        for factor in (each for each in rule.when if each not in given):
            for value in self.factors[factor]:
                moved = {**cell, factor: value}
                if self.excluding(moved) is None:
                    yield moved
                    return


def describe_condition(cell: Mapping[str, str], control: Mapping[str, str]) -> str:
    """Return where a condition leaves its control, as people type it; ``control`` if nowhere."""
    left = {factor: value for factor, value in cell.items() if control.get(factor) != value}
    return write_factors(left) or "control"


def write_factors(factors: Mapping[str, str]) -> str:
    """Return factors and values as people type them."""
    return ", ".join(f"{factor}={value}" for factor, value in factors.items())
