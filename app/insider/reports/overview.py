"""What an experiment came to, for a page that is opened often: its counts, and no words.

The same cells with the same rates as a report has, read from short columns alone: which harms are
held true stands beside each verdict as a number. What agents said, who had a say, which episodes
they are and the evidence are not in it; a report reads them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, and_
from sqlalchemy.orm import Session

from insider.episodes.tables import EpisodeRow
from insider.experiments.store import StoredExperiment, get_experiment
from insider.experiments.tables import AttemptRow, CellRow, SlotRow
from insider.inspection import Category, categories_of
from insider.inspection.tables import VerdictRow
from insider.reports.cells import CellResult
from insider.reports.comparisons import Comparisons, compare_conditions
from insider.reports.epochs import Attempt, Epoch
from insider.reports.heat_map import HeatMap, lay_out_grid
from insider.reports.results import Results, attempts_of, read_cells, slots_of

_cell = CellRow.metadata.tables["cell"]
_slot = SlotRow.metadata.tables["slot"]
_attempt = AttemptRow.metadata.tables["attempt"]
_episode = EpisodeRow.metadata.tables["episode"]
_verdict = VerdictRow.metadata.tables["verdict"]
_MOST_KEPT = 8_192


_SLOT_COLUMNS = (
    _slot.c.paid_usd,
    and_(_episode.c.id.is_not(None), _episode.c.cost_usd.is_(None)).label("unpriced"),
    (_episode.c.prompt_tokens + _episode.c.completion_tokens).label("tokens"),
    _verdict.c.done,
    _verdict.c.attempted,
)


@dataclass(frozen=True, slots=True)
class Spent:
    """What a cell took so far."""

    tokens: int
    """Of the episodes that stand for its epochs."""
    usd: float
    """On every model call whose price is known, whatever became of its episode."""
    running: int
    """Epochs that are being played."""
    unpriced: int
    """Episodes that stand for its epochs and whose cost is not known."""


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
    def settled(self) -> int:
        """Epochs that will not be taken again, those beyond a gap too."""
        return sum(len(cell.epochs) + cell.uncounted for cell in self.cells)

    @property
    def left(self) -> int:
        """How many epochs are still to be settled."""
        return sum(max(0, cell.wanted - len(cell.epochs) - cell.uncounted) for cell in self.cells)

    def total(self, name: str) -> int:
        """Return the sum of one of the counts of what cells took."""
        return sum(int(getattr(each, name)) for each in self.spent.values())

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
    cells, played = read_cells(
        session,
        experiment,
        slots=slots_of(experiment.id, *_SLOT_COLUMNS),
        attempts=attempts_of(experiment.id, _verdict.c.done),
        make_epoch=_epoch_of,
        make_attempt=_attempt_of,
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
        unpriced=sum(slot.unpriced for slot in slots),
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
