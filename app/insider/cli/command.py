"""What every command has in common: settings, ``--json``, ``--database``, and how it fails.

An error of ours is one line on standard error and exit code 1, or 2 when what was typed is wrong;
never a traceback. Ctrl-C ends with 130 and says what is kept, SIGTERM the same with 143, and a
second one ends at once (``termination``); a reader of the output that goes away, such as ``head``,
ends a command silently with 141.
"""

import errno
import logging
import os
import re
import shlex
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alex.errors import ModelNameError, TapeError, UnknownPriceError
from corpmail.errors import InsiderError, InvalidRequestError, NotHeldError, SeedDataError
from insider.cli.console import Console
from insider.cli.termination import (
    STOPPED,
    TERMINATED,
    Termination,
    terminate_like_ctrl_c,
)
from insider.errors import (
    EpisodeNotFoundError,
    ExperimentError,
    FiguresError,
    ForkError,
    JudgeError,
    LabelError,
    NoEpisodesError,
    ScenarioError,
    SettingsError,
    StatisticsError,
)
from insider.settings import Settings
from insider.visible import make_line

if TYPE_CHECKING:
    from sqlalchemy.exc import DBAPIError

FAILED = 1
BAD_INPUT = 2
DIFFERENT = 3
UNREAD = 141

_TOKEN = re.compile(r"mail_[\w-]{43}")
"""As ``corpmail.branches`` issues them."""

_TYPED_WRONGLY = (
    EpisodeNotFoundError,
    ExperimentError,
    FiguresError,
    ForkError,
    InvalidRequestError,
    JudgeError,
    LabelError,
    ModelNameError,
    NotHeldError,
    ScenarioError,
    SeedDataError,
    SettingsError,
    StatisticsError,
    TapeError,
    UnknownPriceError,
)


@dataclass(frozen=True, slots=True)
class Invocation:
    """One call of a command."""

    console: Console
    settings: Settings
    """Of the environment, with the database that was named."""
    database_option: str | None
    """The database as it was named on the command line, if it was."""
    pack_option: Path | None = None
    """The pack that was named on the command line, if one was; ``settings`` have it too."""

    def with_settings(self, changes: Mapping[str, object]) -> "Invocation":
        """Return the invocation with settings that the command's own options change."""
        return replace(self, settings=self.settings.model_copy(update=changes))

    def next_command(self, words: str, *, on_seed: bool = False) -> str:
        """Return a command for people to type that works on the same database.

        Args:
            words: The command.
            on_seed: Whether it reads the seed, which is then the same, too.
        """
        named, pack = self.database_option, self.pack_option if on_seed else None
        options = "" if pack is None else f" --pack {shlex.quote(str(pack))}"
        if named is not None:
            options += f" --database {shlex.quote(_without_secrets(named))}"
        return f"{_own_name()} {words}{options}"


def _without_secrets(database: str) -> str:
    """Return a database URL as it was typed, or without the password that it has."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(database)
    except (ArgumentError, ValueError):
        return database
    if url.password is None and "password" not in url.query:
        return database
    return url.difference_update_query(["password"]).render_as_string(hide_password=True)


def _database_error() -> "type[DBAPIError]":
    """Return what a database raises; commands that use none need not import SQLAlchemy."""
    from sqlalchemy.exc import DBAPIError

    return DBAPIError


def _own_name() -> str:
    """Return what to type for this program: its name, or its path where that is not found."""
    if shutil.which("insider") is not None or Path(sys.argv[0]).name != "insider":
        return "insider"
    return os.path.relpath(sys.argv[0])


class InsiderCommand(click.Command):
    """A command with the common options; its function's first argument is the invocation."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the command's own options and the common ones."""
        own = super().get_params(ctx)
        return [*own[:-1], *_common_options(), *own[-1:]]

    def adapt(self, ctx: click.Context, invocation: Invocation) -> Invocation:
        """Return the invocation as the options of a kind of commands change it."""
        return invocation

    def invoke(self, ctx: click.Context) -> None:
        """Run the command and turn its errors into a line and an exit code."""
        console = Console(as_json=bool(ctx.params.pop("as_json")))
        database = ctx.params.pop("database")
        code, termination = FAILED, Termination()
        try:
            settings = Settings.read()
            if database is not None:
                settings = settings.model_copy(update={"database_url": database})
            configure_logging(settings.log_level)
            ctx.obj = self.adapt(
                ctx, Invocation(console=console, settings=settings, database_option=database)
            )
            with terminate_like_ctrl_c(termination):
                super().invoke(ctx)
            return
        except KeyboardInterrupt:
            console.complain("Stopped." + (f" {console.kept}" if console.kept else ""))
            code = TERMINATED if termination.asked else STOPPED
        except InsiderError as error:
            console.complain(_advise(error))
            code = BAD_INPUT if isinstance(error, _TYPED_WRONGLY) else FAILED
        except BrokenPipeError:
            console.abandon_output()
            code = UNREAD
        except OSError as error:
            console.complain(_describe(error))
        except _database_error() as error:
            console.complain(f"The database did not do what was asked: {error.orig}.")
        raise click.exceptions.Exit(code)


def _describe(error: OSError) -> str:
    """Return what the system refused, and where, as far as it says so."""
    if error.filename is None and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "There is no space left to write on; make room, and do it again."
    return f"{error.filename or 'The system'}: {error.strerror or error}."


def _advise(error: InsiderError) -> str:
    """Return what an error says, with the command that helps where it cannot know of commands."""
    if isinstance(error, EpisodeNotFoundError) and not isinstance(error, NoEpisodesError):
        return f"{error.message.removesuffix('.')}; 'insider show' without an id lists them."
    return error.message


class CommandGroup(click.Group):
    """A group of such commands."""

    command_class = InsiderCommand


def configure_logging(level: str) -> None:
    """Send the log to standard error, one visible line per entry; libraries only when they warn."""
    handler = logging.StreamHandler()
    handler.setFormatter(_VisibleFormatter("%(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    for old in list(root.handlers):
        if isinstance(old.formatter, _VisibleFormatter):
            root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name in ("httpx", "httpcore", "LiteLLM", "asyncio", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # What is odd in a file that it reads all the same; which file that is, it does not say.
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    # What fails in its jobs is told by the command that waits for them.
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)


class _VisibleFormatter(logging.Formatter):
    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        # The line of a request has its whole address in it, and a caller may write anything there.
        return _TOKEN.sub("[token]", make_line(super().formatMessage(record)))


def _common_options() -> list[click.Parameter]:
    return [
        click.Option(
            ["--database", "database"],
            metavar="URL",
            help="Where episodes are kept; INSIDER_DATABASE_URL, else insider.db in this folder.",
        ),
        click.Option(["--json", "as_json"], is_flag=True, help="Print data as JSON."),
    ]
