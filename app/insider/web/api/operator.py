"""Who is an operator: whoever has its token, or is at this machine where none is set.

The token comes as a bearer token, or has been shown on the page, which then sends a cookie. A mail
token opens nothing here, and neither does a page of some website in the operator's browser.
"""

import hmac
import re
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from insider.errors import NotOperatorError, OperatorClosedError
from insider.settings import Settings, is_loopback
from insider.web.sessions import is_own_page, is_signed_in
from insider.web.state import state_of

_LOCAL_HOST = re.compile(r"(localhost|[0-9.]{7,15}|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?")
"""The header as it was sent: of one that it cannot read, the framework tells another host."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="operator",
    description="The operator's token, INSIDER_OPERATOR_TOKEN; never an agent's.",
)


async def require_operator(
    request: Request,
    _: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> None:
    """Refuse whoever is no operator; the dependency of every endpoint that is an operator's.

    Raises:
        NotOperatorError: As ``check_operator`` says, as the others.
        OperatorClosedError: Likewise.
        TooManyTriesError: Likewise.
    """
    check_operator(request, state_of(request).settings)


def check_operator(request: Request, settings: Settings) -> None:
    """Refuse whoever is no operator.

    Args:
        request: What is asked.
        settings: The token, and where the server listens.

    Raises:
        NotOperatorError: A token is needed, or this one is wrong.
        OperatorClosedError: The request comes from where nobody is an operator.
        TooManyTriesError: It is wrong, and many wrong ones came from there before.
    """
    given = _token_in(request)
    if settings.operator_token is not None:
        if given is not None:
            check_token(request, settings, given)
        elif not is_signed_in(request, settings):
            raise NotOperatorError("Send 'Authorization: Bearer' with the operator's token.")
        elif request.method not in _SAFE and not is_own_page(request):
            # A browser sends the cookie by itself, so that some site's page may be what asks.
            raise OperatorClosedError("This was asked by a page that is not this server's.")
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


def check_token(request: Request, settings: Settings, given: str) -> None:
    """Refuse a token that is not the operator's.

    The right one is always taken: an agent beside the operator must not lock it out by guessing.
    A token is too long to be guessed; wrong ones are counted so that nobody keeps the server busy.

    Raises:
        NotOperatorError: It is wrong.
        TooManyTriesError: It is, and many came from there before.
    """
    token = settings.operator_token
    if token is not None and _same(given, token.get_secret_value()):
        return
    wrong = state_of(request).wrong_tokens
    client = "" if request.client is None else request.client.host
    wrong.check(client)
    wrong.count(client)
    raise NotOperatorError("Send 'Authorization: Bearer' with the operator's token.")


def _token_in(request: Request) -> str | None:
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _, given = header.partition(" ")
    if scheme.lower() != "bearer":
        # Whoever names themselves in another way must not pass for nobody, who may be let in.
        raise NotOperatorError("Send 'Authorization: Bearer' with the operator's token.")
    return given.strip()


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(
        given.encode("utf-8", "surrogatepass"), token.encode("utf-8", "surrogatepass")
    )


def _is_local(request: Request) -> bool:
    # A name that somebody else's DNS points here, or a page that is not ours, gives itself away.
    host = _LOCAL_HOST.fullmatch(request.headers.get("Host", "").lower())
    return host is not None and is_loopback(host[1].strip("[]")) and _is_asked_here(request)


def _is_asked_here(request: Request) -> bool:
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site")
    if request.method in _SAFE and _is_followed_link(request):
        return True
    # Our pages send no referrer, and a browser then keeps a form's origin to itself as well.
    known = origin is None or (origin == "null" and site == "same-origin")
    return (known or _is_of(request, origin or "")) and site in (None, "same-origin", "none")


def _is_followed_link(request: Request) -> bool:
    """Tell whether somebody follows a link: what is shown then, no other site's page can read."""
    wanted = ("Sec-Fetch-Mode", "Sec-Fetch-Dest")
    return tuple(map(request.headers.get, wanted)) == ("navigate", "document")


def _is_of(request: Request, origin: str) -> bool:
    try:
        return urlsplit(origin).netloc == request.headers.get("Host")
    except ValueError:
        return False
