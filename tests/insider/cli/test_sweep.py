"""``insider sweep`` as people call it: asked, in several processes, stopped, killed."""

import contextlib
import json
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from corpmail.database import create_database_engine
from support.command_line import CommandLine, clean_environment, insider_process
from support.experiments import cells_of, make_firm, slot_states

TEXT = """\
name: small
models: ["scripted/mixed?leak=0.4&seed=2"]
grid: [{scenario: story, product: {mood: [calm, hurried]}}]
epochs: 4
"""
_PATIENCE = 60.0


@pytest.fixture
def file(insider: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Path:
    make_firm(insider.folder / "seed")
    monkeypatch.setenv("INSIDER_SEED_DIR", str(insider.folder / "seed"))
    path = insider.folder / "small.yaml"
    path.write_text(TEXT)
    return path


def engine_of(insider: CommandLine) -> Engine:
    return create_database_engine(f"sqlite:///{insider.folder / 'insider.db'}")


def test_a_sweep_says_what_it_will_take_and_then_what_came_of_it(
    insider: CommandLine, file: Path
) -> None:
    result = insider.run("sweep", file.name, "--yes")
    assert "small: 2 cells, 8 episodes to play, 0 settled before." in result.stderr
    assert "A guess, for no episode of it is known here" in result.stderr
    assert "8 settled" in result.stdout
    again = insider.run("sweep", file.name, "--yes")
    assert "0 episodes to play, 8 settled before" in again.stderr


def test_nothing_is_played_before_somebody_has_said_yes(insider: CommandLine, file: Path) -> None:
    assert "give --yes" in insider.run("sweep", file.name, code=2).stderr
    assert slot_states(engine_of(insider)) == {}


def test_a_dry_run_plays_nothing_and_changes_nothing(insider: CommandLine, file: Path) -> None:
    document = insider.json("sweep", file.name, "--dry-run")
    assert document["left"] == 8
    assert slot_states(engine_of(insider)) == {}
    insider.run("sweep", file.name, "--yes")
    before = insider.json("report", "small")
    file.write_text(TEXT.replace("calm, hurried", "calm"))
    assert "1 cell of an earlier file" in insider.run("sweep", file.name, "--dry-run").stderr
    insider.run("sweep", file.name)
    assert len(insider.json("report", "small")["cells"]) == len(before["cells"]) == 2


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("sweep", "none.yaml"), "none.yaml: the file cannot be read"),
        (("sweep", "small.yaml", "--workers", "0"), "--workers"),
        (("sweep", "small.yaml", "--max-cost", "nan"), "--max-cost"),
        (("sweep", "small.yaml", "--max-cost", "-1"), "--max-cost"),
    ],
)
def test_what_is_typed_wrongly_is_said_in_a_line(
    insider: CommandLine, file: Path, words: tuple[str, ...], complaint: str
) -> None:
    result = insider.run(*words, code=2)
    assert complaint in result.stderr
    assert "Traceback" not in result.stderr


def test_several_processes_share_one_sweep(insider: CommandLine, file: Path) -> None:
    file.write_text(TEXT.replace("epochs: 4", "epochs: 60"))
    with start(insider, "--workers", "2") as process:
        output, _ = process.communicate(timeout=_PATIENCE)
    assert process.returncode == 0
    cells = cells_of(json.loads(output))
    assert [cell["settled"] for cell in cells] == [60, 60]
    assert slot_states(engine_of(insider)) == {"done": 120}


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_sweep_that_is_stopped_is_taken_up_where_it_was(
    insider: CommandLine, file: Path, number: signal.Signals
) -> None:
    file.write_text(TEXT.replace("epochs: 4", "epochs: 150"))
    engine = engine_of(insider)
    with start(insider) as process:
        wait_for_episodes(engine, 5)
        process.send_signal(number)
        process.communicate(timeout=_PATIENCE)
    assert process.returncode == {2: 130, 9: -9}[number]
    done = slot_states(engine).get("done", 0)
    assert 5 <= done < 300
    before = set(finished(insider))
    document = insider.json("sweep", file.name, "--yes")
    assert document["left"] == 0
    assert slot_states(engine) == {"done": 300}
    # What had finished is there as it was, and nothing was played for its slot again.
    assert before <= set(finished(insider))
    assert len(finished(insider)) == 300
    engine.dispose()


def start(insider: CommandLine, *words: str) -> "subprocess.Popen[str]":
    """Start a sweep as a process of its own."""
    return subprocess.Popen(
        insider_process("sweep", "small.yaml", "--yes", "--json", *words),
        cwd=insider.folder,
        env={**clean_environment(), "INSIDER_SEED_DIR": str(insider.folder / "seed")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for_episodes(engine: Engine, count: int) -> None:
    """Wait until a sweep has settled some slots."""
    limit = time.monotonic() + _PATIENCE
    while time.monotonic() < limit:
        # The tables may not be there yet.
        with contextlib.suppress(DBAPIError):
            if slot_states(engine).get("done", 0) >= count:
                return
        time.sleep(0.05)
    raise AssertionError("The sweep settled nothing.")


def finished(insider: CommandLine) -> list[tuple[str, str]]:
    """Return the finished episodes with when they ended."""
    connection = sqlite3.connect(insider.folder / "insider.db")
    rows = connection.execute("SELECT id, ended_wall FROM episode WHERE stop_reason = 'finished'")
    found = rows.fetchall()
    connection.close()
    return found
