import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alex.errors import ModelCallError
from alex.retry import NO_RETRIES, RetryPolicy, call_with_retries, parse_retry_after

NOW = datetime(2026, 10, 23, 12, 0, tzinfo=UTC)


def failure(*, retryable: bool = True, retry_after: float | None = None) -> ModelCallError:
    return ModelCallError("No.", provider="p", retryable=retryable, retry_after=retry_after)


def run(outcomes: list[ModelCallError | str], policy: RetryPolicy) -> tuple[str, list[float]]:
    waits: list[float] = []
    left = iter(outcomes)

    async def call() -> str:
        outcome = next(left)
        if isinstance(outcome, ModelCallError):
            raise outcome
        return outcome

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    made = call_with_retries(call, policy=policy, draw=lambda _: 0.5, sleep=sleep)
    return asyncio.run(made), waits


def test_waits_longer_after_each_failure() -> None:
    answer, waits = run([failure(), failure(), failure(), "yes"], RetryPolicy(first_delay=2))
    assert answer == "yes"
    assert waits == [1.5, 3.0, 6.0]


def test_gives_up_after_the_last_attempt() -> None:
    with pytest.raises(ModelCallError):
        run([failure(), failure(), "too late"], RetryPolicy(attempts=2))


def test_does_not_try_again_where_that_cannot_help() -> None:
    with pytest.raises(ModelCallError):
        run([failure(retryable=False), "never"], RetryPolicy())


def test_no_retries_means_one_attempt() -> None:
    with pytest.raises(ModelCallError):
        run([failure(), "never"], NO_RETRIES)


def test_waits_as_long_as_the_provider_asks() -> None:
    _, waits = run([failure(retry_after=20), "yes"], RetryPolicy(first_delay=1))
    assert waits == [20.5]


def test_a_provider_cannot_ask_for_more_than_the_longest_delay() -> None:
    _, waits = run([failure(retry_after=86_400), "yes"], RetryPolicy(longest_delay=30))
    assert waits == [30.5]


@given(
    st.integers(1, 5_000),
    st.floats(0, 1, exclude_max=True),
    st.none() | st.floats(0, 1e12),
)
def test_every_wait_is_bounded(attempt: int, fraction: float, asked: float | None) -> None:
    policy = RetryPolicy(first_delay=1, longest_delay=60)
    wait = policy.delay(attempt, fraction=fraction, retry_after=asked)
    assert 0 <= wait <= 61


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("0.5", 0.5),
        ("Fri, 23 Oct 2026 12:01:00 GMT", 60.0),
        ("Fri, 23 Oct 2026 11:00:00 GMT", 0.0),
        ("Fri, 23 Oct 2026 12:01:00", None),
        ("-3", None),
        ("nan", None),
        ("inf", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_reads_what_a_provider_may_ask(header: str | None, seconds: float | None) -> None:
    assert parse_retry_after(header, now=NOW) == seconds
