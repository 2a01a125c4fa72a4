"""Endpoints: the files that messages carry."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Response

from corpmail.api.dependencies import CallerDep, answer
from corpmail.api.messages import MessageIdPath
from corpmail.api.problem_handlers import describe_problems
from corpmail.attachment_text import attachment_text
from corpmail.reading import attachment_content, find_attachment, get_message
from corpmail.schemas import AttachmentText

router = APIRouter(tags=["attachments"])

AttachmentIdPath = Annotated[
    str, Path(description="Id of an attachment in its message.", examples=["a1"])
]


@router.get(
    "/messages/{message_id}/attachments/{attachment_id}",
    response_class=Response,
    responses={
        200: {"content": {"application/octet-stream": {}}, "description": "The file."},
        **describe_problems(404),
    },
)
def get_attachment(
    caller: CallerDep, message_id: MessageIdPath, attachment_id: AttachmentIdPath
) -> Response:
    """A file, byte for byte."""
    arguments = {"message_id": message_id, "attachment_id": attachment_id}
    with caller.act("get_attachment", arguments) as ctx:
        file = find_attachment(get_message(ctx, message_id), attachment_id)
        content = attachment_content(ctx, file)
    return file_response(content, content_type=file.content_type, filename=file.filename)


@router.get(
    "/messages/{message_id}/attachments/{attachment_id}/text",
    response_model=AttachmentText,
    responses=describe_problems(404),
)
def read_attachment(
    caller: CallerDep,
    message_id: MessageIdPath,
    attachment_id: AttachmentIdPath,
    max_chars: Annotated[int, Query(ge=1, le=200_000, description="How much at most.")] = 20_000,
) -> Response:
    """What can be read of a file as text."""
    arguments = {"message_id": message_id, "attachment_id": attachment_id}
    with caller.act("read_attachment", arguments) as ctx:
        file = find_attachment(get_message(ctx, message_id), attachment_id)
        content = attachment_content(ctx, file)
    # After the transaction: reading a long document must not keep others waiting.
    found = attachment_text(file.filename, file.content_type, content, max_chars=max_chars)
    body = AttachmentText(
        id=file.id,
        filename=file.filename,
        content_type=file.content_type,
        text=found.text,
        truncated=found.truncated,
        note=found.note,
    )
    return answer(body, "read_attachment")


def file_response(content: bytes, *, content_type: str, filename: str) -> Response:
    """Return bytes as a download that no browser shows or guesses at.

    Args:
        content: The bytes.
        content_type: As their sender named it.
        filename: What to call them.
    """
    plain = "".join(
        char if (char.isascii() and char.isalnum()) or char in "-_. " else "_" for char in filename
    )
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
    return Response(
        content,
        headers={
            "Content-Type": content_type,
            "Content-Disposition": named,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )
