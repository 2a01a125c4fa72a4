"""One provider's door: how many calls at once, how fast, and what happens when it is in trouble.

Trouble stays with the provider that has it. A rate limit halves what is let through and pauses as
long as the provider asks, or longer each time (additive increase, multiplicative decrease, after
Chiu & Jain 1989); failures in a row pause it and try again with a single call; a key that is
refused, an account without credit, or trouble that does not end, closes it for this sweep. Called
by model adapters around every attempt; owns no connection.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus

from aiolimiter import AsyncLimiter

from alex.errors import ModelCallError
from alex.retry import Sleep
from insider.experiments.answers import AnswerQueue

_DEAD = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.FORBIDDEN})
FAILURES_TO_PAUSE = 8
"""In a row, without an answer between them."""
MOST_PAUSES = 6
"""In a row; with the waits below that is about a quarter of an hour of trouble."""
_FIRST_PAUSE = 5.0
_LONGEST_PAUSE = 300.0
_FIRST_SLOWING = 1.0
_LONGEST_SLOWING = 60.0
MOST_SLOWINGS = 15
"""Rate limits in a row without one answer: about ten minutes of them."""


class ProviderGate:
    """The door of one provider in one process; a ``Turnstile``.

    Args:
        name: The provider's.
        concurrency: Calls at once at most.
        requests_per_minute: Evenly spaced; None for no bound.
        patience_at_first: Seconds in which somebody must be there, until the first answer; after
            it, or when left out, a refused connection is trouble like any other.
        minds_unreadable: Whether answers that cannot be used are trouble, to be waited out.
        sleep: Waits; ``asyncio.sleep`` but in tests.
        now: Seconds of a clock that only runs forward; the event loop's when left out.
    """

    def __init__(
        self,
        name: str,
        *,
        concurrency: int,
        requests_per_minute: float | None = None,
        patience_at_first: float | None = None,
        minds_unreadable: bool = True,
        sleep: Sleep = asyncio.sleep,
        now: Callable[[], float] | None = None,
    ) -> None:
        self.name = name
        self.closed: str | None = None
        """Why no more is asked of it in this sweep."""
        self.trouble: str | None = None
        """What it said when it last slowed or paused."""
        self._most = concurrency
        self._limit = concurrency
        self._sleep = sleep
        self._now = now or (lambda: asyncio.get_running_loop().time())
        self._pace = _paced(requests_per_minute)
        self._gone: dict[str, str] = {}
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._answered = AnswerQueue()
        self._running = 0
        self._until = 0.0
        self._minds_unreadable = minds_unreadable
        self._patience = patience_at_first
        self._nobody_since: float | None = None
        self._failures = 0
        self._pauses = 0
        self._slowings = 0
        self._answers = 0

    def resize(self, *, concurrency: int, requests_per_minute: float | None) -> None:
        """Take other bounds, as when more or fewer processes share them.

        Args:
            concurrency: Calls at once at most.
            requests_per_minute: Evenly spaced; None for no bound.
        """
        unbent = self._limit == self._most
        self._most = concurrency
        self._limit = concurrency if unbent else min(self._limit, concurrency)
        self._pace = _paced(requests_per_minute)
        self._wake()

    @property
    def gone(self) -> frozenset[str]:
        """The models that the provider does not have."""
        return frozenset(self._gone)

    @property
    def state(self) -> str:
        """How it stands, in a word or two: ``open``, ``slowed to N``, ``paused`` or ``closed``."""
        if self.closed is not None:
            return "closed"
        if self._pauses:
            return "paused"
        slowed = self._slowings or self._limit < self._most
        return f"slowed to {self._limit}" if slowed else "open"

    @property
    def pauses(self) -> int:
        """How often it has paused since it last answered."""
        return self._pauses

    @property
    def waits(self) -> float:
        """How many seconds nothing is let through, from now on."""
        return max(0.0, self._until - self._now())

    def why_closed(self, model: str) -> str | None:
        """Return why no attempt at a model is made any more, if so."""
        return self.closed or self._gone.get(model)

    @asynccontextmanager
    async def attempt(self, model: str) -> AsyncIterator[None]:
        """Hold a place while an attempt is made; with its answer, go on when it is one's turn.

        Raises:
            ModelCallError: The provider is closed for this sweep, or has no such model.
        """
        await self._enter(model)
        try:
            if self._pace is not None:
                await self._pace.acquire()
            yield
        finally:
            self._running -= 1
            self._wake()
        await self._answered.turn()

    def note(self, model: str, error: ModelCallError | None) -> None:
        """Take notice of how an attempt ended."""
        if error is None:
            self._note_answer()
        elif error.status in _DEAD:
            self._close(f"{error.message}")
        elif error.status == HTTPStatus.NOT_FOUND:
            self._gone[model] = error.message
        elif error.status == HTTPStatus.TOO_MANY_REQUESTS:
            self._slow(error)
        elif error.nobody_there and self._is_out_of_patience():
            self._close(error.message)
        elif error.retryable and (self._minds_unreadable or not error.unreadable):
            self._note_failure(error)

    async def _enter(self, model: str) -> None:
        while True:
            reason = self.why_closed(model)
            if reason is not None:
                raise ModelCallError(
                    f"No more is asked of {self.name} in this sweep: {reason}",
                    provider=self.name,
                    retryable=False,
                )
            wait = self._until - self._now()
            if wait > 0:
                await self._sleep(wait)
            elif self._running < self._limit:
                self._running += 1
                return
            else:
                await self._wait()

    async def _wait(self) -> None:
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place in self._waiting:
                self._waiting.remove(place)
            else:
                # It had been woken: the place it was woken for is somebody else's now.
                self._wake()
            raise

    def _wake(self) -> None:
        free = self._limit - self._running
        while self._waiting and (free > 0 or self.closed is not None):
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(None)
                free -= 1

    def _is_out_of_patience(self) -> bool:
        """Tell whether nobody has been there for too long; the first time starts the clock."""
        if self._patience is None:
            return False
        now = self._now()
        if self._nobody_since is None:
            self._nobody_since = now
        return now - self._nobody_since >= self._patience

    def _note_answer(self) -> None:
        # From now on the address is right, and what serves it may come back.
        self._patience = None
        self._failures = self._pauses = self._slowings = 0
        self._answers += 1
        if self._answers >= self._limit and self._limit < self._most:
            self._limit += 1
            self._answers = 0
            self._wake()

    def _slow(self, error: ModelCallError) -> None:
        now = self._now()
        if now < self._until:
            # Calls that were under way when the limit was hit say nothing new.
            return
        self._slowings += 1
        if self._slowings > MOST_SLOWINGS:
            self._close(f"its rate limit does not end: {error.message}")
            return
        self._answers = 0
        self.trouble = error.message
        self._limit = max(1, self._limit // 2)
        grown = min(_FIRST_SLOWING * 2.0 ** (self._slowings - 1), _LONGEST_SLOWING)
        asked = min(error.retry_after or 0.0, _LONGEST_PAUSE)
        self._until = now + max(grown, asked)

    def _note_failure(self, error: ModelCallError) -> None:
        now = self._now()
        if now < self._until:
            return
        self._failures += 1
        if self._failures < FAILURES_TO_PAUSE:
            return
        self._pauses += 1
        if self._pauses > MOST_PAUSES:
            self._close(f"its trouble does not end: {error.message}")
            return
        self._answers = 0
        self.trouble = error.message
        self._limit = 1
        # After the pause one failure is enough for the next.
        self._failures = FAILURES_TO_PAUSE - 1
        self._until = now + min(_FIRST_PAUSE * 2.0 ** (self._pauses - 1), _LONGEST_PAUSE)

    def _close(self, reason: str) -> None:
        if self.closed is None:
            self.closed = reason
            self._wake()


def _paced(requests_per_minute: float | None) -> AsyncLimiter | None:
    return None if requests_per_minute is None else AsyncLimiter(1, 60 / requests_per_minute)
