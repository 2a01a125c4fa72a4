"""The way in: a page that asks for the operator's token where one is set, and the way out."""

from http import HTTPStatus
from typing import Annotated
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from corpmail.errors import InvalidRequestError
from insider.errors import NotOperatorError, OperatorClosedError, TooManyTriesError
from insider.web.api.operator import check_operator, check_token
from insider.web.pages.templates import show_page
from insider.web.sessions import is_own_page, sign_in, sign_out
from insider.web.state import SettingsDep, state_of


class SignInNeededError(Exception):
    """A page was asked for by somebody who must show the token first.

    Args:
        path: Where they wanted to go.
    """

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


async def require_signed_in(request: Request) -> None:
    """Refuse whoever is no operator; the dependency of every page that is an operator's.

    Raises:
        SignInNeededError: A page was asked for, to which the entrance leads.
        NotOperatorError: A part of one was, or something was to be changed.
        OperatorClosedError: As ``check_operator`` says.
        TooManyTriesError: Likewise.
    """
    try:
        check_operator(request, state_of(request).settings)
    except NotOperatorError as error:
        if request.method != "GET" or "HX-Request" in request.headers:
            raise
        query = f"?{request.url.query}" if request.url.query else ""
        raise SignInNeededError(f"{request.url.path}{query}") from error


async def ask_to_sign_in(_request: Request, error: Exception) -> Response:
    """Answer ``SignInNeededError``: send the browser to the entrance."""
    path = error.path if isinstance(error, SignInNeededError) else "/"
    return RedirectResponse(f"/login?next={quote(path)}", HTTPStatus.SEE_OTHER)


router = APIRouter(include_in_schema=False)


@router.get("/login")
def show_entrance(
    settings: SettingsDep, next_path: Annotated[str, Query(alias="next")] = "/"
) -> Response:
    """Show the page that asks for the token."""
    if settings.operator_token is None:
        return RedirectResponse("/", HTTPStatus.SEE_OTHER)
    return _entrance(_own_path(next_path))


@router.post("/login")
async def enter(settings: SettingsDep, request: Request) -> Response:
    """Sign in whoever has the token."""
    if not is_own_page(request):
        raise OperatorClosedError("This was asked by a page that is not this server's.")
    try:
        form = parse_qs((await request.body()).decode("utf-8", "replace"), max_num_fields=8)
    except ValueError:
        raise InvalidRequestError("This is not the form of the page; load it anew.") from None
    path = _own_path(form.get("next", ["/"])[0])
    try:
        check_token(request, settings, form.get("token", [""])[0].strip())
    except NotOperatorError:
        return _entrance(path, "That is not the operator's token.", HTTPStatus.UNAUTHORIZED)
    except TooManyTriesError as error:
        return _entrance(path, error.message, HTTPStatus.TOO_MANY_REQUESTS)
    answer = RedirectResponse(path, HTTPStatus.SEE_OTHER)
    sign_in(answer, settings, secure=request.url.scheme == "https")
    return answer


@router.post("/logout")
def leave(request: Request) -> Response:
    """Sign out."""
    if not is_own_page(request):
        raise OperatorClosedError("This was asked by a page that is not this server's.")
    answer = RedirectResponse("/login", HTTPStatus.SEE_OTHER)
    sign_out(answer)
    return answer


def _entrance(path: str, wrong: str = "", status: int = HTTPStatus.OK) -> Response:
    return show_page("login", {"next": path, "wrong": wrong}, status=status)


def _own_path(path: str) -> str:
    # A path that begins with two slashes, or a back slash, is another host to a browser.
    return path if path[:1] == "/" and path[1:2] not in ("/", "\\") and path.isprintable() else "/"
