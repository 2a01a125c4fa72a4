"""Asks the model once: patient within the time that is left, with every failure told.

Called by the ways of working (``loop``, ``classic``) for each of their model calls. Decides whose
time it was when the episode's wall time ends in the middle of a call, which then has no answer:

* The provider's, and the episode errs with ``NoAnswerInTimeError``: when an attempt at this call
  had failed, when the call still waited for its turn at the provider, or when it had gone without
  an answer for more than half of the episode's wall time.
* The model's, and the episode ends at its time limit: in every other case. So a model that thinks
  slowly but answers is not blamed on its provider, and a hang is blamed on the model only when it
  was shorter than the attempt's own timeout and than half of the time.
"""

import asyncio
from collections.abc import Sequence

from alex.chat import ChatMessage, ModelReply, ToolSpec
from alex.errors import ModelCallError, NoAnswerInTimeError
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
    began: float,
    wall_seconds: float | None,
) -> ModelReply:
    """Return the model's answer, which the observer has been told of.

    Args:
        model: Who is asked.
        messages: The whole conversation so far.
        tools: What goes with the call.
        step: Which answer it will be, from 1.
        seed: Given to the model.
        observer: Is told of the answer and of failed attempts.
        began: When the episode's work began, by the running loop's clock.
        wall_seconds: How long it may take; None for ever.

    Raises:
        EpisodeStop: The model's time was over before the answer came.
        NoAnswerInTimeError: The time was over, and the provider had used it up; see above.
        ModelCallError: The model could not be asked.
    """
    failed = 0
    last: ModelCallError | None = None

    def note_failure(attempt: int, error: ModelCallError) -> None:
        nonlocal failed, last
        failed, last = attempt, error
        observer.model_failed(step, attempt, error)

    asked_at = asyncio.get_running_loop().time()
    patience = asyncio.timeout_at(None if wall_seconds is None else began + wall_seconds)
    try:
        async with patience:
            reply = await model.complete(messages, tools, seed=seed, on_failure=note_failure)
    except TimeoutError:
        if wall_seconds is None or not patience.expired():
            raise
        waited = began + wall_seconds - asked_at
        if last is not None or waited > wall_seconds / 2:
            raise _no_answer(model, wall_seconds, waited=waited, last=last) from None
        raise EpisodeStop(StopReason.TIME_LIMIT) from None
    await observer.model_called(step, reply, failed + 1)
    return reply


def _no_answer(
    model: Model, wall_seconds: float, *, waited: float, last: ModelCallError | None
) -> NoAnswerInTimeError:
    said = "" if last is None else f" Its last attempt: {last.message}"
    return NoAnswerInTimeError(
        f"There was no answer of {model.name} in the last {waited:.3g} of the episode's "
        f"{wall_seconds:g} seconds: look at its provider and at who reviews, or raise the time "
        f"limit.{said}",
        provider=model.name.partition("/")[0],
        retryable=False,
    )
