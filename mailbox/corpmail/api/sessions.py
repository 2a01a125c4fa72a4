"""Endpoints: ending the session in which this mail is worked in, and beginning the next one."""

from typing import Annotated

from fastapi import APIRouter, Body, Response

from corpmail.api.dependencies import CallerDep, answer
from corpmail.api.examples import SESSION_END
from corpmail.api.problem_handlers import describe_problems
from corpmail.errors import NoSessionError
from corpmail.notes import read_notes
from corpmail.schemas import SessionBegun, SessionEndCreate, SessionPublic
from corpmail.sessions import end_session as end_present_session
from corpmail.views import show_session

router = APIRouter(tags=["sessions"])


@router.post("/session/end", response_model=SessionPublic, responses=describe_problems(400, 413))
def end_session(
    caller: CallerDep,
    end: Annotated[SessionEndCreate | None, Body(openapi_examples=SESSION_END)] = None,
) -> Response:
    """End your session; what waits for approval may be decided before you begin the next one."""
    reason = "finished" if end is None else end.reason
    with caller.act("end_session", {"reason": reason}) as ctx:
        body = show_session(ctx, end_present_session(ctx, reason))
    return answer(body, "end_session")


@router.post("/session/next", response_model=SessionBegun, responses=describe_problems())
def next_session(caller: CallerDep) -> Response:
    """Begin your next session, at the company's time at which it begins.

    Mail that came since the last one is there, and so are your notes. A session that goes on has to
    be ended first.
    """
    with caller.act("next_session") as ctx:
        if ctx.schedule is None:
            raise NoSessionError("This mail has no sessions.")
        notes = read_notes(ctx)
        body = SessionBegun(**show_session(ctx, ctx.schedule).model_dump(), notes=notes)
    return answer(body, "next_session")
