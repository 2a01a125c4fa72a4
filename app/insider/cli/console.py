"""Where the command line prints: standard output is data, standard error is talk.

Called by commands; the only file that decides colour, width and JSON. Colour and live lines
appear on terminals only, and not at all where ``NO_COLOR`` is set. Nothing is read as markup: a
subject such as ``[red]`` is printed as it stands.
"""

import contextlib
import json
import os
import sys
from collections.abc import Mapping, Sequence

import rich.console
from pydantic import JsonValue
from rich.console import RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from insider.visible import make_line

_WIDTH_OF_FILES = 120
_WIDEST = 140


class Console:
    """Standard output and standard error of one command.

    Args:
        as_json: Whether data is printed as JSON.
    """

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.kept: str | None = None
        """What to say is kept when the command is stopped by Ctrl-C."""
        self._out = _console(error=False)
        self._talk = _console(error=True)

    @property
    def width(self) -> int:
        """How many characters a line of standard output may have."""
        return self._out.width

    def show(self, *parts: RenderableType) -> None:
        """Print data for people; nothing when JSON is asked for."""
        if not self.as_json:
            for part in parts:
                self._out.print(part)

    def write_json(self, value: JsonValue | Mapping[str, JsonValue]) -> None:
        """Print one JSON document, when JSON is asked for."""
        if self.as_json:
            self._write(json.dumps(value, indent=2))

    def write_json_line(self, value: Mapping[str, JsonValue]) -> None:
        """Print one line of JSON, when JSON is asked for."""
        if self.as_json:
            self._write(json.dumps(value, separators=(",", ":")))

    def write_lines(self, lines: Sequence[str]) -> None:
        """Print lines as they are, unwrapped; for what people copy."""
        if not self.as_json:
            for line in lines:
                self._out.print(Text(line), soft_wrap=True)

    def say(self, text: str | Text) -> None:
        """Tell people something on standard error."""
        self._talk.print(Text(make_line(text)) if isinstance(text, str) else text, soft_wrap=True)

    def present(self, *parts: RenderableType) -> None:
        """Show people something on standard error that they are asked about."""
        for part in parts:
            self._talk.print(part)

    def warn(self, text: str) -> None:
        """Tell people something that they should not miss."""
        self._talk.print(Text(f"insider: {make_line(text)}", style="yellow"), soft_wrap=True)

    def complain(self, text: str) -> None:
        """Say why the command fails; further lines of the text are indented."""
        first, *more = [make_line(line) for line in text.splitlines() if line.strip()] or [""]
        self._talk.print(Text(f"insider: {first}", style="bold red"), soft_wrap=True)
        for line in more:
            self._talk.print(Text(f"  {line}"), soft_wrap=True)

    @property
    def is_live(self) -> bool:
        """Whether people see lines change on standard error; else what is said there is a log."""
        return self._talk.is_terminal

    def progress(self) -> Progress:
        """Return a progress bar on standard error; silent where that is no terminal."""
        return Progress(
            # What it shows holds names from files.
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._talk,
            transient=True,
            disable=not self._talk.is_terminal,
            redirect_stdout=False,
            redirect_stderr=False,
        )

    def abandon_output(self) -> None:
        """Write nothing more to standard output: whoever read it has gone."""
        # What is still in the buffer would be written, and fail, when Python ends.
        with contextlib.suppress(OSError, ValueError):
            number = sys.stdout.fileno()
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, number)
            os.close(nowhere)

    def _write(self, text: str) -> None:
        # ASCII throughout: no control character and no lone surrogate can get out of it.
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


class _PipeConsole(rich.console.Console):
    def on_broken_pipe(self) -> None:
        """Tell the command, where rich would end the process."""
        raise BrokenPipeError


def _console(*, error: bool) -> rich.console.Console:
    console = _PipeConsole(stderr=error, markup=False, emoji=False, highlight=False)
    if not console.is_terminal and not os.environ.get("COLUMNS"):
        console.width = _WIDTH_OF_FILES
    console.width = min(console.width, _WIDEST)
    return console
