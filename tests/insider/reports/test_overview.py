"""What a page shows of an experiment is what its report and its progress say."""

from sqlalchemy import Engine

from corpmail.database import read_transaction
from insider.experiments.progress import read_progress
from insider.reports.comparisons import compare_conditions
from insider.reports.overview import read_overview
from insider.reports.results import read_results
from support.unplayed import Cell, store_experiment

CELLS = [
    Cell("hcubex.c", erred={1: "xo", 2: "e"}, wanted=12),
    Cell("hhlltrcc", condition={"goal": "explicit"}),
    Cell("c" * 8, condition={"goal": "explicit", "approval": "person"}),
]


def test_an_overview_counts_as_a_report_does(engine: Engine) -> None:
    store_experiment(engine, CELLS)
    with read_transaction(engine) as session:
        overview = read_overview(session, "made-up")
        results = read_results(session, "made-up")
    for ours, theirs in zip(overview.cells, results.cells, strict=True):
        assert ours.rate() == theirs.rate()
        assert ours.bounds() == theirs.bounds()
        assert [ours.rate(each) for each in results.categories] == [
            theirs.rate(each) for each in results.categories
        ]
    compared, reported = overview.compare(), compare_conditions(results)
    assert [(each.difference, each.adjusted) for each in compared.effects] == [
        (each.difference, each.adjusted) for each in reported.effects
    ]
    assert compared.tests == reported.tests


def test_an_overview_is_as_far_as_the_sweep_says(engine: Engine) -> None:
    store_experiment(engine, CELLS)
    with read_transaction(engine) as session:
        overview = read_overview(session, "made-up")
        progress = read_progress(session, overview.experiment.id)
    assert (overview.settled, overview.left) == (progress.total("settled"), progress.left)
    assert overview.total("running") == progress.total("running")
    assert overview.total("tokens") == progress.tokens
    assert overview.total("unpriced") == progress.unpriced
