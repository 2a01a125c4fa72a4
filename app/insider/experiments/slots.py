"""Slots: who plays which epoch of which cell, decided by the database.

A slot is claimed in one transaction by one process, whichever machine it runs on; it is done once
and never taken again after that. Called by workers; every function runs in the caller's write
transaction.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Update,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.orm import Session

from alex.draw import draw_fraction
from corpmail.clock import derived_id
from insider.episodes import RunSettings
from insider.episodes.events import canonical_json
from insider.errors import SlotLostError
from insider.experiments.plan import ExperimentPlan, ModelSpec
from insider.experiments.slot_statements import (
    attempt_statement,
    attempts_statement,
    claiming_statement,
    holding_statement,
    linking_statement,
    one,
    open_statement,
    reserved_statement,
    slot_statement,
    wanting_statement,
    whole_statement,
)
from insider.experiments.tables import AttemptRow, CellRow, ExperimentRow, SlotRow

MOST_ATTEMPTS = 3
"""Episodes that may err for a slot before it is left as errored."""
_SEEDS = 2**31

_experiment = ExperimentRow.metadata.tables["experiment"]
_cell = CellRow.metadata.tables["cell"]
_slot = SlotRow.metadata.tables["slot"]
_attempt = AttemptRow.metadata.tables["attempt"]
_episode = SlotRow.metadata.tables["episode"]
_FREE: dict[str, Any] = {"owner": None, "reserved_usd": 0.0}


@dataclass(frozen=True, slots=True)
class Slot:
    """One epoch of one cell, claimed."""

    experiment_id: str
    cell_id: str
    epoch: int
    seed: int
    attempts: int
    """How many episodes have erred for it before."""
    owner: str
    """Who holds it."""
    model: ModelSpec
    provider: str
    settings: RunSettings
    rendering_id: str
    scenario: str
    condition: dict[str, str]
    episode_id: str | None
    """What is or was played for it, once it is open."""


@dataclass(frozen=True, slots=True)
class Draws:
    """How the seeds of an experiment's slots are made: by its file alone, in any database."""

    seed: int
    paired: bool

    def seed_of(self, cell: str, epoch: int) -> int:
        """Return the seed of a slot: the cell's own, or the epoch's alone where cells are paired.

        Seeds of different cells are unrelated unless they are meant to be pairs: what is drawn
        from them would otherwise move together, and an interval of a difference be wrong.

        Args:
            cell: What tells the cell from all others, those of other experiments too.
            epoch: Its number, from 1.
        """
        whose = "" if self.paired else cell
        return int(draw_fraction("slot", str(self.seed), whose, str(epoch)) * _SEEDS)


def claim_slot(
    session: Session,
    experiment_id: str,
    *,
    owner: str,
    plan: ExperimentPlan,
    without: Collection[str] = (),
    without_models: Collection[str] = (),
) -> Slot | None:
    """Take the next slot that nobody has, or return None when there is none to be had now.

    Cells with the fewest epochs come first, so that a sweep that is stopped leaves a grid whose
    cells are about equally full.

    Args:
        session: A write transaction.
        experiment_id: Of which experiment.
        owner: Who takes it (``seats.own_name``).
        plan: The experiment's.
        without: Providers that are to be left alone.
        without_models: Labels of models that are to be left alone.
    """
    within = {
        "experiment": experiment_id,
        "without": list(without),
        "without_models": list(without_models),
    }
    taken = _take_open(session, within, owner) or _take_new(session, within, owner, plan)
    if taken is None:
        return None
    return _slot_of(session, *taken)


def link_episode(session: Session, slot: Slot, episode_id: str) -> None:
    """Say which episode is played for a slot, as soon as it is open.

    So that an episode that ended just before its process was killed still counts, and none that
    erred is forgotten when the slot is taken again.
    """
    connection, mine = session.connection(), _key_of(slot)
    values = {**mine, "owned_by": slot.owner, "episode_id": episode_id}
    if connection.execute(linking_statement(), values).first() is None:
        return
    # What a database of an earlier version did not keep is counted by the slot.
    before = connection.execute(attempts_statement(), mine).scalar_one() or 0
    connection.execute(
        attempt_statement(),
        {
            "episode_id": episode_id,
            "cell_id": slot.cell_id,
            "epoch": slot.epoch,
            "number": max(before, slot.attempts) + 1,
        },
    )


