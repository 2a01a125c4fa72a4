"""Errors as pages: whoever looks with a browser is told in a page what the API says in JSON.

A middleware, so that every error of every page is shown alike, also of paths that there are not.
"""

import json
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpmail.api.problem_handlers import MEDIA_TYPE
from insider.errors import InvalidSeedError
from insider.web.pages.drawn_seed import drawn_edition
from insider.web.pages.templates import show_page

_MACHINES = ("/api/", "/mail/", "/openapi.json", "/healthz")


class ErrorPages:
    """Puts a page in the place of problem details, for browsers and outside the APIs.

    Args:
        app: The app around which it stands.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; show what went wrong as a page."""
        if scope["type"] != "http" or not _is_for_people(scope):
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        body = b""

        async def send_page(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_problem(message):
                start = message
            elif start is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    await _page(scope, start, body)(scope, receive, send)

        await self._app(scope, receive, send_page)


def _is_for_people(scope: Scope) -> bool:
    accepts = Headers(scope=scope).get("accept", "")
    return "text/html" in accepts and not scope["path"].startswith(_MACHINES)


def _is_problem(message: Message) -> bool:
    return Headers(raw=message["headers"]).get("content-type") == MEDIA_TYPE


def _page(scope: Scope, start: Message, body: bytes) -> ASGIApp:
    problem = json.loads(body)
    is_part = "hx-request" in Headers(scope=scope)
    kept = {
        name: value
        for name, value in Headers(raw=start["headers"]).items()
        if name in ("retry-after", "allow")
    }
    return show_page(
        "error_part" if is_part else "error",
        {
            "title": HTTPStatus(start["status"]).phrase,
            "status": start["status"],
            "detail": str(problem.get("detail", "")),
            # Somebody is writing it, and sees here when it is right.
            "of_seed": problem.get("code") == InvalidSeedError.code,
            "edition": drawn_edition(scope),
        },
        status=start["status"],
        headers=kept,
    )
