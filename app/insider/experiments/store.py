"""Keeps experiments: their rows, and the cells that their files came to.

Called when a sweep begins and by whoever reads one. A file may have changed since: cells that it
no longer names stay with their episodes and are no longer active; a cell is the same cell as long
as experiment, model, rendering and settings are.
"""

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.orm import Session

from corpmail.clock import derived_id, fresh_id, wall_now
from insider.episodes import EVENT_FORMAT, RULES, StoredRendering
from insider.episodes.events import canonical_json
from insider.episodes.tables import EpisodeRow
from insider.errors import ExperimentNotFoundError
from insider.experiments.history import PlannedEpochs, plan_again
from insider.experiments.plan import (
    ExperimentPlan,
    PlannedCell,
    PlannedExperiment,
    find_references,
)
from insider.experiments.sources import hash_sources
from insider.experiments.tables import CellRow, ExperimentRow, SlotRow
from insider.inspection.inspect import INSPECTOR
from insider.visible import shorten

_experiment = ExperimentRow.metadata.tables["experiment"]
_cell = CellRow.metadata.tables["cell"]
_slot = SlotRow.metadata.tables["slot"]
_episode = EpisodeRow.metadata.tables["episode"]
_MEASURING = ("insider", "litellm", "pydantic", "sqlalchemy", "fastapi")


@dataclass(frozen=True, slots=True)
class StoredExperiment:
    """An experiment as the database has it."""

    id: str
    name: str
    source: str
    plan: ExperimentPlan
    versions: Mapping[str, str]
    spent_usd: float
    budget_usd: float | None
    planned: tuple[PlannedEpochs, ...]
    """How many epochs its cells were to have, oldest first."""
    created_wall: str


@dataclass(frozen=True, slots=True)
class OrphanedCell:
    """A cell that the file no longer names, although something was played for it."""

    model: str
    scenario: str
    settled: int
    """Slots that were played to their end."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an experiment's cells when its file was read again."""

    experiment: StoredExperiment
    new: int
    known: int
    dropped: int
    """Cells that the file no longer names."""
    orphaned: tuple[OrphanedCell, ...]
    """Those of them that have settled slots."""


def keep_experiment(
    session: Session,
    planned: PlannedExperiment,
    *,
    source: str,
    renderings: Sequence[StoredRendering],
    budget_usd: float | None,
) -> Kept:
    """Store an experiment, or bring a stored one up to its file.

    Args:
        session: A write transaction.
        planned: What the file came to.
        source: The file's text.
        renderings: Of each cell, in its order; stored already.
        budget_usd: What the whole experiment may cost; None for no bound.
    """
    experiment_id = _keep_row(session, planned.plan, source=source, budget_usd=budget_usd)
    _keep_history(session, experiment_id, planned.plan)
    rows = [
        _cell_row(experiment_id, position, cell, rendering, wanted=planned.plan.epochs)
        for position, (cell, rendering) in enumerate(zip(planned.cells, renderings, strict=True))
    ]
    references = {
        str(rows[one]["id"]): str(rows[other]["id"])
        for one, other in find_references(planned).items()
    }
    plan = planned.plan.model_copy(update={"references": references})
    session.execute(
        update(_experiment)
        .where(_experiment.c.id == experiment_id)
        .values(plan=plan.model_dump(mode="json"))
    )
    there = _cells_of(session, experiment_id)
    wanted = {str(row["id"]) for row in rows}
    dropped = [each for each, active in there.items() if active and each not in wanted]
    orphaned = _orphaned(session, dropped)
    for cell_id in dropped:
        session.execute(update(_cell).where(_cell.c.id == cell_id).values(active=False))
    new = [row for row in rows if row["id"] not in there]
    if new:
        session.execute(insert(_cell), new)
    for row in rows:
        if row["id"] in there:
            values = {key: row[key] for key in ("position", "wanted", "active", "model")}
            session.execute(
                update(_cell).where(_cell.c.id == row["id"]).values(**values, stopped=None)
            )
    return Kept(
        experiment=get_experiment(session, planned.plan.name),
        new=len(new),
        known=len(rows) - len(new),
        dropped=len(dropped),
        orphaned=orphaned,
    )


def get_experiment(session: Session, name: str) -> StoredExperiment:
    """Return an experiment by its name.

    Raises:
        ExperimentNotFoundError: There is none of that name; says which there are.
    """
    row = session.execute(select(_experiment).where(_experiment.c.name == name)).first()
    if row is None:
        there = session.execute(select(_experiment.c.name).order_by(_experiment.c.name)).scalars()
        known = ", ".join(there) or "none yet; 'insider sweep FILE' makes one"
        raise ExperimentNotFoundError(
            f"There is no experiment '{shorten(name, 80)}' here (there are: {known})."
        )
    return StoredExperiment(
        id=row.id,
        name=row.name,
        source=row.source,
        plan=ExperimentPlan.model_validate(row.plan),
        versions=dict(row.versions),
        spent_usd=row.spent_usd,
        budget_usd=row.budget_usd,
        planned=_history(row.planned),
        created_wall=row.created_wall,
    )


def find_experiment(session: Session, name: str) -> str | None:
    """Return the id of an experiment by its name, if there is one."""
    found = select(_experiment.c.id).where(_experiment.c.name == name)
    return session.execute(found).scalar_one_or_none()


def list_experiments(session: Session) -> list[str]:
    """Return the names of all experiments, newest first."""
    order = (_experiment.c.created_wall.desc(), _experiment.c.name)
    return list(session.execute(select(_experiment.c.name).order_by(*order)).scalars())


