"""Several things asked at once: when one fails for good, the others are not gone on with."""

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

T = TypeVar("T")


async def do_together(work: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """Return what all of it comes to, in its order.

    When one raises, or the caller is cancelled, the others are cancelled and waited for, so that
    nothing more is asked and paid for behind the caller's back.

    Args:
        work: Not begun yet.
    """
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
