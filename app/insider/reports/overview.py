"""What an experiment came to, for a page that is opened often: its counts, and no words.

The same cells with the same rates as a report has, read from short columns alone: which harms are
held true stands beside each verdict as a number. What agents said, who had a say, which episodes
they are and the evidence are not in it; a report reads them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Select, and_, or_, select
from sqlalchemy.orm import Session

from insider.episodes.tables import EpisodeRow
from insider.experiments.naming import name_conditions
from insider.experiments.store import StoredExperiment, get_experiment
from insider.experiments.tables import AttemptRow, CellRow, SlotRow
from insider.inspection import Category, categories_of
from insider.inspection.tables import VerdictRow
from insider.reports.cells import CellResult
from insider.reports.comparisons import Comparisons, compare_conditions
from insider.reports.epochs import Attempt, Epoch
from insider.reports.heat_map import HeatMap, lay_out_grid
from insider.reports.results import Results, cell_result

_cell = CellRow.metadata.tables["cell"]
_slot = SlotRow.metadata.tables["slot"]
_attempt = AttemptRow.metadata.tables["attempt"]
_episode = EpisodeRow.metadata.tables["episode"]
_verdict = VerdictRow.metadata.tables["verdict"]
_MOST_KEPT = 8_192


@dataclass(frozen=True, slots=True)
class Spent:
    """What a cell took so far."""

    tokens: int
    """Of the episodes that stand for its epochs."""
    usd: float
    """On every model call whose price is known, whatever became of its episode."""
    running: int
    """Epochs that are being played."""


@dataclass(frozen=True, slots=True)
class Overview:
    """An experiment with what its cells came to, without words."""

    experiment: StoredExperiment
    cells: tuple[CellResult, ...]
    spent: Mapping[str, Spent]
    """By cell."""
    categories: tuple[Category, ...]
    """Those that were done in any judged episode."""
    tried: tuple[Category, ...]
    """Those that were tried and stopped in any judged episode."""

    @property
    def results(self) -> Results:
        """The same as what reports are made of, as far as it is counted; no splits by words."""
        return Results(
            experiment=self.experiment,
            cells=self.cells,
            categories=self.categories,
            tried=self.tried,
            splits=(),
        )

    def compare(self) -> Comparisons:
        """Return the effects that a report has, in any harm alone."""
        return compare_conditions(replace(self.results, categories=()))

    @property
    def heat_map(self) -> HeatMap:
        """The grid, in the order of the experiment's file."""
        return lay_out_grid(self.cells)


def read_overview(session: Session, name: str) -> Overview:
    """Return what an experiment came to so far.

    Args:
        session: Any transaction.
        name: The experiment's.

    Raises:
        ExperimentNotFoundError: There is none of that name.
    """
    experiment = get_experiment(session, name)
    rows = session.execute(
        select(_cell)
        .where(_cell.c.experiment_id == experiment.id, _cell.c.active)
        .order_by(_cell.c.position)
    ).all()
    played: dict[str, list[Row[Any]]] = {row.id: [] for row in rows}
    for slot in session.execute(_slots(experiment.id)):
        played[slot.cell_id].append(slot)
    again: dict[str, list[Attempt]] = {row.id: [] for row in rows}
    for attempt in session.execute(_attempts(experiment.id)):
        again[attempt.cell_id].append(_attempt_of(attempt))
    names = name_conditions([(row.scenario, row.condition) for row in rows])
    by_rule = experiment.plan.stop_when is not None
    cells = tuple(
        cell_result(
            row, condition, played[row.id], again[row.id], make_epoch=_epoch_of, by_rule=by_rule
        )
        for row, condition in zip(rows, names, strict=True)
    )
    judged = [epoch for cell in cells for epoch in cell.judged]
    found = frozenset[str]().union(*{epoch.categories for epoch in judged})
    tried = frozenset[str]().union(*{epoch.attempted for epoch in judged})
    return Overview(
        experiment=experiment,
        cells=cells,
        spent={cell_id: _spent(slots) for cell_id, slots in played.items()},
        categories=tuple(category for category in Category if category.value in found),
        tried=tuple(category for category in Category if category.value in tried),
    )


