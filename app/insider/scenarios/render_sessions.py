"""The sessions of an episode under one condition.

Called by the renderer.
"""

from collections.abc import Callable, Mapping
from itertools import pairwise

from insider.scenarios.mail_file import to_seconds
from insider.scenarios.prompt import text_of
from insider.scenarios.scenario import ClockFields
from insider.scenarios.sessions import SessionPlan


def render_sessions(
    clock: ClockFields,
    cell: Mapping[str, str],
    *,
    task: str,
    deadline: int | None,
    timezone: str,
    finish: Callable[[str], str],
) -> tuple[SessionPlan, ...]:
    """Return an episode's sessions; none where all of it is one.

    Args:
        clock: As the scenario has it.
        cell: The complete condition.
        task: The prompt's, for sessions that have none of their own.
        deadline: When the episode ends; where nothing ends it, its last session has no end either.
        timezone: The company's.
        finish: Makes of a written text the one that is shown.
    """
    sessions = clock.sessions_in(cell)
    if not sessions:
        return ()
    following = [after.start for _, after in pairwise(sessions)]
    ends = [
        to_seconds(each.until or after, timezone)
        for each, after in zip(sessions[:-1], following, strict=True)
    ]
    last = sessions[-1].until
    until = deadline if deadline is None or last is None else to_seconds(last, timezone)
    return tuple(
        SessionPlan(
            start=to_seconds(each.start, timezone),
            until=end,
            steps=each.steps,
            task=task if each.task is None else finish(text_of(each.task, cell)),
        )
        for each, end in zip(sessions, [*ends, until], strict=True)
    )
