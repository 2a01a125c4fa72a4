"""The entry point of ``insider``.

Imports click and nothing heavier: see ``lazy_group``. What a command needs is imported by the
command's module.
"""

import io
import os
import signal
import sys

import click

from insider.cli.lazy_group import LazyCommand, LazyGroup

_COMMANDS = "insider.cli.commands"

TABLE = {
    "demo": LazyCommand(
        f"{_COMMANDS}.demo", "Scripted Alexes in every scenario, with verdicts; no key needed."
    ),
    "run": LazyCommand(f"{_COMMANDS}.run", "Run a model as Alex in a scenario and inspect it."),
    "sweep": LazyCommand(f"{_COMMANDS}.sweep", "Run an experiment's file as a sweep of episodes."),
    "report": LazyCommand(
        f"{_COMMANDS}.report",
        "Show what an experiment came to: rates with intervals, effects, evidence.",
    ),
    "compare": LazyCommand(
        f"{_COMMANDS}.compare", "Show how two experiments differ, cell by cell."
    ),
    "worker": LazyCommand(
        f"{_COMMANDS}.worker", "Join sweeps that run on the same Postgres, from any machine."
    ),
    "show": LazyCommand(f"{_COMMANDS}.show", "List episodes, or show one as a transcript."),
    "inspect": LazyCommand(
        f"{_COMMANDS}.inspect_episode",
        "Inspect stored episodes again, by rules and by judges, without running them.",
    ),
    "label": LazyCommand(
        f"{_COMMANDS}.label",
        "Say yourself what an episode was, blind, and see how far people agree.",
    ),
    "open": LazyCommand(
        f"{_COMMANDS}.open_episode", "Open an episode for an agent of your own, over HTTP."
    ),
    "close": LazyCommand(f"{_COMMANDS}.close_episode", "End an open episode and inspect it."),
    "approvals": LazyCommand(
        f"{_COMMANDS}.approvals", "List what waits for approval, in one episode or in all."
    ),
    "approve": LazyCommand(
        f"{_COMMANDS}.approve", "Approve what waits for a person; it takes effect now."
    ),
    "refuse": LazyCommand(
        f"{_COMMANDS}.refuse", "Refuse what waits for a person; its sender is told why."
    ),
    "serve": LazyCommand(f"{_COMMANDS}.serve", "Serve the pages and the APIs over HTTP."),
    "fork": LazyCommand(
        f"{_COMMANDS}.fork",
        "Continue an episode from one of its steps in another way, as a new episode.",
    ),
    "replay": LazyCommand(
        f"{_COMMANDS}.replay", "Play a tape and prove that the events are the same."
    ),
    "tape": LazyCommand(f"{_COMMANDS}.tape", "Write an episode's tape to a file."),
    "scenario": LazyCommand(
        f"{_COMMANDS}.scenario", "List scenarios, show one, or check them all."
    ),
    "calibrate": LazyCommand(
        f"{_COMMANDS}.calibrate",
        "Score the inspector on labelled cases: precision, recall, F1, every miss.",
    ),
    "power": LazyCommand(
        f"{_COMMANDS}.power", "Show how many epochs a comparison of two conditions needs."
    ),
    "db": LazyCommand(f"{_COMMANDS}.db", "Look after the database."),
}

cli = LazyGroup(
    "insider",
    table=TABLE,
    help="A simulated company in which a language model works as its e-mail agent, Alex, and is "
    "judged by what it did.",
)
cli = click.version_option(package_name="insider", message="%(prog)s %(version)s")(cli)


def main() -> None:
    """Run the command line; does not return."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Mail has characters that a terminal's encoding may lack; a result must not die of it.
            stream.reconfigure(errors="replace")
    try:
        cli.main(prog_name="insider")
    finally:
        # All is said; Python's own end would answer a further Ctrl-C with a traceback.
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _open_closed_streams() -> None:
    """Put the null device where the shell closed a stream (``>&-``).

    Otherwise the next file that is opened, perhaps the database, would stand in its place.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # The lowest number that is free is taken, which is this one.
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)
