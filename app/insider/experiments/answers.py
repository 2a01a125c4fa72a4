"""Lets episodes go on bit by bit when many of their answers come together.

A hundred calls that begin together are answered together. Were all hundred episodes worked on at
once, none would ask again before nearly all were done, and the endpoint would stand idle for that
time, wave after wave. In parts, the first ask again while the others wait, and from then on they
are apart. Used by providers' gates; holds nobody: who has had a turn may wait for
whatever it likes.
"""

import asyncio
from collections import deque

_PARTS = 8
"""Such a part of those that wait is let go in each pass; one alone would cost a pass each."""


class AnswerQueue:
    """Gives turns in passes of the event loop, in the order of asking."""

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._giving = False

    async def turn(self) -> None:
        """Wait for a turn; who comes when nobody waits has it at once."""
        loop = asyncio.get_running_loop()
        if not self._giving:
            self._giving = True
            loop.call_soon(self._give, loop)
            return
        place: asyncio.Future[None] = loop.create_future()
        self._waiting.append(place)
        await place

    def _give(self, loop: asyncio.AbstractEventLoop) -> None:
        for _ in range(-(-len(self._waiting) // _PARTS)):
            place = self._waiting.popleft()
            if not place.done():  # it was cancelled
                place.set_result(None)
        self._giving = bool(self._waiting)
        if self._giving:
            loop.call_soon(self._give, loop)
