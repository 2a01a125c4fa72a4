"""Puts the mail API together.

``create_mail_app`` is a mail server to be used alone; ``mail_router`` is for an app that has other
pages too. Opens and closes nothing: the caller owns the server's engine.
"""

from collections.abc import Awaitable, Callable
from functools import wraps

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.routing import APIRoute
from sqlalchemy import Engine

from corpmail.api import (
    actions,
    attachments,
    directory,
    drafts,
    export,
    mailboxes,
    messages,
    notes,
    search,
    sessions,
    threads,
)
from corpmail.api.own_token import refuse_own_token
from corpmail.api.problem_handlers import describe_session_end, install_problem_handlers
from corpmail.database import turn_comes
from corpmail.server import MailServer
from corpmail.types import Limits

PREFIX = "/mail/v1"

# Routes are tried in this order; agents list, open and search most.
_PARTS = (
    messages,
    search,
    mailboxes,
    actions,
    threads,
    attachments,
    drafts,
    directory,
    export,
    notes,
    sessions,
)

_DESCRIPTION = """
The mail of one account at a company, for people and programs.

A **bearer token** opens one mailbox in one copy of the company, and decides which other mailboxes
can be read. Time at the company moves with every request, by the seconds that such an act takes;
mail may arrive meanwhile. Once the company's clock reaches `closes_at`, every request is answered
with 410. The token is a secret: a request that writes it anywhere but in its `Authorization`
header is answered with 422.

Some mail is worked in in several **sessions** (`session` of `/me`). When one has ended, requests
are answered with 409 and the code `session_ended` until `/session/next` begins the next one, at its
own time. Notes are kept from one to the next.

Listings are read page by page: give `next_cursor` back as `cursor`. Errors are
[RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem details with a stable `code`.
"""


def create_mail_app(server: MailServer, *, threads: bool = True) -> FastAPI:
    """Return an ASGI app that serves nothing but the mail API.

    Args:
        server: Whose mail is served.
        threads: Whether each request is served in a thread. Without, one is served where it
            arrives: cheaper for an app that is called in-process and whose database answers
            within a millisecond, and wrong wherever a request would keep others waiting.
    """
    app = FastAPI(title="Corpmail", version="1", description=_DESCRIPTION.strip())
    _add_routes(app.router, server, threads=threads)
    install_problem_handlers(app)
    return app


def mail_router(server: MailServer) -> APIRouter:
    """Return the mail API's routes, under ``/mail/v1``.

    The app that includes them calls ``install_problem_handlers``.

    Args:
        server: Whose mail is served.
    """
    router = APIRouter()
    _add_routes(router, server, threads=True)
    return router


def _add_routes(router: APIRouter, server: MailServer, *, threads: bool) -> None:
    async def receive(request: Request) -> None:
        request.state.mail_server = server
        await refuse_own_token(request)

    # One by one, and not as routers within a router: each of those would be asked twice for
    # every request before its route is found.
    for route in (route for part in _PARTS for route in part.router.routes):
        if not isinstance(route, APIRoute):
            raise TypeError(f"The mail API cannot serve {route!r}.")
        router.add_api_route(
            PREFIX + route.path,
            route.endpoint if threads else _here(route.endpoint, server.engine),
            methods=sorted(route.methods or ()),
            response_model=route.response_model,
            status_code=route.status_code,
            tags=route.tags,
            dependencies=[Depends(receive)],
            responses=describe_session_end() | route.responses,
            response_class=route.response_class,
            max_body_size=_largest_body(server.limits),
        )


def _here(endpoint: Callable[..., object], engine: Engine) -> Callable[..., Awaitable[object]]:
    @wraps(endpoint)
    async def serve(*args: object, **kwargs: object) -> object:
        await turn_comes(engine)
        return endpoint(*args, **kwargs)

    return serve


def _largest_body(limits: Limits) -> int:
    # Files come in base64, and a character of text may be written as six.
    return limits.attachment_bytes * 4 // 3 + limits.body_bytes * 6 + 1_000_000
