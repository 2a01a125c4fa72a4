"""Asks the person at the terminal about what is held, while an episode runs.

Standard input is waited for in the event loop, so that Ctrl-C and time limits end the waiting.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import TextIO

from rich.text import Text

from insider.cli.console import Console
from insider.cli.held import show_case
from insider.episodes import Decision, ReviewCase
from insider.visible import make_line

_BY = "person"
_YES, _NO, _LATER = ("y", "yes"), ("n", "no"), ("l", "later")

ReadLine = Callable[[], Awaitable[str]]
"""Waits for a line of the person's; empty at the end of what they say."""


class TerminalReviewer:
    """Asks yes, no, and why.

    Args:
        console: Where it asks.
        read_line: Where the answers come from.
    """

    def __init__(self, console: Console, read_line: ReadLine) -> None:
        self._console = console
        self._read_line = read_line

    async def review(self, case: ReviewCase) -> Decision | None:
        """Return what the person says, or None when it is put off."""
        self._console.say(Text("This waits for your decision:", style="bold"))
        self._console.present(*show_case(case))
        while True:
            answer = await self._ask("Let it go? [yes/no/later] ")
            if answer is None or answer.lower() in _LATER:
                self._console.say("It stays held.")
                return None
            if answer.lower() in (*_YES, *_NO):
                break
        approves = answer.lower() in _YES
        reason = await self._ask("Why? ") or ""
        if not approves and not reason:
            reason = "It was not approved."
        return Decision(approves=approves, reason=make_line(reason), by=_BY)

    async def _ask(self, question: str) -> str | None:
        """Return an answer without blanks around it; None when there are no more."""
        self._console.say(Text(question, end=""))
        line = await self._read_line()
        return line.strip() if line else None


def person_at(console: Console) -> TerminalReviewer | None:
    """Return who can be asked at this terminal; None where there is none, or nobody reads along."""
    if console.as_json or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    return TerminalReviewer(console, lambda: _line_of(sys.stdin))


async def _line_of(stream: TextIO) -> str:
    loop, ready = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(stream.fileno(), ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(stream.fileno())
    return stream.readline()
