"""The statements by which slots are claimed, linked and settled, each built once.

Called by ``slots`` alone. Their parameters are those that each of them names.
"""

from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Insert,
    Select,
    Update,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from insider.experiments.tables import AttemptRow, CellRow, SlotRow

_cell = CellRow.metadata.tables["cell"]
_slot = SlotRow.metadata.tables["slot"]
_attempt = AttemptRow.metadata.tables["attempt"]
_OF_SLOT = ("epoch", "seed", "attempts", "owner", "episode_id")


def within() -> tuple[ColumnElement[bool], ...]:
    """Return the SQL for the cells of which a slot may be claimed."""
    return (
        _cell.c.experiment_id == bindparam("experiment"),
        _cell.c.active,
        _cell.c.provider.not_in(bindparam("without", expanding=True)),
        _cell.c.model.not_in(bindparam("without_models", expanding=True)),
    )


@cache
def linking_statement() -> ReturningUpdate[Any]:
    """Return what gives an owner's running slot its values; it returns the epoch."""
    held = _slot.c.state == "running", _slot.c.owner == bindparam("owned_by")
    return one().where(*held).returning(_slot.c.epoch)


@cache
def attempts_statement() -> Select[Any]:
    """Return what reads the number of a slot's last attempt."""
    return select(func.max(_attempt.c.number)).where(
        _attempt.c.cell_id == bindparam("of_cell"), _attempt.c.epoch == bindparam("of_epoch")
    )


@cache
def attempt_statement() -> Insert:
    """Return what adds an attempt."""
    return insert(_attempt)


@cache
def holding_statement() -> Select[Any]:
    """Return what reads a running slot of an owner, and locks it."""
    mine = select(_slot.c.epoch).where(
        _slot.c.cell_id == bindparam("of_cell"),
        _slot.c.epoch == bindparam("of_epoch"),
        _slot.c.state == "running",
        _slot.c.owner == bindparam("owned_by"),
    )
    return mine.with_for_update()


@cache
def open_statement() -> Select[Any]:
    """Return what finds an open slot that is wanted, the least tried first, and locks it."""
    return (
        select(_slot.c.cell_id, _slot.c.epoch)
        .join(_cell, _cell.c.id == _slot.c.cell_id)
        .where(*within(), _slot.c.state == "open", _slot.c.epoch <= _cell.c.wanted)
        .order_by(_slot.c.attempts, _slot.c.epoch, _cell.c.position)
        .limit(1)
        .with_for_update(skip_locked=True, of=_slot)
    )


_OF_WANTING = ("id", "claimed", "spec", "settings", "rendering_id")


@cache
def wanting_statement() -> Select[Any]:
    """Return what finds a cell that wants a slot, the least claimed first, and locks it."""
    return (
        select(*(_cell.c[name] for name in _OF_WANTING))
        .where(*within(), _cell.c.claimed < _cell.c.wanted)
        .order_by(_cell.c.claimed, _cell.c.position)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


@cache
def claiming_statement() -> Update:
    """Return what gives a cell its values."""
    return update(_cell).where(_cell.c.id == bindparam("of_cell"))


@cache
def slot_statement() -> Insert:
    """Return what adds a slot."""
    return insert(_slot)


@cache
def whole_statement() -> Select[Any]:
    """Return what reads a slot with its cell."""
    return (
        select(_cell, *(_slot.c[name] for name in _OF_SLOT))
        .join(_slot, _slot.c.cell_id == _cell.c.id)
        .where(_slot.c.cell_id == bindparam("of_cell"), _slot.c.epoch == bindparam("of_epoch"))
    )


@cache
def reserved_statement() -> Select[Any]:
    """Return what reads how much money a slot has reserved, in USD."""
    return select(_slot.c.reserved_usd).where(
        _slot.c.cell_id == bindparam("of_cell"), _slot.c.epoch == bindparam("of_epoch")
    )


@cache
def one() -> Update:
    """Return an update of one slot; what is set are the values that it is executed with."""
    return update(_slot).where(
        _slot.c.cell_id == bindparam("of_cell"), _slot.c.epoch == bindparam("of_epoch")
    )
