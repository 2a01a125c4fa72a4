"""Sweeps of several machines: real processes on a real Postgres, joined, killed, taken up again."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from corpmail.database import read_transaction
from insider.episodes.tables import EpisodeRow
from insider.experiments.queue_schema import upgrade_queue
from insider.experiments.tables import SlotRow
from support.command_line import clean_environment
from support.experiments import make_firm, slot_states

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

TEXT = """\
name: small
models: ["scripted/mixed?leak=0.4&seed=2"]
grid: [{scenario: story, product: {mood: [calm, hurried]}}]
epochs: 60
providers: {scripted: {concurrency: 9, requests_per_minute: 2400}}
"""
EPISODES = 120
# Each process believes that it is on a machine of its own.
_ON_A_MACHINE = """
import os, socket
socket.gethostname = lambda: f"machine-{os.getpid()}"
from insider.cli.main import main
main()
"""
_PATIENCE = 60.0
_slot = SlotRow.metadata.tables["slot"]
_episode = EpisodeRow.metadata.tables["episode"]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Processes that know each other through one Postgres only."""

    folder: Path
    engine: Engine
    stack: ExitStack

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Start ``insider`` as a process of its own, which does not outlive the test."""
        process = subprocess.Popen(
            [sys.executable, "-c", _ON_A_MACHINE, *words],
            cwd=self.folder,
            env={
                **clean_environment(),
                "INSIDER_SEED_DIR": str(self.folder / "seed"),
                "INSIDER_DATABASE_URL": self.engine.url.render_as_string(hide_password=False),
                "INSIDER_WORKER_SILENCE": "3",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.stack.callback(process.communicate)
        self.stack.callback(process.kill)
        return process

    def sweep(self) -> "subprocess.Popen[str]":
        return self.start("sweep", "small.yaml", "--yes", "--json")

    def holders(self) -> dict[str, int]:
        """Return who holds slots now, and how many."""
        held = select(_slot.c.owner, func.count()).where(_slot.c.state == "running")
        with read_transaction(self.engine) as session:
            return {owner: count for owner, count in session.execute(held.group_by(_slot.c.owner))}

    def finished(self) -> set[tuple[str, str]]:
        """Return the episodes that finished, with when."""
        found = select(_episode.c.id, _episode.c.ended_wall)
        with read_transaction(self.engine) as session:
            rows = session.execute(found.where(_episode.c.stop_reason == "finished"))
            return {(row.id, row.ended_wall) for row in rows}


@pytest.fixture
def cluster(engine: Engine, tmp_path: Path) -> Iterator[Cluster]:
    assert upgrade_queue(engine)
    make_firm(tmp_path / "seed")
    (tmp_path / "small.yaml").write_text(TEXT)
    with ExitStack() as stack:
        yield Cluster(tmp_path, engine, stack)


def wait_until_it_plays(cluster: Cluster, process: "subprocess.Popen[str]", done: int) -> None:
    """Wait until a process holds a slot, and some others are done."""
    limit = time.monotonic() + _PATIENCE
    while time.monotonic() < limit:
        held = any(f":{process.pid}:" in owner for owner in cluster.holders())
        if held and slot_states(cluster.engine).get("done", 0) >= done:
            return
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    raise AssertionError("It holds nothing.")


def check_that_every_slot_was_finished_once(cluster: Cluster) -> None:
    assert slot_states(cluster.engine) == {"done": EPISODES}
    finished = {episode_id for episode_id, _ in cluster.finished()}
    with read_transaction(cluster.engine) as session:
        counted = session.execute(select(_slot.c.episode_id)).scalars().all()
    assert len(finished) == EPISODES
    assert set(counted) == finished


def test_a_worker_that_is_killed_loses_nothing_and_nothing_is_played_twice(
    cluster: Cluster,
) -> None:
    doomed, other = cluster.start("worker"), cluster.start("worker")
    sweep = cluster.sweep()
    wait_until_it_plays(cluster, doomed, 20)
    wait_until_it_plays(cluster, other, 20)
    doomed.send_signal(signal.SIGKILL)
    doomed.wait(_PATIENCE)
    before = cluster.finished()
    assert len(before) < EPISODES
    output, talk = sweep.communicate(timeout=_PATIENCE)
    assert json.loads(output)["left"] == 0, talk
    check_that_every_slot_was_finished_once(cluster)
    assert before <= cluster.finished()
    other.send_signal(signal.SIGTERM)
    _, talk = other.communicate(timeout=_PATIENCE)
    assert other.returncode == 143
    assert talk.splitlines() == [
        "Waiting for sweeps.",
        "Joins small.",
        "Leaves small.",
        "insider: Stopped. What it played is given back to the sweep.",
    ]


def test_a_sweep_that_is_killed_sends_its_workers_home_and_is_taken_up_with_them(
    cluster: Cluster,
) -> None:
    worker, sweep = cluster.start("worker"), cluster.sweep()
    wait_until_it_plays(cluster, worker, 20)
    sweep.send_signal(signal.SIGKILL)
    sweep.wait(_PATIENCE)
    before = cluster.finished()
    assert len(before) < EPISODES
    again = cluster.sweep()
    wait_until_it_plays(cluster, worker, len(before))
    output, talk = again.communicate(timeout=_PATIENCE)
    assert json.loads(output)["left"] == 0, talk
    check_that_every_slot_was_finished_once(cluster)
    assert before <= cluster.finished()
