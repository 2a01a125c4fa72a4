"""SIGTERM ends a command as Ctrl-C does: what runs is cancelled, and people are told what is kept.

Called around every command. Without it the process would die where it stands, and its episodes
would be found cut off by whoever looks next.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType


@dataclass(slots=True)
class Termination:
    """Whether SIGTERM has come."""

    asked: bool = False


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
