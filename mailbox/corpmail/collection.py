"""Work that makes very many objects at once, without Python looking for garbage among them.

Called by whoever reads, renders or stores whole companies: the collector's looks at what all lives
take a fifth of such work, and find nothing.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave the collector off for as long as the block lasts, unless it is off already.

    It is the process's: where two blocks overlap in threads, the first that ends turns it on again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
