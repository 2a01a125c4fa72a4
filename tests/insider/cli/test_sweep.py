"""``insider sweep`` as people call it: asked, in several processes, stopped, killed."""

import contextlib
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil
import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from corpmail.database import create_database_engine
from support.command_line import CommandLine, clean_environment, insider_process
from support.experiments import cells_of, make_firm, slot_states
from support.openai_server import chat_completion, failure, openai_server

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


def test_a_cell_that_a_rule_stopped_has_the_interval_of_the_report(
    insider: CommandLine, file: Path
) -> None:
    text = TEXT.replace("epochs: 4", "epochs: 60\nstop_when: ci_width <= 0.5")
    file.write_text(text.replace("scripted/mixed?leak=0.4&seed=2", "scripted/honest"))
    swept = insider.run("sweep", file.name, "--yes").stdout
    reported = insider.run("report", "small").stdout
    for output in (swept, reported):
        assert "* holds whenever one looks" in output
    intervals = set(re.findall(r"0\.0% to [0-9.]+%\*", swept))
    assert intervals
    assert all(interval in reported for interval in intervals)


def test_a_dry_run_leaves_nothing_where_there_was_nothing(insider: CommandLine, file: Path) -> None:
    before = sorted(insider.folder.rglob("*"))
    result = insider.run("sweep", file.name, "--dry-run")
    assert "8 episodes to play" in result.stderr
    assert sorted(insider.folder.rglob("*")) == before
    insider.run("sweep", file.name, "--yes")
    assert "8 settled before" in insider.run("sweep", file.name, "--dry-run").stderr


def test_nothing_is_played_before_somebody_has_said_yes(insider: CommandLine, file: Path) -> None:
    assert "give --yes" in insider.run("sweep", file.name, code=2).stderr
    assert slot_states(engine_of(insider)) == {}


def test_a_dry_run_plays_nothing_and_changes_nothing(insider: CommandLine, file: Path) -> None:
    document = insider.json("sweep", file.name, "--dry-run")
    assert document["left"] == 8
    insider.run("sweep", file.name, "--yes")
    before = insider.json("report", "small")
    file.write_text(TEXT.replace("calm, hurried", "calm"))
    assert "1 cell of an earlier file" in insider.run("sweep", file.name, "--dry-run").stderr
    insider.run("sweep", file.name, code=2)
    assert len(insider.json("report", "small")["cells"]) == len(before["cells"]) == 2


def test_a_budget_is_told_with_what_is_left_of_it(insider: CommandLine, file: Path) -> None:
    def said(budget: str) -> str:
        return insider.run("sweep", file.name, "--dry-run", "--max-cost", budget).stderr

    insider.run("sweep", file.name, "--yes")
    with sqlite3.connect(insider.folder / "insider.db") as database:
        database.execute("UPDATE experiment SET spent_usd = 0.72")
    file.write_text(TEXT.replace("epochs: 4", "epochs: 5"))
    assert "The budget is $2.00, of which $0.72 are spent." in said("2")
    assert "is $0.10, and $0.72 are spent already: nothing of the budget is left." in said("0.1")
    assert "The budget is $0.0042, and" in said("0.0042")
    assert "The budget is $1e-300, and" in said("1e-300")


@pytest.mark.parametrize("how", ["--dry-run", "--yes"])
def test_too_few_epochs_for_the_stated_power_are_told_before_anything_is_played(
    insider: CommandLine, file: Path, how: str
) -> None:
    rule = "stop_when: {power: {baseline: 0.1, effect: 0.2, against: {mood: calm}}}\n"
    file.write_text(TEXT.replace("epochs: 4", "epochs: 12") + rule)
    said = insider.run("sweep", file.name, how).stderr
    assert (
        "Too few epochs for power 0.8: 12 of the 83 that it takes reach 0.02, the chance to show a "
        "difference of 0.2 from 0.1 that is there."
    ) in said
    file.write_text(TEXT.replace("epochs: 4", "epochs: 83") + rule)
    assert "Too few" not in insider.run("sweep", file.name, "--dry-run").stderr


def test_another_file_of_the_same_name_does_not_take_an_experiment_over(
    insider: CommandLine, file: Path
) -> None:
    insider.run("sweep", file.name, "--yes")
    other = insider.folder / "other.yaml"
    other.write_text(TEXT.replace("scripted/mixed?leak=0.4&seed=2", "scripted/honest"))
    said = insider.run("sweep", other.name, "--yes", code=2).stderr
    assert "has 8 settled episodes in 2 cells that this file" in said
    assert len(insider.json("report", "small")["cells"]) == 2
    insider.run("sweep", other.name, "--yes", "--replace")
    (model,) = {cell["model"] for cell in insider.json("report", "small")["cells"]}
    assert model == "scripted/honest"
    # What was left out comes back with its file, and more is added to it.
    file.write_text(TEXT.replace("epochs: 4", "epochs: 5"))
    again = insider.run("sweep", file.name, "--yes", "--replace")
    assert "2 episodes to play, 8 settled before" in again.stderr


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


@pytest.mark.slow
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


