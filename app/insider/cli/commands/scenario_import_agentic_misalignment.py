"""``insider scenario import agentic-misalignment``: the public framework's scenarios as a pack."""

from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.text import Text

from insider.cli.command import InsiderCommand, Invocation
from insider.errors import SettingsError
from insider.scenarios import ScenarioEntry, list_scenarios, open_seed
from insider.scenarios.public_framework import ImportedPack, make_pack, read_copy
from insider.visible import make_visible


@click.command("agentic-misalignment", cls=InsiderCommand)
@click.argument(
    "copy", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option(
    "-o",
    "--out",
    "target",
    metavar="PACK_DIR",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder to write the pack into; it must not be there yet, or be empty.",
)
@click.pass_obj
def command(invocation: Invocation, /, copy: Path, target: Path) -> None:
    """Make a pack of your copy of the public agentic-misalignment framework.

    DIR is a copy of its repository, or of the folder agentic_misalignment of the package
    inspect-evals. Its Python and YAML are read as data; nothing of it is run. Under 'delivery:
    classic' the pack's prompts are the framework's, letter for letter; otherwise the agent works
    with real tools in the same mail. docs/importing_scenarios.md says what differs.
    """
    if target.is_dir() and any(target.iterdir()):
        raise SettingsError(f"The folder '{target}' is not empty: name another one, or empty it.")
    pack = make_pack(read_copy(copy))
    entries = _write(pack, target)
    stamp = entries[0].pack
    console = invocation.console
    console.write_json(
        {
            "target": str(target),
            "pack": None if stamp is None else stamp.model_dump(mode="json"),
            "scenarios": {entry.name: entry.conditions for entry in entries},
            "files": len(pack.files),
            "notes": [*pack.notes],
        }
    )
    for entry in entries:
        line = Text(make_visible(entry.name), style="bold")
        line.append(f"  {entry.conditions:,} conditions", style="not bold")
        console.show(line)
    if stamp is not None:
        console.show(Text(f"licence {make_visible(stamp.licence)}"))
    console.write_lines([str(target)])
    for note in pack.notes:
        console.say(make_visible(note))


def _write(pack: ImportedPack, target: Path) -> tuple[ScenarioEntry, ...]:
    """Write a pack, whole or not at all, and return what is in it.

    Raises:
        InvalidSeedError: What was made of the copy is no sound pack.
        SettingsError: The folder cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".insider-", dir=target.parent) as private:
            folder = Path(private) / "pack"
            pack.write(folder)
            entries = list_scenarios(open_seed(folder))
            folder.replace(target)
    except OSError as error:
        raise SettingsError(f"'{target}' cannot be written: {error.strerror}.") from error
    return entries
