"""What a real server plays when it is told to end, and when it is killed."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import psutil

from corpmail.database import create_database_engine
from support.command_line import CommandLine
from support.experiments import make_firm, slot_states
from support.openai_server import HANG, StandIn, openai_server

_PATIENCE = 60.0


@contextmanager
def server(
    insider: CommandLine, stand_in: StandIn
) -> Iterator[tuple["subprocess.Popen[str]", httpx.Client]]:
    """Start a server that may ask an endpoint, and end it with the block."""
    make_firm(insider.folder / "seed")
    process = insider.start(
        "serve",
        "--port",
        "0",
        "--json",
        INSIDER_API_BASES=stand_in.api_base,
        INSIDER_SEED_DIR=str(insider.folder / "seed"),
    )
    assert process.stdout is not None
    url = json.loads(process.stdout.readline())["url"]
    try:
        with httpx.Client(base_url=url, trust_env=False, timeout=_PATIENCE) as client:
            while True:
                try:
                    client.get("/healthz")
                    break
                except httpx.TransportError:
                    time.sleep(0.05)
            yield process, client
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def start_both(client: httpx.Client, stand_in: StandIn) -> str:
    """Start an episode and a sweep whose models never answer; return the episode's id."""
    settings = {"api_base": stand_in.api_base}
    order = {"scenario": "story", "model": "openai/x", "settings": settings}
    episode = client.post("/api/v1/episodes", json=order)
    assert episode.status_code == 202
    experiment: dict[str, Any] = {
        "name": "small",
        "models": [{"name": "openai/x", "price": {"prompt": 1, "completion": 1}} | settings],
        "grid": [{"scenario": "story"}],
        "epochs": 2,
    }
    body = {"experiment": experiment, "max_cost": 5}
    assert client.post("/api/v1/experiments", json=body).status_code == 202
    while len(stand_in.requests) < 3:
        time.sleep(0.05)
    return str(episode.json()["episode"])


def states(insider: CommandLine) -> dict[str, int]:
    engine = create_database_engine(f"sqlite:///{insider.folder / 'insider.db'}")
    try:
        return slot_states(engine)
    finally:
        engine.dispose()


def test_a_server_that_ends_cancels_its_episodes_and_stops_its_sweeps(
    insider: CommandLine,
) -> None:
    with openai_server(HANG) as stand_in, server(insider, stand_in) as (process, client):
        episode = start_both(client, stand_in)
        with client.stream("GET", "/api/v1/experiments/small/progress/stream") as followed:
            lines = followed.iter_lines()
            assert next(lines) == "event: progress"
            process.terminate()
            assert all(not line.startswith("event: end") for line in lines)
        assert process.wait(_PATIENCE) == 0
        assert insider.json("show", episode)["stop_reason"] == "cancelled"
        assert states(insider) == {"open": 2}
        kept = insider.json("show", "--limit", "10")
        assert {each["stop_reason"] for each in kept} == {"cancelled"}


def test_what_a_killed_server_played_is_found_interrupted_and_its_sweep_ends(
    insider: CommandLine,
) -> None:
    with openai_server(HANG) as stand_in, server(insider, stand_in) as (process, client):
        episode = start_both(client, stand_in)
        children = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        process.wait(_PATIENCE)
        gone, alive = psutil.wait_procs(children, timeout=_PATIENCE)
        assert (bool(gone), alive) == (True, [])
        _, log = process.communicate()
        assert "The sweep of small ends: its server is gone" in log
        assert "Traceback" not in log
        assert insider.json("show", episode)["stop_reason"] == "interrupted"
        assert states(insider) == {"open": 2}
