"""Remembers what was made of values that never change, by which objects they are.

Facts are the same object for all episodes of a cell in a process (``episodes.rendering``), and take
longer to compare than most of what is made of them.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

_MOST = 256
"""Results that are remembered of a function, the last ones."""

P = ParamSpec("P")
R = TypeVar("R")


def by_identity(make: Callable[P, R]) -> Callable[P, R]:
    """Return a function that is called once for the same objects.

    Args:
        make: Makes something of values that never change, which are given by their order; what it
            makes is never changed either.
    """
    # The values are kept with the result, so that no other ones can have their identity.
    known: dict[tuple[int, ...], tuple[tuple[object, ...], R]] = {}

    @wraps(make)
    def remember(*values: P.args, **named: P.kwargs) -> R:
        key = tuple(map(id, values))
        found = known.get(key)
        if found is not None:
            return found[1]
        made = make(*values, **named)
        known[key] = values, made
        if len(known) > _MOST:
            known.pop(next(iter(known)), None)
        return made

    return remember
