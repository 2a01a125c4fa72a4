"""When a failed model call is made again, and after how long.

Used by model adapters. LiteLLM's own retries are off, so every attempt passes here and is told to
the listener. The waiting itself is injected, so that tests do not wait.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TypeAlias, TypeVar

from alex.errors import ModelCallError

Sleep: TypeAlias = Callable[[float], Awaitable[None]]
FailureListener: TypeAlias = Callable[[int, ModelCallError], None]
"""Is told of every failed attempt: its number from 1, and the error."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """How often, and how patiently. Times are in seconds."""

    attempts: int = 5
    """Calls in all, the first one included."""
    first_delay: float = 1.0
    longest_delay: float = 60.0
    """Also bounds what a provider's Retry-After can ask for."""
    unreadable_too: bool = True
    """Whether an answer that cannot be used is asked for again, as a call that failed is."""

    def allows(self, error: ModelCallError) -> bool:
        """Tell whether asking again after an error may help."""
        return error.retryable and (self.unreadable_too or not error.unreadable)

    def delay(self, attempt: int, *, fraction: float, retry_after: float | None = None) -> float:
        """Return how long to wait after a failed attempt.

        The delay doubles with each attempt, and jitter takes off up to a half. A provider's
        Retry-After is waited for in full, up to the longest delay, and jitter comes on top.

        Args:
            attempt: The number of the attempt that failed, from 1.
            fraction: The draw of the jitter, in [0, 1).
            retry_after: What the provider asked for.
        """
        steps = min(attempt - 1, 30)
        grown = min(self.first_delay * 2.0**steps, self.longest_delay)
        jittered = grown * (1.0 - fraction / 2)
        if retry_after is None:
            return jittered
        return min(max(retry_after, 0.0), self.longest_delay) + self.first_delay * fraction


NO_RETRIES = RetryPolicy(attempts=1)


async def call_with_retries(
    call: Callable[[], Awaitable[T]],
    *,
    policy: RetryPolicy,
    draw: Callable[[int], float],
    sleep: Sleep,
    on_failure: FailureListener | None = None,
) -> T:
    """Return what the call returns, made again while that may help.

    Args:
        call: Makes one attempt.
        policy: How often and after how long.
        draw: The jitter of an attempt, in [0, 1).
        sleep: Waits; ``asyncio.sleep`` but in tests.
        on_failure: Told of every failed attempt, the last one too.

    Raises:
        ModelCallError: The last attempt's, or the first that no retry can help.
    """
    attempt = 1
    while True:
        try:
            return await call()
        except ModelCallError as error:
            if on_failure is not None:
                on_failure(attempt, error)
            if not policy.allows(error) or attempt >= policy.attempts:
                if attempt > 1:
                    error.add_note(f"{attempt} attempts were made.")
                raise
            wait = policy.delay(attempt, fraction=draw(attempt), retry_after=error.retry_after)
        await sleep(wait)
        attempt += 1


def parse_retry_after(value: str | None, *, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for; None when it says nothing readable.

    Args:
        value: Seconds, or an HTTP date.
        now: What a date is counted from.
    """
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        return _seconds_until(value, now)
    return seconds if 0 <= seconds < float("inf") else None


def _seconds_until(date: str, now: datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return max((moment - now).total_seconds(), 0.0)
