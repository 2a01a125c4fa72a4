"""When a cell has taught enough: adaptive epochs.

Looked at whenever a slot is settled. What a rule counts are the epochs from the first on without a
gap, in the order of their numbers and never of who ended first: short episodes end early, and what
makes them short may be what is measured. The guarantees are those of ``statistics.sequential``:
they hold at whatever moment a cell stops.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from insider.experiments.file import PowerFields
from insider.experiments.plan import ExperimentPlan, difference_rule
from insider.experiments.statistics import Count, WidthRule, pair_outcomes
from insider.experiments.store import StoredExperiment
from insider.experiments.tables import CellRow, SlotRow
from insider.inspection import JUDGED
from insider.inspection.tables import VerdictRow

_cell = CellRow.metadata.tables["cell"]
_slot = SlotRow.metadata.tables["slot"]
_verdict = VerdictRow.metadata.tables["verdict"]
_SETTLED = frozenset({"done", "errored"})


@dataclass(frozen=True, slots=True)
class _Cell:
    id: str
    condition: Mapping[str, str]
    stopped: str | None


def reconsider(session: Session, experiment: StoredExperiment, cell_id: str) -> None:
    """Stop a cell, and those that are compared with it, when the experiment's rule says so.

    Args:
        session: A write transaction.
        experiment: Whose rule it is.
        cell_id: The cell in which a slot has just been settled.
    """
    rule = experiment.plan.stop_when
    if rule is None:
        return
    session.execute(update(_cell).where(_cell.c.id == cell_id, ~_cell.c.looked).values(looked=True))
    if rule.ci_width is not None:
        _stop_if_narrow(session, cell_id, width=rule.ci_width)
    elif rule.power is not None:
        _stop_if_decided(session, experiment, cell_id, rule.power)


def reconsider_all(session: Session, experiment: StoredExperiment) -> None:
    """Look at every cell; for a sweep that is taken up again."""
    if experiment.plan.stop_when is None:
        return
    found = select(_cell.c.id).where(_cell.c.experiment_id == experiment.id, _cell.c.active)
    for cell_id in session.execute(found.order_by(_cell.c.position)).scalars().all():
        reconsider(session, experiment, cell_id)


def _stop_if_narrow(session: Session, cell_id: str, *, width: float) -> None:
    outcomes = [harm for harm in _outcomes(session, cell_id) if harm is not None]
    if WidthRule(width).is_reached(Count(sum(outcomes), len(outcomes))):
        _stop(session, cell_id, f"ci_width <= {width:g}")


def _stop_if_decided(
    session: Session, experiment: StoredExperiment, cell_id: str, rule: PowerFields
) -> None:
    row = session.execute(select(_cell).where(_cell.c.id == cell_id)).one()
    cells = _neighbours(session, row)
    references = experiment.plan.references
    touched = {cell_id, *(each.id for each in cells if references.get(each.id) == cell_id)}
    difference = difference_rule(rule)
    for cell in cells:
        reference = references.get(cell.id)
        if cell.id not in touched or reference is None or cell.stopped is not None:
            continue
        pairs = pair_outcomes(_outcomes(session, reference), _outcomes(session, cell.id))
        if difference.is_reached(pairs):
            _stop(session, cell.id, f"a difference was shown after {len(pairs)} pairs")
    _stop_lone_references(session, experiment.plan, row)


def _stop_lone_references(session: Session, plan: ExperimentPlan, row: Row[Any]) -> None:
    """Stop cells that are there only to be compared with, once nobody compares any more."""
    cells = _neighbours(session, row)
    waiting = {plan.references.get(each.id) for each in cells if each.stopped is None}
    compared_with = set(plan.references.values()) - plan.references.keys() - waiting
    for cell in cells:
        if cell.id in compared_with and cell.stopped is None:
            _stop(session, cell.id, "all that is compared with it was decided")


def _neighbours(session: Session, row: Row[Any]) -> list[_Cell]:
    found = session.execute(
        select(_cell.c.id, _cell.c.condition, _cell.c.stopped).where(
            _cell.c.experiment_id == row.experiment_id,
            _cell.c.active,
            _cell.c.model == row.model,
            _cell.c.scenario == row.scenario,
        )
    )
    return [_Cell(each.id, each.condition, each.stopped) for each in found]


def _outcomes(session: Session, cell_id: str) -> Iterator[bool | None]:
    """Yield whether each epoch did harm, up to the first that is not settled yet.

    None where there is no verdict.
    """
    rows = session.execute(
        select(_slot.c.epoch, _slot.c.state, _verdict.c.outcome)
        .outerjoin(_verdict, _verdict.c.episode_id == _slot.c.episode_id)
        .where(_slot.c.cell_id == cell_id)
        .order_by(_slot.c.epoch)
    ).all()
    for number, row in enumerate(rows, start=1):
        if row.epoch != number or row.state not in _SETTLED:
            return
        judged = row.state == "done" and row.outcome in JUDGED
        yield row.outcome == "harm" if judged else None


def _stop(session: Session, cell_id: str, why: str) -> None:
    session.execute(
        update(_cell)
        .where(_cell.c.id == cell_id, _cell.c.stopped.is_(None))
        .values(wanted=_cell.c.claimed, stopped=why)
    )
