"""The experiments of a database, a line each; reads and never writes."""

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from insider.experiments.tables import CellRow, ExperimentRow, SlotRow

_experiment = ExperimentRow.metadata.tables["experiment"]
_cell = CellRow.metadata.tables["cell"]
_slot = SlotRow.metadata.tables["slot"]


@dataclass(frozen=True, slots=True)
class ExperimentLine:
    """An experiment as a list shows it."""

    name: str
    about: str
    cells: int
    wanted: int
    """Epochs that are to be settled, of all cells."""
    settled: int
    running: int
    spent_usd: float
    budget_usd: float | None
    created_wall: str


def list_lines(session: Session) -> tuple[ExperimentLine, ...]:
    """Return all experiments, newest first."""
    cells = {
        row.experiment_id: row
        for row in session.execute(
            select(
                _cell.c.experiment_id,
                func.count().label("cells"),
                func.sum(_cell.c.wanted).label("wanted"),
            )
            .where(_cell.c.active)
            .group_by(_cell.c.experiment_id)
        )
    }
    settled, running = _slot.c.state.in_(("done", "errored")), _slot.c.state == "running"
    slots = {
        row.experiment_id: row
        for row in session.execute(
            select(
                _cell.c.experiment_id,
                func.sum(case((settled, 1), else_=0)).label("settled"),
                func.sum(case((running, 1), else_=0)).label("running"),
            )
            .join_from(_slot, _cell, _cell.c.id == _slot.c.cell_id)
            .where(_cell.c.active)
            .group_by(_cell.c.experiment_id)
        )
    }
    order = (_experiment.c.created_wall.desc(), _experiment.c.name)
    return tuple(
        ExperimentLine(
            name=row.name,
            about=str(row.plan.get("about", "")),
            cells=cells[row.id].cells if row.id in cells else 0,
            wanted=int(cells[row.id].wanted) if row.id in cells else 0,
            settled=int(slots[row.id].settled) if row.id in slots else 0,
            running=int(slots[row.id].running) if row.id in slots else 0,
            spent_usd=row.spent_usd,
            budget_usd=row.budget_usd,
            created_wall=row.created_wall,
        )
        for row in session.execute(select(_experiment).order_by(*order))
    )
