"""Beginning and ending the sessions in which a branch is worked in.

A session also ends by itself when the company's clock comes to its end (``branches.advance``).
Called by the server and the API, in a request's transaction.
"""

from dataclasses import replace

from sqlalchemy.orm import Session

from corpmail.branches import Branch, store_session
from corpmail.context import MailContext
from corpmail.errors import NoSessionError, SessionOpenError
from corpmail.journal import Act
from corpmail.schedule import Schedule, SessionEnd

_ONE_ALONE = "This mail is one session, which goes on until it is closed."


def begin_next_session(session: Session, branch: Branch) -> Branch:
    """Let a branch's next session begin, at whose beginning the company's clock stands then.

    The present one must have ended, so that who asks twice by mistake leaves no session out. Who
    calls this records it, and the mail that has come meanwhile.

    Args:
        session: The caller's transaction.
        branch: As this transaction found it.

    Raises:
        NoSessionError: There is no next one.
        SessionOpenError: The present one goes on.
    """
    schedule = branch.schedule
    if schedule is None:
        raise NoSessionError(_ONE_ALONE)
    if schedule.following is None:
        raise NoSessionError("There is no next session: this is the last one.")
    if schedule.ended is None:
        raise SessionOpenError(
            f"Session {schedule.number} goes on: end it before the next one can begin."
        )
    now = schedule.following.start
    turned = replace(schedule, number=schedule.number + 1, ended=None)
    store_session(session, branch.id, now=now, schedule=turned)
    return replace(branch, now=now, schedule=turned)


def end_session(ctx: MailContext, reason: SessionEnd) -> Schedule:
    """End the present session: every act is refused until the next one begins.

    Ending it twice changes nothing; the first reason stays.

    Args:
        ctx: The transaction.
        reason: Why it ends.

    Raises:
        NoSessionError: The branch has no sessions.
    """
    schedule = ctx.schedule
    if schedule is None:
        raise NoSessionError(_ONE_ALONE)
    if schedule.ended is not None:
        return schedule
    ended = replace(schedule, ended=reason)
    store_session(ctx.session, ctx.branch_id, now=ctx.now, schedule=ended)
    record_end(ctx, ended)
    return ended


def record_end(ctx: MailContext, schedule: Schedule) -> None:
    """Record that a session has ended, at the context's time."""
    ctx.record(Act.SESSION_ENDED, {"session": schedule.number, "reason": schedule.ended})


def record_beginning(ctx: MailContext, schedule: Schedule) -> None:
    """Record that a session has begun, at the context's time."""
    ctx.record(Act.SESSION_BEGAN, {"session": schedule.number, "until": schedule.ends_at})
