"""Expands the grid of an experiment's file into conditions of scenarios, which it opens.

Called by ``plan``, and by the doors for the seed. Says by file and line what a block asks for that
a scenario does not have.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from insider.errors import InvalidSeedError, ScenarioError, SeedProblem, UnknownScenarioError
from insider.experiments.file import BlockFields, ExperimentFields
from insider.scenarios import Seed, complete_condition_of, open_seed
from insider.scenarios.condition import find_faults, matches
from insider.scenarios.written import Written

MOST_CELLS = 20_000
"""Of one experiment, models included: beyond it a sweep could not be shown, let alone paid."""


@dataclass(frozen=True, slots=True)
class GridPoint:
    """A scenario under a complete condition."""

    scenario: str
    """Its whole name."""
    condition: dict[str, str]
    block: int
    """Position of the first block of the file that asks for it."""


def open_seed_of(written: Written[ExperimentFields], seed_dir: Path | None) -> Seed:
    """Read a seed with the scenarios that an experiment's grid names, and without all others.

    Args:
        written: The experiment.
        seed_dir: The seed's folder or pack; the shipped one when None.

    Raises:
        InvalidSeedError: With every fault of these scenarios and of what they share.
    """
    named = {name for block in written.value.grid for name in block.scenario}
    try:
        return open_seed(seed_dir, scenarios=sorted(named))
    except UnknownScenarioError as unknown:
        try:
            # ``expand_grid`` says by line of each that is not there, and which ones are.
            return open_seed(seed_dir)
        except InvalidSeedError as broken:
            missing = _blocks_with(written, str(unknown.details["scenario"]))
            problems = [written.problem(unknown.message, "grid", index) for index in missing]
            raise InvalidSeedError([*problems, *broken.problems]) from broken


def _blocks_with(written: Written[ExperimentFields], scenario: str) -> Iterator[int]:
    """Yield the positions of the blocks that name a scenario, with its pack's name or without."""
    names = {scenario, scenario.rpartition(".")[2]}
    for index, block in enumerate(written.value.grid):
        if not names.isdisjoint(block.scenario):
            yield index


def expand_grid(seed: Seed, written: Written[ExperimentFields]) -> tuple[GridPoint, ...]:
    """Return every scenario and complete condition of a grid, each once, in the order of the file.

    Args:
        seed: Where the scenarios are.
        written: The experiment.

    Raises:
        InvalidSeedError: A block names what there is not, is invalid without ``invalid: skip``,
            or comes to nothing; with every fault that was found.
    """
    problems: list[SeedProblem] = []
    found: dict[tuple[str, tuple[tuple[str, str], ...]], GridPoint] = {}
    for index, block in enumerate(written.value.grid):
        _check_size(written, index, block)
        problems += _excludes(seed, written, index, block)
        there = False
        for named, given in _combinations(block):
            scenario = seed.name_of(named)
            try:
                condition = complete_condition_of(seed, scenario, given)
            except ScenarioError as error:
                if block.invalid == "refuse" or scenario not in seed.scenarios:
                    problems.append(written.problem(error.message, "grid", index))
                continue
            if any(matches(when, condition) for when in block.exclude):
                continue
            there = True
            point = GridPoint(scenario, condition, index)
            found.setdefault((scenario, tuple(condition.items())), point)
        if not there and not problems:
            said = "this block comes to no condition at all: everything is excluded or invalid."
            problems.append(written.problem(said, "grid", index))
    if problems:
        raise InvalidSeedError(problems)
    return tuple(found.values())


def _excludes(
    seed: Seed, written: Written[ExperimentFields], index: int, block: BlockFields
) -> list[SeedProblem]:
    """Return what a block leaves out although no scenario of it has it."""
    names = [seed.name_of(each) for each in block.scenario]
    grids = [seed.scenarios[name].grid for name in names if name in seed.scenarios]
    return [
        written.problem(fault, "grid", index, "exclude", number, factor)
        for number, when in enumerate(block.exclude)
        for factor, fault in (find_faults(when, grids[0].factors) if grids else ())
        if all((factor, fault) in find_faults(when, grid.factors) for grid in grids)
    ]


def _check_size(written: Written[ExperimentFields], index: int, block: BlockFields) -> None:
    """Refuse a block before it is multiplied out when it is beyond all measure."""
    size = len(block.scenario) * max((len(values) for values in block.zip.values()), default=1)
    for values in block.product.values():
        size *= len(values)
    if size > MOST_CELLS:
        said = f"this block has {size:,} combinations; {MOST_CELLS:,} are the most."
        raise InvalidSeedError([written.problem(said, "grid", index)])


def _combinations(block: BlockFields) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield what a block asks for, excluded or not."""
    rows = list(zip(*block.zip.values(), strict=True)) or [()]
    for scenario in block.scenario:
        for values in itertools.product(*block.product.values()):
            for row in rows:
                yield (
                    scenario,
                    {
                        **block.set,
                        **dict(zip(block.product, values, strict=True)),
                        **dict(zip(block.zip, row, strict=True)),
                    },
                )
