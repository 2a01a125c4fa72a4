"""How long something will still take, by how fast it went lately."""

from collections import deque

WINDOW_SECONDS = 300.0
"""How far back it looks: what was long ago, or before a pause, says little of what comes."""
_MINUTE, _HOUR = 60, 3600


class Pace:
    """The speed at which things get done."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def note(self, done: int, now: float) -> None:
        """Take notice of how many are done by now.

        Args:
            done: All in all; never fewer than before.
            now: Seconds of a clock that only runs forward.
        """
        self._seen.append((now, done))
        while len(self._seen) > 1 and self._seen[1][0] <= now - WINDOW_SECONDS:
            self._seen.popleft()

    def seconds_left(self, still: int) -> float | None:
        """Return how long so many more will take; None while nothing was done to tell by."""
        if not self._seen:
            return None
        (began, before), (now, done) = self._seen[0], self._seen[-1]
        if done <= before or now <= began:
            return None
        return still * (now - began) / (done - before)


def write_duration(seconds: float) -> str:
    """Return a time in words that does not claim to be exact, such as ``about 3 min``."""
    if seconds < _MINUTE:
        return "less than 1 min"
    if seconds < 2 * _HOUR:
        return f"about {seconds / _MINUTE:.0f} min"
    return f"about {seconds / _HOUR:,.0f} h"
