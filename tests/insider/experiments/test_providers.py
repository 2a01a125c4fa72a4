import asyncio
from collections.abc import Awaitable, Callable

import pytest

from alex.errors import ModelCallError
from insider.experiments.providers import (
    FAILURES_TO_PAUSE,
    MOST_PAUSES,
    MOST_SLOWINGS,
    ProviderGate,
)

MODEL = "acme/one"


class Clock:
    """Time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


def make_gate(clock: Clock, concurrency: int = 4) -> ProviderGate:
    return ProviderGate("acme", concurrency=concurrency, sleep=clock.sleep, now=lambda: clock.now)


def nobody_there() -> ModelCallError:
    return ModelCallError(
        "The connection is refused.", provider="acme", retryable=True, nobody_there=True
    )


def test_until_its_first_answer_somebody_must_be_there_soon_if_that_is_asked_for() -> None:
    clock = Clock()
    for answered in (False, True):
        gate = ProviderGate(
            "acme", concurrency=4, patience_at_first=3, sleep=clock.sleep, now=lambda: clock.now
        )
        if answered:
            gate.note("m", None)
        gate.note("m", nobody_there())
        gate.note("m", nobody_there())
        assert gate.closed is None
        clock.now += 3
        gate.note("m", nobody_there())
        assert gate.closed == (None if answered else "The connection is refused.")


def failed(status: int | None, *, retry_after: float | None = None) -> ModelCallError:
    retryable = status is None or status == 429 or status >= 500
    return ModelCallError(
        f"It said {status}.",
        provider="acme",
        retryable=retryable,
        status=status,
        retry_after=retry_after,
    )


async def attempt(gate: ProviderGate, error: ModelCallError | None) -> None:
    async with gate.attempt(MODEL):
        gate.note(MODEL, error)


def run(work: Callable[[Clock], Awaitable[None]]) -> Clock:
    clock = Clock()
    asyncio.run(work(clock))  # type: ignore[arg-type]  # every test gives a coroutine function
    return clock


def test_no_more_calls_than_allowed_are_made_at_once() -> None:
    most = 0

    async def work(clock: Clock) -> None:
        gate, running = make_gate(clock, 3), 0

        async def call() -> None:
            nonlocal running, most
            async with gate.attempt(MODEL):
                running += 1
                most = max(most, running)
                await asyncio.sleep(0)
                running -= 1

        await asyncio.gather(*(call() for _ in range(20)))

    run(work)
    assert most == 3


def test_a_rate_limit_halves_what_is_let_through_and_waits_as_long_as_is_asked() -> None:
    states: list[str] = []

    async def work(clock: Clock) -> None:
        gate = make_gate(clock)
        await attempt(gate, failed(429, retry_after=30))
        states.append(gate.state)
        await attempt(gate, None)
        assert clock.now == 30
        await attempt(gate, None)
        states.append(gate.state)

    run(work)
    assert states == ["slowed to 2", "slowed to 3"]


def test_calls_under_way_when_the_limit_was_hit_do_not_halve_it_again() -> None:
    async def work(clock: Clock) -> None:
        gate = make_gate(clock, 16)
        for _ in range(16):
            gate.note(MODEL, failed(429))
        assert gate.state == "slowed to 8"

    run(work)


def test_a_storm_of_rate_limits_that_does_not_end_closes_the_provider() -> None:
    async def work(clock: Clock) -> None:
        gate = make_gate(clock)
        for _ in range(MOST_SLOWINGS):
            await attempt(gate, failed(429))
        assert gate.why_closed(MODEL) is None
        await attempt(gate, failed(429))
        assert "rate limit does not end" in str(gate.why_closed(MODEL))

    assert run(work).now > 5 * 60


def test_failures_in_a_row_pause_the_provider_and_an_answer_opens_it_again() -> None:
    async def work(clock: Clock) -> None:
        gate = make_gate(clock)
        for _ in range(FAILURES_TO_PAUSE):
            await attempt(gate, failed(503))
        assert gate.state == "paused"
        await attempt(gate, None)
        assert clock.now == 5
        for _ in range(20):
            await attempt(gate, None)
        assert gate.state == "open"

    run(work)


def test_an_answer_between_failures_keeps_the_provider_open() -> None:
    async def work(clock: Clock) -> None:
        gate = make_gate(clock)
        for _ in range(3 * FAILURES_TO_PAUSE):
            await attempt(gate, failed(500))
            await attempt(gate, None)
        assert gate.state == "open"

    run(work)


def test_trouble_that_does_not_end_closes_the_provider() -> None:
    async def work(clock: Clock) -> None:
        gate = make_gate(clock)
        for _ in range(FAILURES_TO_PAUSE + MOST_PAUSES):
            await attempt(gate, failed(None))
        with pytest.raises(ModelCallError, match="trouble does not end"):
            await attempt(gate, None)

    assert run(work).now < 20 * 60


@pytest.mark.parametrize("status", [401, 402, 403])
def test_a_dead_key_closes_the_provider_at_once_and_wakes_who_waits(status: int) -> None:
    async def work(clock: Clock) -> None:
        gate = make_gate(clock, 1)
        async with gate.attempt(MODEL):
            waiting = asyncio.create_task(attempt(gate, None))
            await asyncio.sleep(0)
            gate.note(MODEL, failed(status))
        with pytest.raises(ModelCallError, match=f"said {status}"):
            await waiting

    run(work)


def test_a_model_that_there_is_not_leaves_the_others_of_its_provider_alone() -> None:
    async def work(clock: Clock) -> None:
        gate = make_gate(clock)
        gate.note(MODEL, failed(404))
        with pytest.raises(ModelCallError, match="said 404"):
            await attempt(gate, None)
        async with gate.attempt("acme/two"):
            gate.note("acme/two", None)
        assert gate.gone == {MODEL}

    run(work)


def test_a_refused_request_says_nothing_of_the_provider() -> None:
    async def work(clock: Clock) -> None:
        gate = make_gate(clock)
        for _ in range(50):
            await attempt(gate, failed(400))
        assert gate.state == "open"

    run(work)


def test_a_cancelled_waiter_passes_its_place_on() -> None:
    async def work(clock: Clock) -> None:
        gate = make_gate(clock, 1)
        async with gate.attempt(MODEL):
            first = asyncio.create_task(attempt(gate, None))
            second = asyncio.create_task(attempt(gate, None))
            await asyncio.sleep(0)
        first.cancel()
        await asyncio.wait_for(second, 5)

    run(work)


def test_a_gate_takes_other_bounds_while_it_is_used() -> None:
    most = 0

    async def work(clock: Clock) -> None:
        gate, running = make_gate(clock, 1), 0

        async def call() -> None:
            nonlocal most, running
            async with gate.attempt(MODEL):
                running += 1
                most = max(most, running)
                await asyncio.sleep(0)
                running -= 1

        async with asyncio.TaskGroup() as group:
            for _ in range(6):
                group.create_task(call())
            await asyncio.sleep(0)
            gate.resize(concurrency=3, requests_per_minute=None)

    run(work)
    assert most == 3


def test_a_gate_that_was_slowed_stays_slowed_when_its_bounds_change() -> None:
    async def work(clock: Clock) -> None:
        gate = make_gate(clock, 8)
        await attempt(gate, failed(429))
        assert gate.state == "slowed to 4"
        gate.resize(concurrency=6, requests_per_minute=None)
        assert gate.state == "slowed to 4"
        gate.resize(concurrency=3, requests_per_minute=None)
        await attempt(gate, None)
        assert gate.state == "open"

    run(work)
