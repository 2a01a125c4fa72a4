"""Endpoint: search."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from corpmail.api.dependencies import CallerDep, CursorQuery, LimitQuery, answer
from corpmail.api.problem_handlers import describe_problems
from corpmail.schemas import MessagePage
from corpmail.search import search_messages
from corpmail.types import Address
from corpmail.views import show_page

router = APIRouter(tags=["search"])


@router.get("/search", response_model=MessagePage, responses=describe_problems(404))
def search(
    caller: CallerDep,
    q: Annotated[
        str,
        Query(
            description='Words, `"a phrase"`, `-word`, and operators: `from:` `to:` `cc:` '
            "`subject:` `has:attachment` `is:unread` `in:` `before:` `after:`.",
            examples=["from:ann visitors -lunch"],
        ),
    ],
    mailbox: Annotated[
        str | None,
        Query(max_length=320, description="Only this mailbox; every readable one if left out."),
    ] = None,
    sort: Annotated[
        Literal["date", "relevance"], Query(description="Newest or best first.")
    ] = "date",
    cursor: CursorQuery = None,
    limit: LimitQuery = 20,
) -> Response:
    """Messages that match, in every mailbox that you can read, each once."""
    arguments = {"q": q, "mailbox": mailbox, "sort": sort, "cursor": cursor, "limit": limit}
    with caller.act("search", arguments) as ctx:
        page = search_messages(
            ctx,
            q,
            mailbox=None if mailbox is None else Address(mailbox),
            sort=sort,
            limit=limit,
            cursor=cursor,
        )
    return answer(show_page(ctx, page), "search")
