"""Who may use the operator API: whoever has its token, or is at this machine where none is set.

A mail token opens nothing here, and neither does a page of some website in the operator's browser.
"""

import hmac
from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from insider.errors import NotOperatorError, OperatorClosedError
from insider.settings import Settings, is_loopback

_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="operator",
    description="The operator's token, INSIDER_OPERATOR_TOKEN; never an agent's.",
)


def operator_check(settings: Settings) -> Callable[..., Coroutine[Any, Any, None]]:
    """Return the dependency of every endpoint that is an operator's.

    Args:
        settings: The token, and where the server listens.
    """
    token = settings.operator_token

    async def check(
        request: Request,
        credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
    ) -> None:
        given = None if credentials is None else credentials.credentials
        if token is not None:
            if given is None or not _same(given, token.get_secret_value()):
                raise NotOperatorError("Send 'Authorization: Bearer' with the operator's token.")
        elif not settings.listens_on_loopback:
            raise OperatorClosedError(
                "The server can be reached from other machines: set INSIDER_OPERATOR_TOKEN, and "
                "send it as a bearer token."
            )
        elif given is not None:
            raise NotOperatorError("This token opens nothing here; no operator's token is set.")
        elif not _is_local(request):
            raise OperatorClosedError(
                "Without an operator's token, requests must come from this machine and from no "
                "other site's page."
            )

    return check


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(
        given.encode("utf-8", "surrogatepass"), token.encode("utf-8", "surrogatepass")
    )


def _is_local(request: Request) -> bool:
    # A name that somebody else's DNS points here, or a page that is not ours, gives itself away.
    origin = request.headers.get("Origin")
    return is_loopback(request.url.hostname or "") and (
        origin is None or urlsplit(origin).netloc == request.url.netloc
    )
