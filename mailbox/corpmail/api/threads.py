"""Endpoints: threads."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from corpmail.api.dependencies import CallerDep, answer
from corpmail.api.problem_handlers import describe_problems
from corpmail.changing import open_thread as open_and_mark
from corpmail.reading import get_thread as get_readable_thread
from corpmail.schemas import ThreadPublic
from corpmail.views import show_thread

router = APIRouter(tags=["threads"])

ThreadIdPath = Annotated[
    str, Path(description="Id of a thread, such as `t-abcdefghijkm`.", examples=["t-abcdefghijkm"])
]


@router.get("/threads/{thread_id}", response_model=ThreadPublic, responses=describe_problems(404))
def get_thread(caller: CallerDep, thread_id: ThreadIdPath) -> Response:
    """The messages of a thread that you can read, oldest first; they stay unread."""
    with caller.act("get_thread", {"thread_id": thread_id}) as ctx:
        copies = get_readable_thread(ctx, thread_id)
    return answer(show_thread(ctx, copies), "get_thread")


@router.post(
    "/threads/{thread_id}/open", response_model=ThreadPublic, responses=describe_problems(404)
)
def open_thread(caller: CallerDep, thread_id: ThreadIdPath) -> Response:
    """The messages of a thread, oldest first; your own copies are marked as read."""
    with caller.act("open_thread", {"thread_id": thread_id}) as ctx:
        body = show_thread(ctx, open_and_mark(ctx, thread_id))
    return answer(body, "open_thread")
