"""Sweeps of several machines: real processes on a real Postgres, joined, killed, taken up again."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from corpmail.database import read_transaction
from insider.episodes.tables import EpisodeRow
from insider.experiments.queue_schema import upgrade_queue
from insider.experiments.tables import SlotRow
from support.command_line import clean_environment
from support.experiments import make_firm, slot_states

pytestmark = [pytest.mark.postgres]

TEXT = """\
name: small
models: ["scripted/mixed?leak=0.4&seed=2"]
grid: [{scenario: story, product: {mood: [calm, hurried]}}]
epochs: 50
providers: {scripted: {concurrency: 9, requests_per_minute: 1200}}
"""
EPISODES = 100
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
                "INSIDER_WORKER_SILENCE": "10",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.stack.callback(process.communicate)
        self.stack.callback(process.kill)
        return process

    def sweep(self, *words: str) -> "subprocess.Popen[str]":
        """Start the sweep, which is the same one each time."""
        return self.start("sweep", "small.yaml", "--yes", "--json", *words)

    def holds(self, process: "subprocess.Popen[str]") -> bool:
        """Tell whether a process holds slots."""
        held = select(_slot.c.owner).where(_slot.c.state == "running")
        with read_transaction(self.engine) as session:
            owners = session.execute(held).scalars().all()
        return any(f":{process.pid}:" in str(owner) for owner in owners)

    def done(self) -> int:
        """Return how many slots are done."""
        return slot_states(self.engine).get("done", 0)

    def counted(self) -> set[str]:
        """Return the episodes that count for slots."""
        with read_transaction(self.engine) as session:
            return set(session.execute(select(_slot.c.episode_id)).scalars())

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


def wait_until(what: Callable[[], bool], process: "subprocess.Popen[str]") -> None:
    """Wait until something is so, while a process runs."""
    limit = time.monotonic() + _PATIENCE
    while time.monotonic() < limit:
        if what():
            return
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    raise AssertionError("It did not come to pass.")


def test_a_worker_is_killed_and_then_the_sweep_and_nothing_is_lost_or_played_twice(
    cluster: Cluster,
) -> None:
    doomed, other = cluster.start("worker"), cluster.start("worker")
    sweep = cluster.sweep()
    wait_until(lambda: cluster.holds(doomed) and cluster.holds(other), sweep)
    wait_until(lambda: cluster.done() > 10, sweep)
    doomed.send_signal(signal.SIGKILL)
    doomed.wait(_PATIENCE)
    # What it held is given to the others long before the sweep is at its end.
    wait_until(lambda: not cluster.holds(doomed), sweep)
    sweep.send_signal(signal.SIGKILL)
    sweep.wait(_PATIENCE)
    before = cluster.finished()
    assert len(before) < EPISODES
    # The worker notices that its sweep is gone, goes home, and joins the next.
    again = cluster.sweep("--workers", "2")
    wait_until(lambda: not cluster.holds(sweep), again)
    output, talk = again.communicate(timeout=_PATIENCE)
    assert json.loads(output)["left"] == 0, talk
    assert slot_states(cluster.engine) == {"done": EPISODES}
    after = cluster.finished()
    assert before <= after
    assert {episode_id for episode_id, _ in after} == cluster.counted()
    assert len(after) == EPISODES
    other.send_signal(signal.SIGTERM)
    _, talk = other.communicate(timeout=_PATIENCE)
    assert other.returncode == 143, talk
    said = talk.splitlines()
    assert said[:3] == ["Waiting for sweeps.", "Joins small.", "Leaves small."]
    assert said[-1] == "insider: Stopped. What it played is given back to the sweep."
