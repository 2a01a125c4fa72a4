"""Shows a sweep: what it will take, how far it is, what came of it.

Everything shown is read from the database, so that it is the same whichever process plays.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from multiprocessing.context import SpawnProcess

from rich.text import Text
from sqlalchemy import Engine

from corpmail.database import read_transaction
from insider.cli.cell_bars import CellBars
from insider.cli.console import Console
from insider.cli.fitting_table import FittingTable
from insider.cli.pace import Pace, write_duration
from insider.cli.provider_troubles import ProviderTroubles
from insider.experiments.naming import describe_fixed, name_conditions
from insider.experiments.plan import ExperimentPlan, difference_rule
from insider.experiments.progress import CellProgress, Progress, read_progress
from insider.experiments.statistics import Count
from insider.experiments.sweep import PreparedSweep
from insider.experiments.worker import Worker
from insider.reports.rates import measure
from insider.reports.wording import (
    SEQUENTIAL,
    explain_unfinished,
    write_dollars,
    write_erred,
    write_interval,
    write_share,
    write_spent,
    write_state,
)
from insider.visible import make_line, make_visible, shorten

_LOOKS_EVERY = 1.0
_SAYS_EVERY = 30.0
"""How often a log gets a line; a terminal has a bar."""
_CONDITION = 60


def describe_estimate(prepared: PreparedSweep) -> Iterator[str]:
    """Yield what a sweep will take, as lines."""
    kept, estimate = prepared.kept, prepared.estimate
    cells = kept.new + kept.known
    yield (
        f"{kept.experiment.name}: {cells:,} {_plural(cells, 'cell')}, {estimate.episodes:,} "
        f"{_plural(estimate.episodes, 'episode')} to play, "
        f"{prepared.progress.total('settled'):,} settled before."
    )
    if kept.dropped:
        yield (
            f"{kept.dropped:,} {_plural(kept.dropped, 'cell')} of an earlier file or seed are "
            "left out; their episodes are kept." + (" It needs --replace." if kept.orphaned else "")
        )
    if prepared.recovered:
        yield (
            f"{prepared.recovered:,} {_plural(prepared.recovered, 'episode')} of a process that "
            "is gone: what had ended counts, the rest is played again."
        )
    if not estimate.episodes:
        return
    yield from _describe_power(kept.experiment.plan)
    tokens = estimate.prompt_tokens + estimate.completion_tokens
    yield (
        f"About {estimate.calls:,.0f} model calls, {tokens:,.0f} tokens, "
        f"{write_dollars(estimate.cost_usd)}."
    )
    if estimate.guessed:
        yield f"A guess, for no episode of it is known here: {', '.join(estimate.guessed)}."
    if estimate.unpriced:
        yield f"Not in the money, for the price is unknown: {', '.join(estimate.unpriced)}."
    if prepared.progress.budget_usd is not None:
        yield _describe_budget(prepared.progress.budget_usd, prepared.progress.spent_usd)


def _describe_budget(budget: float, spent: float) -> str:
    said = f"The budget is {write_dollars(budget)}"
    if spent < budget:
        return f"{said}, of which {write_dollars(spent)} are spent."
    return f"{said}, and {write_dollars(spent)} are spent already: nothing of the budget is left."


def _describe_power(plan: ExperimentPlan) -> Iterator[str]:
    """Yield that a file has too few epochs for the power that it states, where that is so."""
    rule = None if plan.stop_when is None else plan.stop_when.power
    if rule is None or plan.power_reached is None or plan.power_reached >= rule.power:
        return
    yield (
        f"Too few epochs for power {rule.power:g}: {plan.epochs:,} of the "
        f"{difference_rule(rule).plan().maximum:,} that it takes reach {plan.power_reached:.2f}, "
        f"the chance to show a difference of {rule.effect:g} from {rule.baseline:g} that is there."
    )


@asynccontextmanager
async def watch_sweep(
    console: Console,
    engine: Engine,
    experiment_id: str,
    processes: Sequence[SpawnProcess],
    workers: Sequence[Worker],
) -> AsyncIterator[None]:
    """Show how far a sweep is while the block runs.

    Args:
        console: Where; a line from time to time where that is no terminal.
        engine: The database.
        experiment_id: Which experiment.
        processes: Those that sweep along.
        workers: The worker of this process, once it is there.
    """
    task = asyncio.create_task(_watch(console, engine, experiment_id, processes, workers))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _watch(
    console: Console,
    engine: Engine,
    experiment_id: str,
    processes: Sequence[SpawnProcess],
    workers: Sequence[Worker],
) -> None:
    gone: set[str] = set()
    troubles = ProviderTroubles(console)
    now = asyncio.get_running_loop().time
    said_at = now()
    try:
        with console.progress() as bar:
            task = bar.add_task("episodes", total=None)
            cells, pace = CellBars(bar), Pace()
            while True:
                with read_transaction(engine) as session:
                    progress = read_progress(session, experiment_id)
                settled = progress.total("settled")
                total = settled + progress.left
                pace.note(settled, now())
                line = _line(progress, workers, pace)
                bar.update(task, total=total, completed=settled, description=line)
                cells.show(progress.cells)
                troubles.tell(gate for worker in workers for gate in worker.gates.values())
                if not console.is_live and now() - said_at >= _SAYS_EVERY:
                    said_at = now()
                    console.say(f"{settled:,} of {total:,} episodes · {line}")
                for process in processes:
                    if process.exitcode not in (None, 0) and process.name not in gone:
                        gone.add(process.name)
                        console.warn(
                            f"{process.name} ended with code {process.exitcode}; what it played is "
                            "taken up by the others."
                        )
                await asyncio.sleep(_LOOKS_EVERY)
    finally:
        # What has passed since the last look is told too.
        troubles.tell(gate for worker in workers for gate in worker.gates.values())


def _line(progress: Progress, workers: Sequence[Worker], pace: Pace) -> str:
    judged, harm = progress.total("judged"), progress.total("harm")
    done = sum(cell.settled >= cell.wanted for cell in progress.cells)
    left = pace.seconds_left(progress.left) if progress.left else None
    parts = [
        *([] if left is None else [f"{write_duration(left)} left"]),
        f"cells {_rate(done, len(progress.cells))}",
        f"harm {_rate(harm, judged)}",
        f"erred attempts {_erred(progress)}",
    ]
    parts.append(f"running {progress.total('running'):,}")
    processes = max((worker.share.of for worker in workers), default=1)
    if processes > 1:
        parts.append(f"workers {processes:,}")
    parts.append(write_dollars(progress.spent_usd))
    troubled = [
        f"{name} {gate.state}"
        for worker in workers
        for name, gate in worker.gates.items()
        if gate.state != "open"
    ]
    return " · ".join([*parts, *troubled])


def describe_progress(progress: Progress, plan: ExperimentPlan) -> Iterator[FittingTable | Text]:
    """Yield what came of a sweep so far: a row for each cell, and the sums.

    Args:
        progress: How far it is.
        plan: The experiment's; where it has a stopping rule, intervals hold for any n.
    """
    by_rule = plan.stop_when is not None
    cells = [(cell.scenario, cell.condition) for cell in progress.cells]
    for line in describe_fixed(cells, plan.controls):
        yield Text(make_line(line), style="dim")
    table = FittingTable("model", "scenario", "condition")
    table.add_numbers("n", "harm", "95 %", "unclear", "refused", "errors", "erred attempts")
    names = name_conditions(cells)
    for cell, name in zip(progress.cells, names, strict=True):
        sequential = _is_sequential(cell, by_rule=by_rule)
        table.add_row(*_row(cell, name, sequential=sequential))
    yield table
    if any(_is_sequential(cell, by_rule=by_rule) for cell in progress.cells):
        yield Text(SEQUENTIAL, style="dim")
    unfinished = explain_unfinished(sum(cell.unfinished for cell in progress.cells))
    if unfinished is not None:
        yield Text(unfinished, style="dim")
    spent = write_spent(progress.spent_usd, unpriced=progress.unpriced)
    yield Text(f"{progress.total('settled'):,} settled · {progress.tokens:,} tokens · {spent}")


def _is_sequential(cell: CellProgress, *, by_rule: bool) -> bool:
    return by_rule or cell.looked or cell.unfinished


def _row(cell: CellProgress, condition: str, *, sequential: bool) -> tuple[str, ...]:
    rate = measure(Count(cell.harm, cell.judged), sequential=sequential)
    state = write_state(
        counted=cell.counted,
        of=max(cell.wanted, cell.begun),
        beyond=cell.settled - cell.counted,
        stopped=cell.stopped,
    )
    return (
        make_visible(shorten(cell.model, _CONDITION)),
        cell.scenario,
        shorten(condition, _CONDITION) + (f"\n{state}" if state else ""),
        f"{cell.judged:,}",
        write_share(rate.count.rate),
        write_interval(rate.interval) + ("*" if sequential else ""),
        f"{cell.unclear:,}",
        f"{cell.refused:,}",
        f"{cell.errored:,}",
        write_erred(cell.erred, cell.erred_after_harm),
    )


def _erred(progress: Progress) -> str:
    return write_erred(progress.total("erred"), progress.total("erred_after_harm"))


def _rate(events: int, n: int) -> str:
    return f"{events:,} of {n:,}"


def _plural(count: int, word: str) -> str:
    return word if count == 1 else f"{word}s"
