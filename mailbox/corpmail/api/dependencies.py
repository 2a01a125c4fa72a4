"""What the endpoints of the mail API ask for: who calls, and the parameters they share.

Called by FastAPI for each request. Reads no database: the token is looked up in the transaction of
the act.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Header, Query, Request, Response, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, JsonValue

from corpmail.context import MailContext
from corpmail.errors import NotAuthenticatedError
from corpmail.server import OPERATIONS, MailServer

REQUEST_ID_CHARS = 200
_RECORDED_CHARS = 200

_bearer = HTTPBearer(auto_error=False, description="The token of one account, `mail_…`.")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes a request, not looked up yet."""

    server: MailServer
    token: str
    request_id: str | None

    def act(
        self, operation: str, arguments: Mapping[str, object] | None = None
    ) -> AbstractContextManager[MailContext]:
        """Begin an act of this caller; see ``MailServer.act``.

        Args:
            operation: A key of ``OPERATIONS``.
            arguments: What of the request is recorded; what is None is left out.
        """
        given = {
            name: recorded(value) for name, value in (arguments or {}).items() if value is not None
        }
        return self.server.act(self.token, operation, arguments=given, request_id=self.request_id)


def recorded(value: object) -> JsonValue:
    """Return an argument as a record keeps it: short, and without characters databases refuse."""
    if isinstance(value, str):
        clean = value[:_RECORDED_CHARS].replace("\0", "\\0")
        return clean.encode("utf-8", "backslashreplace").decode("utf-8")
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(recorded(str(name))): recorded(item) for name, item in value.items()}
    if isinstance(value, Sequence):
        return [recorded(item) for item in value]
    return recorded(str(value))


async def get_caller(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
    x_request_id: Annotated[
        str | None,
        Header(
            pattern=rf"^[\x20-\x7e]{{1,{REQUEST_ID_CHARS}}}$",
            description="Your own name for the request; kept in the record of it.",
            examples=["call-7"],
        ),
    ] = None,
) -> Caller:
    """Return who calls.

    Raises:
        NotAuthenticatedError: The request carries no bearer token.
    """
    if credentials is None:
        raise NotAuthenticatedError("Send the header 'Authorization: Bearer' with your token.")
    return Caller(request.state.mail_server, credentials.credentials, x_request_id)


CallerDep = Annotated[Caller, Depends(get_caller)]

CursorQuery = Annotated[
    str | None, Query(description="`next_cursor` of the page before; none for the first page.")
]
LimitQuery = Annotated[int, Query(ge=1, le=100, description="How many items at most.")]
MailboxQuery = Annotated[
    str | None,
    Query(
        max_length=320,
        description="Address of a mailbox that you can read; your own when it is left out.",
        examples=["ann.lee@firm.example"],
    ),
]


def answer(body: BaseModel, operation: str, *, held: bool = False) -> Response:
    """Return a body as the successful answer of an operation, or of one that waits."""
    # Made here, since FastAPI would check once more what pydantic has just checked.
    return Response(
        body.model_dump_json(),
        status_code=HTTPStatus.ACCEPTED if held else OPERATIONS[operation].status,
        media_type="application/json",
    )
