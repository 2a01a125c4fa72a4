"""What an experiment came to, epoch by epoch, read in one pass over its slots.

Called by everything that reports. Only settled slots of active cells count, and of a cell that is
not at its end those before the first gap: whoever ends early came first, and what makes an episode
short may be what is measured. What has no verdict (unclear, errored, not yet played) is kept apart
from what is clean, always.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select
from sqlalchemy.orm import Session

from insider.episodes.tables import EpisodeRow
from insider.experiments.naming import name_conditions
from insider.experiments.statistics import Count
from insider.experiments.store import StoredExperiment, get_experiment
from insider.experiments.tables import AttemptRow, CellRow, SlotRow
from insider.inspection import Category
from insider.inspection.tables import VerdictRow
from insider.reports.cells import CellResult
from insider.reports.epochs import Attempt, Epoch, attempt_of, epoch_of
from insider.reports.splits import SPLITS, Split

_cell = CellRow.metadata.tables["cell"]
_slot = SlotRow.metadata.tables["slot"]
_attempt = AttemptRow.metadata.tables["attempt"]
_episode = EpisodeRow.metadata.tables["episode"]
_verdict = VerdictRow.metadata.tables["verdict"]
_SETTLED = frozenset({"done", "errored"})


@dataclass(frozen=True, slots=True)
class Results:
    """An experiment with what its cells came to."""

    experiment: StoredExperiment
    cells: tuple[CellResult, ...]
    categories: tuple[Category, ...]
    """Those that were done in any judged episode."""
    tried: tuple[Category, ...]
    """Those that were tried and stopped in any judged episode."""
    splits: tuple[tuple[Split, tuple[str, ...]], ...]
    """What agents said, with the groups that there are; without what nobody said anything of."""

    def graders(self, split: Split) -> Mapping[str, int]:
        """Return who graded how many judged episodes for a split, most first."""
        epochs = (epoch for cell in self.cells for epoch in cell.judged)
        found = Counter(epoch.graders[split.name] for epoch in epochs if split.name in epoch.said)
        return dict(found.most_common())

    def total(self, name: str) -> int:
        """Return the sum of one of the cells' counts."""
        return sum(int(getattr(cell, name)) for cell in self.cells)

    @property
    def unfinished(self) -> int:
        """Cells that are not at their end."""
        return sum(cell.unfinished for cell in self.cells)

    @property
    def harm(self) -> Count:
        """Harm among all judged episodes, whatever their cell: a count, and no rate of anything."""
        counts = [cell.count() for cell in self.cells]
        return Count(sum(each.events for each in counts), sum(each.n for each in counts))

    @property
    def tokens(self) -> int:
        """Of the episodes that count; failed attempts before them are not among them."""
        return sum(epoch.tokens for cell in self.cells for epoch in cell.epochs)

    @property
    def unpriced(self) -> int:
        """Counted episodes whose cost is not known."""
        epochs = (epoch for cell in self.cells for epoch in cell.epochs)
        return sum(epoch.episode_id is not None and epoch.cost_usd is None for epoch in epochs)


def read_results(session: Session, name: str) -> Results:
    """Return what an experiment came to so far.

    Args:
        session: Any transaction.
        name: The experiment's.

    Raises:
        ExperimentNotFoundError: There is none of that name.
    """
    experiment = get_experiment(session, name)
    cells, _ = read_cells(
        session,
        experiment,
        slots=slots_of(experiment.id, *_SLOT_COLUMNS),
        attempts=attempts_of(experiment.id, *_ATTEMPT_COLUMNS),
        make_epoch=epoch_of,
        make_attempt=attempt_of,
    )
    judged = [epoch for cell in cells for epoch in cell.judged]
    found = {each for epoch in judged for each in epoch.categories}
    tried = {each for epoch in judged for each in epoch.attempted}
    return Results(
        experiment=experiment,
        cells=cells,
        categories=tuple(category for category in Category if category.value in found),
        tried=tuple(category for category in Category if category.value in tried),
        splits=tuple(_splits(cells)),
    )


def _splits(cells: Sequence[CellResult]) -> Iterator[tuple[Split, tuple[str, ...]]]:
    """Yield what rates can be split by: where nobody said anything there is nothing."""
    for split in SPLITS:
        found = {group for cell in cells for group in cell.groups(split)}
        if found - {split.silent}:
            yield split, tuple(group for group in split.groups if group in found)


_SLOT_COLUMNS = (
    _slot.c.episode_id,
    _episode.c.prompt_tokens,
    _episode.c.completion_tokens,
    _episode.c.cost_usd,
    _verdict.c.inspector,
    _verdict.c.findings,
    _verdict.c.decisions,
    _verdict.c.awareness,
    _verdict.c.thoughts,
)
_ATTEMPT_COLUMNS = (
    _verdict.c.findings,
    _verdict.c.decisions,
)


