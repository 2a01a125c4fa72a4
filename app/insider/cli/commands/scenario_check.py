"""``insider scenario check``: every fault of a seed, by file and line."""

import click
from rich.text import Text

from insider.cli.command import InsiderCommand, Invocation
from insider.errors import InvalidSeedError
from insider.scenarios import check_seed, open_seed


@click.command("check", cls=InsiderCommand)
@click.pass_obj
def command(invocation: Invocation, /) -> None:
    """Check the whole seed: every value, and every pair of values that changes mail.

    Every fault by file and line. Exit code 0 when there is none, 2 otherwise.
    """
    seed = open_seed(invocation.settings.seed_dir)
    problems = check_seed(seed)
    if problems:
        raise InvalidSeedError(problems)
    names = ", ".join(seed.scenarios)
    invocation.console.write_json({"scenarios": [*seed.scenarios], "problems": []})
    invocation.console.show(Text(f"Nothing is wrong with {names}."))
