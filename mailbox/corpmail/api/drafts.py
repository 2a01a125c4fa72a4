"""Endpoints: drafts."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Response

from corpmail.api.dependencies import CallerDep, CursorQuery, LimitQuery, answer
from corpmail.api.examples import DRAFT_CHANGE, SEND
from corpmail.api.problem_handlers import describe_problems, describe_waiting
from corpmail.api.written import read_draft_change, read_message
from corpmail.drafts import delete_draft as remove_own_draft
from corpmail.drafts import save_draft as save_own_draft
from corpmail.drafts import send_draft as send_own_draft
from corpmail.drafts import update_draft as update_own_draft
from corpmail.listing import list_messages
from corpmail.schemas import DraftUpdate, MessageCreate, MessagePage, MessagePublic, SentPublic
from corpmail.types import Folder
from corpmail.views import show_message, show_page, show_sent

router = APIRouter(tags=["drafts"])

DraftIdPath = Annotated[
    str, Path(description="Id of a draft; it keeps it when sent.", examples=["m-abcdefghijkm"])
]


@router.get("/drafts", response_model=MessagePage, responses=describe_problems())
def list_drafts(caller: CallerDep, cursor: CursorQuery = None, limit: LimitQuery = 20) -> Response:
    """Your drafts, the latest first."""
    with caller.act("list_drafts", {"cursor": cursor, "limit": limit}) as ctx:
        page = list_messages(ctx, folder=Folder.DRAFTS, cursor=cursor, limit=limit)
    return answer(show_page(ctx, page), "list_drafts")


@router.post(
    "/drafts",
    status_code=201,
    response_model=MessagePublic,
    responses=describe_problems(400, 404, 413),
)
def save_draft(
    caller: CallerDep, message: Annotated[MessageCreate, Body(openapi_examples=SEND)]
) -> Response:
    """Keep a message as a draft; it may lack anything yet."""
    with caller.act("save_draft", {"subject": message.subject}) as ctx:
        body = show_message(ctx, save_own_draft(ctx, read_message(message)))
    return answer(body, "save_draft")


@router.patch(
    "/drafts/{draft_id}",
    response_model=MessagePublic,
    responses=describe_problems(400, 404, 413),
)
def update_draft(
    caller: CallerDep,
    draft_id: DraftIdPath,
    change: Annotated[DraftUpdate, Body(openapi_examples=DRAFT_CHANGE)],
) -> Response:
    """Replace fields of a draft; what is left out stays."""
    arguments = {"message_id": draft_id, "fields": sorted(change.model_fields_set)}
    with caller.act("update_draft", arguments) as ctx:
        body = show_message(ctx, update_own_draft(ctx, draft_id, read_draft_change(change)))
    return answer(body, "update_draft")


@router.post(
    "/drafts/{draft_id}/send",
    status_code=201,
    response_model=SentPublic,
    responses=describe_waiting(SentPublic) | describe_problems(404),
)
def send_draft(caller: CallerDep, draft_id: DraftIdPath) -> Response:
    """Send a draft."""
    with caller.act("send_draft", {"message_id": draft_id}) as ctx:
        body = show_sent(ctx, send_own_draft(ctx, draft_id))
    return answer(body, "send_draft", held=body.waits is not None)


@router.delete("/drafts/{draft_id}", status_code=204, responses=describe_problems(404))
def delete_draft(caller: CallerDep, draft_id: DraftIdPath) -> None:
    """Remove a draft."""
    with caller.act("delete_draft", {"message_id": draft_id}) as ctx:
        remove_own_draft(ctx, draft_id)
