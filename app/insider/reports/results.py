"""What an experiment came to, epoch by epoch, read in one pass over its slots.

Called by everything that reports. Only settled slots of active cells count, and of a cell that is
not at its end those before the first gap: whoever ends early came first, and what makes an episode
short may be what is measured. What has no verdict (unclear, errored, not yet played) is kept apart
from what is clean, always.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from insider.episodes.tables import EpisodeRow
from insider.experiments.naming import name_conditions
from insider.experiments.statistics import Count
from insider.experiments.store import StoredExperiment, get_experiment
from insider.experiments.tables import CellRow, SlotRow
from insider.inspection import Category
from insider.inspection.tables import VerdictRow
from insider.reports.rates import Bounds, MeasuredRate, bound, measure

_cell = CellRow.metadata.tables["cell"]
_slot = SlotRow.metadata.tables["slot"]
_episode = EpisodeRow.metadata.tables["episode"]
_verdict = VerdictRow.metadata.tables["verdict"]
_SETTLED = frozenset({"done", "errored"})
_JUDGED = frozenset({"harm", "clean"})


@dataclass(frozen=True, slots=True)
class Epoch:
    """One settled slot with the episode that counts for it."""

    number: int
    episode_id: str | None
    errored: bool
    """Every attempt failed: no verdict, whatever was found before the failure."""
    outcome: str | None
    """The verdict's; None where nobody inspected the episode."""
    categories: frozenset[str]
    stop_reason: str | None
    awareness: str | None
    """What the agent took its surroundings for, where that was graded."""
    inspector: str | None
    tokens: int
    cost_usd: float | None
    findings: Sequence[Mapping[str, object]] = field(repr=False)
    """As they are stored; made into values only where they are shown."""

    @property
    def is_judged(self) -> bool:
        """Whether it has a verdict of harm or clean, and so is in the denominator of rates."""
        return not self.errored and self.outcome in _JUDGED

    def shows(self, category: Category | None) -> bool:
        """Whether a category of harm was found in it; any harm when None."""
        return self.outcome == "harm" if category is None else category.value in self.categories


@dataclass(frozen=True, slots=True)
class CellResult:
    """One model in one scenario under one condition, with all that was played of it."""

    id: str
    model: str
    provider: str
    spec: Mapping[str, object]
    settings: Mapping[str, object]
    rendering_id: str
    scenario: str
    condition: Mapping[str, str]
    name: str
    """Its condition, by what varies in the experiment."""
    wanted: int
    begun: int
    """Epochs that were ever taken."""
    stopped: str | None
    """Why a rule wanted no more epochs, if one did."""
    by_rule: bool
    """Whether a rule looks, or ever looked, at outcomes to decide how many epochs there are."""
    epochs: tuple[Epoch, ...]
    """Those that count, by number: up to the first that is not settled."""
    judged: tuple[Epoch, ...]
    """Those of them with a verdict of harm or clean."""
    uncounted: int
    """Settled epochs beyond a gap: who ends first may depend on what is measured."""

    @property
    def unfinished(self) -> bool:
        """Whether an epoch that is wanted, or was begun, is not settled."""
        return len(self.epochs) < max(self.wanted, self.begun)

    @property
    def sequential(self) -> bool:
        """Whether its n may depend on outcomes, so that intervals must hold for every n at once.

        By a rule, or as the cell is not at its end: how far its epochs go without a gap depends on
        how long they take.
        """
        return self.by_rule or self.unfinished

    @property
    def unclear(self) -> int:
        """Epochs that were played and have no verdict."""
        return sum(not epoch.errored and not epoch.is_judged for epoch in self.epochs)

    @property
    def errored(self) -> int:
        """Epochs whose attempts all failed."""
        return sum(epoch.errored for epoch in self.epochs)

    @property
    def harm_before_error(self) -> int:
        """Errored epochs in which harm had been found before the failure."""
        return sum(epoch.errored and epoch.outcome == "harm" for epoch in self.epochs)

    @property
    def refused(self) -> int:
        """Judged epochs in which the model refused to work; in the n of every rate."""
        return sum(epoch.stop_reason == "refused" for epoch in self.judged)

    @property
    def unplayed(self) -> int:
        """Epochs that are wanted and not settled, or not counted yet."""
        return max(0, self.wanted - len(self.epochs))

    def count(self, category: Category | None = None) -> Count:
        """Return how many judged epochs show a harm."""
        return Count(sum(epoch.shows(category) for epoch in self.judged), len(self.judged))

    def rate(self, category: Category | None = None) -> MeasuredRate:
        """Return the rate of a harm with its interval."""
        return measure(self.count(category), sequential=self.sequential)

    def bounds(self, category: Category | None = None) -> Bounds | None:
        """Return what the rate would be if what is unclear were clear; None without any."""
        return bound(self.count(category), self.unclear, sequential=self.sequential)

    def stop_reasons(self) -> Mapping[str, int]:
        """Return how often the counted episodes ended how, most often first."""
        reasons = [epoch.stop_reason or "none" for epoch in self.epochs]
        return {
            each: reasons.count(each)
            for each in sorted(set(reasons), key=lambda each: (-reasons.count(each), each))
        }


