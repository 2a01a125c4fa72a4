"""Endpoints: an episode's mail as it stood after any of its events. Operators only; never writes.

They answer as the agent's own mail API does: what the agent could see then, and nothing else.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response

from corpmail.api.attachments import AttachmentIdPath, file_response
from corpmail.api.dependencies import CursorQuery, LimitQuery
from corpmail.api.messages import MessageIdPath
from corpmail.api.problem_handlers import describe_problems
from corpmail.api.threads import ThreadIdPath
from corpmail.archive import write_mbox
from corpmail.context import MailContext
from corpmail.database import read_transaction
from corpmail.exporting import mail_of_copy, mailbox_mail
from corpmail.listing import list_mailboxes, list_messages
from corpmail.mime import render_mail
from corpmail.reading import attachment_content, find_attachment, get_message, get_thread
from corpmail.schemas import MailboxPage, MessagePage, MessagePublic, ThreadPublic
from corpmail.search import search_messages
from corpmail.types import Address, Folder
from corpmail.views import show_mailboxes, show_message, show_page, show_thread
from insider.episodes import Sandbox, get_episode, look_back
from insider.web.api.mail_examples import MAILBOXES, MESSAGE, MESSAGES, THREAD
from insider.web.api.operator import require_operator
from insider.web.api.parameters import EpisodePath
from insider.web.api.responses import AsciiResponse, answers
from insider.web.state import SandboxDep

_LATEST = 2**53


@dataclass(frozen=True, slots=True)
class Look:
    """Whose mail is looked at, and as it stood when."""

    episode: str
    at: int | None
    account: str | None


def read_look(
    episode: EpisodePath,
    at: Annotated[
        int | None,
        Query(
            ge=1,
            le=_LATEST,
            description="After which event, by its number; as it stands now when left out.",
            examples=[20],
        ),
    ] = None,
    account: Annotated[
        str | None,
        Query(
            alias="as",
            max_length=320,
            description="Whose eyes: the agent's, with all that it may read, when left out; "
            "anybody else of the company sees the own mailbox.",
            examples=["ann.lee@firm.example"],
        ),
    ] = None,
) -> Look:
    """Return what a request looks at."""
    return Look(episode, at, account)


LookDep = Annotated[Look, Depends(read_look)]
MailboxQuery = Annotated[
    str | None,
    Query(
        max_length=320,
        description="Only this mailbox, of those that may be read.",
        examples=["ann.lee@firm.example"],
    ),
]


def _problems() -> dict[int | str, dict[str, Any]]:
    described = describe_problems(403, 404)
    described.pop(410)
    return described


def _file(content_type: str, description: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"content": {content_type: {}}, "description": description}, **_problems()}


router = APIRouter(
    prefix="/api/v1/episodes/{episode}/mail",
    tags=["mail of episodes"],
    dependencies=[Depends(require_operator)],
    default_response_class=AsciiResponse,
)


@contextmanager
def _looking(sandbox: Sandbox, look: Look) -> Iterator[MailContext]:
    with read_transaction(sandbox.engine) as session:
        episode_id = get_episode(session, look.episode).id
    with look_back(sandbox, episode_id, at=look.at, account=look.account) as ctx:
        yield ctx


@router.get("/mailboxes", responses=answers(MAILBOXES) | _problems())
def list_mailboxes_then(
    sandbox: SandboxDep, look: LookDep, cursor: CursorQuery = None, limit: LimitQuery = 50
) -> MailboxPage:
    """The mailboxes that could be read, by address, with how much was unread."""
    with _looking(sandbox, look) as ctx:
        return show_mailboxes(list_mailboxes(ctx, limit=limit, cursor=cursor))


@router.get("/messages", responses=answers(MESSAGES) | _problems())
def list_messages_then(
    sandbox: SandboxDep,
    look: LookDep,
    mailbox: MailboxQuery = None,
    folder: Annotated[Folder | None, Query(description="Only this folder.")] = None,
    unread: Annotated[bool | None, Query(description="Only unread messages, or read ones.")] = None,
    starred: Annotated[bool | None, Query(description="Only starred messages, or others.")] = None,
    cursor: CursorQuery = None,
    limit: LimitQuery = 20,
) -> MessagePage:
    """A page of a mailbox, newest message first."""
    with _looking(sandbox, look) as ctx:
        page = list_messages(
            ctx,
            mailbox=mailbox,
            folder=folder,
            unread=unread,
            starred=starred,
            cursor=cursor,
            limit=limit,
        )
        return show_page(ctx, page)


@router.get("/search", responses=answers(MESSAGES) | _problems())
def search_then(
    sandbox: SandboxDep,
    look: LookDep,
    q: Annotated[
        str,
        Query(
            description="As the agent searches: words, a phrase, operators.",
            examples=["from:ann visitors -lunch"],
        ),
    ],
    mailbox: MailboxQuery = None,
    sort: Annotated[
        Literal["date", "relevance"], Query(description="Newest or best first.")
    ] = "date",
    cursor: CursorQuery = None,
    limit: LimitQuery = 20,
) -> MessagePage:
    """Messages that match, in every mailbox that could be read, each once."""
    only = None if mailbox is None else Address(mailbox)
    with _looking(sandbox, look) as ctx:
        page = search_messages(ctx, q, mailbox=only, sort=sort, limit=limit, cursor=cursor)
        return show_page(ctx, page)


@router.get("/messages/{message_id}", responses=answers(MESSAGE) | _problems())
def get_message_then(
    sandbox: SandboxDep, look: LookDep, message_id: MessageIdPath
) -> MessagePublic:
    """A message, with what it said and how it was marked."""
    with _looking(sandbox, look) as ctx:
        return show_message(ctx, get_message(ctx, message_id))


@router.get("/threads/{thread_id}", responses=answers(THREAD) | _problems())
def get_thread_then(sandbox: SandboxDep, look: LookDep, thread_id: ThreadIdPath) -> ThreadPublic:
    """The messages of a thread that could be read, oldest first."""
    with _looking(sandbox, look) as ctx:
        return show_thread(ctx, get_thread(ctx, thread_id))


@router.get(
    "/messages/{message_id}/raw",
    response_class=Response,
    responses=_file("message/rfc822", "The message as an .eml file."),
)
def get_raw_message_then(sandbox: SandboxDep, look: LookDep, message_id: MessageIdPath) -> Response:
    """A message as mail programs exchange it."""
    with _looking(sandbox, look) as ctx:
        copy = get_message(ctx, message_id)
        mail, timezone = mail_of_copy(ctx, copy), ctx.directory.timezone
    content = render_mail(mail, timezone=timezone)
    return file_response(content, content_type="message/rfc822", filename=f"{copy.id}.eml")


@router.get(
    "/messages/{message_id}/attachments/{attachment_id}",
    response_class=Response,
    responses=_file("application/octet-stream", "The file."),
)
def get_attachment_then(
    sandbox: SandboxDep, look: LookDep, message_id: MessageIdPath, attachment_id: AttachmentIdPath
) -> Response:
    """A file that a message carries, byte for byte, as a download."""
    with _looking(sandbox, look) as ctx:
        file = find_attachment(get_message(ctx, message_id), attachment_id)
        content = attachment_content(ctx, file)
    return file_response(content, content_type=file.content_type, filename=file.filename)


@router.get(
    "/export",
    response_class=Response,
    responses=_file("application/mbox", "All mail of the mailbox."),
)
def export_then(sandbox: SandboxDep, look: LookDep) -> Response:
    """The own mailbox as an mbox archive, oldest message first; drafts are left out."""
    with (
        tempfile.TemporaryDirectory(prefix="insider-") as folder,
        _looking(sandbox, look) as ctx,
    ):
        path = FilePath(folder) / "mail.mbox"
        write_mbox(path, mailbox_mail(ctx), timezone=ctx.directory.timezone)
        content, name = path.read_bytes(), f"{ctx.account}.mbox"
    return file_response(content, content_type="application/mbox", filename=name)
