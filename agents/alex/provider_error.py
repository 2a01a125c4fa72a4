"""Turns a failed model call into a ``ModelCallError`` that says what to do and holds no key.

Called by the transports, which say what they know of a failure in the form of ``Failure``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from alex.errors import ContextFullError, ModelCallError
from alex.redaction import redact
from alex.retry import parse_retry_after

_LONGEST_MESSAGE = 500
_FIRST_FAILURE = HTTPStatus.INTERNAL_SERVER_ERROR
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
# As vLLM, llama.cpp, SGLang, TGI and the large providers put it, some in the code alone.
_CONTEXT_FULL = re.compile(
    r"context[_ ]length[_ ]exceeded|exceed_context_size|exceeds? (?:the )?context (?:limit|window)"
    r"|maximum context (?:length|limit) is|longer than the model's context length"
    r"|exceeds the (?:available context size|maximum number of tokens allowed)"
    r"|input tokens exceed the configured limit|`inputs` tokens \+ `max_new_tokens` must be"
    r"|prompt is too long",
    re.IGNORECASE,
)
_MAY_HIDE_CONTEXT_FULL = frozenset({400, 413, 422})
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
NOTHING_LISTENS = "The connection is refused: nothing listens at the API base"
UNKNOWN_HOST = "The host is not known: check the API base"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What is known of a call that failed."""

    said: str
    """In the words of the provider, or of who called it."""
    status: int | None = None
    """Of HTTP; None where it did not come to one."""
    codes: str = ""
    """The machine's words for it beside what is said, such as ``insufficient_quota``."""
    retry_after: str | None = None
    """The header of that name."""
    timed_out: bool = False
    context_full: bool = False
    """Whether the transport knows that the conversation is too long."""
    nobody_there: str | None = None
    """``NOTHING_LISTENS`` or ``UNKNOWN_HOST``, if so."""
    may_have_answered: bool = True
    """Whether the provider may have done the work nevertheless."""
    unreadable: bool = False
    """Whether it answered with success, and what cannot be used."""


def describe_failure(
    failure: Failure,
    *,
    provider: str,
    api_key: str | None,
    environment: Mapping[str, str],
    now: datetime,
) -> ModelCallError:
    """Return a failure of a model call as an error of ours.

    Args:
        failure: What is known of it.
        provider: Whose.
        api_key: Removed from everything that is kept, beside all that looks like a key.
        environment: Its secrets are removed too: LiteLLM takes keys from there by itself.
        now: What a Retry-After date is counted from.
    """
    provider = redact(provider, api_key=api_key, environment=environment)
    detail = _clean(redact(failure.said, api_key=api_key, environment=environment))
    status, told = failure.status, f"{failure.codes} {failure.said}"
    if status in _MAY_HIDE_NO_CREDIT and _NO_CREDIT.search(told):
        status = HTTPStatus.PAYMENT_REQUIRED
    cause = failure.nobody_there or _cause(status, timed_out=failure.timed_out)
    kind = ModelCallError
    if failure.context_full or (status in _MAY_HIDE_CONTEXT_FULL and _CONTEXT_FULL.search(told)):
        cause = "The conversation has become longer than the model takes"
        kind = ContextFullError
    refused = status is not None and HTTPStatus.MULTIPLE_CHOICES <= status < _FIRST_FAILURE
    return kind(
        f"{cause} ({provider}): {detail}",
        provider=provider,
        retryable=failure.timed_out or _may_pass(status),
        status=None if failure.timed_out else status,
        retry_after=parse_retry_after(failure.retry_after, now=now),
        billed=failure.timed_out or (failure.may_have_answered and not refused),
        nobody_there=failure.nobody_there is not None,
        unreadable=failure.unreadable,
    )


def is_redirect(status: int) -> bool:
    """Tell whether a status sends requests elsewhere."""
    return HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST


def _may_pass(status: int | None) -> bool:
    if status is None or status in _RETRYABLE_STATUS:
        return True
    if is_redirect(status) or status in _NEVER:
        return False
    # A success that could not be read is a broken answer, such as a proxy's page.
    return status < HTTPStatus.BAD_REQUEST or status >= _FIRST_FAILURE


def _cause(status: int | None, *, timed_out: bool) -> str:
    if timed_out:
        return "The provider did not answer in time"
    if status is None:
        return "The provider could not be reached"
    if is_redirect(status):
        return (
            "The endpoint sends requests elsewhere, and Insider follows no redirect: check the "
            "API base, such as http for https, or a slash at its end"
        )
    if status < HTTPStatus.BAD_REQUEST:
        return "The provider's answer is no chat completion"
    if status >= _FIRST_FAILURE:
        return "The provider failed or could not be reached"
    return _WHAT_TO_DO.get(status, f"The provider answered with HTTP {status}")


def _clean(message: str) -> str:
    """Return a message on one line, without class names and tracebacks."""
    message = " ".join(_TRACEBACK.sub("", _CLASS_NAMES.sub("", message)).split())
    if len(message) > _LONGEST_MESSAGE:
        return message[:_LONGEST_MESSAGE] + "…"
    return message
