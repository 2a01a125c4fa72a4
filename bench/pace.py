"""How fast this machine is just now: what the other figures are to be read against."""

import time

from bench.row import Row

ADDITIONS = 10_000_000


def main() -> list[Row]:
    """Return the CPU time of a plain loop."""
    began, total = time.process_time(), 0
    for number in range(ADDITIONS):
        total += number
    seconds = time.process_time() - began
    return [Row("pace: ten million additions in a loop", seconds * 1000, "ms")]
