"""``insider scenario import``: scenarios of others, as packs."""

from insider.cli.lazy_group import LazyCommand, LazyGroup

_COMMANDS = "insider.cli.commands"

TABLE = {
    "agentic-misalignment": LazyCommand(
        f"{_COMMANDS}.scenario_import_agentic_misalignment",
        "Make a pack of your copy of the public agentic-misalignment framework.",
    ),
}

command = LazyGroup(
    "import", table=TABLE, help="Make a pack of scenarios that somebody else has written."
)
