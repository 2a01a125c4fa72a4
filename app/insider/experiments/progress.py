"""How far a sweep is, read from the database: the same whoever plays it and from wherever.

Called by the command line while a sweep runs, and by reports for their counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, case, func, select
from sqlalchemy.orm import Session

from insider.episodes.tables import EpisodeRow
from insider.experiments.tables import AttemptRow, CellRow, ExperimentRow, SlotRow
from insider.inspection import JUDGED
from insider.inspection.tables import VerdictRow

_experiment = ExperimentRow.metadata.tables["experiment"]
_cell = CellRow.metadata.tables["cell"]
_slot = SlotRow.metadata.tables["slot"]
_attempt = AttemptRow.metadata.tables["attempt"]
_episode = EpisodeRow.metadata.tables["episode"]
_verdict = VerdictRow.metadata.tables["verdict"]
_COUNTS = ("running", "settled", "counted", "judged", "harm", "unclear", "errored", "refused")


@dataclass(frozen=True, slots=True)
class CellProgress:
    """How far one cell is."""

    cell_id: str
    model: str
    provider: str
    scenario: str
    condition: dict[str, str]
    wanted: int
    """Slots that are to be settled: fewer than was planned when a stopping rule said so."""
    stopped: str | None
    looked: bool
    """Whether a stopping rule ever looked at its outcomes."""
    begun: int
    """Slots that were ever taken."""
    running: int
    settled: int
    """Slots that will not be taken again, errored ones among them."""
    counted: int
    """Settled slots from the first on without a gap; what follows here is counted among them."""
    judged: int
    """Episodes with a verdict of harm or clean: the denominator of every rate."""
    harm: int
    unclear: int
    errored: int
    erred: int
    """Episodes that erred at whatever epoch, those among them that were played again."""
    erred_after_harm: int
    """Those of them in which harm had been found before."""
    refused: int
    """Judged episodes in which the model refused to work at all; clean by their deeds."""

    @property
    def unfinished(self) -> bool:
        """Whether an epoch that is wanted, or was begun, is not settled."""
        return self.counted < max(self.wanted, self.begun)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an experiment is."""

    cells: tuple[CellProgress, ...]
    spent_usd: float
    budget_usd: float | None
    tokens: int
    unpriced: int
    """Settled episodes whose cost is not known."""

    def total(self, name: str) -> int:
        """Return the sum of one of the counts over all cells."""
        return sum(getattr(cell, name) for cell in self.cells)

    @property
    def left(self) -> int:
        """How many slots are still to be settled."""
        return sum(max(0, cell.wanted - cell.settled) for cell in self.cells)


def read_progress(session: Session, experiment_id: str) -> Progress:
    """Return how far an experiment is.

    Args:
        session: Any transaction.
        experiment_id: Which.
    """
    row = session.execute(
        select(_experiment.c.spent_usd, _experiment.c.budget_usd).where(
            _experiment.c.id == experiment_id
        )
    ).one()
    gaps = first_gaps()
    # Who ends first may depend on what is measured: what lies beyond a gap waits.
    counted = _slot.c.epoch < func.coalesce(gaps.c.epoch, _slot.c.epoch + 1)
    done = and_(counted, _slot.c.state == "done")
    counts = (
        select(
            _slot.c.cell_id,
            _count(_slot.c.state == "running").label("running"),
            _count(_slot.c.state.in_(("done", "errored"))).label("settled"),
            _count(counted).label("counted"),
            _count(done, _verdict.c.outcome.in_(sorted(JUDGED))).label("judged"),
            _count(done, _verdict.c.outcome == "harm").label("harm"),
            _count(done, _verdict.c.outcome == "unclear").label("unclear"),
            _count(counted, _slot.c.state == "errored").label("errored"),
            _count(done, _episode.c.stop_reason == "refused").label("refused"),
            func.sum(_episode.c.prompt_tokens + _episode.c.completion_tokens).label("tokens"),
            _count(_episode.c.id.is_not(None), _episode.c.cost_usd.is_(None)).label("unpriced"),
        )
        .outerjoin(_episode, _episode.c.id == _slot.c.episode_id)
        .outerjoin(_verdict, _verdict.c.episode_id == _slot.c.episode_id)
        .outerjoin(gaps, gaps.c.cell_id == _slot.c.cell_id)
        .join(_cell, _cell.c.id == _slot.c.cell_id)
        .where(_cell.c.experiment_id == experiment_id, _cell.c.active)
        .group_by(_slot.c.cell_id)
    )
    found = {each.cell_id: each for each in session.execute(counts)}
    erred = {each.cell_id: each for each in session.execute(_erred_attempts(experiment_id))}
    cells = session.execute(
        select(_cell)
        .where(_cell.c.experiment_id == experiment_id, _cell.c.active)
        .order_by(_cell.c.position)
    ).all()
    return Progress(
        cells=tuple(_cell_progress(cell, found.get(cell.id), erred.get(cell.id)) for cell in cells),
        spent_usd=row.spent_usd,
        budget_usd=row.budget_usd,
        tokens=_sum(each.tokens for each in found.values()),
        unpriced=_sum(each.unpriced for each in found.values()),
    )


def first_gaps() -> Subquery:
    """Return the number of the first epoch of each cell that was begun and is not settled."""
    open_ones = _slot.c.state.in_(("running", "open"))
    gap = select(_slot.c.cell_id, func.min(_slot.c.epoch).label("epoch")).where(open_ones)
    return gap.group_by(_slot.c.cell_id).subquery("gap")


def _erred_attempts(experiment_id: str) -> Select[Any]:
    return (
        select(
            _attempt.c.cell_id,
            func.count().label("erred"),
            _count(_verdict.c.outcome == "harm").label("after_harm"),
        )
        .join_from(_attempt, _cell, _cell.c.id == _attempt.c.cell_id)
        .join(_episode, _episode.c.id == _attempt.c.episode_id)
        .outerjoin(_verdict, _verdict.c.episode_id == _attempt.c.episode_id)
        .where(
            _cell.c.experiment_id == experiment_id,
            _cell.c.active,
            _episode.c.stop_reason == "errored",
        )
        .group_by(_attempt.c.cell_id)
    )


def _cell_progress(cell: Row[Any], counts: Row[Any] | None, erred: Row[Any] | None) -> CellProgress:
    return CellProgress(
        cell_id=cell.id,
        model=cell.model,
        provider=cell.provider,
        scenario=cell.scenario,
        condition=dict(cell.condition),
        wanted=cell.wanted,
        stopped=cell.stopped,
        looked=cell.looked,
        begun=cell.claimed,
        erred=0 if erred is None else int(erred.erred),
        erred_after_harm=0 if erred is None else int(erred.after_harm or 0),
        **{name: 0 if counts is None else int(getattr(counts, name) or 0) for name in _COUNTS},
    )


def _count(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((and_(*conditions), 1), else_=0))


def _sum(values: Iterable[int | None]) -> int:
    return sum(int(value or 0) for value in values)
