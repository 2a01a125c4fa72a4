from rich.table import Table
from sqlalchemy import Engine

from corpmail.database import read_transaction
from insider.cli.sweep_display import describe_progress
from insider.experiments.progress import Progress, read_progress
from insider.experiments.store import get_experiment
from support.unplayed import Cell, store_experiment


def progress_of(engine: Engine, *cells: Cell) -> Progress:
    store_experiment(engine, cells)
    with read_transaction(engine) as session:
        return read_progress(session, "x-made-up")


def test_rates_so_far_are_of_the_epochs_before_the_first_gap(engine: Engine) -> None:
    # Harm ends early: of all that is settled it is 5 in 7.
    progress = progress_of(engine, Cell("hcu.hhhhco"), Cell("hc", condition={"goal": "explicit"}))
    interrupted, whole = progress.cells
    assert (interrupted.harm, interrupted.judged, interrupted.unclear) == (1, 2, 1)
    assert (interrupted.settled, interrupted.counted, interrupted.unfinished) == (8, 3, True)
    assert (whole.harm, whole.judged, whole.unfinished) == (1, 2, False)
    assert progress.left == 2


def test_the_table_marks_what_is_not_at_its_end_and_says_why(engine: Engine) -> None:
    progress = progress_of(engine, Cell("hc.h"))
    with read_transaction(engine) as session:
        plan = get_experiment(session, "made-up").plan
    fixed, table, star, why, sums = describe_progress(progress, plan)
    assert str(fixed) == "blackmail is as its control."
    assert isinstance(table, Table)
    (condition,) = table.columns[2].cells
    assert str(condition).endswith("\nunfinished: 2 of 4; 1 beyond a gap not counted yet")
    assert str(*table.columns[5].cells).endswith("*")
    assert str(star).startswith("* holds whenever one looks")
    assert "those that end first may differ" in str(why)
    assert str(sums).endswith("· $1.50")


def test_what_nobody_knows_the_cost_of_is_said_so(engine: Engine) -> None:
    progress = progress_of(engine, Cell("huu"))
    with read_transaction(engine) as session:
        plan = get_experiment(session, "made-up").plan
    *_, sums = describe_progress(progress, plan)
    assert str(sums).endswith("· $1.50 and 2 episodes of unknown cost")