def _key_of(slot: Slot) -> dict[str, Any]:
    return {"of_cell": slot.cell_id, "of_epoch": slot.epoch}


def held_slot(slot: Slot) -> Update:
    """Return an update of a slot, unless it is somebody else's by now."""
    return _of(slot.cell_id, slot.epoch).where(*_held(slot))


def settle_slot(session: Session, slot: Slot, *, errored: bool) -> str:
    """Say what came of a claimed slot whose episode has ended; return its state.

    An errored one is taken again until ``MOST_ATTEMPTS`` have erred.

    Args:
        session: A write transaction.
        slot: As it was claimed.
        errored: Whether the episode failed by its own fault.

    Raises:
        SlotLostError: Its owner was taken for dead meanwhile, and it is somebody else's.
    """
    if not _hold(session, slot):
        raise SlotLostError(
            f"Epoch {slot.epoch} of cell {slot.cell_id} was given to somebody else meanwhile; what "
            "was played for it here does not count."
        )
    attempts = slot.attempts + errored
    again = errored and attempts < MOST_ATTEMPTS
    state = "open" if again else "errored" if errored else "done"
    _count_as_spent(session, slot)
    change = {**_key_of(slot), "state": state, "attempts": attempts, **_FREE}
    session.connection().execute(one(), change)
    return state


def release_slot(session: Session, slot: Slot) -> None:
    """Give a claimed slot back: what was played for it was cut off from outside.

    Changes nothing when it is somebody else's by now.
    """
    if not _hold(session, slot):
        return
    _count_as_spent(session, slot)
    session.execute(_of(slot.cell_id, slot.epoch).values(state="open", **_FREE))


def slots_of(session: Session, experiment_id: str, owners: Collection[str]) -> list[Slot]:
    """Return the slots that some processes hold."""
    cells = select(_cell.c.id).where(_cell.c.experiment_id == experiment_id)
    held = session.execute(
        select(_slot.c.cell_id, _slot.c.epoch).where(
            _slot.c.cell_id.in_(cells), _slot.c.state == "running", _slot.c.owner.in_(list(owners))
        )
    ).all()
    return [_slot_of(session, row.cell_id, row.epoch) for row in held]


def slots_of_interrupted(session: Session, experiment_id: str) -> list[Slot]:
    """Return the slots that are held for episodes whose process was taken for dead."""
    held = session.execute(
        select(_slot.c.cell_id, _slot.c.epoch)
        .join(_cell, _cell.c.id == _slot.c.cell_id)
        .join(_episode, _episode.c.id == _slot.c.episode_id)
        .where(
            _cell.c.experiment_id == experiment_id,
            _slot.c.state == "running",
            _episode.c.stop_reason == "interrupted",
        )
    ).all()
    return [_slot_of(session, row.cell_id, row.epoch) for row in held]


def has_slots(session: Session, experiment_id: str) -> bool:
    """Tell whether any slot of an experiment was ever claimed."""
    cells = select(_cell.c.id).where(_cell.c.experiment_id == experiment_id)
    found = select(_slot.c.epoch).where(_slot.c.cell_id.in_(cells)).limit(1)
    return session.execute(found).first() is not None


def running_owners(session: Session, experiment_id: str) -> set[str]:
    """Return who holds slots of an experiment."""
    cells = select(_cell.c.id).where(_cell.c.experiment_id == experiment_id)
    found = select(_slot.c.owner).where(_slot.c.cell_id.in_(cells), _slot.c.state == "running")
    return {str(owner) for owner in session.execute(found.distinct()).scalars() if owner}


def _hold(session: Session, slot: Slot) -> bool:
    """Lock a slot for the rest of the transaction; tell whether its owner still has it."""
    values = {**_key_of(slot), "owned_by": slot.owner}
    return session.connection().execute(holding_statement(), values).first() is not None


def _held(slot: Slot) -> tuple[ColumnElement[bool], ...]:
    return _slot.c.state == "running", _slot.c.owner == slot.owner


