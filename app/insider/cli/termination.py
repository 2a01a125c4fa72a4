"""SIGTERM ends a command as Ctrl-C does: what runs is cancelled, and people are told what is kept.

Called around every command. Without it the process would die where it stands, and its episodes
would be found cut off by whoever looks next. Who asks twice wants just that: the second time, the
process ends at once.
"""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn, TypeVar

STOPPED = 130
TERMINATED = 143

T = TypeVar("T")


@dataclass(slots=True)
class Termination:
    """Whether SIGTERM has come."""

    asked: bool = False


@dataclass(slots=True)
class Stopping:
    """Whether Ctrl-C has come to asynchronous work."""

    asked: bool = False

    def take_ctrl_c(self) -> None:
        """Have the first Ctrl-C cancel the running task, and the next one end the process.

        In the place of asyncio's, which raises at the second wherever the process is by then: in
        the midst of winding down, or of a library that logs it with its traceback.
        """
        if threading.current_thread() is not threading.main_thread():
            return
        loop, task = asyncio.get_running_loop(), asyncio.current_task()

        def stop(_number: int, _frame: FrameType | None) -> None:
            self.asked = True
            signal.signal(signal.SIGINT, _stop_at_once)
            if task is not None:
                loop.call_soon_threadsafe(task.cancel)

        signal.signal(signal.SIGINT, stop)


@contextmanager
def terminate_like_ctrl_c(termination: Termination) -> Iterator[None]:
    """Treat SIGTERM as Ctrl-C inside the block.

    Args:
        termination: Where it is noted that it came.
    """
    in_main_thread = threading.current_thread() is threading.main_thread()
    before = signal.getsignal(signal.SIGTERM)
    if not in_main_thread or before is signal.SIG_IGN:
        yield
        return

    def end(_number: int, frame: FrameType | None) -> None:
        if signal.getsignal(signal.SIGINT) is _stop_at_once:
            _end_at_once(TERMINATED)
        termination.asked = True
        # While a loop runs this is asyncio's, which cancels the task, and else Python's own.
        interrupt = signal.getsignal(signal.SIGINT)
        if not callable(interrupt):
            raise KeyboardInterrupt
        interrupt(signal.SIGINT, frame)

    with _interrupt_handled():
        signal.signal(signal.SIGTERM, end)
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_DFL if before is None else before)


def run_until_stopped(work: Coroutine[None, None, T]) -> T:
    """Run asynchronous work; Ctrl-C cancels it, and a second one ends the process at once.

    Raises:
        KeyboardInterrupt: It was stopped, and has given back what it held.
    """
    before = signal.getsignal(signal.SIGINT)
    stopping = Stopping()
    try:
        return asyncio.run(_patient_once(work, stopping))
    except asyncio.CancelledError:
        if stopping.asked:
            raise KeyboardInterrupt from None
        raise
    finally:
        if threading.current_thread() is threading.main_thread() and before is not None:
            signal.signal(signal.SIGINT, before)


async def _patient_once(work: Coroutine[None, None, T], stopping: Stopping) -> T:
    # A task of its own, so that a cancellation is known before anything is wound down.
    working = asyncio.ensure_future(work)
    if callable(signal.getsignal(signal.SIGINT)):
        stopping.take_ctrl_c()
    try:
        await asyncio.wait([working])
    except asyncio.CancelledError:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        raise
    return working.result()


def _stop_at_once(_number: int, _frame: FrameType | None) -> None:
    _end_at_once(STOPPED)


def _end_at_once(code: int) -> NoReturn:
    """End the process where it stands: what it held is taken up by whoever looks next."""
    if sys.stderr.isatty():
        # A progress bar has hidden the cursor.
        os.write(sys.stderr.fileno(), b"\x1b[?25h\n")
    os.write(sys.stderr.fileno(), b"insider: Stopped at once; what was under way is cut off.\n")
    os._exit(code)


@contextmanager
def _interrupt_handled() -> Iterator[None]:
    """Have a handler for Ctrl-C even where it is ignored, as in the background of a script.

    asyncio takes its place only where there is one. Ctrl-C itself is held back then, and dropped.
    """
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
