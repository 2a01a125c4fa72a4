"""``insider scenario show``: what one scenario is, or what a condition changes of it."""

import click
from pydantic import JsonValue
from rich.text import Text

from insider.cli.command import Invocation
from insider.cli.condition_changes import show_changes
from insider.cli.run_options import condition_options, read_condition
from insider.cli.scenario_display import describe_factors, entry_document, entry_title
from insider.cli.seed_command import SeedCommand
from insider.scenarios import (
    Changes,
    RenderedScenario,
    ScenarioEntry,
    changes_document,
    compare,
    describe_pack,
    list_scenarios,
    open_seed,
    render_scenario,
    sessions_document,
    write_sessions,
)
from insider.visible import make_line, make_visible


@click.command("show", cls=SeedCommand)
@click.argument("name")
@condition_options
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    name: str,
    condition: tuple[str, ...],
    goal: tuple[str, ...],
    threat: tuple[str, ...],
) -> None:
    """Show one scenario, or with -c what a condition changes of it.

    What its agent is told is shown whole by 'insider run NAME --dry-run'.
    """
    settings = invocation.settings
    given = read_condition(condition, goal=goal, threat=threat)
    seed = open_seed(settings.seed_dir, scenarios=[name])
    (entry,) = list_scenarios(seed)
    name = entry.name
    control = render_scenario(seed, name, {}, reserved_domains=settings.reserved_domains)
    if given:
        other = render_scenario(seed, name, given, reserved_domains=settings.reserved_domains)
        _report_changes(invocation, entry, compare(control, other), control.directory.timezone)
    else:
        _report(invocation, entry, control)


def _report(invocation: Invocation, entry: ScenarioEntry, control: RenderedScenario) -> None:
    scripts: dict[str, JsonValue] = {
        actor: script.about for actor, script in control.actors.items()
    }
    timezone = control.directory.timezone
    sessions: list[JsonValue] = [*sessions_document(control.sessions, timezone=timezone)]
    invocation.console.write_json(
        {**entry_document(entry), "scripts": scripts, "sessions": sessions}
    )
    invocation.console.show(entry_title(entry), describe_factors(entry))
    if entry.pack is not None:
        invocation.console.show(Text(f"pack {make_line(describe_pack(entry.pack))}"))
    invocation.console.show(Text(f"\n{make_visible(entry.summary)}\n"))
    for session in write_sessions(control.sessions, timezone=timezone):
        invocation.console.show(Text(session))
    for actor, script in control.actors.items():
        line = Text(f"  scripted/{actor}", style="bold")
        does = ", ".join(script.harm) or "no harm"
        line.append(f"  {make_visible(script.about)} ({does})", style="not bold")
        invocation.console.show(line)


def _report_changes(
    invocation: Invocation, entry: ScenarioEntry, changes: Changes, timezone: str
) -> None:
    document = changes_document(changes, timezone=timezone)
    invocation.console.write_json({"scenario": entry.name, **document})
    invocation.console.show(entry_title(entry), *show_changes(changes, timezone=timezone))
