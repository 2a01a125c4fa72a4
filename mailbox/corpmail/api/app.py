"""Puts the mail API together.

``create_mail_app`` is a mail server to be used alone; ``add_mail`` is for an app that has other
pages too. Opens and closes nothing: the caller owns the server's engine.
"""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import lru_cache, wraps
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

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


class MailRoute(APIRoute):
    """A route of the mail API: it knows the mail server before anything else is looked at."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request."""
        handle = super().get_route_handler()

        # No dependency: FastAPI goes through four kinds of parameters for each of those.
        async def receive(request: Request) -> Response:
            # Known from here on: a malformed request to the mail API is one of the mail server's.
            request.state.mail_server = request.app.state.mail_server
            await refuse_own_token(request)
            return await handle(request)

        return receive


def create_mail_app(server: MailServer, *, threads: bool = True) -> FastAPI:
    """Return an ASGI app that serves nothing but the mail API.

    Args:
        server: Whose mail is served.
        threads: Whether each request is served in a thread. Without, one is served where it
            arrives: cheaper for an app that is called in-process and whose database answers
            within a millisecond, and wrong wherever a request would keep others waiting.
    """
    app = FastAPI(title="Corpmail", version="1", description=_DESCRIPTION.strip())
    _add_routes(app, server, threads=threads)
    install_problem_handlers(app)
    return app


def add_mail(app: FastAPI, server: MailServer) -> None:
    """Give an app the mail API, under ``/mail/v1``.

    Args:
        app: The app; whoever makes it calls ``install_problem_handlers``.
        server: Whose mail is served.
    """
    _add_routes(app, server, threads=True)


def _add_routes(app: FastAPI, server: MailServer, *, threads: bool) -> None:
    app.state.mail_server = server
    app.router.routes.extend(_routes(threads=threads, largest_body=_largest_body(server.limits)))


# Making them takes longer than opening an episode; whose mail they serve, they find on the app.
@lru_cache(maxsize=8)
def _routes(*, threads: bool, largest_body: int) -> Sequence[APIRoute]:
    # One by one, and not as routers within a router: each of those would be asked twice for
    # every request before its route is found.
    return tuple(
        _made(route, threads=threads, largest_body=largest_body)
        for part in _PARTS
        for route in part.router.routes
    )


def _made(route: BaseRoute, *, threads: bool, largest_body: int) -> APIRoute:
    if not isinstance(route, APIRoute):
        raise TypeError(f"The mail API cannot serve {route!r}.")
    return MailRoute(
        PREFIX + route.path,
        route.endpoint if threads else _here(route.endpoint),
        methods=sorted(route.methods or ()),
        response_model=route.response_model,
        status_code=route.status_code,
        tags=route.tags,
        responses=describe_session_end() | route.responses,
        response_class=route.response_class,
        max_body_size=largest_body,
    )


def _here(endpoint: Callable[..., object]) -> Callable[..., Awaitable[object]]:
    @wraps(endpoint)
    async def serve(*args: object, **kwargs: object) -> object:
        return endpoint(*args, **kwargs)

    return serve


def _largest_body(limits: Limits) -> int:
    # Files come in base64, and a character of text may be written as six.
    return limits.attachment_bytes * 4 // 3 + limits.body_bytes * 6 + 1_000_000
