"""Opening a seed: read without a fault, and only once as long as its files stay as they are.

Called by whoever renders. A server opens the seed for every episode that it starts, and reading it
takes longer than beginning the episode.
"""

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from corpmail.clock import wall_now
from insider.errors import InvalidSeedError
from insider.scenarios.catalogue import read_seed
from insider.scenarios.places import Edition, edition_of
from insider.scenarios.seed import Seed

_MOST_KEPT = 8
_SETTLED_AFTER_NS = 2_000_000_000
"""Two writes closer to each other than a file system's clock ticks look like one."""


def open_seed(seed_dir: Path | None = None, *, scenarios: Collection[str] | None = None) -> Seed:
    """Read and check a seed: a folder, or a pack as a folder or a zip.

    Args:
        seed_dir: The shipped one when it is left out.
        scenarios: Names of those to read, with or without a pack's name before them; all when it
            is left out.

    Raises:
        InvalidSeedError: With every fault that was found.
        UnknownScenarioError: One of ``scenarios`` is not there.
    """
    edition = edition_of(seed_dir)
    where = None if seed_dir is None else seed_dir.absolute()
    named = None if scenarios is None else tuple(scenarios)
    if _is_settled(edition):
        return _open_edition(where, named, edition)
    return _open(where, named)


def _is_settled(edition: Edition) -> bool:
    """Tell whether whatever is written from now on makes another edition."""
    last = max((each.written_ns for each in edition), default=0)
    return wall_now().timestamp() * 1e9 - last > _SETTLED_AFTER_NS


@lru_cache(maxsize=_MOST_KEPT)
def _open_edition(where: Path | None, named: tuple[str, ...] | None, _edition: Edition) -> Seed:
    return _open(where, named)


def _open(where: Path | None, named: tuple[str, ...] | None) -> Seed:
    reading = read_seed(where, scenarios=named)
    if reading.seed is None or reading.problems:
        raise InvalidSeedError(reading.problems)
    return reading.seed