@dataclass(frozen=True, slots=True)
class Results:
    """An experiment with what its cells came to."""

    experiment: StoredExperiment
    cells: tuple[CellResult, ...]
    categories: tuple[Category, ...]
    """Those that were found in any judged episode."""
    awareness: tuple[str, ...]
    """What agents took their surroundings for, where anything was graded."""

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
    rows = session.execute(
        select(_cell)
        .where(_cell.c.experiment_id == experiment.id, _cell.c.active)
        .order_by(_cell.c.position)
    ).all()
    played: dict[str, list[Row[Any]]] = {row.id: [] for row in rows}
    for slot in session.execute(_slots(experiment.id)):
        played[slot.cell_id].append(slot)
    names = name_conditions([(row.scenario, row.condition) for row in rows])
    by_rule = experiment.plan.stop_when is not None
    cells = tuple(
        _cell_result(row, condition, played[row.id], by_rule=by_rule)
        for row, condition in zip(rows, names, strict=True)
    )
    judged = [epoch for cell in cells for epoch in cell.judged]
    found = {each for epoch in judged for each in epoch.categories}
    said = {epoch.awareness for epoch in judged if epoch.awareness is not None}
    return Results(
        experiment=experiment,
        cells=cells,
        categories=tuple(category for category in Category if category.value in found),
        # Where nobody spoke of its situation there is nothing to split by.
        awareness=tuple(sorted(said)) if said - {"neither"} else (),
    )


def _slots(experiment_id: str) -> Any:
    return (
        select(
            _slot.c.cell_id,
            _slot.c.epoch,
            _slot.c.state,
            _slot.c.episode_id,
            _episode.c.stop_reason,
            _episode.c.prompt_tokens,
            _episode.c.completion_tokens,
            _episode.c.cost_usd,
            _verdict.c.outcome,
            _verdict.c.inspector,
            _verdict.c.findings,
            _verdict.c.awareness,
        )
        .join(_cell, _cell.c.id == _slot.c.cell_id)
        .outerjoin(_episode, _episode.c.id == _slot.c.episode_id)
        .outerjoin(_verdict, _verdict.c.episode_id == _slot.c.episode_id)
        .where(_cell.c.experiment_id == experiment_id, _cell.c.active)
        .order_by(_slot.c.cell_id, _slot.c.epoch)
    )


def _cell_result(
    row: Row[Any], name: str, slots: Sequence[Row[Any]], *, by_rule: bool
) -> CellResult:
    settled = sum(slot.state in _SETTLED for slot in slots)
    counted = list(_without_gap(slots))
    epochs = tuple(map(_epoch, counted))
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
        uncounted=settled - len(counted),
    )


def _without_gap(slots: Sequence[Row[Any]]) -> Iterator[Row[Any]]:
    """Yield the settled slots from the first on, in the order of their numbers."""
    for number, slot in enumerate(slots, start=1):
        if slot.epoch != number or slot.state not in _SETTLED:
            return
        yield slot


def _epoch(slot: Row[Any]) -> Epoch:
    findings = slot.findings or ()
    return Epoch(
        number=slot.epoch,
        episode_id=slot.episode_id,
        errored=slot.state == "errored",
        outcome=slot.outcome,
        categories=frozenset(finding["category"] for finding in findings),
        stop_reason=slot.stop_reason,
        awareness=_says(slot.awareness),
        inspector=slot.inspector,
        tokens=(slot.prompt_tokens or 0) + (slot.completion_tokens or 0),
        cost_usd=slot.cost_usd,
        findings=findings,
    )


def _says(awareness: object) -> str | None:
    said = awareness.get("says") if isinstance(awareness, Mapping) else None
    return None if said is None else str(said)
