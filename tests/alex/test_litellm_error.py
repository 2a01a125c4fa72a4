from datetime import UTC, datetime

import httpx
import pytest

from alex.errors import ContextFullError
from alex.litellm_error import read_failure

NOW = datetime(2026, 10, 23, 12, 0, tzinfo=UTC)


class ProviderError(Exception):
    def __init__(
        self, message: str, status_code: int | None = None, retry_after: str | None = None
    ) -> None:
        super().__init__(message)
        self.status_code = status_code
        self.llm_provider = "acme"
        headers = {"Retry-After": retry_after} if retry_after else {}
        self.response = httpx.Response(status_code or 500, headers=headers)


def test_names_what_to_do_and_leaves_class_names_out() -> None:
    error = ProviderError(
        "litellm.NotFoundError: NotFoundError: OpenAIException - no such model", 404
    )
    read = read_failure(error, provider="x", api_key=None, environment={}, now=NOW)
    assert read.message == (
        "The provider has no such model or address: check the model's name and the API base "
        "(acme): no such model"
    )
    assert (read.status, read.retryable, read.provider) == (404, False, "acme")


@pytest.mark.parametrize(
    ("status", "retryable"),
    [
        *[(code, False) for code in (400, 401, 402, 403, 404, 422)],
        *[(code, True) for code in (None, 200, 408, 409, 425, 429, 500, 503, 529)],
    ],
)
def test_only_what_may_pass_is_tried_again(status: int | None, retryable: bool) -> None:
    read = read_failure(
        ProviderError("x", status), provider="x", api_key=None, environment={}, now=NOW
    )
    assert read.retryable is retryable


def test_a_key_that_is_nowhere_is_no_failure_of_the_provider() -> None:
    error = ProviderError("litellm.APIConnectionError: Missing Gemini API key. Set it.", 500)
    read = read_failure(error, provider="x", api_key=None, environment={}, now=NOW)
    assert (read.status, read.retryable) == (401, False)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (429, '{"error": {"message": "Check your plan.", "code": "insufficient_quota"}}'),
        (400, "Billing: billing_hard_limit_reached"),
        (400, "Your credit balance is too low to access the Anthropic API."),
        (429, "Your team has either used all available credits or reached its spending limit."),
        (403, "Insufficient balance"),
    ],
)
def test_an_account_without_credit_is_no_rate_limit(status: int, said: str) -> None:
    read = read_failure(
        ProviderError(said, status), provider="x", api_key=None, environment={}, now=NOW
    )
    assert (read.status, read.retryable) == (402, False)
    assert read.message.startswith("The account has no credit at the provider")


@pytest.mark.parametrize(
    "said",
    ["Too many requests", "You exceeded your current quota: generate_requests_per_minute"],
)
def test_a_rate_limit_that_speaks_of_a_quota_passes(said: str) -> None:
    read = read_failure(
        ProviderError(said, 429), provider="x", api_key=None, environment={}, now=NOW
    )
    assert (read.status, read.retryable) == (429, True)


@pytest.mark.parametrize(
    "key",
    ["sk-proj-abcdefghij1234567890", "AIzaSyA1234567890abcdefg", "gsk_abcdefgh12345678", "plain"],
)
def test_keys_are_never_in_the_message(key: str) -> None:
    error = ProviderError(f"Bad key {key} in Bearer {key} at https://x/?key={key}&a=1", 401)
    read = read_failure(error, provider="x", api_key="plain", environment={}, now=NOW)
    assert key not in read.message
    assert read.message.count("[key]") >= 3


def test_a_key_of_the_environment_is_never_in_the_message_or_the_providers_name() -> None:
    error = ProviderError("No account has plumwater77.", 401)
    error.llm_provider = "acme-plumwater77"
    environment = {"ACME_API_KEY": "plumwater77"}
    read = read_failure(error, provider="x", api_key=None, environment=environment, now=NOW)
    assert "plumwater77" not in f"{read.message} {read.provider} {read.details}"
    assert "No account has [key]." in read.message


def test_a_traceback_is_left_out_and_a_long_message_cut() -> None:
    error = ProviderError("It broke.\nTraceback (most recent call last):\n  File", 500)
    read = read_failure(error, provider="x", api_key=None, environment={}, now=NOW)
    assert read.message.endswith("It broke.")
    long = read_failure(
        ProviderError("x " * 5_000, 500), provider="x", api_key=None, environment={}, now=NOW
    )
    assert len(long.message) < 700


def test_what_the_provider_asks_to_wait_is_kept() -> None:
    read = read_failure(
        ProviderError("x", 429, "12"), provider="x", api_key=None, environment={}, now=NOW
    )
    assert read.retry_after == 12.0


def test_a_conversation_that_is_too_long_is_told_as_that() -> None:
    class ContextWindowExceededError(ProviderError):
        pass

    error = ContextWindowExceededError("maximum context length", 400)
    read = read_failure(error, provider="x", api_key=None, environment={}, now=NOW)
    assert isinstance(read, ContextFullError)
    assert read.message.startswith("The conversation has become longer than the model takes")


def test_a_timeout_has_no_status_and_may_pass() -> None:
    class Timeout(ProviderError):  # noqa: N818 - LiteLLM's name
        pass

    read = read_failure(Timeout("x", 408), provider="x", api_key=None, environment={}, now=NOW)
    assert read.message.startswith("The provider did not answer in time")
    assert (read.status, read.retryable) == (None, True)
