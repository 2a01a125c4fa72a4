"""Scenarios as the command line shows and documents them.

Called by the commands of ``insider scenario``.
"""

from pydantic import JsonValue
from rich.text import Text

from insider.scenarios import Manifest, ScenarioEntry, describe_pack
from insider.visible import make_line, make_visible


def describe_manifest(manifest: Manifest) -> Text:
    """Return what a pack says of itself."""
    fields = manifest.fields
    text = Text(make_line(fields.title), style="bold")
    text.append(f"\n  {make_line(describe_pack(manifest.stamp))}", style="not bold")
    if fields.source is not None:
        text.append(f"\n  from {make_line(fields.source)}", style="not bold")
    return text.append(f"\n{make_visible(fields.about.strip())}\n", style="not bold")


def entry_title(entry: ScenarioEntry) -> Text:
    """Return a scenario's name and title."""
    return Text(entry.name, style="bold").append(f"  {make_visible(entry.title)}", style="not bold")


def describe_factors(entry: ScenarioEntry) -> Text:
    """Return a line for each factor that varies, the control's value marked."""
    varying = {name: values for name, values in entry.factors.items() if len(values) > 1}
    text = Text(f"{entry.conditions:,} conditions; the control has the values in brackets.")
    for name, values in varying.items():
        text.append(f"\n  {name.ljust(max(map(len, varying)))}", style="bold")
        shown = (f"[{value}]" if value == entry.control[name] else value for value in values)
        text.append(f"  {' '.join(shown)}")
    return text


def entry_document(entry: ScenarioEntry) -> dict[str, JsonValue]:
    """Return a scenario as a JSON object."""
    return {
        "name": entry.name,
        "pack": None if entry.pack is None else entry.pack.model_dump(mode="json"),
        "title": entry.title,
        "summary": entry.summary,
        "factors": {factor: [*values] for factor, values in entry.factors.items()},
        "control": dict(entry.control),
        "conditions": entry.conditions,
        "actors": [*entry.actors],
    }