def slots_of(experiment_id: str, *columns: ColumnElement[Any]) -> Select[Any]:
    """Return the query of an experiment's slots, with the episodes that count in them.

    Args:
        experiment_id: Which experiment.
        columns: Of slot, attempt, episode and verdict, beside those that every reader needs.
    """
    return (
        select(
            _slot.c.cell_id,
            _slot.c.epoch,
            _slot.c.state,
            _attempt.c.number.label("attempt"),
            _episode.c.stop_reason,
            _verdict.c.outcome,
            *columns,
        )
        .join(_cell, _cell.c.id == _slot.c.cell_id)
        .outerjoin(_attempt, _attempt.c.episode_id == _slot.c.episode_id)
        .outerjoin(_episode, _episode.c.id == _slot.c.episode_id)
        .outerjoin(_verdict, _verdict.c.episode_id == _slot.c.episode_id)
        .where(_cell.c.experiment_id == experiment_id, _cell.c.active)
        .order_by(_slot.c.cell_id, _slot.c.epoch)
    )


def attempts_of(experiment_id: str, *columns: ColumnElement[Any]) -> Select[Any]:
    """Return the query of an experiment's attempts that erred, or that were played again.

    Args:
        experiment_id: Which experiment.
        columns: Of attempt, slot, episode and verdict, beside those that every reader needs.
    """
    return (
        select(
            _attempt.c.cell_id,
            _attempt.c.epoch,
            _attempt.c.number,
            _episode.c.stop_reason,
            _verdict.c.outcome,
            *columns,
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


def read_cells(
    session: Session,
    experiment: StoredExperiment,
    *,
    slots: Select[Any],
    attempts: Select[Any],
    make_epoch: Callable[[Row[Any]], Epoch],
    make_attempt: Callable[[Row[Any]], Attempt],
) -> tuple[tuple[CellResult, ...], Mapping[str, Sequence[Row[Any]]]]:
    """Return an experiment's cells in their order, and the slots of each by its id.

    Args:
        session: Any transaction.
        experiment: Which.
        slots: Of ``slots_of``.
        attempts: Of ``attempts_of``.
        make_epoch: Makes an epoch of a settled slot.
        make_attempt: Makes an attempt of its row.
    """
    rows = session.execute(
        select(_cell)
        .where(_cell.c.experiment_id == experiment.id, _cell.c.active)
        .order_by(_cell.c.position)
    ).all()
    played: dict[str, list[Row[Any]]] = {row.id: [] for row in rows}
    for slot in session.execute(slots):
        played[slot.cell_id].append(slot)
    again: dict[str, list[Attempt]] = {row.id: [] for row in rows}
    for attempt in session.execute(attempts):
        again[attempt.cell_id].append(make_attempt(attempt))
    names = name_conditions([(row.scenario, row.condition) for row in rows])
    by_rule = experiment.plan.stop_when is not None
    cells = tuple(
        cell_result(
            row, condition, played[row.id], again[row.id], make_epoch=make_epoch, by_rule=by_rule
        )
        for row, condition in zip(rows, names, strict=True)
    )
    return cells, played


def cell_result(
    row: Row[Any],
    name: str,
    slots: Sequence[Row[Any]],
    again: Sequence[Attempt],
    *,
    make_epoch: Callable[[Row[Any]], Epoch],
    by_rule: bool,
) -> CellResult:
    """Return a cell with what was played of it.

    Args:
        row: The cell's row.
        name: Its condition, by what varies in the experiment.
        slots: Its slots, by number, with what became of them.
        again: Its attempts that erred or were played again.
        make_epoch: Makes an epoch of a settled slot.
        by_rule: Whether the experiment has a rule that looks at outcomes.
    """
    settled = sum(slot.state in _SETTLED for slot in slots)
    counted = list(_without_gap(slots))
    epochs = tuple(map(make_epoch, counted))
    return CellResult(
        id=row.id,
        model=row.model,
        provider=row.provider,
        spec=dict(row.spec),
        settings=dict(row.settings),
        rendering_id=row.rendering_id,
        scenario=row.scenario,
        condition=dict(row.condition),
        name=name,
        wanted=row.wanted,
        begun=row.claimed,
        stopped=row.stopped,
        by_rule=by_rule or row.looked,
        epochs=epochs,
        judged=tuple(epoch for epoch in epochs if epoch.is_judged),
        attempts=tuple(again),
        uncounted=settled - len(counted),
    )


def _without_gap(slots: Sequence[Row[Any]]) -> Iterator[Row[Any]]:
    """Yield the settled slots from the first on, in the order of their numbers."""
    for number, slot in enumerate(slots, start=1):
        if slot.epoch != number or slot.state not in _SETTLED:
            return
        yield slot
