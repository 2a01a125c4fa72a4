"""Names conditions by what tells them apart.

A condition has many factors, most of which are the same throughout an experiment: what a table or
a picture says of a cell are those that differ. Called by every display of several cells.
"""

from collections.abc import Mapping, Sequence

SAME = "as the control"
"""What a condition is called where nothing differs."""


def varying_factors(conditions: Sequence[Mapping[str, str]]) -> list[str]:
    """Return the factors that have more than one value, in the order in which they first stand.

    A factor that some conditions do not have counts as a value of its own there.
    """
    factors: dict[str, set[str | None]] = {}
    for condition in conditions:
        for factor in condition:
            factors.setdefault(factor, set())
    for factor, values in factors.items():
        values.update(condition.get(factor) for condition in conditions)
    return [factor for factor, values in factors.items() if len(values) > 1]


def name_conditions(cells: Sequence[tuple[str, Mapping[str, str]]]) -> list[str]:
    """Return a name for each cell's condition: its values of the factors that vary.

    Args:
        cells: Scenario and condition of each.
    """
    varying: dict[str, list[str]] = {}
    for scenario in {scenario for scenario, _ in cells}:
        varying[scenario] = varying_factors([each for name, each in cells if name == scenario])
    return [
        ", ".join(
            f"{factor}={condition[factor]}" for factor in varying[scenario] if factor in condition
        )
        or SAME
        for scenario, condition in cells
    ]
