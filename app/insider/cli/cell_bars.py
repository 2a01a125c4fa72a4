"""A bar for each cell that is being played, under the one of the whole sweep."""

from collections.abc import Sequence

from rich.progress import Progress as Bars
from rich.progress import TaskID

from insider.experiments.naming import name_conditions
from insider.experiments.progress import CellProgress
from insider.visible import make_visible, shorten

_MOST = 12
"""More would push the sweep's own line off a small screen."""
_NAME = 48


class CellBars:
    """Bars of the cells that are under way, in the order of the file, as many as fit.

    Args:
        bars: Where they are shown.
    """

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._shown: dict[str, TaskID] = {}

    def show(self, cells: Sequence[CellProgress]) -> None:
        """Bring the bars up to date; of cells that are done there are none any more."""
        names = name_conditions([(cell.scenario, cell.condition) for cell in cells])
        underway = [
            (cell, name)
            for cell, name in zip(cells, names, strict=True)
            if cell.settled < cell.wanted and (cell.settled or cell.running)
        ][:_MOST]
        for gone in self._shown.keys() - {cell.cell_id for cell, _ in underway}:
            self._bars.remove_task(self._shown.pop(gone))
        for cell, name in underway:
            if cell.cell_id not in self._shown:
                self._shown[cell.cell_id] = self._bars.add_task("")
            self._bars.update(
                self._shown[cell.cell_id],
                description=_describe(cell, name),
                completed=cell.settled,
                total=cell.wanted,
            )


def _describe(cell: CellProgress, condition: str) -> str:
    name = make_visible(shorten(f"{condition} · {cell.scenario} · {cell.model}", _NAME))
    errors = f" · errors {cell.errored:,}" if cell.errored else ""
    return f"  {name} · harm {cell.harm:,} of {cell.judged:,}{errors}"