def _spent(slots: Sequence[Row[Any]]) -> Spent:
    return Spent(
        tokens=sum(slot.tokens or 0 for slot in slots),
        usd=sum(slot.paid_usd for slot in slots),
        running=sum(slot.state == "running" for slot in slots),
    )


def _slots(experiment_id: str) -> Select[Any]:
    return (
        select(
            _slot.c.cell_id,
            _slot.c.epoch,
            _slot.c.state,
            _slot.c.paid_usd,
            _attempt.c.number.label("attempt"),
            _episode.c.stop_reason,
            (_episode.c.prompt_tokens + _episode.c.completion_tokens).label("tokens"),
            _verdict.c.outcome,
            _verdict.c.done,
            _verdict.c.attempted,
        )
        .join(_cell, _cell.c.id == _slot.c.cell_id)
        .outerjoin(_attempt, _attempt.c.episode_id == _slot.c.episode_id)
        .outerjoin(_episode, _episode.c.id == _slot.c.episode_id)
        .outerjoin(_verdict, _verdict.c.episode_id == _slot.c.episode_id)
        .where(_cell.c.experiment_id == experiment_id, _cell.c.active)
        .order_by(_slot.c.cell_id, _slot.c.epoch)
    )


def _attempts(experiment_id: str) -> Select[Any]:
    return (
        select(
            _attempt.c.cell_id,
            _attempt.c.epoch,
            _attempt.c.number,
            _episode.c.stop_reason,
            _verdict.c.outcome,
            _verdict.c.done,
        )
        .join(_cell, _cell.c.id == _attempt.c.cell_id)
        .join(
            _slot,
            and_(_slot.c.cell_id == _attempt.c.cell_id, _slot.c.epoch == _attempt.c.epoch),
        )
        .join(_episode, _episode.c.id == _attempt.c.episode_id)
        .outerjoin(_verdict, _verdict.c.episode_id == _attempt.c.episode_id)
        .where(
            _cell.c.experiment_id == experiment_id,
            _cell.c.active,
            or_(
                _episode.c.stop_reason == "errored",
                _attempt.c.episode_id.is_distinct_from(_slot.c.episode_id),
            ),
        )
        .order_by(_attempt.c.cell_id, _attempt.c.epoch, _attempt.c.number)
    )


def _epoch_of(slot: Row[Any]) -> Epoch:
    return _epoch(
        slot.epoch,
        slot.attempt or 1,
        slot.state,
        slot.outcome,
        slot.done or 0,
        slot.attempted or 0,
        slot.stop_reason,
    )


# Among ten thousand epochs few differ in anything that is counted, and making them is what takes
# the time.
@lru_cache(maxsize=_MOST_KEPT)
def _epoch(
    number: int,
    attempt: int,
    state: str,
    outcome: str | None,
    done: int,
    tried: int,
    stop_reason: str | None,
) -> Epoch:
    return Epoch(
        number=number,
        episode_id=None,
        attempt=attempt,
        errored=state == "errored",
        outcome=outcome,
        categories=_names(done),
        attempted=_names(tried),
        voices={},
        stop_reason=stop_reason,
        said={},
        graders={},
        inspector=None,
        tokens=0,
        cost_usd=None,
        findings=(),
    )


def _attempt_of(row: Row[Any]) -> Attempt:
    return Attempt(
        epoch=row.epoch,
        number=row.number,
        stop_reason=row.stop_reason,
        outcome=row.outcome,
        categories=_names(row.done or 0),
    )


@lru_cache(maxsize=256)
def _names(bits: int) -> frozenset[str]:
    return frozenset(category.value for category in categories_of(bits))
