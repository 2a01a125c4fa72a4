"""Reads what LiteLLM raises into what is known of a failure.

Called by ``litellm_transport`` alone. Knows LiteLLM's errors by their shape (``status_code``,
``llm_provider``, ``response``), so that it need not import LiteLLM.
"""

import re
import socket
from collections.abc import Iterator, Mapping
from datetime import datetime
from http import HTTPStatus

import httpx

from alex.errors import ModelCallError
from alex.provider_error import (
    NOTHING_LISTENS,
    UNKNOWN_HOST,
    Failure,
    describe_failure,
    is_redirect,
)

_MOST_CAUSES = 10
_NEVER_ASKED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_ANSWERED_NO = (httpx.HTTPStatusError,)
# LiteLLM reports a key that is nowhere to be found as a failure of the provider's.
_NO_KEY = re.compile(r"missing (?:\w+ )?(?:api[ _]key|credentials)", re.IGNORECASE)


def read_failure(
    error: Exception,
    *,
    provider: str,
    api_key: str | None,
    environment: Mapping[str, str],
    now: datetime,
) -> ModelCallError:
    """Return a failure of a model call as an error of ours.

    Args:
        error: As LiteLLM raised it.
        provider: Used when the error does not name one.
        api_key: Removed from everything that is kept, beside all that looks like a key.
        environment: Its secrets are removed too: LiteLLM takes keys from there by itself.
        now: What a Retry-After date is counted from.
    """
    named = getattr(error, "llm_provider", None)
    said = str(getattr(error, "message", error))
    status = _redirect_of(error) or getattr(error, "status_code", None)
    if _NO_KEY.search(said):
        status = HTTPStatus.UNAUTHORIZED
    failure = Failure(
        said=said,
        status=status if isinstance(status, int) else None,
        codes=_codes_of(error),
        retry_after=_header(error, "retry-after"),
        timed_out=type(error).__name__ in {"Timeout", "APITimeoutError"},
        context_full=type(error).__name__ == "ContextWindowExceededError",
        nobody_there=_nobody_there(error),
        # For several of these LiteLLM says 500 without that the provider had.
        may_have_answered=not any(
            isinstance(cause, _NEVER_ASKED + _ANSWERED_NO) for cause in _causes(error)
        ),
    )
    return describe_failure(
        failure,
        provider=named if isinstance(named, str) and named else provider,
        api_key=api_key,
        environment=environment,
        now=now,
    )


def _nobody_there(error: BaseException) -> str | None:
    """Return that nothing listens at an address, or that there is no such host, if so."""
    for cause in _causes(error):
        if isinstance(cause, ConnectionRefusedError):
            return NOTHING_LISTENS
        if isinstance(cause, socket.gaierror):
            return UNKNOWN_HOST
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    for _ in range(_MOST_CAUSES):
        if cause is None:
            return
        yield cause
        cause = cause.__cause__ or cause.__context__


def _redirect_of(error: BaseException) -> int | None:
    """Return the redirect that a failure came of; for some providers LiteLLM says 500 instead."""
    for cause in _causes(error):
        status = getattr(cause, "status_code", None)
        if isinstance(status, int) and is_redirect(status):
            return status
    return None


def _codes_of(error: Exception) -> str:
    """Return the codes that OpenAI's client reads out of an error, which its message leaves out."""
    body = getattr(error, "body", None)
    if not isinstance(body, Mapping):
        return ""
    return f"{body.get('code')} {body.get('type')}"


def _header(error: Exception, name: str) -> str | None:
    response = getattr(error, "response", None)
    for headers in (
        getattr(error, "litellm_response_headers", None),
        getattr(response, "headers", None),
    ):
        if headers:
            value = httpx.Headers(headers).get(name)
            if isinstance(value, str):
                return value
    return None
