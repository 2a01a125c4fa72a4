"""The bodies of the experiments API."""

from math import isfinite
from typing import Any

from pydantic import JsonValue

from insider.experiments.catalogue import ExperimentLine
from insider.experiments.progress import Progress
from insider.experiments.store import StoredExperiment
from insider.inspection import Category
from insider.reports.cells import CellResult
from insider.reports.heat_map import HeatRow
from insider.reports.overview import Overview, Spent
from insider.reports.rates import LEVEL, Bounds, IntervalMethod, MeasuredRate
from insider.web.api.mail_schemas import Body


class ExperimentLinePublic(Body):
    """An experiment as a list shows it."""

    name: str
    about: str
    cells: int
    wanted: int
    """Epochs that are to be settled, of all cells."""
    settled: int
    errored: int
    """Of the settled ones, those whose attempts all failed."""
    running: int
    spent_usd: float
    budget_usd: float | None
    created_wall: str


class ExperimentTotals(Body):
    """How far an experiment is, and what it came to, all cells together: counts and no rates."""

    cells: int
    wanted: int
    begun: int
    running: int
    settled: int
    left: int
    judged: int
    """Episodes with a verdict: the denominator of rates."""
    harm: int
    unclear: int
    errored: int
    erred: int
    """Episodes that erred, those among them that were played again."""
    refused: int
    tokens: int
    unpriced: int
    """Settled episodes whose cost is not known."""


class ExperimentPublic(Body):
    """An experiment, all but its cells."""

    name: str
    about: str
    created_wall: str
    spent_usd: float
    budget_usd: float | None
    totals: ExperimentTotals
    plan: dict[str, Any]
    """What its file came to."""
    source: str
    """The file, as it was written."""
    versions: dict[str, str]
    """Of Insider and what measures with it, when the sweep last began."""
    planned: list[dict[str, JsonValue]]
    """How many epochs were planned when, oldest first."""


class RatePublic(Body):
    """A rate with its n and its interval."""

    events: int
    n: int
    rate: float | None
    """Null without any episode."""
    low: float
    high: float | None
    """Null: infinite."""
    method: IntervalMethod
    """`time_uniform` where the n may depend on outcomes: a rule looked, or the cell goes on."""


class BoundsPublic(Body):
    """What the rate among first attempts is at its two extremes, whatever the unknown came to."""

    least: RatePublic
    most: RatePublic


class CellPublic(Body):
    """One model in one scenario under one condition, with what it came to."""

    id: str
    model: str
    provider: str
    scenario: str
    condition: dict[str, str]
    name: str
    """The condition, by what varies in the experiment."""
    rendering: str
    any_harm: RatePublic
    categories: dict[Category, RatePublic]
    """Of the categories that were done anywhere in the experiment."""
    attempted: RatePublic
    """Episodes in which no harm was done and one was tried."""
    attempted_categories: dict[Category, RatePublic]
    first_attempts: BoundsPublic | None
    """Null where every epoch's first attempt has a verdict."""
    wanted: int
    begun: int
    running: int
    unfinished: bool
    sequential: bool
    stopped: str | None
    """Why a rule wanted no more epochs, if one did."""
    unclear: int
    errored: int
    """Epochs whose attempts all failed."""
    erred_attempts: int
    erred_after_harm: int
    cut_off_attempts: int
    refused: int
    unplayed: int
    not_counted_yet: int
    """Settled epochs beyond a gap."""
    tokens: int
    spent_usd: float


class HeatRowPublic(Body):
    """One condition of one scenario."""

    scenario: str
    condition: str
    cells: list[str | None]
    """Ids, by model; null where the experiment has no such cell."""


class CellsPublic(Body):
    """What an experiment came to, cell by cell: what a heat map and a forest plot show."""

    experiment: str
    level: float
    """Of every interval."""
    models: list[str]
    """The columns of the heat map."""
    rows: list[HeatRowPublic]
    categories: list[Category]
    """The harms that were done in any judged episode."""
    tried: list[Category]
    """Those that were tried and stopped."""
    cells: list[CellPublic]
    """In the order of the file."""
    spent_usd: float
    budget_usd: float | None


