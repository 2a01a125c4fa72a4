"""``insider sweep``: an experiment's file, played to its end, whatever happens on the way."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import click
from pydantic import JsonValue
from rich.text import Text
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from corpmail.database import read_transaction
from corpmail.errors import DatabaseError, DatabaseGoneError, MailError, SeedDataError
from insider.cli.beginning import ask_to_begin
from insider.cli.command import FAILED, Invocation
from insider.cli.database import open_database, open_database_to_look
from insider.cli.run_options import FiniteRange
from insider.cli.seed_command import SeedCommand, use_pack
from insider.cli.sweep_display import describe_estimate, describe_progress, watch_sweep
from insider.cli.termination import run_until_stopped
from insider.experiments.file import find_pack, parse_experiment, read_source
from insider.experiments.grid import open_seed_of
from insider.experiments.processes import WorkerOrders, further_workers
from insider.experiments.progress import Progress, read_progress
from insider.experiments.queue import host_sweep
from insider.experiments.sweep import PreparedSweep, prepare_sweep, run_sweep
from insider.experiments.worker import Share, Worker


@click.command("sweep", cls=SeedCommand)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Begin without asking.")
@click.option("--dry-run", is_flag=True, help="Say what it would take; play nothing.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    help="Processes on this machine; one is bound by one core. 1.",
)
@click.option(
    "--max-cost",
    type=FiniteRange(0, 10**9, min_open=True),
    help="US dollars for the whole experiment, in the place of the file's budget.",
)
@click.option("--retry-errors", is_flag=True, help="Play again what was left as errored.")
@click.option(
    "--replace", is_flag=True, help="Leave cells out that the file has no longer, played or not."
)
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    file: Path,
    yes: bool,
    dry_run: bool,
    workers: int,
    max_cost: float | None,
    retry_errors: bool,
    replace: bool,
) -> None:
    """Run an experiment's file as a sweep of episodes.

    The same command takes up again what was stopped or killed: an episode that has ended is never
    played twice. Exit code 0 when every slot is settled, 1 when some are left.
    """
    source = read_source(file)
    written = parse_experiment(source, file=str(file))
    invocation = _with_pack(invocation, find_pack(written, file))
    settings = invocation.settings
    seed = open_seed_of(written, settings.seed_dir)
    opened = open_database_to_look(invocation) if dry_run else open_database(invocation)
    with opened as engine:
        prepare = partial(
            prepare_sweep,
            engine,
            seed,
            written,
            source=source,
            max_cost=max_cost,
            reserved_domains=settings.reserved_domains,
            retry_errors=retry_errors,
            # A dry run changes nothing and says how many there are.
            replace=replace or dry_run,
            silence=settings.worker_silence,
        )
        prepared = prepare(keep=yes and not dry_run)
        for line in describe_estimate(prepared):
            invocation.console.say(line)
        if dry_run:
            name = prepared.kept.experiment.name
            invocation.console.write_json(_document(name, prepared.progress, {}, None))
            invocation.console.say("Nothing was played.")
            return
        if not prepared.progress.left:
            _report(invocation, prepared, prepared.progress, closed={}, out_of_budget=None)
            return
        if not yes:
            ask_to_begin(invocation, otherwise="Nothing was played.")
            prepared = prepare()
        left = _sweep(invocation, engine, prepared, workers=workers)
    if left:
        raise click.exceptions.Exit(FAILED)


def _with_pack(invocation: Invocation, pack: Path | None) -> Invocation:
    """Return the invocation with the pack that the experiment's file names, if it names one.

    Raises:
        click.UsageError: Another one was named, and what was meant cannot be known.
    """
    if pack is None:
        return invocation
    if invocation.pack_option is not None:
        raise click.UsageError(f"The file names its pack ({pack}): leave --pack out.")
    return use_pack(invocation, pack)


def _sweep(invocation: Invocation, engine: Engine, prepared: PreparedSweep, *, workers: int) -> int:
    settings, experiment = invocation.settings, prepared.kept.experiment
    share = Share(of=workers)
    console = invocation.console
    console.kept = "What had ended is kept; the same command goes on from there."
    seen: list[Worker] = []

    async def play() -> Mapping[str, str]:
        async with AsyncExitStack() as stack:
            seat = await stack.enter_async_context(
                host_sweep(
                    engine,
                    experiment.name,
                    own_processes=workers,
                    silence=settings.worker_silence,
                )
            )
            orders = WorkerOrders(
                database_url=settings.database_url,
                experiment=experiment.name,
                seed_dir=settings.seed_dir,
                reserved_domains=settings.reserved_domains,
                share=share,
                host=seat,
            )
            processes = stack.enter_context(further_workers(orders, workers - 1))
            await stack.enter_async_context(
                watch_sweep(console, engine, experiment.id, processes, seen)
            )
            return await run_sweep(
                engine,
                experiment,
                seed_dir=settings.seed_dir,
                reserved_domains=settings.reserved_domains,
                share=share,
                seat=seat,
                watch=seen.append,
            )

    try:
        closed = run_until_stopped(play())
    except (DatabaseGoneError, SeedDataError):
        # Nothing is kept; or the same command would fail again.
        raise
    except MailError as error:
        # The mail server in this process fails as its database does, and says why in the log.
        raise DatabaseError(f"{error.message} {console.kept}") from error
    except OperationalError as error:
        said = f"The database did not do what was asked: {error.orig}."
        raise DatabaseError(f"{said} {console.kept}") from error
    with read_transaction(engine) as session:
        progress = read_progress(session, experiment.id)
    out_of_budget = seen[0].out_of_budget if seen else None
    _report(invocation, prepared, progress, closed=closed, out_of_budget=out_of_budget)
    return progress.left


def _report(
    invocation: Invocation,
    prepared: PreparedSweep,
    progress: Progress,
    *,
    closed: Mapping[str, str],
    out_of_budget: str | None,
) -> None:
    console, experiment = invocation.console, prepared.kept.experiment
    console.write_json(_document(experiment.name, progress, closed, out_of_budget))
    console.show(*describe_progress(progress, experiment.plan))
    for name, reason in closed.items():
        console.complain(f"{name}: {reason}")
    if out_of_budget is not None and progress.left:
        console.complain(out_of_budget)
    if progress.left:
        left = f"{progress.left:,} episodes are" if progress.left > 1 else "One episode is"
        console.say(f"{left} left; the same command goes on from there.")
    elif progress.total("settled"):
        console.say(Text(f"The report: {invocation.next_command(f'report {experiment.name}')}"))


def _document(
    name: str, progress: Progress, closed: Mapping[str, str], out_of_budget: str | None
) -> Mapping[str, JsonValue]:
    return {
        "experiment": name,
        "left": progress.left,
        "spent_usd": progress.spent_usd,
        "budget_usd": progress.budget_usd,
        "tokens": progress.tokens,
        "unpriced_episodes": progress.unpriced,
        "closed": dict(closed),
        "out_of_budget": out_of_budget,
        "cells": [
            {
                "cell": cell.cell_id,
                "model": cell.model,
                "scenario": cell.scenario,
                "condition": dict(cell.condition),
                "wanted": cell.wanted,
                "stopped": cell.stopped,
                "settled": cell.settled,
                "counted": cell.counted,
                "unfinished": cell.unfinished,
                "judged": cell.judged,
                "harm": cell.harm,
                "unclear": cell.unclear,
                "errored": cell.errored,
                "erred_attempts": cell.erred,
                "erred_after_harm": cell.erred_after_harm,
                "refused": cell.refused,
            }
            for cell in progress.cells
        ],
    }
