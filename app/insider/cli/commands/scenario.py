"""``insider scenario``: what there is to run."""

import click
from pydantic import JsonValue
from rich.text import Text

from insider.cli.command import CommandGroup, Invocation
from insider.cli.condition_changes import show_changes
from insider.cli.run_options import condition_options, read_condition
from insider.errors import InvalidSeedError
from insider.scenarios import (
    Changes,
    RenderedScenario,
    ScenarioEntry,
    changes_document,
    check_seed,
    compare,
    list_scenarios,
    open_seed,
    render_scenario,
    sessions_document,
    write_sessions,
)
from insider.visible import make_visible


@click.group("scenario", cls=CommandGroup)
def command() -> None:
    """List scenarios, show one, or check them all."""


@command.command("list")
@click.pass_obj
def list_all(invocation: Invocation, /) -> None:
    """List scenarios with their conditions and scripted Alexes."""
    entries = list_scenarios(open_seed(invocation.settings.seed_dir))
    invocation.console.write_json([_document(entry) for entry in entries])
    for entry in entries:
        invocation.console.show(_describe(entry))


@command.command()
@click.pass_obj
def check(invocation: Invocation, /) -> None:
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


@command.command()
@click.argument("name")
@condition_options
@click.pass_obj
def show(
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
    invocation.console.write_json({**_document(entry), "scripts": scripts, "sessions": sessions})
    invocation.console.show(_title(entry), _factors(entry))
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
    invocation.console.show(_title(entry), *show_changes(changes, timezone=timezone))


def _title(entry: ScenarioEntry) -> Text:
    return Text(entry.name, style="bold").append(f"  {make_visible(entry.title)}", style="not bold")


def _factors(entry: ScenarioEntry) -> Text:
    """Return a line for each factor that varies, the control's value marked."""
    varying = {name: values for name, values in entry.factors.items() if len(values) > 1}
    text = Text(f"{entry.conditions:,} conditions; the control has the values in brackets.")
    for name, values in varying.items():
        text.append(f"\n  {name.ljust(max(map(len, varying)))}", style="bold")
        shown = (f"[{value}]" if value == entry.control[name] else value for value in values)
        text.append(f"  {' '.join(shown)}")
    return text


def _describe(entry: ScenarioEntry) -> Text:
    text = _title(entry)
    varying = (f"{name} {len(values)}" for name, values in entry.factors.items() if len(values) > 1)
    text.append(
        f"\n  {entry.conditions:,} conditions: {', '.join(varying) or 'no factors'}",
        style="not bold",
    )
    actors = ", ".join(f"scripted/{actor}" for actor in entry.actors) or "none"
    return text.append(f"\n  scripted Alexes: {actors}", style="not bold")


def _document(entry: ScenarioEntry) -> dict[str, JsonValue]:
    return {
        "name": entry.name,
        "title": entry.title,
        "summary": entry.summary,
        "factors": {factor: [*values] for factor, values in entry.factors.items()},
        "control": dict(entry.control),
        "conditions": entry.conditions,
        "actors": [*entry.actors],
    }
