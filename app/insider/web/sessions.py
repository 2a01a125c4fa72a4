"""Who has signed in on the page: a cookie that says until when, and proves it with the token.

Nothing is kept by the server, so that a restart signs nobody out; another operator's token does.
The cookie holds no token: it is a time and a keyed hash of it.
"""

import hashlib
import hmac

from fastapi import Request, Response

from corpmail.clock import wall_now
from insider.settings import Settings

COOKIE = "insider_session"
LIFE = 12 * 3600
"""Seconds for which somebody stays signed in."""
_PURPOSE = b"insider page session "


def sign_in(response: Response, settings: Settings, *, secure: bool) -> None:
    """Give a browser the cookie of whoever has shown the operator's token.

    Args:
        response: What is sent to it.
        settings: Whose token.
        secure: Whether the browser may send it over HTTPS only.
    """
    ends = int(wall_now().timestamp()) + LIFE
    response.set_cookie(
        COOKIE,
        f"{ends}.{_proof(settings, str(ends))}",
        max_age=LIFE,
        httponly=True,
        # A link from elsewhere may open a page; what changes something is for our own pages.
        samesite="lax",
        secure=secure,
    )


def sign_out(response: Response) -> None:
    """Take the cookie back."""
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")


def is_signed_in(request: Request, settings: Settings) -> bool:
    """Tell whether a request carries a cookie of ours that has not run out."""
    ends, _, proof = request.cookies.get(COOKIE, "").partition(".")
    if settings.operator_token is None or not ends.isascii() or not ends.isdecimal():
        return False
    if not hmac.compare_digest(proof.encode(), _proof(settings, ends).encode()):
        return False
    return int(ends) > wall_now().timestamp()


def is_own_page(request: Request) -> bool:
    """Tell whether a request comes from a page of this server, as far as its browser says so.

    Browsers name the site that a request comes from; those of before 2023 name its origin at least.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.url.scheme}://{request.url.netloc}"


def _proof(settings: Settings, ends: str) -> str:
    token = settings.operator_token
    key = b"" if token is None else token.get_secret_value().encode("utf-8", "surrogatepass")
    return hmac.new(key, _PURPOSE + ends.encode(), hashlib.sha256).hexdigest()
