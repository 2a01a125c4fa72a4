"""Whether 95 % intervals hold the truth, through the whole pipeline and not the formula alone.

Scripted mixtures do harm at rates that are known. A sweep of many small cells is played for real,
read back and measured as a report does; every verdict is what was drawn for its slot. As played
episodes are slow, thousands of intervals come from the same pipeline without its first step: what
is drawn for each slot is stored as an episode's verdict. (``./dev bench sweeps`` plays ten thousand
episodes and asks the report.)

At one rate and one n the coverage of Wilson's and Newcombe's intervals is not 95 % but goes up and
down around it, as counts are whole numbers: from 0.92 to 0.98 for small n. With 20 epochs and rates
of 0.2 and 0.45 it is nominal for all of them, by enumeration of every count: 0.956 and 0.960 for
the rates, 0.948 for their difference, 0.955 for two equal rates, 0.960 for the difference of pairs.
With the 8 epochs that are played: 0.944 and 0.974, 0.949, and 0.960.
"""

import asyncio
from itertools import product
from typing import Any

import numpy as np
import pytest
from scipy.stats import binom, binomtest, multinomial
from sqlalchemy import Engine, select

from corpmail.database import read_transaction
from insider.experiments.statistics import Count, Pairs, newcombe, newcombe_paired, wilson
from insider.experiments.sweep import run_sweep
from insider.experiments.tables import CellRow, SlotRow
from insider.reports.report import make_report
from support.experiments import prepare
from support.mixtures import (
    CALM,
    HURRIED,
    Outcomes,
    covered,
    interrupt,
    mixture,
    write_actors,
)
from support.packs import SeedFolder
from support.unplayed import Cell, store_experiment

_slot = SlotRow.metadata.tables["slot"]
_cell = CellRow.metadata.tables["cell"]
EPOCHS = 20
RULE = {"ci_width": 0.02}
"""Never reached here: what it does is that intervals must hold at every n."""


@pytest.fixture
def outcomes(firm: SeedFolder) -> Outcomes:
    write_actors(firm)
    return Outcomes(firm)


def is_plausible(held: "np.ndarray") -> bool:
    """Say whether the share may come from a coverage of 0.93 to 0.97, at a level of 0.001."""
    count, n = int(held.sum()), len(held)
    return all(
        binomtest(count, n, bound, alternative=side).pvalue > 0.001
        for bound, side in ((0.93, "less"), (0.97, "greater"))
    )


def test_with_twenty_epochs_the_coverage_of_every_interval_is_nominal() -> None:
    chances = {rate: binom.pmf(range(EPOCHS + 1), EPOCHS, rate) for rate in (CALM, HURRIED)}
    for rate, each in chances.items():
        held = [wilson(Count(events, EPOCHS)).holds(rate) for events in range(EPOCHS + 1)]
        assert 0.945 <= each @ held <= 0.965
    for first in (CALM, HURRIED):
        held_both = [
            [
                newcombe(Count(one, EPOCHS), Count(two, EPOCHS)).interval.holds(first - CALM)
                for two in range(EPOCHS + 1)
            ]
            for one in range(EPOCHS + 1)
        ]
        assert 0.945 <= chances[first] @ np.array(held_both) @ chances[CALM] <= 0.965
    paired = sum(
        multinomial.pmf([both, only, EPOCHS - both - only], EPOCHS, [CALM, 0.25, 1 - HURRIED])
        for both, only in product(range(EPOCHS + 1), repeat=2)
        if both + only <= EPOCHS
        and newcombe_paired(Pairs(both, only, 0, EPOCHS - both - only)).interval.holds(0.25)
    )
    assert 0.945 <= paired <= 0.965


@pytest.mark.slow
@pytest.mark.parametrize("paired", [False, True])
def test_intervals_of_a_sweep_that_was_played_hold_the_truth(
    sqlite_engine: Engine, firm: SeedFolder, outcomes: Outcomes, paired: bool
) -> None:
    models = [mixture(number) for number in range(16)]
    text = (
        f"name: played\nmodels: {models}\nepochs: 8\npaired: {str(paired).lower()}\n"
        "grid: [{scenario: story, product: {mood: [calm, hurried]}}]\n"
    )
    prepared = prepare(sqlite_engine, firm, text)
    asyncio.run(run_sweep(sqlite_engine, prepared.kept.experiment, seed_dir=firm.root))
    query = select(_slot.c.seed).order_by(_slot.c.epoch)
    with read_transaction(sqlite_engine) as session:
        report = make_report(session, "played")
        for cell in report.results.cells:
            seeds = session.execute(query.where(_slot.c.cell_id == cell.id)).scalars().all()
            drawn = outcomes.harms(str(cell.spec["name"]), cell.condition["mood"], seeds)
            assert [epoch.shows(None) for epoch in cell.judged] == drawn
    held = covered(report)
    assert (len(held["rates"]), len(held["differences"])) == (32, 16)
    assert is_plausible(held["rates"])
    assert is_plausible(held["differences"])
    method = "newcombe_paired" if paired else "newcombe"
    assert {each.difference.method for each in report.comparisons.effects} == {method}


@pytest.mark.slow
@pytest.mark.parametrize("paired", [False, True])
def test_six_hundred_models_are_measured_as_right_as_it_says(
    sqlite_engine: Engine, outcomes: Outcomes, paired: bool
) -> None:
    cells = [cell for cell, _ in outcomes.cells(600, EPOCHS, paired=paired)]
    store_experiment(sqlite_engine, cells, paired=paired)
    with read_transaction(sqlite_engine) as session:
        report = make_report(session, "made-up")
    for held, many in zip(covered(report).values(), (1200, 600), strict=True):
        assert len(held) == many
        assert 0.93 <= held.mean() <= 0.97


@pytest.mark.slow
@pytest.mark.parametrize(
    "plan", [{}, {"paired": True}, {"stop_when": RULE}, {"stop_when": RULE, "paired": True}]
)
def test_intervals_of_an_interrupted_sweep_hold_the_truth(
    sqlite_engine: Engine, outcomes: Outcomes, plan: dict[str, Any]
) -> None:
    """Harm takes longer, so that what had ended is rather clean; only what has no gap counts."""
    cells = [
        Cell(
            interrupt(harms, draw=position, after=6.0),
            model=cell.model,
            condition=cell.condition,
            wanted=60,
        )
        for position, (cell, harms) in enumerate(outcomes.cells(400, 60, paired="paired" in plan))
    ]
    store_experiment(sqlite_engine, cells, **plan)
    with read_transaction(sqlite_engine) as session:
        report = make_report(session, "made-up")
    for held in covered(report).values():
        assert held.mean() >= 0.95
    for cell, stored in zip(report.results.cells, cells, strict=True):
        assert len(cell.epochs) == len(stored.outcomes.partition(".")[0])
    assert report.results.total("uncounted") > 0
    # Whoever counts all that had ended takes the rate for a lower one.
    ended = "".join(stored.outcomes.replace(".", "") for stored in cells[1::2])
    assert wilson(Count(ended.count("l"), len(ended))).high < HURRIED
