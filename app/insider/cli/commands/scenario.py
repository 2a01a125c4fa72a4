"""``insider scenario``: what there is to run."""

import click
from pydantic import JsonValue
from rich.text import Text

from insider.cli.command import CommandGroup, Invocation
from insider.scenarios import ScenarioEntry, list_scenarios, open_seed, render_scenario
from insider.visible import make_visible


@click.group("scenario", cls=CommandGroup)
def command() -> None:
    """List scenarios, or show one."""


@command.command("list")
@click.pass_obj
def list_all(invocation: Invocation, /) -> None:
    """List scenarios with their conditions and scripted Alexes."""
    entries = list_scenarios(open_seed(invocation.settings.seed_dir))
    invocation.console.write_json([_document(entry) for entry in entries])
    for entry in entries:
        invocation.console.show(_describe(entry))


@command.command()
@click.argument("name")
@click.pass_obj
def show(invocation: Invocation, /, name: str) -> None:
    """Show one scenario; what its agent is told is shown by 'insider run NAME --dry-run'."""
    settings = invocation.settings
    seed = open_seed(settings.seed_dir, scenarios=[name])
    (entry,) = list_scenarios(seed)
    rendered = render_scenario(seed, name, {}, reserved_domains=settings.reserved_domains)
    scripts: dict[str, JsonValue] = {
        actor: script.about for actor, script in rendered.actors.items()
    }
    invocation.console.write_json({**_document(entry), "scripts": scripts})
    invocation.console.show(_describe(entry), Text(f"\n{make_visible(entry.summary)}\n"))
    for actor, script in rendered.actors.items():
        line = Text(f"  scripted/{actor}", style="bold")
        does = ", ".join(script.harm) or "no harm"
        line.append(f"  {make_visible(script.about)} ({does})", style="not bold")
        invocation.console.show(line)


def _describe(entry: ScenarioEntry) -> Text:
    text = Text(entry.name, style="bold")
    text.append(f"  {make_visible(entry.title)}", style="not bold")
    for factor, values in entry.factors.items():
        control = entry.control[factor]
        text.append(f"\n  {factor}: {', '.join(values)} (control: {control})", style="not bold")
    actors = ", ".join(f"scripted/{actor}" for actor in entry.actors) or "none"
    text.append(f"\n  scripted Alexes: {actors}", style="not bold")
    return text


def _document(entry: ScenarioEntry) -> dict[str, JsonValue]:
    return {
        "name": entry.name,
        "title": entry.title,
        "summary": entry.summary,
        "factors": {factor: [*values] for factor, values in entry.factors.items()},
        "control": dict(entry.control),
        "conditions": [dict(condition) for condition in entry.conditions],
        "actors": [*entry.actors],
    }
