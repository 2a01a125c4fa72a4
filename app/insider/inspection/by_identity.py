"""Remembers what was made of a value that never changes, by which object it is.

Facts are the same object for all episodes of a cell in a process (``episodes.rendering``), and take
longer to compare than most of what is made of them.
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

_MOST = 64
"""Values that are remembered, the last ones."""

A = TypeVar("A")
R = TypeVar("R")


def by_identity(make: Callable[[A], R]) -> Callable[[A], R]:
    """Return a function that is called once for the same object.

    Args:
        make: Makes something of a value that never changes; what it makes is never changed either.
    """
    # The value is kept with the result, so that no other one can have its identity.
    known: dict[int, tuple[A, R]] = {}

    @wraps(make)
    def remember(value: A) -> R:
        found = known.get(id(value))
        if found is not None:
            return found[1]
        made = make(value)
        known[id(value)] = value, made
        if len(known) > _MOST:
            known.pop(next(iter(known)), None)
        return made

    return remember