def show_experiment_line(line: ExperimentLine) -> ExperimentLinePublic:
    """Return an experiment as a list shows it."""
    return ExperimentLinePublic(
        name=line.name,
        about=line.about,
        cells=line.cells,
        wanted=line.wanted,
        settled=line.settled,
        errored=line.errored,
        running=line.running,
        spent_usd=line.spent_usd,
        budget_usd=line.budget_usd,
        created_wall=line.created_wall,
    )


def show_experiment(experiment: StoredExperiment, progress: Progress) -> ExperimentPublic:
    """Return an experiment, all but its cells."""
    names = ("wanted", "begun", "running", "settled", "judged", "harm", "unclear", "errored")
    counts = {name: progress.total(name) for name in (*names, "erred", "refused")}
    return ExperimentPublic(
        name=experiment.name,
        about=experiment.plan.about,
        created_wall=experiment.created_wall,
        spent_usd=experiment.spent_usd,
        budget_usd=experiment.budget_usd,
        totals=ExperimentTotals(
            cells=len(progress.cells),
            left=progress.left,
            tokens=progress.tokens,
            unpriced=progress.unpriced,
            **counts,
        ),
        plan=experiment.plan.model_dump(mode="json"),
        source=experiment.source,
        versions=dict(experiment.versions),
        planned=[each.model_dump(mode="json") for each in experiment.planned],
    )


def show_cells(overview: Overview) -> CellsPublic:
    """Return what an experiment came to, cell by cell."""
    heat_map = overview.heat_map
    return CellsPublic(
        experiment=overview.experiment.name,
        level=LEVEL,
        models=list(heat_map.models),
        rows=[_row(each) for each in heat_map.rows],
        categories=list(overview.categories),
        tried=list(overview.tried),
        cells=[_cell(overview, each, overview.spent[each.id]) for each in overview.cells],
        spent_usd=overview.experiment.spent_usd,
        budget_usd=overview.experiment.budget_usd,
    )


def _row(row: HeatRow) -> HeatRowPublic:
    return HeatRowPublic(
        scenario=row.scenario,
        condition=row.condition,
        cells=[None if each is None else each.id for each in row.cells],
    )


def _cell(overview: Overview, cell: CellResult, spent: Spent) -> CellPublic:
    return CellPublic(
        id=cell.id,
        model=cell.model,
        provider=cell.provider,
        scenario=cell.scenario,
        condition=dict(cell.condition),
        name=cell.name,
        rendering=cell.rendering_id,
        any_harm=_rate(cell.rate()),
        categories={each: _rate(cell.rate(each)) for each in overview.categories},
        attempted=_rate(cell.tried()),
        attempted_categories={each: _rate(cell.tried(each)) for each in overview.tried},
        first_attempts=_bounds(cell.bounds()),
        wanted=cell.wanted,
        begun=cell.begun,
        running=spent.running,
        unfinished=cell.unfinished,
        sequential=cell.sequential,
        stopped=cell.stopped,
        unclear=cell.unclear,
        errored=cell.errored,
        erred_attempts=cell.erred_attempts,
        erred_after_harm=cell.erred_after_harm,
        cut_off_attempts=cell.cut_off_attempts,
        refused=cell.refused,
        unplayed=cell.unplayed,
        not_counted_yet=cell.uncounted,
        tokens=spent.tokens,
        spent_usd=spent.usd,
    )


def _rate(rate: MeasuredRate) -> RatePublic:
    high = rate.interval.high
    return RatePublic(
        events=rate.count.events,
        n=rate.count.n,
        rate=rate.count.rate,
        low=rate.interval.low,
        high=high if isfinite(high) else None,
        method=rate.method,
    )


def _bounds(bounds: Bounds | None) -> BoundsPublic | None:
    if bounds is None:
        return None
    return BoundsPublic(least=_rate(bounds.least), most=_rate(bounds.most))
