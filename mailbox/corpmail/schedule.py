"""When a branch is worked in: one session after the other, with time in between.

Values only. The branch keeps them (``branches``), the server turns them into refusals, and whoever
begins or ends a session does so through ``sessions``. A branch without a schedule is one session.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from corpmail.clock import to_company_time, write_moment
from corpmail.errors import InvalidRequestError

SessionEnd: TypeAlias = Literal["finished", "step_limit", "time"]
"""Why a session has ended: its worker was done, or had taken all steps, or its time was over."""


@dataclass(frozen=True, slots=True)
class WorkSession:
    """A time in which a branch can be worked in, in the company's seconds."""

    start: int
    until: int | None
    """From when every act is refused; only the last one may have none."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The sessions of a branch, and where it is in them."""

    sessions: tuple[WorkSession, ...]
    number: int = 1
    """Of the session that goes on, or has ended last, from 1."""
    ended: SessionEnd | None = None
    """Why that session is over; None while it goes on."""

    @property
    def ends_at(self) -> int | None:
        """When the present session ends; None for the last one, with which the branch ends."""
        return None if self.following is None else self.sessions[self.number - 1].until

    @property
    def following(self) -> WorkSession | None:
        """The next session; None when this one is the last."""
        return self.sessions[self.number] if self.number < len(self.sessions) else None

    def refusal(self, timezone: str) -> str:
        """Return in words that the present session has ended, and what comes then.

        Args:
            timezone: The company's.
        """
        if self.following is None:
            return "This session has ended, and it was the last: nothing can be done any more."
        then = write_moment(to_company_time(self.following.start, timezone))
        return (
            f"This session has ended: nothing can be read or done until the next one begins, on "
            f"{then}."
        )


def check_sessions(sessions: Sequence[WorkSession], *, now: int, closes_at: int | None) -> None:
    """Raise unless sessions follow one another within a branch's time.

    Args:
        sessions: In their order.
        now: When the branch begins.
        closes_at: When it closes; None for never.

    Raises:
        InvalidRequestError: There are fewer than two, the first does not begin with the branch, or
            a session does not end between its own beginning and the next one's, or begins when the
            branch is closed.
    """
    if len(sessions) < 2 or sessions[0].start != now:
        raise InvalidRequestError("A schedule has two sessions at least, and begins with them.")
    ends = [*(each.start for each in sessions[1:]), closes_at]
    for number, (each, end) in enumerate(zip(sessions, ends, strict=True), start=1):
        until = each.until
        if until is None and number == len(sessions):
            until = closes_at
        if until is None and number == len(sessions):
            continue
        if until is None or until <= each.start or (end is not None and until > end):
            raise InvalidRequestError(
                f"Session {number} does not end between its beginning and the next one's, or the "
                "end of all."
            )
