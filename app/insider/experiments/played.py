"""Which episodes were played for which experiment and cell; reads and never writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from insider.episodes.tables import EpisodeRow
from insider.experiments.store import get_experiment
from insider.experiments.tables import AttemptRow, CellRow, ExperimentRow, SlotRow
from insider.inspection.tables import VerdictRow

_experiment = ExperimentRow.metadata.tables["experiment"]
_cell = CellRow.metadata.tables["cell"]
_slot = SlotRow.metadata.tables["slot"]
_attempt = AttemptRow.metadata.tables["attempt"]
_episode = EpisodeRow.metadata.tables["episode"]
_verdict = VerdictRow.metadata.tables["verdict"]


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


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An episode that can be held against another, as a line shows it."""

    id: str
    model: str
    epoch: int
    stop_reason: str | None
    outcome: str | None
    """None while nobody has inspected it."""


def find_neighbours(session: Session, episode_id: str, *, limit: int = 50) -> tuple[Neighbour, ...]:
    """Return episodes of the same cell; of one that was played by itself, of its condition.

    Args:
        session: Any transaction.
        episode_id: The whole id of whose.
        limit: How many at most, by epoch.
    """
    cell = select(_attempt.c.cell_id).where(_attempt.c.episode_id == episode_id)
    cell_id = session.execute(cell).scalar_one_or_none()
    if cell_id is None:
        own = select(_episode.c.rendering_id).where(_episode.c.id == episode_id)
        alike = _episode.c.rendering_id == own.scalar_subquery()
    else:
        mine = select(_attempt.c.episode_id).where(_attempt.c.cell_id == cell_id)
        alike = _episode.c.id.in_(mine)
    query = (
        select(
            _episode.c.id,
            _episode.c.model,
            _episode.c.epoch,
            _episode.c.stop_reason,
            _verdict.c.outcome,
        )
        .outerjoin(_verdict, _verdict.c.episode_id == _episode.c.id)
        .where(alike, _episode.c.id != episode_id)
        .order_by(_episode.c.epoch, _episode.c.opened_wall, _episode.c.id)
        .limit(limit)
    )
    return tuple(Neighbour(**row._mapping) for row in session.execute(query))
