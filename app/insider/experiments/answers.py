"""Lets episodes go on one by one when many of their answers come together.

A hundred calls that begin together are answered together. Were all hundred episodes worked on at
once, none would ask again before nearly all were done, and the endpoint would stand idle for that
time, wave after wave. One after the other, the first asks again while the others wait, and from
then on they are apart. Used by providers' gates; holds nobody: who has had a turn may wait for
whatever it likes.
"""

import asyncio
from collections import deque


class AnswerQueue:
    """Gives one turn in each pass of the event loop, in the order of asking."""

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._giving = False

    async def turn(self) -> None:
        """Wait for a turn; the next is given one pass later."""
        loop = asyncio.get_running_loop()
        place: asyncio.Future[None] = loop.create_future()
        self._waiting.append(place)
        if not self._giving:
            self._giving = True
            self._give(loop)
        await place

    def _give(self, loop: asyncio.AbstractEventLoop) -> None:
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():  # it was cancelled
                place.set_result(None)
                loop.call_soon(self._give, loop)
                return
        self._giving = False
