"""Which sources measured: a hash of the installed packages, as one version has many commits."""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_PACKAGES = ("alex", "colleagues", "corpmail", "insider")
_LENGTH = 16
# Seeds and migrations are shipped beside the sources, and tell themselves by hashes and versions.
_APART = frozenset({"__pycache__", "_seed_data", "_migrations"})


@lru_cache(maxsize=1)
def hash_sources() -> str:
    """Return the start of a SHA-256 over all files of our packages; read once per process."""
    found = hashlib.sha256()
    for package in _PACKAGES:
        for place, file in _files(files(package), package):
            content = file.read_bytes()
            found.update(f"{place}\0{len(content)}\0".encode())
            found.update(content)
    return found.hexdigest()[:_LENGTH]


def _files(folder: Traversable, place: str) -> Iterator[tuple[str, Traversable]]:
    for each in sorted(folder.iterdir(), key=lambda each: each.name):
        if each.name in _APART:
            continue
        inside = f"{place}/{each.name}"
        if each.is_dir():
            yield from _files(each, inside)
        else:
            yield inside, each
