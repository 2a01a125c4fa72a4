"""Asks the model once: patient within the time that is left, with every failure told.

Called by the ways of working (``loop``, ``classic``) for each of their model calls.
"""

import asyncio
from collections.abc import Sequence

from alex.chat import ChatMessage, ModelReply, ToolSpec
from alex.errors import ModelCallError
from alex.model import Model
from alex.observer import Observer
from alex.outcome import EpisodeStop, StopReason


async def ask_model(
    model: Model,
    messages: Sequence[ChatMessage],
    tools: Sequence[ToolSpec],
    *,
    step: int,
    seed: int | None,
    observer: Observer,
    until: float | None,
) -> ModelReply:
    """Return the model's answer, which the observer has been told of.

    Args:
        model: Who is asked.
        messages: The whole conversation so far.
        tools: What goes with the call.
        step: Which answer it will be, from 1.
        seed: Given to the model.
        observer: Is told of the answer and of failed attempts.
        until: When patience ends, by the running loop's clock; None for never.

    Raises:
        EpisodeStop: The time was over before the answer came.
        ModelCallError: The model could not be asked.
    """
    failed = 0

    def note_failure(attempt: int, error: ModelCallError) -> None:
        nonlocal failed
        failed = attempt
        observer.model_failed(step, attempt, error)

    patience = asyncio.timeout_at(until)
    try:
        async with patience:
            reply = await model.complete(messages, tools, seed=seed, on_failure=note_failure)
    except TimeoutError:
        if not patience.expired():
            raise
        raise EpisodeStop(StopReason.TIME_LIMIT) from None
    observer.model_called(step, reply, failed + 1)
    return reply
