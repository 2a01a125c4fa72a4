"""The condition that a cell is compared with: one factor as in the control, the rest as it is.

Rules of a scenario leave conditions out (nothing waits for a decision under ``approval: none``, so
that there is no such condition with another approver): factors that depend on the one that is set
back are set back with it. Kept with an experiment's plan, as a report reads no seed.
"""

from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ConfigDict

from insider.scenarios import Grid, Rule


class Exclusion(BaseModel):
    """A rule of a scenario that leaves conditions out."""

    model_config = ConfigDict(frozen=True)

    when: dict[str, tuple[str, ...]]
    instead: dict[str, str]
    """What the nearest condition has that is left in."""


def exclusions_of(grid: Grid) -> tuple[Exclusion, ...]:
    """Return the rules of a scenario's grid, to be kept."""
    return tuple(Exclusion(when=dict(rule.when), instead=dict(rule.instead)) for rule in grid.rules)


def set_back(
    condition: Mapping[str, str],
    factor: str,
    control: Mapping[str, str],
    exclusions: Iterable[Exclusion],
) -> dict[str, str] | None:
    """Return the nearest condition that has a factor's value in the control.

    Args:
        condition: A whole condition that has another value of the factor.
        factor: Which.
        control: The scenario's control.
        exclusions: The scenario's rules.

    Returns:
        None where the rules leave no such condition near.
    """
    rules = tuple(Rule(each.when, "", each.instead) for each in exclusions)
    grid = Grid(factors={}, control=control, rules=rules)
    found = grid.nearest({**condition, factor: control[factor]})
    return found if found[factor] == control[factor] else None
