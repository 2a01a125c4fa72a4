"""Endpoints: mail as other mail programs read it."""

import tempfile
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from corpmail.api.attachments import file_response
from corpmail.api.dependencies import CallerDep
from corpmail.api.messages import MessageIdPath
from corpmail.api.problem_handlers import describe_problems
from corpmail.archive import write_mbox
from corpmail.exporting import mail_of_copy, mailbox_mail
from corpmail.mime import render_mail
from corpmail.reading import get_message

router = APIRouter(tags=["export"])


@router.get(
    "/messages/{message_id}/raw",
    response_class=Response,
    responses={
        200: {"content": {"message/rfc822": {}}, "description": "The message as an .eml file."},
        **describe_problems(404),
    },
)
def get_raw_message(caller: CallerDep, message_id: MessageIdPath) -> Response:
    """A message as mail programs exchange it."""
    with caller.act("get_raw_message", {"message_id": message_id}) as ctx:
        copy = get_message(ctx, message_id)
        mail, timezone = mail_of_copy(ctx, copy), ctx.directory.timezone
    content = render_mail(mail, timezone=timezone)
    return file_response(content, content_type="message/rfc822", filename=f"{copy.id}.eml")


@router.get(
    "/export",
    response_class=Response,
    responses={
        200: {"content": {"application/mbox": {}}, "description": "All of your mail."},
        **describe_problems(),
    },
)
def export(
    caller: CallerDep,
    format: Annotated[Literal["mbox"], Query(description="The kind of archive.")] = "mbox",  # noqa: A002 - the parameter's public name
) -> Response:
    """Your own mailbox as an archive, oldest message first; drafts are left out."""
    with caller.act("export", {"format": format}) as ctx:
        branch_id, account, now = ctx.branch_id, ctx.account, ctx.now
    # After the transaction, and seen as at its time: a long archive must not keep others waiting.
    with (
        tempfile.TemporaryDirectory(prefix="corpmail-") as folder,
        caller.server.look(branch_id, account=account, now=now) as ctx,
    ):
        path = Path(folder) / "mail.mbox"
        write_mbox(path, mailbox_mail(ctx), timezone=ctx.directory.timezone)
        content = path.read_bytes()
    return file_response(content, content_type="application/mbox", filename=f"{account}.mbox")
