"""Every error of the API as a problem detail (RFC 9457), on the wire and in the OpenAPI document.

Called when an app is made. Statuses are chosen in ``corpmail.problems``; what is raised on purpose
never becomes a 500, and what is not is logged and tells the caller nothing.
"""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, JsonValue
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpmail.api.dependencies import REQUEST_ID_CHARS, recorded
from corpmail.api.own_token import bearer_token
from corpmail.context import MailContext
from corpmail.errors import DatabaseError, InvalidRequestError, MailError
from corpmail.problems import status_of
from corpmail.schemas import Problem
from corpmail.server import OPERATIONS, MailServer

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
_SHOWN_ERRORS = 20

_MEANINGS: Mapping[int, str] = {
    400: "The body cannot be read at all.",
    401: "There is no token, or it opens nothing.",
    403: "You can know of this and may not do that with it.",
    404: "There is no such thing that you can see.",
    409: "It has been decided before, or waits for somebody else's decision.",
    410: "This mail has ended: the company's clock has reached its deadline, or it was closed.",
    413: "The body is larger than the server takes.",
    422: "The request cannot be carried out as asked; `detail` says why.",
}

_DETAILS: Mapping[int, str] = {
    400: "The body cannot be read: it is not JSON.",
    404: "There is nothing at this path; /docs lists what there is.",
    405: "This path does not take that method; /docs lists what there is.",
    413: _MEANINGS[413],
    500: "The server failed; its log says why. Nothing was changed.",
    503: "The server cannot reach its mail just now; its log says why. Nothing was changed.",
}
_HEADERS: Mapping[int, Mapping[str, str]] = {
    401: {"WWW-Authenticate": "Bearer"},
    503: {"Retry-After": "10"},
}
_CODES: Mapping[int, str] = {413: "too_large"}
"""Where they are not the status in words."""


