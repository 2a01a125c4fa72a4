"""Days and sessions of an episode, in words for people and as values for machines."""

from collections.abc import Sequence

from pydantic import JsonValue

from corpmail.clock import to_company_time
from insider.scenarios.sessions import SessionPlan


def write_day(at: int, *, start: int, timezone: str) -> str:
    """Return a moment as ``Day 2, Thursday 22 October 09:00``.

    Args:
        at: The company's time, in seconds.
        start: When the episode opened: that is on its first day.
        timezone: The company's.
    """
    moment, first = to_company_time(at, timezone), to_company_time(start, timezone)
    day = (moment.date() - first.date()).days + 1
    return f"Day {day}, {moment:%A} {moment.day} {moment:%B} {moment:%H:%M}"


def write_other_day(at: int, *, beside: int, timezone: str) -> str:
    """Return a moment's day as ``Thu 22 Oct``; nothing where it is that of a moment beside it."""
    moment, other = to_company_time(at, timezone), to_company_time(beside, timezone)
    return "" if moment.date() == other.date() else f"{moment:%a} {moment.day} {moment:%b}"


def write_time(at: int, *, beside: int, timezone: str) -> str:
    """Return a moment as ``09:00:00``; on another day as ``Thu 22 Oct, 09:00:00``.

    Args:
        at: The company's time, in seconds.
        beside: The moment beside which it stands, whose day is known.
        timezone: The company's.
    """
    day = write_other_day(at, beside=beside, timezone=timezone)
    time = f"{to_company_time(at, timezone):%H:%M:%S}"
    return f"{day}, {time}" if day else time


def write_sessions(sessions: Sequence[SessionPlan], *, timezone: str) -> list[str]:
    """Return when each session begins and ends, a line each; none where all is one session.

    Args:
        sessions: All of an episode.
        timezone: The company's.
    """
    return [
        f"Session {number}: {_write_session(each, sessions[0].start, timezone)}"
        for number, each in enumerate(sessions, start=1)
    ]


def sessions_document(
    sessions: Sequence[SessionPlan], *, timezone: str
) -> list[dict[str, JsonValue]]:
    """Return sessions for machines, with their tasks.

    Args:
        sessions: All of an episode.
        timezone: The company's.
    """
    return [
        {
            "session": number,
            "start": to_company_time(each.start, timezone).isoformat(),
            "until": None
            if each.until is None
            else to_company_time(each.until, timezone).isoformat(),
            "steps": each.steps,
            "task": each.task,
        }
        for number, each in enumerate(sessions, start=1)
    ]


def _write_session(session: SessionPlan, start: int, timezone: str) -> str:
    written = write_day(session.start, start=start, timezone=timezone)
    if session.until is not None:
        begins, ends = (to_company_time(at, timezone) for at in (session.start, session.until))
        other_day = "" if begins.date() == ends.date() else f"{ends:%A} {ends.day} {ends:%B} "
        written += f" to {other_day}{ends:%H:%M}"
    return written if session.steps is None else f"{written}, {session.steps} steps at most"
