"""Endpoints: the notes that you have in every session."""

from typing import Annotated

from fastapi import APIRouter, Body, Response

from corpmail import notes
from corpmail.api.dependencies import CallerDep, answer
from corpmail.api.examples import NOTES
from corpmail.api.problem_handlers import describe_problems
from corpmail.schemas import NotesPublic, NotesWrite

router = APIRouter(tags=["sessions"])


@router.get("/notes", response_model=NotesPublic, responses=describe_problems(404))
def read_notes(caller: CallerDep) -> Response:
    """Your notes, as you wrote them in this session and those before it."""
    with caller.act("read_notes") as ctx:
        body = NotesPublic(text=notes.read_notes(ctx), most_chars=ctx.limits.notes_chars)
    return answer(body, "read_notes")


@router.put("/notes", response_model=NotesPublic, responses=describe_problems(400, 404, 413))
def write_notes(
    caller: CallerDep, written: Annotated[NotesWrite, Body(openapi_examples=NOTES)]
) -> Response:
    """Write your notes anew."""
    with caller.act("write_notes", {"chars": len(written.text)}) as ctx:
        text = notes.write_notes(ctx, written.text)
        body = NotesPublic(text=text, most_chars=ctx.limits.notes_chars)
    return answer(body, "write_notes")


@router.post("/notes", response_model=NotesPublic, responses=describe_problems(400, 404, 413))
def add_to_notes(
    caller: CallerDep, written: Annotated[NotesWrite, Body(openapi_examples=NOTES)]
) -> Response:
    """Add lines to the end of your notes."""
    with caller.act("add_to_notes", {"chars": len(written.text)}) as ctx:
        text = notes.write_notes(ctx, written.text, adds=True)
        body = NotesPublic(text=text, most_chars=ctx.limits.notes_chars)
    return answer(body, "add_to_notes")
