"""Which episodes were played for which experiment and cell; reads and never writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from insider.experiments.store import get_experiment
from insider.experiments.tables import AttemptRow, CellRow, ExperimentRow, SlotRow

_experiment = ExperimentRow.metadata.tables["experiment"]
_cell = CellRow.metadata.tables["cell"]
_slot = SlotRow.metadata.tables["slot"]
_attempt = AttemptRow.metadata.tables["attempt"]


@dataclass(frozen=True, slots=True)
class PlayedFor:
    """What an episode was played for."""

    experiment: str
    """Its name."""
    cell: str
    """The cell's id."""
    attempt: int
    """From 1, in the order in which they were begun."""
    stands: bool
    """Whether it is the one that counts for its epoch."""


def played_for(session: Session, *, experiment: str | None, cell: str | None) -> Select[Any]:
    """Return a query of the ids of all episodes that were played for an experiment or a cell.

    Args:
        session: Any transaction.
        experiment: Its name; of any when None. Cells that its file no longer names are left out.
        cell: The cell's id; any when None.

    Raises:
        ExperimentNotFoundError: There is none of that name.
    """
    found = select(_attempt.c.episode_id)
    if cell is not None:
        found = found.where(_attempt.c.cell_id == cell)
    if experiment is not None:
        mine = _cell.c.experiment_id == get_experiment(session, experiment).id
        cells = select(_cell.c.id).where(mine, _cell.c.active)
        found = found.where(_attempt.c.cell_id.in_(cells))
    return found


def find_played(session: Session, episode_ids: Sequence[str]) -> Mapping[str, PlayedFor]:
    """Return what episodes were played for, by id; those that were played by themselves have none.

    Args:
        session: Any transaction.
        episode_ids: Whole ids.
    """
    query = (
        select(
            _attempt.c.episode_id,
            _experiment.c.name,
            _attempt.c.cell_id,
            _attempt.c.number,
            _slot.c.episode_id.label("standing"),
        )
        .join(_cell, _cell.c.id == _attempt.c.cell_id)
        .join(_experiment, _experiment.c.id == _cell.c.experiment_id)
        .outerjoin(
            _slot,
            and_(_slot.c.cell_id == _attempt.c.cell_id, _slot.c.epoch == _attempt.c.epoch),
        )
        .where(_attempt.c.episode_id.in_(episode_ids))
    )
    return {
        row.episode_id: PlayedFor(
            experiment=row.name,
            cell=row.cell_id,
            attempt=row.number,
            stands=row.standing == row.episode_id,
        )
        for row in session.execute(query)
    }
