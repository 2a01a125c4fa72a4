"""``insider scenario pack``: a pack's folder as one file that people can share."""

from pathlib import Path

import click
from rich.text import Text

from insider.cli.command import InsiderCommand, Invocation
from insider.scenarios.pack_writer import write_pack
from insider.visible import make_visible


@click.command("pack", cls=InsiderCommand)
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("target", metavar="OUT.zip", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def command(invocation: Invocation, /, folder: Path, target: Path) -> None:
    """Write a pack's folder as a zip; the same files make the same bytes.

    FOLDER has a pack.yaml. What is in it is checked first, as 'insider scenario check' does, and
    nothing with faults is written. Files beside the pack are left out, but for README, LICENSE and
    the like.
    """
    if target.suffix.lower() != ".zip":
        raise click.BadParameter(f"'{target}' does not end in .zip.", param_hint="OUT.zip")
    written = write_pack(folder, target)
    console, stamp = invocation.console, written.stamp
    console.write_json(
        {
            "target": str(target),
            "pack": stamp.model_dump(mode="json"),
            "scenarios": [*written.scenarios],
            "files": written.files,
            "bytes": written.size,
            "left_out": [*written.left_out],
        }
    )
    console.show(
        Text(
            f"{make_visible(stamp.label)}: {written.files:,} files, {written.size:,} bytes, licence"
            f" {make_visible(stamp.licence)}"
        ),
        Text(f"content sha256 {stamp.sha256}"),
    )
    console.write_lines([str(target)])
    if written.left_out:
        console.say(f"Left out, as nothing reads them: {', '.join(written.left_out)}.")
