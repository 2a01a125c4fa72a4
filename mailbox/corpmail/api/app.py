"""Puts the mail API together.

``create_mail_app`` is a mail server to be used alone; ``mail_router`` is for an app that has other
pages too. Opens and closes nothing: the caller owns the server's engine.
"""

from fastapi import APIRouter, Depends, FastAPI, Request

from corpmail.api import (
    actions,
    attachments,
    directory,
    drafts,
    export,
    mailboxes,
    messages,
    search,
    threads,
)
from corpmail.api.problem_handlers import install_problem_handlers
from corpmail.server import MailServer
from corpmail.types import Limits

PREFIX = "/mail/v1"

_DESCRIPTION = """
The mail of one account at a company, for people and programs.

A **bearer token** opens one mailbox in one copy of the company, and decides which other mailboxes
can be read. Time at the company moves with every request, by the seconds that such an act takes;
mail may arrive meanwhile. Once the company's clock reaches `closes_at`, every request is answered
with 410.

Listings are read page by page: give `next_cursor` back as `cursor`. Errors are
[RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem details with a stable `code`.
"""


def create_mail_app(server: MailServer) -> FastAPI:
    """Return an ASGI app that serves nothing but the mail API.

    Args:
        server: Whose mail is served.
    """
    app = FastAPI(title="Corpmail", version="1", description=_DESCRIPTION.strip())
    app.include_router(mail_router(server))
    install_problem_handlers(app)
    return app


def mail_router(server: MailServer) -> APIRouter:
    """Return the mail API's routes, under ``/mail/v1``.

    The app that includes them calls ``install_problem_handlers``.

    Args:
        server: Whose mail is served.
    """

    async def attach_server(request: Request) -> None:
        request.state.mail_server = server

    router = APIRouter(
        prefix=PREFIX,
        dependencies=[Depends(attach_server)],
        max_body_size=_largest_body(server.limits),
    )
    for part in (
        mailboxes,
        messages,
        threads,
        attachments,
        drafts,
        search,
        directory,
        actions,
        export,
    ):
        router.include_router(part.router)
    return router


def _largest_body(limits: Limits) -> int:
    # Files come in base64, and a character of text may be written as six.
    return limits.attachment_bytes * 4 // 3 + limits.body_bytes * 6 + 1_000_000
