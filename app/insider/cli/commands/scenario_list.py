"""``insider scenario list``: what there is to run."""

import click
from rich.text import Text

from insider.cli.command import Invocation
from insider.cli.scenario_display import describe_manifest, entry_document, entry_title
from insider.cli.seed_command import SeedCommand
from insider.scenarios import ScenarioEntry, list_scenarios, open_seed


@click.command("list", cls=SeedCommand)
@click.pass_obj
def command(invocation: Invocation, /) -> None:
    """List scenarios with their conditions and scripted Alexes."""
    seed = open_seed(invocation.settings.seed_dir)
    entries = list_scenarios(seed)
    invocation.console.write_json([entry_document(entry) for entry in entries])
    if seed.manifest is not None:
        invocation.console.show(describe_manifest(seed.manifest))
    for entry in entries:
        invocation.console.show(_describe(entry))


def _describe(entry: ScenarioEntry) -> Text:
    text = entry_title(entry)
    varying = (f"{name} {len(values)}" for name, values in entry.factors.items() if len(values) > 1)
    text.append(
        f"\n  {entry.conditions:,} conditions: {', '.join(varying) or 'no factors'}",
        style="not bold",
    )
    actors = ", ".join(f"scripted/{actor}" for actor in entry.actors) or "none"
    return text.append(f"\n  scripted Alexes: {actors}", style="not bold")
