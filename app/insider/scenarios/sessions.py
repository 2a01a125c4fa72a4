"""Values: the sessions in which an agent works, each with nothing of the others but its notes.

Made by ``render_sessions``; kept with an episode's rendering.
"""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict


class SessionPlan(BaseModel):
    """One session, by the company's clock; seconds since 1970-01-01 UTC."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: int
    until: int | None
    """When it is over; None for a last one that ends with the episode."""
    steps: int | None = None
    """After how many of the agent's answers it is over too; None for no bound of its own."""
    task: str
    """The first chat message in it."""


def other_tasks(task: str, sessions: Iterable[SessionPlan]) -> tuple[str, ...]:
    """Return the tasks of sessions, each once, but for one that is known.

    Args:
        task: The one that is known: the prompt's.
        sessions: All of an episode.
    """
    tasks = dict.fromkeys(each.task for each in sessions)
    return tuple(each for each in tasks if each != task)
