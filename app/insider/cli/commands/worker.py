"""``insider worker``: waits for sweeps on the same Postgres and plays along, on any machine."""

import asyncio
from collections.abc import Sequence

import click
from sqlalchemy import Engine

from alex.library import loaded_library
from corpmail.database import read_transaction
from insider.cli.command import Invocation
from insider.cli.console import Console
from insider.cli.database import open_database
from insider.cli.provider_troubles import ProviderTroubles
from insider.cli.seed_command import SeedCommand
from insider.cli.termination import run_until_stopped
from insider.experiments.queue import open_queue
from insider.experiments.queue_schema import check_queue
from insider.experiments.seats import Seat, count_processes
from insider.experiments.store import get_experiment
from insider.experiments.sweep import run_sweep
from insider.experiments.worker import Share, Worker

_LOOKS_EVERY = 1.0


@click.command("worker", cls=SeedCommand)
@click.option(
    "--concurrency",
    metavar="N",
    type=click.IntRange(1, 5000),
    help="Episodes at once at most; as many as the sweep's providers allow when left out.",
)
@click.option("--experiment", metavar="NAME", help="Join sweeps of this experiment only.")
@click.pass_obj
def command(invocation: Invocation, /, concurrency: int | None, experiment: str | None) -> None:
    """Join sweeps that run on the same Postgres, from any machine.

    Waits until 'insider sweep' runs somewhere, plays along until that sweep is over, and waits for
    the next. Needs the sweep's database, its seed folder where models are scripted, and its models'
    keys. Ctrl-C and SIGTERM end it: what it plays is given back to the others.
    """
    console = invocation.console
    console.kept = "What it played is given back to the sweep."
    with open_database(invocation) as engine:
        check_queue(engine)
        run_until_stopped(
            _serve(invocation, engine, concurrency=concurrency, experiment=experiment)
        )


async def _tell_troubles(console: Console, workers: Sequence[Worker]) -> None:
    troubles = ProviderTroubles(console)
    while True:
        troubles.tell(gate for worker in workers for gate in worker.gates.values())
        await asyncio.sleep(_LOOKS_EVERY)


async def _serve(
    invocation: Invocation, engine: Engine, *, concurrency: int | None, experiment: str | None
) -> None:
    settings, console = invocation.settings, invocation.console

    async def play(name: str, seat: Seat) -> None:
        with read_transaction(engine) as session:
            stored = get_experiment(session, name)
            share = Share(of=count_processes(session, seat), episodes=concurrency)
        console.say(f"Joins {name}.")
        seen: list[Worker] = []
        watching = asyncio.create_task(_tell_troubles(console, seen))
        try:
            await run_sweep(
                engine,
                stored,
                seed_dir=settings.seed_dir,
                reserved_domains=settings.reserved_domains,
                share=share,
                seat=seat,
                watch=seen.append,
            )
        finally:
            watching.cancel()
            for worker in seen:
                for provider, reason in worker.closed.items():
                    console.warn(f"{provider}: {reason}")
            console.say(f"Leaves {name}.")

    # Before it has a place: it takes seconds, in which it would play nothing.
    await loaded_library()
    async with open_queue(engine, silence=settings.worker_silence) as queue:
        console.say(f"Waiting for sweeps{f' of {experiment}' if experiment else ''}.")
        await queue.serve(play, experiment=experiment)
