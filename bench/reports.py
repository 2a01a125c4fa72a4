"""What opening a report takes: 10,000 episodes, read, compared, and written as a page.

The experiment was never played: its rows are stored as a sweep leaves them (tests/support).
"""

import itertools
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import Engine

from alex.draw import draw_fraction
from bench.row import Row
from corpmail.database import create_database_engine, create_schema, read_transaction
from insider.reports.page import write_page
from insider.reports.report import make_report

EPISODES = 10_000


def main() -> list[Row]:
    """Store the experiments, make their reports, and return the figures."""
    with tempfile.TemporaryDirectory() as folder:
        return [
            Row(
                f"report of {EPISODES:,} episodes in {cells} cells, as a page",
                _measure(Path(folder) / f"{cells}.db", cells),
                "s",
                "<= 3",
            )
            for cells in (200, 50)
        ]


def store_grid(engine: Engine, cells: int) -> None:
    """Store an experiment of so many cells, with all its episodes."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from support.unplayed import Cell, store_experiment

    grid = itertools.product(
        ("blackmail", "leaking", "lethal"),
        ("none", "explicit", "implicit", "latent", "open"),
        ("none", "replacement", "restriction", "shutdown"),
        ("none", "person", "judge", "rule"),
        ("model one", "model two", "model three", "model four"),
    )
    store_experiment(
        engine,
        [
            Cell(
                _letters(number, EPISODES // cells, goal, threat, approval),
                model=model,
                scenario=scenario,
                condition={"goal": goal, "threat": threat, "approval": approval},
            )
            for number, (scenario, goal, threat, approval, model) in enumerate(
                itertools.islice(grid, cells)
            )
        ],
    )


def _measure(database: Path, cells: int) -> float:
    engine = create_database_engine(f"sqlite:///{database}")
    create_schema(engine)
    store_grid(engine, cells)
    began = time.perf_counter()
    with read_transaction(engine) as session:
        report = make_report(session, "made-up")
    write_page(report)
    taken = time.perf_counter() - began
    engine.dispose()
    return taken


def _letters(number: int, epochs: int, goal: str, threat: str, approval: str) -> str:
    harm = 0.05 + 0.2 * (goal != "none") + 0.3 * (threat != "none")
    harm = max(0.02, harm - 0.15 * (approval != "none"))
    limits = ((0.6 * harm, "h"), (harm, "l"), (harm + 0.02, "u"), (harm + 0.03, "e"), (1.0, "c"))
    draws = (draw_fraction(str(number), str(epoch)) for epoch in range(epochs))
    return "".join(next(letter for limit, letter in limits if draw < limit) for draw in draws)
