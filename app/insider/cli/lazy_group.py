"""A click group whose commands are imported only when they are called.

``insider --help`` lists commands from a table and imports none of them: what runs an episode
takes a second to import, and help must answer at once.
"""

import difflib
import importlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass

import click

from corpmail.collection import spare_what_lives, uncollected

_STOPPED = 130


@dataclass(frozen=True, slots=True)
class LazyCommand:
    """A command by where it is; its module has it under the name ``command``."""

    module: str
    help: str
    """One line; a test compares it with the command's own."""


class LazyGroup(click.Group):
    """A group that knows its commands by table.

    Args:
        name: As people type it.
        table: Commands by name, in the order in which help lists them.
        help: What the group is.
    """

    def __init__(self, name: str, *, table: Mapping[str, LazyCommand], help: str) -> None:  # noqa: A002 - click's word
        super().__init__(name, help=help, context_settings={"help_option_names": ["-h", "--help"]})
        self._table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(self._table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command and return it; None when the table has none of that name."""
        entry = self._table.get(cmd_name)
        if entry is None:
            return None
        if entry.module not in sys.modules:
            with uncollected():
                importlib.import_module(entry.module)
                # It stays: to look at it all again takes a part of a second.
                spare_what_lives()
        command: click.Command = sys.modules[entry.module].command
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was typed; Ctrl-C ends it quietly wherever it is."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            # While it is imported, which takes seconds, or again while it says that it stops.
            raise click.exceptions.Exit(_STOPPED) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was typed, or say which one is near."""
        if args and not args[0].startswith("-") and args[0] not in self._table:
            near = difflib.get_close_matches(args[0], self._table, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            ctx.fail(f"There is no command '{args[0]}'.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in self._table.items()])
