"""What reading the shipped seed, and checking all of it, takes."""

import subprocess
import sys
import time

from bench.row import Row
from insider.scenarios import default_seed_dir, open_seed
from insider.scenarios.yaml_tree import parse_yaml

_TIMES = 5


def main() -> list[Row]:
    """Return the best of some runs: another process at work makes a run slower, never faster."""
    return [
        Row("open the whole seed", min(_open() for _ in range(_TIMES)), "ms"),
        Row("scenario check of the whole seed", min(_check() for _ in range(_TIMES)), "s", "< 2"),
    ]


def _open() -> float:
    parse_yaml.cache_clear()
    began = time.perf_counter()
    open_seed(default_seed_dir())
    return (time.perf_counter() - began) * 1000


def _check() -> float:
    """Return how long the command takes, with the start of its process."""
    code = "from insider.cli.main import main; main()"
    words = [sys.executable, "-c", code, "scenario", "check"]
    began = time.perf_counter()
    subprocess.run(words, check=True, capture_output=True)
    return time.perf_counter() - began
