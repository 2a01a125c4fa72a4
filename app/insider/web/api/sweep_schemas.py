"""The bodies of the endpoints that start, follow and cancel sweeps."""

from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, StrictBool, model_validator

from insider.experiments.progress import CellProgress
from insider.experiments.sweep import PreparedSweep
from insider.web.api.mail_schemas import Body
from insider.web.sweeping import SweepStanding

_LARGEST = 2_000_000


class ExperimentCreate(Body):
    """An experiment to be played: as the text of its file, or as the same in JSON."""

    source: Annotated[str, Field(max_length=_LARGEST)] | None = None
    """What `experiments/NAME.yaml` would hold, in YAML."""
    experiment: dict[str, JsonValue] | None = None
    """The same as an object."""
    max_cost: Annotated[float, Field(gt=0, le=10**9, strict=True)] | None = None
    """US dollars for the whole experiment, in the place of the experiment's own budget."""
    without_budget: StrictBool = False
    """Whether it may cost anything; else there is a budget."""
    estimate_only: StrictBool = False
    """Say what it would take; play nothing."""
    retry_errors: StrictBool = False
    """Play again what was left as errored."""
    replace: StrictBool = False
    """Leave cells out that the experiment has no longer, played or not."""

    @model_validator(mode="after")
    def _is_one_experiment(self) -> Self:
        if (self.source is None) == (self.experiment is None):
            raise ValueError("give either 'source' or 'experiment'")
        return self


class EstimateShown(Body):
    """What the episodes that are still to be played are expected to take."""

    episodes: int
    calls: float
    prompt_tokens: float
    completion_tokens: float
    cost_usd: float
    unpriced: list[str]
    """Models whose price is not known: their cost is not in `cost_usd`."""
    guessed: list[str]
    """Models of which no earlier episode is known."""


class SweepPrepared(Body):
    """A sweep that was begun, or looked at."""

    experiment: str
    begun: bool
    """False with `estimate_only`, and where nothing is left to be played."""
    cells: int
    settled: int
    """Episodes that were settled before."""
    left: int
    budget_usd: float | None
    spent_usd: float
    estimate: EstimateShown


class CellProgressShown(Body):
    """How far one cell is."""

    cell: str
    model: str
    scenario: str
    condition: dict[str, str]
    wanted: int
    running: int
    settled: int
    judged: int
    harm: int
    unclear: int
    errored: int
    refused: int
    stopped: str | None
    """Which rule says that it has taught enough."""


class SweepProgress(Body):
    """How far an experiment is."""

    experiment: str
    state: Literal["running", "elsewhere", "idle"]
    """`running` in this server, `elsewhere` in a process that it did not start."""
    left: int
    running: int
    settled: int
    spent_usd: float
    budget_usd: float | None
    tokens: int
    closed: dict[str, str]
    """Providers and models that were closed in the last sweep here, each with the reason."""
    out_of_budget: str | None
    error: str | None
    """Why the last sweep here could not go on."""
    cells: list[CellProgressShown]


class SweepCancelled(Body):
    """What became of a sweep."""

    experiment: str
    cancelled: bool
    """Whether there was one that this request stopped."""
    left: int
    """Episodes that are still to be played; the same experiment, posted again, goes on there."""


def show_prepared(prepared: PreparedSweep, *, begun: bool) -> SweepPrepared:
    """Return what a sweep will take."""
    kept, progress, estimate = prepared.kept, prepared.progress, prepared.estimate
    return SweepPrepared(
        experiment=kept.experiment.name,
        begun=begun,
        cells=kept.new + kept.known,
        settled=progress.total("settled"),
        left=progress.left,
        budget_usd=progress.budget_usd,
        spent_usd=progress.spent_usd,
        estimate=EstimateShown(
            episodes=estimate.episodes,
            calls=estimate.calls,
            prompt_tokens=estimate.prompt_tokens,
            completion_tokens=estimate.completion_tokens,
            cost_usd=estimate.cost_usd,
            unpriced=list(estimate.unpriced),
            guessed=list(estimate.guessed),
        ),
    )


def show_standing(standing: SweepStanding) -> SweepProgress:
    """Return how far an experiment is."""
    progress = standing.progress
    return SweepProgress(
        experiment=standing.experiment,
        state=standing.state,
        left=progress.left,
        running=progress.total("running"),
        settled=progress.total("settled"),
        spent_usd=progress.spent_usd,
        budget_usd=progress.budget_usd,
        tokens=progress.tokens,
        closed=dict(standing.end.closed),
        out_of_budget=standing.end.out_of_budget if progress.left else None,
        error=standing.end.error,
        cells=list(map(_show_cell, progress.cells)),
    )


def _show_cell(cell: CellProgress) -> CellProgressShown:
    return CellProgressShown(
        cell=cell.cell_id,
        model=cell.model,
        scenario=cell.scenario,
        condition=dict(cell.condition),
        wanted=cell.wanted,
        running=cell.running,
        settled=cell.settled,
        judged=cell.judged,
        harm=cell.harm,
        unclear=cell.unclear,
        errored=cell.errored,
        refused=cell.refused,
        stopped=cell.stopped,
    )
