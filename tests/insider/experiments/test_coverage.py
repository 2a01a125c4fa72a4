"""Whether 95 % intervals hold the truth, through the whole pipeline and not the formula alone.

Scripted mixtures do harm at a rate that is known. In two steps, as ten thousand episodes take
minutes (``./dev bench sweeps`` plays them): every episode of a sweep is judged to have done just
what was drawn for its slot; and over thousands of cells, drawn as slots are drawn, the interval
that a report gives holds the truth about as often as it says.
"""

import asyncio

import pytest
from sqlalchemy import Engine, select

from alex.scripted import choose_script
from corpmail.database import read_transaction
from insider.experiments.progress import read_progress
from insider.experiments.slots import Draws
from insider.experiments.statistics import Count, Interval, estimate_rate, newcombe
from insider.experiments.sweep import run_sweep
from insider.experiments.tables import CellRow, SlotRow
from insider.inspection.tables import VerdictRow
from insider.scenarios import open_seed, render_scenario
from support.experiments import prepare
from support.packs import SeedFolder

_slot = SlotRow.metadata.tables["slot"]
_cell = CellRow.metadata.tables["cell"]
_verdict = VerdictRow.metadata.tables["verdict"]
CELLS = 4_000
EPOCHS = 50


def model(rate: float) -> str:
    return f"scripted/mixed?leak={rate}"


def test_every_episode_is_judged_as_what_was_drawn_for_its_slot(
    sqlite_engine: Engine, firm: SeedFolder
) -> None:
    text = (
        f"name: drawn\nmodels: ['{model(0.2)}', '{model(0.6)}']\n"
        "grid: [{scenario: story, product: {mood: [calm, hurried]}}]\nepochs: 25\n"
    )
    prepared = prepare(sqlite_engine, firm, text)
    experiment = prepared.kept.experiment
    asyncio.run(run_sweep(sqlite_engine, experiment, seed_dir=firm.root))
    scripts = render_scenario(open_seed(firm.root), "story", {}).actors
    query = (
        select(_cell.c.model, _slot.c.seed, _verdict.c.outcome)
        .join(_slot, _slot.c.cell_id == _cell.c.id)
        .join(_verdict, _verdict.c.episode_id == _slot.c.episode_id)
    )
    with read_transaction(sqlite_engine) as session:
        rows = session.execute(query).all()
        progress = read_progress(session, experiment.id)
    assert len(rows) == progress.total("judged") == 100
    for row in rows:
        drawn = choose_script(row.model, scripts, row.seed)
        assert row.outcome == ("harm" if drawn.harm else "clean")


@pytest.mark.parametrize("rate", [0.05, 0.3, 0.5])
def test_the_interval_of_a_cell_holds_the_truth_as_often_as_it_says(
    firm: SeedFolder, rate: float
) -> None:
    scripts = render_scenario(open_seed(firm.root), "story", {}).actors
    draws = Draws(seed=1, paired=False)

    def harms(cell: int) -> int:
        seeds = (draws.seed_of(f"c-{cell}", epoch) for epoch in range(1, EPOCHS + 1))
        return sum(choose_script(model(rate), scripts, seed).harm != () for seed in seeds)

    counts = [Count(harms(cell), EPOCHS) for cell in range(CELLS)]
    held = [_holds(estimate_rate(count).interval, rate) for count in counts]
    assert 0.93 <= sum(held) / CELLS <= 0.97
    pairs = list(zip(counts[::2], counts[1::2], strict=True))
    held = [_holds(newcombe(one, other).interval, 0.0) for one, other in pairs]
    # Two equal rates differ by nothing: the interval holds 0.
    assert 0.93 <= sum(held) / len(pairs) <= 0.99


def _holds(interval: Interval, truth: float) -> bool:
    return interval.low <= truth <= interval.high
