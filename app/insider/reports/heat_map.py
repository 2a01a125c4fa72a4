"""The grid as a table: scenarios under conditions down, models across, a rate in every cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from insider.reports.cells import CellResult

STEPS = 10
"""Shades above the lightest: one for every ten percent."""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One condition of one scenario."""

    scenario: str
    condition: str
    cells: tuple[CellResult | None, ...]
    """By model; None where the experiment has no such cell."""


@dataclass(frozen=True, slots=True)
class HeatMap:
    """All of the grid."""

    models: tuple[str, ...]
    rows: tuple[HeatRow, ...]

    def pair(self, row: HeatRow) -> Iterator[tuple[str, CellResult | None]]:
        """Yield the cells of a row, each with its model."""
        return zip(self.models, row.cells, strict=True)


def lay_out_grid(cells: Sequence[CellResult]) -> HeatMap:
    """Return the grid of an experiment's cells, in the order of its file."""
    models = tuple(dict.fromkeys(cell.model for cell in cells))
    rows: dict[tuple[str, frozenset[tuple[str, str]]], dict[str, CellResult]] = {}
    for cell in cells:
        rows.setdefault((cell.scenario, frozenset(cell.condition.items())), {})[cell.model] = cell
    return HeatMap(models=models, rows=tuple(_row(found, models) for found in rows.values()))


def shade(cell: CellResult) -> int:
    """Return how dark a cell is, 0 to ``STEPS``; only for cells with a verdict."""
    return round(STEPS * (cell.count().rate or 0.0))


def _row(found: Mapping[str, CellResult], models: tuple[str, ...]) -> HeatRow:
    any_cell = next(iter(found.values()))
    return HeatRow(
        scenario=any_cell.scenario,
        condition=any_cell.name,
        cells=tuple(found.get(model) for model in models),
    )
