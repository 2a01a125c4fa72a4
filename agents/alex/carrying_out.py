"""Carries out one call of an answer, with the observer told of it before and after.

Called by the ways of working (``loop``, ``classic``), in the order that they decide.
"""

import asyncio

from alex.chat import ToolResult
from alex.conversation import AskedCall
from alex.observer import Observer
from alex.outcome import EpisodeStop, SessionStop, StopReason
from alex.tools import Toolbox
from alex.tools.toolbox import refuse
from corpmail.errors import BranchClosedError, SessionEndedError


async def carry_out_call(
    toolbox: Toolbox,
    asked: AskedCall,
    *,
    step: int,
    cut_off: bool,
    observer: Observer,
    problem: str | None = None,
) -> ToolResult:
    """Return what became of a call.

    Args:
        toolbox: What can be called.
        asked: The call.
        step: The answer that it belongs to.
        cut_off: Whether that answer was cut off; said beside errors, which may come of it.
        observer: Is told of the call and of its result.
        problem: Why it is not made although it could be tried, in a sentence.

    Raises:
        EpisodeStop: The episode's mail is over.
        SessionStop: The session's time is over.
        MailError: The mail server failed; never for what a model did.
    """
    call = asked.call
    if asked.problem is not None:
        problem = f"{asked.problem} Nothing was called."
    # Calls that are refused wait for nothing; whoever cancels must be heard between them.
    await asyncio.sleep(0)
    await observer.tool_called(step, call)
    try:
        # What was put off or not reached must not make a step of unusable calls a usable one.
        result = await toolbox.call(call) if problem is None else refuse(problem, unusable=True)
    except BranchClosedError as error:
        await observer.tool_answered(step, call, refuse(error.message))
        raise EpisodeStop(StopReason.DEADLINE) from None
    except SessionEndedError as error:
        await observer.tool_answered(step, call, refuse(error.message))
        raise SessionStop("time") from None
    if result.is_error and cut_off:
        told = f"{result.content} (Your answer was cut off at its length limit.)"
        result = result.model_copy(update={"content": told})
    await observer.tool_answered(step, call, result)
    return result
