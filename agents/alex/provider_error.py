"""Turns what LiteLLM raises into a ``ModelCallError`` that says what to do and holds no key.

Called by the model adapter alone. Knows LiteLLM's errors by their shape (``status_code``,
``llm_provider``, ``response``), so that it need not import LiteLLM.
"""

import re
import socket
from collections.abc import Iterator, Mapping
from datetime import datetime
from http import HTTPStatus

import httpx

from alex.errors import ContextFullError, ModelCallError
from alex.redaction import redact
from alex.retry import parse_retry_after

_LONGEST_MESSAGE = 500
_MOST_CAUSES = 10
_FIRST_FAILURE = HTTPStatus.INTERNAL_SERVER_ERROR
_NEVER_ASKED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_ANSWERED_NO = (httpx.HTTPStatusError,)
# LiteLLM reports a key that is nowhere to be found as a failure of the provider's.
_NO_KEY = re.compile(r"missing (?:\w+ )?(?:api[ _]key|credentials)", re.IGNORECASE)
# Providers say so under the status of a rate limit or of a wrong request. OpenAI's own sentence,
# "exceeded your current quota", is no sign of it: Gemini says it of each minute's limit.
_NO_CREDIT = re.compile(
    r"insufficient[_ ](?:quota|credits?|balance|funds)|billing_(?:hard_limit_reached|not_active)"
    r"|exceeded_current_quota_error|credit balance is too low|out of credits?|arrearage"
    r"|(?:used|exhausted) all (?:of )?(?:your )?(?:available )?credits|credits? (?:are )?exhausted"
    r"|(?:reached|exceeded) (?:its|your) (?:monthly )?spending limit",
    re.IGNORECASE,
)
_MAY_HIDE_NO_CREDIT = frozenset({400, 403, 429})
_CLASS_NAMES = re.compile(r"^(?:(?:litellm\.)?\w*(?:Error|Timeout)\w*: |\w+Exception - )+")
_TRACEBACK = re.compile(r"\s*Traceback \(most recent call last\).*", re.DOTALL)
_RETRYABLE_STATUS = frozenset({408, 409, 425, 429})
# Of the failures of servers, those that say that they never will.
_NEVER = frozenset({HTTPStatus.NOT_IMPLEMENTED, HTTPStatus.HTTP_VERSION_NOT_SUPPORTED})
_WHAT_TO_DO = {
    400: "The provider refuses the request",
    401: "The provider does not accept the API key: check the key and its environment variable",
    402: "The account has no credit at the provider: top it up or raise its spending limit",
    403: "The API key may not use this model",
    404: "The provider has no such model or address: check the model's name and the API base",
    422: "The provider refuses the request",
    429: "The provider's rate limit is reached",
}


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
    provider = named if isinstance(named, str) and named else provider
    provider = redact(provider, api_key=api_key, environment=environment)
    status = getattr(error, "status_code", None)
    status = status if isinstance(status, int) else None
    timed_out = type(error).__name__ in {"Timeout", "APITimeoutError"}
    said = str(getattr(error, "message", error))
    detail = _clean(redact(said, api_key=api_key, environment=environment))
    if (redirect := _redirect_of(error)) is not None:
        status = redirect
    if _NO_KEY.search(detail):
        status = HTTPStatus.UNAUTHORIZED
    if status in _MAY_HIDE_NO_CREDIT and _NO_CREDIT.search(f"{_codes_of(error)} {said}"):
        status = HTTPStatus.PAYMENT_REQUIRED
    nobody_there = _nobody_there(error)
    cause = nobody_there or _cause(status, timed_out=timed_out)
    kind = ModelCallError
    if type(error).__name__ == "ContextWindowExceededError":
        cause = "The conversation has become longer than the model takes"
        kind = ContextFullError
    return kind(
        f"{cause} ({provider}): {detail}",
        provider=provider,
        retryable=timed_out or _may_pass(status),
        status=None if timed_out else status,
        retry_after=parse_retry_after(_header(error, "retry-after"), now=now),
        billed=timed_out or _may_be_billed(error, status),
        nobody_there=nobody_there is not None,
    )


def _may_pass(status: int | None) -> bool:
    if status is None or status in _RETRYABLE_STATUS:
        return True
    if _is_redirect(status) or status in _NEVER:
        return False
    # A success that LiteLLM could not read is a broken answer, such as a proxy's page.
    return status < HTTPStatus.BAD_REQUEST or status >= HTTPStatus.INTERNAL_SERVER_ERROR


def _may_be_billed(error: BaseException, status: int | None) -> bool:
    """Tell whether the provider may have answered: what was cut off, or cannot be read.

    For several of these LiteLLM says 500 without that the provider had.
    """
    if any(isinstance(cause, _NEVER_ASKED + _ANSWERED_NO) for cause in _causes(error)):
        return False
    return not (status is not None and HTTPStatus.MULTIPLE_CHOICES <= status < _FIRST_FAILURE)


def _nobody_there(error: BaseException) -> str | None:
    """Return that nothing listens at an address, or that there is no such host, if so."""
    for cause in _causes(error):
        if isinstance(cause, ConnectionRefusedError):
            return "The connection is refused: nothing listens at the API base"
        if isinstance(cause, socket.gaierror):
            return "The host is not known: check the API base"
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    for _ in range(_MOST_CAUSES):
        if cause is None:
            return
        yield cause
        cause = cause.__cause__ or cause.__context__


def _cause(status: int | None, *, timed_out: bool) -> str:
    if timed_out:
        return "The provider did not answer in time"
    if status is None:
        return "The provider could not be reached"
    if _is_redirect(status):
        return (
            "The endpoint sends requests elsewhere, and Insider follows no redirect: check the "
            "API base, such as http for https, or a slash at its end"
        )
    if status < HTTPStatus.BAD_REQUEST:
        return "The provider's answer is no chat completion"
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return "The provider failed or could not be reached"
    return _WHAT_TO_DO.get(status, f"The provider answered with HTTP {status}")


def _is_redirect(status: int) -> bool:
    return HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST


def _redirect_of(error: BaseException) -> int | None:
    """Return the redirect that a failure came of; for some providers LiteLLM says 500 instead."""
    for cause in _causes(error):
        status = getattr(cause, "status_code", None)
        if isinstance(status, int) and _is_redirect(status):
            return status
    return None


def _codes_of(error: Exception) -> str:
    """Return the codes that OpenAI's client reads out of an error, which its message leaves out."""
    body = getattr(error, "body", None)
    if not isinstance(body, Mapping):
        return ""
    return f"{body.get('code')} {body.get('type')}"


def _clean(message: str) -> str:
    """Return a message on one line, without class names and tracebacks."""
    message = " ".join(_TRACEBACK.sub("", _CLASS_NAMES.sub("", message)).split())
    if len(message) > _LONGEST_MESSAGE:
        return message[:_LONGEST_MESSAGE] + "…"
    return message


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
