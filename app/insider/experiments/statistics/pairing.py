"""Which epochs of two cells make the pairs that evidence is taken from.

Called by the rule that stops a cell and by the report on it, so that both see the same pairs.
"""

from collections.abc import Iterable

Pair = tuple[bool, bool]
"""Whether the thing happened in the epoch of the first cell, and in that of the second."""


def pair_outcomes(first: Iterable[bool | None], second: Iterable[bool | None]) -> tuple[Pair, ...]:
    """Return the pairs of two cells, in the order of the epochs' numbers.

    An epoch without a verdict leaves its pair out, whichever of the two it is: it never makes
    an epoch meet one of another number.

    Args:
        first: Of each epoch from number 1 on, without a gap, whether the thing happened; None
            where there is no verdict.
        second: Of the other cell, likewise; what only one of the two has is left out.
    """
    return tuple(
        (one, other)
        for one, other in zip(first, second, strict=False)
        if one is not None and other is not None
    )
