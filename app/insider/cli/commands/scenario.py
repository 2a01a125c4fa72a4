"""``insider scenario``: what there is to run, shown and checked.

Each command is a file of its own and is imported when it is called: checking a seed takes less time
than importing what plays an episode.
"""

from insider.cli.lazy_group import LazyCommand, LazyGroup

_COMMANDS = "insider.cli.commands"

TABLE = {
    "list": LazyCommand(
        f"{_COMMANDS}.scenario_list", "List scenarios with their conditions and scripted Alexes."
    ),
    "show": LazyCommand(
        f"{_COMMANDS}.scenario_show",
        "Show one scenario, or with -c what a condition changes of it.",
    ),
    "check": LazyCommand(
        f"{_COMMANDS}.scenario_check",
        "Check the whole seed: every value, and every pair of values that changes mail.",
    ),
}

command = LazyGroup("scenario", table=TABLE, help="List scenarios, show one, or check them all.")
