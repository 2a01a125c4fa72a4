"""Names conditions by what tells them apart.

A condition has many factors, most of which are the same throughout an experiment: what a table or
a picture says of a cell are those that differ. In what all of them differ from the control is said
once. Called by every display of several cells.
"""

from collections.abc import Iterator, Mapping, Sequence

SAME = "the one condition"
"""What a condition is called where nothing varies; how it differs from the control is fixed."""


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


def fixed_differences(
    conditions: Sequence[Mapping[str, str]], control: Mapping[str, str]
) -> dict[str, str]:
    """Return the factors that have one value in all conditions, and another in the control."""
    varying = {*varying_factors(conditions)}
    first = conditions[0] if conditions else {}
    return {
        factor: value
        for factor, value in first.items()
        if factor not in varying and control.get(factor) != value
    }


def describe_fixed(
    cells: Sequence[tuple[str, Mapping[str, str]]], controls: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    """Yield, for each scenario, a sentence on what is the same in all of its conditions.

    Args:
        cells: Scenario and condition of each.
        controls: The control of each scenario.
    """
    for scenario in dict.fromkeys(scenario for scenario, _ in cells):
        conditions = [condition for name, condition in cells if name == scenario]
        fixed = fixed_differences(conditions, controls[scenario])
        values = ", ".join(f"{factor}={value}" for factor, value in fixed.items())
        varying = ", ".join(varying_factors(conditions))
        said = f"has {values} throughout, and is otherwise" if values else "is"
        yield f"{scenario} {said} as its control{f', but for {varying}' if varying else ''}."
