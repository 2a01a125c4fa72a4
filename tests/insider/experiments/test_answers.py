import asyncio
from collections.abc import Coroutine
from typing import Any

from insider.experiments.answers import AnswerQueue


async def go_on(queue: AnswerQueue, name: str, told: list[str]) -> None:
    await queue.turn()
    told.append(f"{name} works")
    await asyncio.sleep(0)  # as a call that is sent
    told.append(f"{name} asks")


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def test_who_was_answered_first_asks_again_before_the_last_goes_on() -> None:
    told: list[str] = []

    async def work() -> None:
        queue = AnswerQueue()
        await asyncio.gather(*(go_on(queue, name, told) for name in "abc"))

    run(work())

    assert told.index("a asks") < told.index("c works")
    assert [line for line in told if line.endswith("works")] == ["a works", "b works", "c works"]


def test_an_episode_that_waits_for_something_else_holds_nobody_up() -> None:
    async def work() -> None:
        queue, never = AnswerQueue(), asyncio.Event()

        async def stay() -> None:
            await queue.turn()
            await never.wait()

        staying = asyncio.create_task(stay())
        await asyncio.sleep(0)
        await queue.turn()
        staying.cancel()

    run(work())


def test_who_is_cancelled_while_it_waits_is_passed_over() -> None:
    told: list[str] = []

    async def work() -> None:
        queue = AnswerQueue()
        tasks = [asyncio.create_task(go_on(queue, name, told)) for name in "abc"]
        await asyncio.sleep(0)
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await queue.turn()

    run(work())

    assert told[-1] == "c asks"
    assert "b works" not in told
