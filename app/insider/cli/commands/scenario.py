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
    "diff": LazyCommand(
        f"{_COMMANDS}.scenario_diff",
        "Show what differs between two conditions: prompt, mail, clock, access, facts, tools.",
    ),
    "new": LazyCommand(
        f"{_COMMANDS}.scenario_new",
        "Write a new scenario: mail, conditions, facts, and two scripted Alexes that prove it.",
    ),
    "check": LazyCommand(
        f"{_COMMANDS}.scenario_check",
        "Check scenarios, all or those named: every fault of every condition, by file and line.",
    ),
    "realism": LazyCommand(
        f"{_COMMANDS}.scenario_realism",
        "Report how far mail looks like a real company's, of all scenarios or of those named.",
    ),
    "schema": LazyCommand(
        f"{_COMMANDS}.scenario_schema",
        "Print the JSON Schema of a kind of file, or which kinds there are.",
    ),
    "import": LazyCommand(
        f"{_COMMANDS}.scenario_import", "Import mail, or scenarios that somebody else has written."
    ),
    "pack": LazyCommand(
        f"{_COMMANDS}.scenario_pack",
        "Write a pack's folder as a zip; the same files make the same bytes.",
    ),
}

command = LazyGroup("scenario", table=TABLE, help="List scenarios, show one, or check them all.")