def test_a_sweep_whose_database_is_taken_away_does_not_say_that_all_is_settled(
    insider: CommandLine, file: Path
) -> None:
    file.write_text(TEXT.replace("epochs: 4", "epochs: 150"))
    engine = engine_of(insider)
    with start(insider) as process:
        wait_for_episodes(engine, 5)
        (insider.folder / "insider.db").unlink()
        _, said = process.communicate(timeout=_PATIENCE)
    engine.dispose()
    assert process.returncode == 1
    assert said.rstrip().endswith("removed or replaced while it was open; begin again.")
    assert "Traceback" not in said
    assert not (insider.folder / "insider.db").exists()


def test_a_second_ctrl_c_ends_at_once_and_without_a_traceback(
    insider: CommandLine, file: Path
) -> None:
    with openai_server(failure(503, "down")) as endpoint:
        file.write_text(at_endpoint(endpoint.api_base))
        with start(insider) as process:
            wait_until(lambda: bool(endpoint.requests))
            for _ in range(2):
                process.send_signal(signal.SIGINT)
                time.sleep(0.02)
            _, said = process.communicate(timeout=_PATIENCE)
    assert process.returncode == 130
    assert "insider: Stopped" in said
    assert "Traceback" not in said
    assert "ERROR" not in said


def test_ctrl_c_leaves_processes_alone_that_only_begin(insider: CommandLine, file: Path) -> None:
    with start(insider, "--workers", "2") as process:
        began = psutil.Process(process.pid)
        # The tracker of multiprocessing and the worker, which takes seconds to import.
        wait_until(lambda: len(began.children()) == 2)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=_PATIENCE)
    assert process.returncode == 130
    assert "Traceback" not in said


def test_a_log_tells_of_a_provider_in_trouble_and_how_far_the_sweep_is(
    insider: CommandLine, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("insider.cli.sweep_display._SAYS_EVERY", 0.0)
    limited = failure(429, "slowly", headers=(("Retry-After", "2"),))
    look = chat_completion(calls=[("c1", "list_messages", '{"folder": "inbox"}')])
    with openai_server(limited, *[look] * 30) as endpoint:
        provider = endpoint.api_base.split("/")[2]
        one_at_once = f"providers: {{'{provider}': {{concurrency: 1}}}}\nlimits: {{steps: 8}}\n"
        file.write_text(at_endpoint(endpoint.api_base) + one_at_once)
        said = insider.run("sweep", file.name, "--yes").stderr
    assert f"insider: {provider} is slowed to 1 (calls at once): The provider's rate limit" in said
    assert f"insider: {provider} is open again." in said
    assert "0 of 8 episodes · cells 0 of 2 · harm 0 of 0 · erred attempts 0 · running 1" in said


def test_sigterm_ends_a_sweep_whose_provider_is_in_trouble(
    insider: CommandLine, file: Path
) -> None:
    # It asks to wait for longer than this test is patient.
    limited = failure(429, "slowly", headers=(("Retry-After", "300"),))
    with openai_server(limited) as endpoint:
        file.write_text(at_endpoint(endpoint.api_base))
        with start(insider) as process:
            wait_until(lambda: bool(endpoint.requests))
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=_PATIENCE)
    assert (process.returncode, "Traceback" in said) == (143, False)
    assert set(slot_states(engine_of(insider))) == {"open"}


FULL_DISK = """
import sys
from sqlalchemy import Engine, event

@event.listens_for(Engine, "connect")
def have_little_room(connection, _record):
    connection.execute("PRAGMA max_page_count = %d")

from insider.cli.main import main

if __name__ == "__main__":
    main()
"""


def test_a_full_disk_is_said_in_a_sentence_and_loses_nothing(
    insider: CommandLine, file: Path
) -> None:
    file.write_text(TEXT.replace("epochs: 4", "epochs: 40"))
    insider.run("db", "upgrade")
    insider.run("sweep", file.name, "--dry-run")
    with contextlib.closing(sqlite3.connect(insider.folder / "insider.db")) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    program = insider.folder / "full_disk.py"
    program.write_text(FULL_DISK % (pages + 35))
    command = [sys.executable, str(program), "sweep", file.name, "--yes"]
    with start(insider, command=command) as process:
        _, said = process.communicate(timeout=_PATIENCE)
    assert process.returncode == 1
    assert "Traceback" not in said
    assert "What had ended is kept; the same command goes on from there." in said
    before = set(finished(insider))
    assert before
    assert insider.json("sweep", file.name, "--yes")["left"] == 0
    assert before <= set(finished(insider))


def at_endpoint(base: str) -> str:
    """Return an experiment of a model that is reached there."""
    models = f"models: [{{name: hosted_vllm/x, api_base: '{base}'}}]"
    return TEXT.replace('models: ["scripted/mixed?leak=0.4&seed=2"]', models)


def start(
    insider: CommandLine, *words: str, command: Sequence[str] | None = None
) -> "subprocess.Popen[str]":
    """Start a sweep, or another command, as a process of its own and of its own group."""
    return subprocess.Popen(
        command or insider_process("sweep", "small.yaml", "--yes", "--json", *words),
        cwd=insider.folder,
        env={**clean_environment(), "INSIDER_SEED_DIR": str(insider.folder / "seed")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_until(ready: Callable[[], bool]) -> None:
    """Wait until something is so."""
    limit = time.monotonic() + _PATIENCE
    while not ready():
        assert time.monotonic() < limit
        time.sleep(0.02)


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
