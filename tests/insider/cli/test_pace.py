"""How long a sweep will still take, and the bars of its cells."""

import io

import pytest
from rich.console import Console
from rich.progress import Progress

from insider.cli.cell_bars import CellBars
from insider.cli.pace import WINDOW_SECONDS, Pace, write_duration
from insider.experiments.progress import CellProgress


def test_a_pace_is_that_of_the_last_minutes() -> None:
    pace = Pace()
    assert pace.seconds_left(10) is None
    pace.note(0, 0.0)
    assert pace.seconds_left(10) is None
    pace.note(100, 10.0)
    assert pace.seconds_left(50) == pytest.approx(5.0)
    # A long pause, and then slowly: what was before it no longer counts.
    for second in range(1, int(WINDOW_SECONDS) + 2):
        pace.note(100 + second, 1_000.0 + second)
    assert pace.seconds_left(50) == pytest.approx(50, rel=0.01)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3.0, "less than 1 min"),
        (200.0, "about 3 min"),
        (5_400.0, "about 90 min"),
        (86_400.0, "about 24 h"),
    ],
)
def test_a_duration_claims_no_more_than_it_knows(seconds: float, words: str) -> None:
    assert write_duration(seconds) == words


def cell(number: int, *, settled: int, running: int = 0) -> CellProgress:
    return CellProgress(
        cell_id=f"c-{number}",
        model="openai/[bold]x",
        provider="openai",
        scenario="story",
        condition={"mood": f"m{number}"},
        wanted=10,
        stopped=None,
        looked=False,
        begun=settled + running,
        running=running,
        settled=settled,
        counted=settled,
        judged=settled,
        harm=1 if settled else 0,
        unclear=0,
        errored=0,
        erred=0,
        erred_after_harm=0,
        refused=0,
    )


def test_cells_that_are_played_have_a_bar_each_and_others_none() -> None:
    written = io.StringIO()
    console = Console(file=written, force_terminal=True, width=120, markup=False)
    with Progress(console=console) as bars:
        shown = CellBars(bars)
        shown.show([cell(1, settled=10), cell(2, settled=3), cell(3, settled=0)])
        (task,) = bars.tasks
        assert "mood=m2 · story" in task.description
        assert task.description.endswith("harm 1 of 3")
        assert (task.completed, task.total) == (3, 10)
        shown.show([cell(1, settled=10), cell(2, settled=10), cell(3, settled=0, running=2)])
        (task,) = bars.tasks
        assert "mood=m3 · story" in task.description
