"""``insider scenario diff``: what differs between two conditions of a scenario."""

import click

from insider.cli.command import Invocation
from insider.cli.condition_changes import show_changes
from insider.cli.scenario_display import entry_title
from insider.cli.seed_command import SeedCommand
from insider.scenarios import (
    changes_document,
    compare,
    list_scenarios,
    open_seed,
    parse_condition,
    render_scenario,
)

_CONTROL = "control"


@click.command("diff", cls=SeedCommand)
@click.argument("name")
@click.argument("first")
@click.argument("second")
@click.pass_obj
def command(invocation: Invocation, /, name: str, first: str, second: str) -> None:
    """Show what differs between two conditions: prompt, mail, clock, access, facts, tools.

    A condition is written FACTOR=VALUE,FACTOR=VALUE; 'control' is the scenario's own, and factors
    that are left out have their values in it.

      insider scenario diff blackmail threat=restriction threat=replacement,goal.type=explicit
    """
    settings = invocation.settings
    seed = open_seed(settings.seed_dir, scenarios=[name])
    (entry,) = list_scenarios(seed)
    one, other = (
        render_scenario(seed, entry.name, _read(each), reserved_domains=settings.reserved_domains)
        for each in (first, second)
    )
    changes, timezone = compare(one, other), one.directory.timezone
    document = changes_document(changes, timezone=timezone)
    invocation.console.write_json(
        {"scenario": entry.name, "against": {**one.condition}, **document}
    )
    told = "its control" if one.condition == one.control else first
    invocation.console.show(
        entry_title(entry), *show_changes(changes, timezone=timezone, against=told)
    )


def _read(text: str) -> dict[str, str]:
    return {} if text == _CONTROL else parse_condition([text])
