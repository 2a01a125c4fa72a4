"""Endpoint: the company's directory."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from corpmail.api.dependencies import CallerDep, CursorQuery, LimitQuery, answer
from corpmail.api.problem_handlers import describe_problems
from corpmail.cursors import decode_cursor, encode_cursor
from corpmail.schemas import PersonPage
from corpmail.views import show_person

router = APIRouter(tags=["directory"])


@router.get("/directory", response_model=PersonPage, responses=describe_problems())
def look_up(
    caller: CallerDep,
    q: Annotated[
        str,
        Query(
            max_length=1_000,
            description="Words of a name, address, title or department; all if left out.",
            examples=["finance"],
        ),
    ] = "",
    cursor: CursorQuery = None,
    limit: LimitQuery = 20,
) -> Response:
    """People, lists and known outsiders that match, best first."""
    with caller.act("look_up", {"q": q, "cursor": cursor, "limit": limit}) as ctx:
        start = int(decode_cursor(cursor, "people", int)[0]) if cursor is not None else 0
    found = ctx.directory.search(q)
    end = start + limit
    items = [show_person(entry) for entry in found[start:end]]
    more = encode_cursor("people", end) if end < len(found) else None
    return answer(PersonPage(items=items, next_cursor=more), "look_up")
