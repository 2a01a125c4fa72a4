"""Insider beside Inspect AI: the same endpoint, calls, samples and concurrency, in one run.

Inspect AI stands in a virtual environment of its own under ``bench/.peer``, made when it is first
needed; it is no dependency of Insider. ``./dev bench peer``.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import dataclass
from pathlib import Path

from alex.chat import ChatMessage, ToolSpec
from alex.library import loaded_library
from alex.model import ProviderModel
from bench.endpoint import running_endpoint
from bench.row import Row
from bench.sweeps import endpoint_text, sweep

CALLS = 8
SAMPLES = 300
AT_ONCE = 50
PEER = "inspect-ai==0.3.285"
_FOLDER = Path(__file__).parent / ".peer"


def main() -> list[Row]:
    """Run both and return the figures."""
    python = _peer_python()
    with tempfile.TemporaryDirectory() as name:
        peer = _run_peer(python, Path(name) / "logs")
        rows = [
            Row(f"{PEER}: CPU per sample of {CALLS} calls", peer.cpu_ms, "ms"),
            Row(f"{PEER}: samples per second", peer.rate, "/s"),
            Row(f"{PEER}: start to first call", peer.start, "s"),
            Row(f"{PEER}: resident", peer.rss_mb, "MB"),
        ]
        for provider, workers, aim in (
            ("endpoint", 1, 2.0),
            ("hosted_vllm", 1, 2.0),
            ("openai", 1, 2.0),
            ("endpoint", 2, 4.0),
            ("hosted_vllm", 2, 4.0),
        ):
            folder = Path(name) / f"{provider}{workers}"
            folder.mkdir()
            ours = _run_ours(folder, provider, workers)
            what = f"Insider, {provider}/…, {workers} process{'es' if workers > 1 else ''}"
            rows += [
                Row(f"{what}: CPU per episode", ours.cpu_ms, "ms"),
                Row(f"{what}: that to Inspect's", ours.cpu_ms / peer.cpu_ms, "", "<= 0.5"),
                Row(f"{what}: episodes per second", ours.rate, "/s"),
                Row(f"{what}: that to Inspect's", ours.rate / peer.rate, "", f">= {aim:g}"),
                Row(f"{what}: start to first call", ours.start, "s", f"< {peer.start:.1f}"),
                Row(f"{what}: resident, together", ours.rss_mb, "MB"),
            ]
    return [*rows, litellm_share()]


@dataclass(frozen=True, slots=True)
class Taken:
    """What one of the two took."""

    cpu_ms: float
    """Of one episode or sample, without the start."""
    rate: float
    """Episodes or samples per second, without the start."""
    start: float
    """Seconds from the command to the first call that reached the endpoint."""
    rss_mb: float


def _run_ours(folder: Path, provider: str, workers: int) -> Taken:
    count = SAMPLES * workers
    with running_endpoint(calls=CALLS) as endpoint:
        began = time.time()
        text = endpoint_text(endpoint.base, count, AT_ONCE, provider)
        ours = sweep(folder, text, workers=workers)
        start = endpoint.first_request - began
    return Taken(ours.playing_cpu / count * 1000, count / ours.playing, start, ours.rss_mb)


def litellm_share() -> Row:
    """Measure what LiteLLM alone takes of an episode's calls, on the path of ``hosted_vllm/…``."""
    with running_endpoint(calls=CALLS) as endpoint:
        model = ProviderModel("hosted_vllm/by-rote", api_base=endpoint.base)
        tool = ToolSpec(name="finish", description="Ends.", parameters={"type": "object"})
        message: ChatMessage = {"role": "user", "content": "x " * 2000}

        async def ask() -> float:
            await loaded_library()
            await model.complete([message], [tool])
            before = time.process_time()
            for _ in range(SAMPLES):
                await model.complete([message], [tool])
            return (time.process_time() - before) / SAMPLES

        cpu = asyncio.run(ask())
    return Row(f"LiteLLM's share, hosted_vllm/…: CPU of {CALLS} calls", cpu * CALLS * 1000, "ms")


def _run_peer(python: Path, logs: Path) -> Taken:
    with running_endpoint(calls=CALLS) as endpoint:
        began = time.time()
        script = Path(__file__).parent / "peer_task.py"
        words = [*map(str, (python, script, endpoint.base, SAMPLES, AT_ONCE, logs))]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        start = endpoint.first_request - began
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    if found["samples"] != SAMPLES or found["model_calls"] != SAMPLES * CALLS:
        raise RuntimeError(f"The peer did other work than ours: {found}")
    seconds = found["ended"] - (began + start)
    return Taken(found["cpu"] / SAMPLES * 1000, SAMPLES / seconds, start, found["rss_mb"])


def _peer_python() -> Path:
    """Return the Python where the peer is, and install it there when it is not yet."""
    python = _FOLDER / "bin" / "python"
    if not python.exists():
        print(f"installing {PEER} into {_FOLDER.name}", file=sys.stderr)
        venv.create(_FOLDER, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", PEER, "openai"], check=True)
    return python
