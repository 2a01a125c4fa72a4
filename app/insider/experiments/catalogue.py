"""The experiments of a database, a line each; reads and never writes."""

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from insider.experiments.naming import name_conditions
from insider.experiments.store import get_experiment
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
    errored: int
    """Of the settled ones, those whose attempts all failed."""
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
                func.sum(case((_slot.c.state == "errored", 1), else_=0)).label("errored"),
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
            errored=int(slots[row.id].errored) if row.id in slots else 0,
            running=int(slots[row.id].running) if row.id in slots else 0,
            spent_usd=row.spent_usd,
            budget_usd=row.budget_usd,
            created_wall=row.created_wall,
        )
        for row in session.execute(select(_experiment).order_by(*order))
    )


@dataclass(frozen=True, slots=True)
class CellLine:
    """A cell as a list shows it."""

    id: str
    experiment: str
    """Its name."""
    model: str
    scenario: str
    name: str
    """Its condition, by what varies in the experiment."""


def list_cells(session: Session, experiment: str) -> tuple[CellLine, ...]:
    """Return the cells that an experiment's file names, in its order.

    Args:
        session: Any transaction.
        experiment: Its name.

    Raises:
        ExperimentNotFoundError: There is none of that name.
    """
    mine = _cell.c.experiment_id == get_experiment(session, experiment).id
    query = select(_cell).where(mine, _cell.c.active).order_by(_cell.c.position)
    rows = session.execute(query).all()
    names = name_conditions([(row.scenario, row.condition) for row in rows])
    return tuple(
        CellLine(row.id, experiment, row.model, row.scenario, name)
        for row, name in zip(rows, names, strict=True)
    )


def experiment_of(session: Session, cell_id: str) -> str | None:
    """Return the name of a cell's experiment; None where there is no such cell."""
    query = (
        select(_experiment.c.name)
        .join(_cell, _cell.c.experiment_id == _experiment.c.id)
        .where(_cell.c.id == cell_id)
    )
    return session.execute(query).scalar_one_or_none()
