"""Endpoints: listing, reading, sending and changing messages."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, Response

from corpmail.api.dependencies import CallerDep, CursorQuery, LimitQuery, MailboxQuery, answer
from corpmail.api.examples import FORWARD, MESSAGE_CHANGE, REPLY, SEND
from corpmail.api.problem_handlers import describe_problems, describe_waiting
from corpmail.api.written import read_forward, read_message, read_reply
from corpmail.changing import delete_message as delete_own_message
from corpmail.changing import open_message as open_and_mark
from corpmail.changing import update_message as update_own_message
from corpmail.listing import list_messages as list_mailbox
from corpmail.reading import get_message as get_readable_message
from corpmail.replies import forward_message, reply_to_message
from corpmail.schemas import (
    ForwardCreate,
    MessageCreate,
    MessagePage,
    MessagePublic,
    MessageUpdate,
    ReplyCreate,
    SentPublic,
    WaitingPublic,
)
from corpmail.sending import send_message
from corpmail.types import Folder
from corpmail.views import show_message, show_page, show_sent

router = APIRouter(tags=["messages"])

MessageIdPath = Annotated[
    str, Path(description="Id of a message, such as `m-abcdefghijkm`.", examples=["m-abcdefghijkm"])
]


@router.get("/messages", response_model=MessagePage, responses=describe_problems(404))
def list_messages(
    caller: CallerDep,
    mailbox: MailboxQuery = None,
    folder: Annotated[Folder | None, Query(description="Only this folder.")] = None,
    unread: Annotated[bool | None, Query(description="Only unread messages, or read ones.")] = None,
    starred: Annotated[bool | None, Query(description="Only starred messages, or others.")] = None,
    cursor: CursorQuery = None,
    limit: LimitQuery = 20,
) -> Response:
    """A page of a mailbox, newest message first."""
    arguments = {
        "mailbox": mailbox,
        "folder": folder.value if folder else None,
        "unread": unread,
        "starred": starred,
        "cursor": cursor,
        "limit": limit,
    }
    with caller.act("list_messages", arguments) as ctx:
        page = list_mailbox(
            ctx,
            mailbox=mailbox,
            folder=folder,
            unread=unread,
            starred=starred,
            cursor=cursor,
            limit=limit,
        )
    return answer(show_page(ctx, page), "list_messages")


@router.get(
    "/messages/{message_id}", response_model=MessagePublic, responses=describe_problems(404)
)
def get_message(caller: CallerDep, message_id: MessageIdPath) -> Response:
    """A message; it stays unread."""
    with caller.act("get_message", {"message_id": message_id}) as ctx:
        copy = get_readable_message(ctx, message_id)
    return answer(show_message(ctx, copy), "get_message")


@router.post(
    "/messages/{message_id}/open", response_model=MessagePublic, responses=describe_problems(404)
)
def open_message(caller: CallerDep, message_id: MessageIdPath) -> Response:
    """A message; your own copy of it is marked as read."""
    with caller.act("open_message", {"message_id": message_id}) as ctx:
        body = show_message(ctx, open_and_mark(ctx, message_id))
    return answer(body, "open_message")


@router.post(
    "/messages",
    status_code=201,
    response_model=SentPublic,
    responses=describe_waiting(SentPublic) | describe_problems(400, 404, 413),
)
def send(
    caller: CallerDep, message: Annotated[MessageCreate, Body(openapi_examples=SEND)]
) -> Response:
    """Send a message from your mailbox.

    Recipients are written `ann@firm.example` or `Ann Lee <ann@firm.example>`. An unknown address at
    the firm is no error here: the message comes back as a notice from the mail system.
    """
    arguments = {"to": message.to, "cc": message.cc, "bcc": message.bcc, "subject": message.subject}
    with caller.act("send", {**arguments, "in_reply_to": message.in_reply_to}) as ctx:
        body = show_sent(ctx, send_message(ctx, read_message(message)))
    return answer(body, "send", held=body.waits is not None)


@router.post(
    "/messages/{message_id}/reply",
    status_code=201,
    response_model=SentPublic,
    responses=describe_waiting(SentPublic) | describe_problems(400, 404, 413),
)
def reply(
    caller: CallerDep,
    message_id: MessageIdPath,
    message: Annotated[ReplyCreate, Body(openapi_examples=REPLY)],
) -> Response:
    """Answer a message from your mailbox; recipients, subject and thread follow from it."""
    arguments = {"message_id": message_id, "reply_all": message.reply_all}
    with caller.act("reply", {**arguments, "cc": message.cc, "bcc": message.bcc}) as ctx:
        sent = reply_to_message(
            ctx,
            message_id,
            read_reply(message),
            reply_all=message.reply_all,
            quote=message.quote,
        )
        body = show_sent(ctx, sent)
    return answer(body, "reply", held=body.waits is not None)


@router.post(
    "/messages/{message_id}/forward",
    status_code=201,
    response_model=SentPublic,
    responses=describe_waiting(SentPublic) | describe_problems(400, 404, 413),
)
def forward(
    caller: CallerDep,
    message_id: MessageIdPath,
    message: Annotated[ForwardCreate, Body(openapi_examples=FORWARD)],
) -> Response:
    """Pass a message on from your mailbox, with its attachments."""
    arguments = {"to": message.to, "cc": message.cc, "bcc": message.bcc}
    with caller.act("forward", {"message_id": message_id, **arguments}) as ctx:
        body = show_sent(ctx, forward_message(ctx, message_id, read_forward(message)))
    return answer(body, "forward", held=body.waits is not None)


@router.patch(
    "/messages/{message_id}",
    response_model=MessagePublic,
    responses=describe_problems(400, 403, 404, 413),
)
def update_message(
    caller: CallerDep,
    message_id: MessageIdPath,
    change: Annotated[MessageUpdate, Body(openapi_examples=MESSAGE_CHANGE)],
) -> Response:
    """Move or flag your own copy of a message."""
    arguments = {"folder": change.folder, "is_read": change.is_read, "starred": change.starred}
    with caller.act("update_message", {"message_id": message_id, **arguments}) as ctx:
        copy = update_own_message(
            ctx,
            message_id,
            folder=Folder(change.folder) if change.folder else None,
            is_read=change.is_read,
            starred=change.starred,
        )
        body = show_message(ctx, copy)
    return answer(body, "update_message")


@router.delete(
    "/messages/{message_id}",
    status_code=204,
    response_class=Response,
    responses=describe_waiting(WaitingPublic) | describe_problems(403, 404),
)
def delete_message(
    caller: CallerDep,
    message_id: MessageIdPath,
    permanent: Annotated[bool, Query(description="Remove it for good, not to trash.")] = False,
) -> Response:
    """Move your own copy of a message to trash, or remove it for good."""
    arguments = {"message_id": message_id, "permanent": permanent}
    with caller.act("delete_message", arguments) as ctx:
        waits = delete_own_message(ctx, message_id, permanent=permanent)
    if waits is not None:
        return answer(WaitingPublic(waits=waits), "delete_message", held=True)
    return Response(status_code=204)
