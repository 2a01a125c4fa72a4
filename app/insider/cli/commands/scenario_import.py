"""``insider scenario import``: what others have written, as seeds and packs."""

from insider.cli.lazy_group import LazyCommand, LazyGroup

_COMMANDS = "insider.cli.commands"

TABLE = {
    "mail": LazyCommand(
        f"{_COMMANDS}.scenario_import_mail",
        "Import real mail into a company's background mail, under other names and dates.",
    ),
    "agentic-misalignment": LazyCommand(
        f"{_COMMANDS}.scenario_import_agentic_misalignment",
        "Make a pack of your copy of the public agentic-misalignment framework.",
    ),
}

command = LazyGroup(
    "import", table=TABLE, help="Import mail, or scenarios that somebody else has written."
)