def models_asked(session: Session, experiment_id: str) -> set[str]:
    """Return the names of all models that an experiment may ask: Alex's and those beside it."""
    rows = session.execute(
        select(_cell.c.spec, _cell.c.settings).where(
            _cell.c.experiment_id == experiment_id, _cell.c.active
        )
    )
    beside = ("approver_model", "monitor_model", "colleague_model")
    found: set[str] = set()
    for spec, settings in rows:
        found |= {str(spec["name"]), *(str(settings[key]) for key in beside if key in settings)}
    return found - {RULES, str(None)}


def scenarios_played(session: Session, experiment_id: str) -> set[str]:
    """Return the whole names of the scenarios of an experiment's cells."""
    rows = select(_cell.c.scenario).where(_cell.c.experiment_id == experiment_id, _cell.c.active)
    return set(session.execute(rows.distinct()).scalars())


def episodes_of(session: Session, name: str) -> Select[Any]:
    """Return a query of the ids of an experiment's episodes, those that stand for its slots.

    Args:
        session: Any transaction.
        name: The experiment's.

    Raises:
        ExperimentNotFoundError: There is none of that name.
    """
    experiment = get_experiment(session, name)
    return (
        select(_slot.c.episode_id)
        .join(_cell, _cell.c.id == _slot.c.cell_id)
        .where(
            _cell.c.experiment_id == experiment.id,
            _cell.c.active,
            _slot.c.episode_id.is_not(None),
        )
    )


def ended_episodes(session: Session, name: str) -> list[str]:
    """Return the ids of the ended episodes that stand for an experiment's slots, cell by cell.

    Args:
        session: Any transaction.
        name: The experiment's.

    Raises:
        ExperimentNotFoundError: There is none of that name.
    """
    found = (
        episodes_of(session, name)
        .join(_episode, _episode.c.id == _slot.c.episode_id)
        .where(_episode.c.stop_reason.is_not(None))
        .order_by(_cell.c.position, _cell.c.id, _slot.c.epoch)
    )
    return list(session.execute(found).scalars())


def _keep_row(
    session: Session, plan: ExperimentPlan, *, source: str, budget_usd: float | None
) -> str:
    values = {
        "source": source,
        "plan": plan.model_dump(mode="json"),
        "versions": measuring_versions(),
        "budget_usd": budget_usd,
    }
    found = session.execute(select(_experiment.c.id).where(_experiment.c.name == plan.name))
    experiment_id = found.scalar_one_or_none()
    if experiment_id is not None:
        session.execute(
            update(_experiment).where(_experiment.c.id == experiment_id).values(**values)
        )
        return str(experiment_id)
    experiment_id = fresh_id("x")
    session.execute(
        insert(_experiment).values(
            id=experiment_id,
            name=plan.name,
            spent_usd=0.0,
            planned=[],
            created_wall=_wall(),
            **values,
        )
    )
    return experiment_id


def _keep_history(session: Session, experiment_id: str, plan: ExperimentPlan) -> None:
    mine = _experiment.c.id == experiment_id
    before = session.execute(select(_experiment.c.planned).where(mine)).scalar_one()
    settled = session.execute(
        select(func.count())
        .join_from(_slot, _cell, _cell.c.id == _slot.c.cell_id)
        .where(_cell.c.experiment_id == experiment_id, _slot.c.state.in_(("done", "errored")))
    ).scalar_one()
    history = plan_again(_history(before), plan, wall=_wall(), settled=settled)
    kept = [each.model_dump(mode="json") for each in history]
    session.execute(update(_experiment).where(mine).values(planned=kept))


def _history(kept: Sequence[Mapping[str, object]]) -> tuple[PlannedEpochs, ...]:
    return tuple(PlannedEpochs.model_validate(each) for each in kept)


def _wall() -> str:
    return wall_now().isoformat(timespec="milliseconds")


def measuring_versions() -> dict[str, str]:
    """Return the versions of what a result rests on."""
    return {
        **{name: version(name) for name in _MEASURING},
        "sources": hash_sources(),
        "python": platform.python_version(),
        "inspector": INSPECTOR,
        "event_format": str(EVENT_FORMAT),
    }


def _cells_of(session: Session, experiment_id: str) -> dict[str, bool]:
    found = select(_cell.c.id, _cell.c.active).where(_cell.c.experiment_id == experiment_id)
    return {row.id: row.active for row in session.execute(found)}


def _orphaned(session: Session, cell_ids: Sequence[str]) -> tuple[OrphanedCell, ...]:
    found = (
        select(_cell.c.model, _cell.c.scenario, func.count().label("settled"))
        .join(_slot, _slot.c.cell_id == _cell.c.id)
        .where(_cell.c.id.in_(cell_ids), _slot.c.state.in_(("done", "errored")))
        .group_by(_cell.c.id, _cell.c.model, _cell.c.scenario, _cell.c.position)
        .order_by(_cell.c.position)
    )
    return tuple(
        OrphanedCell(row.model, row.scenario, row.settled) for row in session.execute(found)
    )


def _cell_row(
    experiment_id: str,
    position: int,
    cell: PlannedCell,
    rendering: StoredRendering,
    *,
    wanted: int,
) -> dict[str, object]:
    settings = cell.settings.model_dump(mode="json")
    spec = cell.model.model_dump(mode="json")
    # The label and the key's variable may change without a new measurement.
    identity = (experiment_id, cell.model.name, canonical_json(settings), rendering.id)
    return {
        "id": derived_id("c", *identity),
        "experiment_id": experiment_id,
        "position": position,
        "active": True,
        "model": cell.model.label,
        "provider": cell.provider,
        "spec": spec,
        "settings": settings,
        "rendering_id": rendering.id,
        "scenario": cell.scenario,
        "condition": cell.condition,
        "wanted": wanted,
        "claimed": 0,
        "stopped": None,
    }