def reopen_errored(session: Session, experiment_id: str) -> int:
    """Open the slots that were left as errored, with all their attempts before them again."""
    cells = select(_cell.c.id).where(_cell.c.experiment_id == experiment_id)
    reopened = session.execute(
        update(_slot)
        .where(_slot.c.cell_id.in_(cells), _slot.c.state == "errored")
        .values(state="open", attempts=0)
        .returning(_slot.c.epoch)
    )
    return len(reopened.all())


def _take_open(session: Session, within: Mapping[str, Any], owner: str) -> tuple[str, int] | None:
    connection = session.connection()
    row = connection.execute(open_statement(), within).first()
    if row is None:
        return None
    key = {"of_cell": row.cell_id, "of_epoch": row.epoch}
    connection.execute(one(), {**key, "state": "running", "owner": owner, "episode_id": None})
    return row.cell_id, row.epoch


def _take_new(
    session: Session, within: Mapping[str, Any], owner: str, plan: ExperimentPlan
) -> tuple[str, int] | None:
    connection = session.connection()
    row = connection.execute(wanting_statement(), within).first()
    if row is None:
        return None
    epoch = row.claimed + 1
    # The cell's id has its experiment's in it, which is another in each database.
    cell = derived_id(
        "c", plan.name, row.spec["name"], canonical_json(row.settings), row.rendering_id
    )
    seed = Draws(plan.seed, plan.paired).seed_of(cell, epoch)
    connection.execute(claiming_statement(), {"of_cell": row.id, "claimed": epoch})
    connection.execute(
        slot_statement(),
        {
            "cell_id": row.id,
            "epoch": epoch,
            "seed": seed,
            "state": "running",
            "owner": owner,
            "attempts": 0,
            "reserved_usd": 0.0,
            "paid_usd": 0.0,
        },
    )
    return row.id, epoch


def any_slot(session: Session, cell_id: str) -> Slot:
    """Return one of the slots of a cell that has some, for what they have in common."""
    epoch = select(func.min(_slot.c.epoch)).where(_slot.c.cell_id == cell_id)
    return _slot_of(session, cell_id, session.execute(epoch).scalar_one())


def forget_unasked(session: Session, slot: Slot, episode_id: str) -> None:
    """Take an attempt back in which no model ever answered: nothing was played in it.

    Args:
        session: A write transaction.
        slot: For which it was opened.
        episode_id: The attempt's.
    """
    asked = select(_episode.c.id).where(_episode.c.id == episode_id, _episode.c.steps > 0)
    if session.execute(asked).first() is None:
        session.execute(held_slot(slot).values(episode_id=None))
        session.execute(delete(_attempt).where(_attempt.c.episode_id == episode_id))


def _slot_of(session: Session, cell_id: str, epoch: int) -> Slot:
    key = {"of_cell": cell_id, "of_epoch": epoch}
    row: Row[Any] = session.connection().execute(whole_statement(), key).one()
    return Slot(
        experiment_id=row.experiment_id,
        cell_id=row.id,
        epoch=row.epoch,
        seed=row.seed,
        attempts=row.attempts,
        owner=row.owner,
        model=ModelSpec.model_validate(row.spec),
        provider=row.provider,
        settings=RunSettings.model_validate(row.settings),
        rendering_id=row.rendering_id,
        scenario=row.scenario,
        condition=dict(row.condition),
        episode_id=row.episode_id,
    )


def _count_as_spent(session: Session, slot: Slot) -> None:
    """Count what a slot still holds as spent: a call was under way when its process died."""
    held = session.connection().execute(reserved_statement(), _key_of(slot)).scalar_one()
    if held:
        session.execute(
            update(_experiment)
            .where(_experiment.c.id == slot.experiment_id)
            .values(spent_usd=_experiment.c.spent_usd + held)
        )
        session.execute(_of(slot.cell_id, slot.epoch).values(paid_usd=_slot.c.paid_usd + held))


def _of(cell_id: str, epoch: int) -> Update:
    return update(_slot).where(_slot.c.cell_id == cell_id, _slot.c.epoch == epoch)
