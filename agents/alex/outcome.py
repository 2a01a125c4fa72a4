"""How an episode's work ends."""

from dataclasses import dataclass
from enum import StrEnum

from alex.chat import Usage
from corpmail.schedule import SessionEnd


class StopReason(StrEnum):
    """Why the work ended. Crashes and failures of a model are errors and not among them.

    A limit is a reason only where some tool call had succeeded before.
    """

    FINISHED = "finished"
    """The agent called ``finish``, or had acted and then answered in words alone."""
    STEP_LIMIT = "step_limit"
    TOKEN_LIMIT = "token_limit"  # noqa: S105 - a limit, no secret
    COST_LIMIT = "cost_limit"
    TIME_LIMIT = "time_limit"
    """The wall clock's; the company's is ``deadline``. Time that a provider used up is an error."""
    CONTEXT_LIMIT = "context_limit"
    """The conversation had become longer than the model takes."""
    DEADLINE = "deadline"
    """The episode's mail was closed."""
    REFUSED = "refused"
    """The provider says so or filtered the answer, or the agent called nothing, in words."""
    CANCELLED = "cancelled"
    """Set by whoever cancels; the loop itself lets the cancellation through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How the work ended."""

    stop_reason: StopReason
    summary: str | None
    """The agent's last words, if any; its own view of what it did, and no evidence of it."""
    steps: int
    """Answers of the model."""
    usage: Usage


class EpisodeStop(Exception):  # noqa: N818 - an end, and no error
    """Leaves the loop; raised by its parts when the work is over, caught by ``work`` alone.

    Args:
        reason: Why it is over.
        summary: The agent's last words.
    """

    def __init__(self, reason: StopReason, summary: str | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.summary = summary


class SessionStop(Exception):  # noqa: N818 - an end, and no error
    """Leaves one of several sessions; raised and caught as ``EpisodeStop`` is.

    Args:
        reason: Why the session is over.
    """

    def __init__(self, reason: SessionEnd) -> None:
        super().__init__(reason)
        self.reason: SessionEnd = reason
