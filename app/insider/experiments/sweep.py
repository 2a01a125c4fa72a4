"""A sweep: plans an experiment, takes up what an earlier sweep left, and plays the rest.

Called by the command line; ``worker`` does the playing. Whatever stops a sweep, the same call
takes it up again: what had ended counts and is never played twice.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from alex.errors import ModelNameError
from alex.library import load_for
from alex.scripted.choice import is_scripted
from alex.scripted.script import Script
from corpmail.database import read_transaction, write_transaction
from insider.episodes import Sandbox, StoredRendering, store_rendering
from insider.errors import ExperimentError, InvalidSeedError, SettingsError
from insider.experiments.estimate import (
    SweepEstimate,
    estimate_sweep,
)
from insider.experiments.file import ExperimentFields
from insider.experiments.plan import ExperimentPlan, PlannedExperiment, plan_experiment
from insider.experiments.prices import find_prices, models_beside
from insider.experiments.progress import Progress, read_progress
from insider.experiments.recovery import keep_seat, others_play, recover
from insider.experiments.seats import SILENCE, Seat, own_name
from insider.experiments.slots import has_slots, reopen_errored
from insider.experiments.stage import Stages, read_key
from insider.experiments.stopping import reconsider_all
from insider.experiments.store import (
    Kept,
    StoredExperiment,
    find_experiment,
    get_experiment,
    keep_experiment,
    models_asked,
)
from insider.experiments.worker import Share, Worker
from insider.inspection.colleague_models import check_colleagues
from insider.inspection.playing import find_script
from insider.inspection.reviewers import ReviewerEndpoint, check_reviewers
from insider.scenarios import Seed, render_scenario
from insider.scenarios.written import Written

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class PreparedSweep:
    """A sweep that is ready to begin; nothing has been asked of a model."""

    kept: Kept
    estimate: SweepEstimate
    progress: Progress
    recovered: int
    """Slots that a dead process had held."""
    source: str


def prepare_sweep(
    engine: Engine,
    seed: Seed,
    written: Written[ExperimentFields],
    *,
    source: str,
    max_cost: float | None = None,
    reserved_domains: bool = False,
    retry_errors: bool = False,
    replace: bool = False,
    silence: float = SILENCE,
    keep: bool = True,
) -> PreparedSweep:
    """Plan an experiment, store it, and see what is left of it to be played.

    Args:
        engine: The database.
        seed: Where the scenarios are.
        written: The experiment's file.
        source: Its text.
        max_cost: US dollars for the whole experiment; the file's budget when None.
        reserved_domains: Whether every domain becomes a reserved one.
        retry_errors: Whether slots that were left as errored are played again.
        replace: Whether cells may be left out for which something was played.
        silence: Seconds after which a process elsewhere is taken for dead.
        keep: Whether the experiment becomes what the file says; else it is only looked at what it
            would become.

    Raises:
        InvalidSeedError: The file or the seed is wrong, such as where a key is missing, a budget
            cannot be kept as no price is known, or nobody is there who approves.
        ExperimentError: Cells would be left out for which something was played, or what was played
            in pairs would go on without them, or the other way round.
    """
    planned = plan_experiment(seed, written)
    for index, model in enumerate(written.value.models):
        with _told_by_line(written, "models", index, "api_key_env"):
            read_key(model.api_key_env)
    budget = max_cost or (planned.plan.budget.cost_usd if planned.plan.budget else None)
    renderings = _store_renderings(
        engine, seed, written, planned, reserved_domains=reserved_domains
    )
    _check_safeguards(written, planned, renderings)
    prices = find_prices(written, planned, renderings, needed=budget is not None)
    if budget is not None:
        plan = planned.plan.model_copy(update={"prices": dict(prices)})
        planned = PlannedExperiment(plan=plan, cells=planned.cells)
    recovered = _recover_before(engine, planned.plan.name, silence) if keep else 0
    with _kept_or_not(engine, keep=keep) as session:
        _check_pairs_stay(session, planned.plan)
        kept = keep_experiment(
            session, planned, source=source, renderings=renderings, budget_usd=budget
        )
        if not replace:
            _check_nothing_is_lost(kept)
        if retry_errors:
            reopen_errored(session, kept.experiment.id)
        reconsider_all(session, kept.experiment)
        progress = read_progress(session, kept.experiment.id)
        left = [max(0, cell.wanted - cell.settled) for cell in progress.cells]
        estimate = estimate_sweep(
            session,
            list(zip(planned.cells, left, strict=True)),
            prices,
            beside=[
                models_beside(stored, cell.settings)
                for cell, stored in zip(planned.cells, renderings, strict=True)
            ],
        )
    return PreparedSweep(
        kept=kept, estimate=estimate, progress=progress, recovered=recovered, source=source
    )


@contextmanager
def _told_by_line(written: Written[ExperimentFields], *path: str | int) -> Iterator[None]:
    """Tell what is refused in a block with the place of the file that asks for it.

    Raises:
        InvalidSeedError: Something was refused.
    """
    try:
        yield
    except (ExperimentError, ModelNameError, SettingsError) as error:
        raise InvalidSeedError([written.problem(error.message, *path)]) from error


def _check_nothing_is_lost(kept: Kept) -> None:
    """Refuse a file that leaves out what was played, as another one of the same name does.

    Raises:
        ExperimentError: It does; says what would be left out.
    """
    if not kept.orphaned:
        return
    settled = sum(cell.settled for cell in kept.orphaned)
    named = dict.fromkeys(f"{cell.model} in {cell.scenario}" for cell in kept.orphaned)
    shown = ", ".join(list(named)[:_SHOWN]) + (", and others" if len(named) > _SHOWN else "")
    raise ExperimentError(
        f"The experiment '{kept.experiment.name}' has {settled:,} settled episodes in "
        f"{len(kept.orphaned):,} cells that this file, with the seed as it is, no longer has "
        f"({shown}): give it another name, or --replace to leave them out of reports (they are "
        "kept)."
    )


def _check_pairs_stay(session: Session, plan: ExperimentPlan) -> None:
    """Refuse a file under which some epochs share their seeds and others do not.

    Reports take all of an experiment's epochs for pairs, or none.

    Raises:
        ExperimentError: It is one; says what it was before.
    """
    experiment_id = find_experiment(session, plan.name)
    if experiment_id is None or not has_slots(session, experiment_id):
        return
    before = get_experiment(session, plan.name).plan
    if plan.paired == before.paired and (plan.seed == before.seed or not plan.paired):
        return
    raise ExperimentError(
        f"The experiment '{plan.name}' was begun with paired: {str(before.paired).lower()} and "
        f"seed: {before.seed}, and with others some of its epochs would be pairs and some not: "
        "write them as they were, or give it another name."
    )


def _recover_before(engine: Engine, name: str, silence: float) -> int:
    """Give back what dead processes held of an experiment, if there is one of that name."""
    with read_transaction(engine) as session:
        experiment_id = find_experiment(session, name)
    return 0 if experiment_id is None else recover(engine, experiment_id, silence=silence)


class _LookedAtError(Exception):
    """Undoes a transaction that was only for looking."""


@contextmanager
def _kept_or_not(engine: Engine, *, keep: bool) -> Iterator[Session]:
    """Run a block in a transaction, and undo it at its end unless it is to be kept."""
    with suppress(_LookedAtError), write_transaction(engine) as session:
        yield session
        if not keep:
            raise _LookedAtError


async def run_sweep(
    engine: Engine,
    experiment: StoredExperiment,
    *,
    seed_dir: Path | None,
    reserved_domains: bool = False,
    share: Share | None = None,
    seat: Seat | None = None,
    watch: Callable[[Worker], None] | None = None,
) -> Mapping[str, str]:
    """Play what is left of an experiment in this process.

    Args:
        engine: The database.
        experiment: As ``prepare_sweep`` kept it.
        seed_dir: Where the scripts of scripted models come from.
        reserved_domains: As it was prepared.
        share: Of the providers' bounds, where several processes sweep.
        seat: This process's place, where processes elsewhere may sweep along.
        watch: Given the worker before it begins, so that a display can look at it.

    Returns:
        Providers and models that were closed on the way, each with the reason.

    Raises:
        ExperimentError: The seed here is not the one that the experiment was planned on.
        WorkerLostError: The others have taken this process for dead.
        asyncio.CancelledError: It was stopped; what ran is given back.
    """
    # Before any episode is open: its time would count as the model's.
    with read_transaction(engine) as session:
        names = models_asked(session, experiment.id)
    await load_for(names)
    sandbox = Sandbox(engine)
    try:
        worker = Worker(
            sandbox=sandbox,
            experiment=experiment,
            stages=Stages(sandbox, seed_dir, reserved_domains=reserved_domains),
            share=share or Share(),
            owner=own_name(seat),
        )
        if watch is not None:
            watch(worker)
        playing = _play_on(engine, worker, seat)
        if seat is None:
            await playing
        else:
            await _while_seated(playing, keep_seat(engine, worker, seat))
        return worker.closed
    finally:
        await sandbox.close_client()


async def _play_on(engine: Engine, worker: Worker, seat: Seat | None) -> None:
    others_run = others_play(engine, worker.experiment.id, seat)
    silence = SILENCE if seat is None else seat.silence
    while True:
        await worker.work(others_run=others_run)
        if seat is not None and not seat.is_host:
            # Its host is gone: what is left is for the next sweep.
            return
        # A process that died meanwhile had slots that somebody must play.
        if not recover(engine, worker.experiment.id, seat=seat, silence=silence):
            return


async def _while_seated(
    playing: Coroutine[None, None, None], keeping: Coroutine[None, None, None]
) -> None:
    """Play until there is nothing left, or the seat is."""
    tasks = [asyncio.create_task(playing), asyncio.create_task(keeping)]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


def _store_renderings(
    engine: Engine,
    seed: Seed,
    written: Written[ExperimentFields],
    planned: PlannedExperiment,
    *,
    reserved_domains: bool,
) -> list[StoredRendering]:
    """Store what each cell is played on, in the order of the cells.

    Raises:
        InvalidSeedError: A scenario lacks the script that a model's name means.
    """
    stored: dict[tuple[str, tuple[tuple[str, str], ...]], StoredRendering] = {}
    scripts: dict[tuple[str, tuple[tuple[str, str], ...]], Mapping[str, Script]] = {}
    for cell in planned.cells:
        key = (cell.scenario, tuple(cell.condition.items()))
        if key not in stored:
            rendered = render_scenario(
                seed, cell.scenario, cell.condition, reserved_domains=reserved_domains
            )
            with write_transaction(engine) as session:
                stored[key] = store_rendering(session, rendered)
            scripts[key] = rendered.actors
        if is_scripted(cell.model.name):
            # Refused here, and not when the first of its episodes is to be played.
            with _told_by_line(written, "models", cell.at_model):
                try:
                    find_script(cell.model.name, scripts[key], stored[key].rendering, seed=None)
                except ModelNameError as error:
                    said = f"{cell.scenario} cannot be played by this model: {error.message}"
                    raise ExperimentError(said) from error
    return [stored[cell.scenario, tuple(cell.condition.items())] for cell in planned.cells]


def _check_safeguards(
    written: Written[ExperimentFields],
    planned: PlannedExperiment,
    renderings: Sequence[StoredRendering],
) -> None:
    """Refuse what would lack somebody who decides.

    Raises:
        InvalidSeedError: Somebody is to be asked, and nobody sits before a sweep; or a judge is
            to approve, and no model is named for it, or one that cannot judge.
    """
    for cell, stored in zip(planned.cells, renderings, strict=True):
        safeguards = stored.rendering.safeguards
        asked = safeguards.approval != "none" or safeguards.monitor == "escalate"
        with _told_by_line(written, "grid", cell.at_block):
            if asked and safeguards.approver == "person":
                raise ExperimentError(
                    f"{cell.scenario} with approver=person waits for somebody, and nobody sits "
                    "before a sweep: take approver=policy or approver=judge, or 'insider run' at "
                    "a terminal."
                )
            beside = ReviewerEndpoint.beside(cell.model.name, api_base=cell.settings.api_base)
            check_reviewers(
                safeguards,
                cell.settings,
                endpoint=beside,
                named_by="the field 'approver_model'",
            )
            check_colleagues(
                stored.rendering.colleagues,
                cell.settings,
                endpoint=beside,
                named_by="the field 'colleague_model'",
            )
