"""Work that makes very many objects at once, without Python looking for garbage among them.

Called by whoever reads, renders or stores whole companies: the collector's looks at what all lives
take a fifth of such work, and find nothing.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_NEW_OBJECTS = 10_000
"""After how many the collector looks at them; Python's own 700 come with every call of a model."""


class _Collector:
    """The process's collector, which blocks in several threads can ask to be off."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._blocks = 0
        self._was_on = False

    def leave_off(self) -> None:
        """Turn it off for one more block."""
        with self._lock:
            if self._blocks == 0:
                self._was_on = gc.isenabled()
                gc.disable()
            self._blocks += 1

    def give_back(self) -> None:
        """Turn it on when no block is left, if it was on before the first."""
        with self._lock:
            self._blocks -= 1
            if self._blocks == 0 and self._was_on:
                gc.enable()


_COLLECTOR = _Collector()


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave the collector off for as long as the block lasts, unless it is off already.

    It is the process's: where blocks overlap, in one thread or in several, the first turns it off
    and the last that ends turns it on again.
    """
    _COLLECTOR.leave_off()
    try:
        yield
    finally:
        _COLLECTOR.give_back()


def spare_what_lives() -> None:
    """Keep the collector off all objects that there are by now, for good; seldom run it after.

    Called when what a process will work with is loaded. Most of what comes later dies by itself,
    and walking over all the rest each time takes a twentieth of the CPU of playing episodes.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)
