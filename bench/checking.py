"""What reading the shipped seed, and checking all of it, takes."""

import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

from bench.row import Row
from insider.scenarios import default_seed_dir
from insider.scenarios.catalogue import read_seed
from insider.scenarios.yaml_tree import parse_yaml

_TIMES = 8


def main() -> list[Row]:
    """Return the best of some runs: another process at work makes a run slower, never faster."""
    with tempfile.TemporaryDirectory() as compiled:
        took = [_check(compiled) for _ in range(_TIMES)]
    return [
        Row("open the whole seed", min(_open() for _ in range(_TIMES)), "ms"),
        Row("scenario check of the whole seed", min(each.wall for each in took), "s", "< 2"),
        Row("scenario check of the whole seed, CPU", min(each.cpu for each in took), "s"),
    ]


def _open() -> float:
    parse_yaml.cache_clear()
    began = time.perf_counter()
    read_seed(default_seed_dir())
    return (time.perf_counter() - began) * 1000


@dataclass(frozen=True, slots=True)
class _Took:
    wall: float
    cpu: float
    """Seconds of all its cores; on a machine that others use, the figure that says more."""


def _check(compiled: str) -> _Took:
    """Return how long the command takes, with the start of its process.

    Args:
        compiled: A folder for compiled modules, which an installation has beside its sources.
    """
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": compiled}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    code = "from insider.cli.main import main; main()"
    words = [sys.executable, "-c", code, "scenario", "check"]
    began, used = time.perf_counter(), _cpu_of_children()
    subprocess.run(words, check=True, capture_output=True, env=environment)
    return _Took(time.perf_counter() - began, _cpu_of_children() - used)


def _cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