def describe_waiting(model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    """Return the answer of an endpoint whose act was held, for its OpenAPI description.

    Args:
        model: The body of that answer.
    """
    said = "It has not been done yet: it waits for approval, and the answer says so."
    return {202: {"model": model, "description": said}}


def describe_problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the error answers of an endpoint for its OpenAPI description.

    Args:
        statuses: Those beside 401, 410 and 422, which every endpoint has.
    """
    every = sorted({401, 410, 422, *statuses})
    return {status: {"model": Problem, "description": _MEANINGS[status]} for status in every}


def describe_session_end() -> dict[int | str, dict[str, Any]]:
    """Return the answer of every endpoint whose session has ended, for its OpenAPI description."""
    said = "The session has ended, or goes on, or there is no other one; `detail` says which."
    return {409: {"model": Problem, "description": said}}


def install_problem_handlers(app: FastAPI) -> None:
    """Make an app answer every error with a problem detail, and say so in its OpenAPI document.

    Args:
        app: The app that has the mail API.
    """
    app.add_exception_handler(MailError, _mail_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(OperationalError, _database_error)
    app.add_exception_handler(ClientDisconnect, _answer_nobody)
    app.add_exception_handler(Exception, _unexpected_error)
    app.add_middleware(_TooLargeAsProblem)
    make_document = app.openapi

    def document() -> dict[str, Any]:
        return _with_problem_media_type(make_document())

    app.openapi = document  # type: ignore[method-assign]  # FastAPI's documented way to extend it


def problem_response(
    status: int,
    *,
    code: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
    members: Mapping[str, JsonValue] | None = None,
) -> Response:
    """Return an error as a problem detail.

    Args:
        status: The HTTP status.
        code: Stable, such as ``message_not_found``.
        detail: One sentence for the caller.
        headers: Further headers.
        members: Further members of the body.
    """
    body = {
        "type": f"urn:insider:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": _sendable(detail),
        "code": code,
        **(members or {}),
    }
    return Response(
        json.dumps(body), status_code=status, media_type=MEDIA_TYPE, headers=dict(headers or {})
    )


async def _mail_error(_request: Request, error: Exception) -> Response:
    if not isinstance(error, MailError):
        raise error
    return _mail_problem(error)


def _mail_problem(error: MailError, members: Mapping[str, JsonValue] | None = None) -> Response:
    status = status_of(error)
    if isinstance(error, DatabaseError):
        # In a line: a disk that is full or a server that is gone fails every request alike.
        logger.error("The mail server failed: %s", error.message)
    elif status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.error("The mail server failed: %s", error.message, exc_info=error)
    headers = _HEADERS.get(status, {})
    # Faults of ours name files and addresses of this machine, which are none of the caller's.
    detail = _DETAILS[status] if status >= HTTPStatus.INTERNAL_SERVER_ERROR else error.message
    return problem_response(
        status, code=error.code, detail=detail, headers=headers, members=members
    )


async def _database_error(_request: Request, error: Exception) -> Response:
    if not isinstance(error, OperationalError):
        raise error
    return _mail_problem(DatabaseError(f"The database did not do what was asked: {error.orig}."))


async def _answer_nobody(_request: Request, _error: Exception) -> Response:
    """Whoever asked has gone in the middle of it: no fault, and nobody reads an answer."""
    return Response(status_code=HTTPStatus.BAD_REQUEST)


async def _validation_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    if any(one.get("type") == "json_invalid" for one in error.errors()):
        return _http_problem(HTTPStatus.BAD_REQUEST)
    errors = [_plain_error(one) for one in error.errors()[:_SHOWN_ERRORS]]
    first = errors[0] if errors else {"where": "request", "problem": "is malformed"}
    refusal: MailError = InvalidRequestError(f"{first['where']}: {first['problem']}.")
    server = getattr(request.state, "mail_server", None)
    operation = str(getattr(request.scope.get("route"), "name", ""))
    if isinstance(server, MailServer) and operation in OPERATIONS:
        token = bearer_token(request)
        act = partial(server.act, token, operation, request_id=_request_id(request, token))
        refusal = await run_in_threadpool(_refuse, act, refusal)
    if not isinstance(refusal, InvalidRequestError):
        return _mail_problem(refusal)
    return _mail_problem(refusal, {"errors": [dict(one) for one in errors]})


def _request_id(request: Request, token: str) -> str | None:
    name = request.headers.get("X-Request-Id", "")
    fit = name.isprintable() and 0 < len(name) <= REQUEST_ID_CHARS and token not in name
    return name if fit else None


def _refuse(
    act: Callable[..., AbstractContextManager[MailContext]], refusal: MailError
) -> MailError:
    # A malformed request is a request: time passes, and it is on record.
    try:
        with act(arguments={"malformed": recorded(refusal.message)}):
            raise refusal
    except MailError as error:
        return error


def _plain_error(error: Mapping[str, Any]) -> dict[str, str]:
    where: Sequence[object] = error.get("loc", ())
    problem = str(error.get("msg", "is malformed"))
    return {
        "where": _sendable(".".join(str(part) for part in where)[:200]),
        "problem": _sendable(problem[:300]).rstrip("."),
    }


async def _http_error(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    return _http_problem(
        HTTPStatus(error.status_code), detail=str(error.detail), headers=error.headers
    )


def _http_problem(
    status: HTTPStatus, *, detail: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    return problem_response(
        status,
        code=_CODES.get(status, status.name.lower()),
        detail=_DETAILS.get(status, detail),
        headers=headers,
    )


class _TooLargeAsProblem:
    """Answers with a problem detail where the framework refuses a large body in plain text."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        replaced = False

        async def send_problem(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and _is_plain_refusal(message):
                replaced = True
                response = _http_problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
                await response(scope, receive, send)
            elif not replaced:
                await send(message)

        await self._app(scope, receive, send_problem)


def _is_plain_refusal(message: Message) -> bool:
    types = [value for name, value in message.get("headers", ()) if name == b"content-type"]
    return message["status"] == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and types != [
        MEDIA_TYPE.encode()
    ]


async def _unexpected_error(request: Request, error: Exception) -> Response:
    logger.error("The mail server failed at %s.", request.url.path, exc_info=error)
    return problem_response(500, code="internal", detail=_DETAILS[500])


def _sendable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _with_problem_media_type(document: dict[str, Any]) -> dict[str, Any]:
    for path in document.get("paths", {}).values():
        for operation in path.values():
            if not isinstance(operation, dict):
                continue
            for status, response in operation.get("responses", {}).items():
                content = response.get("content", {})
                if status[:1] in "45" and "application/json" in content:
                    content[MEDIA_TYPE] = content.pop("application/json")
    return document
