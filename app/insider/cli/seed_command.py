"""What the commands that read a seed have in common: ``--pack``."""

from dataclasses import replace
from pathlib import Path

import click

from insider.cli.command import InsiderCommand, Invocation
from insider.scenarios.places import is_pack


class SeedCommand(InsiderCommand):
    """A command that reads scenarios: of the seed that is set, or of the pack that is named."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the command's own options, the common ones, and ``--pack``."""
        *own, database, as_json, told = super().get_params(ctx)
        return [*own, _pack_option(), database, as_json, told]

    def adapt(self, ctx: click.Context, invocation: Invocation) -> Invocation:
        """Return the invocation with the pack as its seed, where one is named."""
        pack: Path | None = ctx.params.pop("pack")
        if pack is None:
            return invocation
        if not is_pack(pack):
            said = f"'{pack}' is no pack: it has no file 'pack.yaml' (INSIDER_SEED_DIR takes a "
            raise click.BadParameter(f"{said}folder without one).", param_hint="--pack")
        return replace(use_pack(invocation, pack), pack_option=pack)


def use_pack(invocation: Invocation, pack: Path) -> Invocation:
    """Return an invocation whose seed is a pack, and say so where another seed was set.

    Args:
        invocation: Whose settings name a seed.
        pack: The pack's folder or zip.
    """
    before = invocation.settings.seed_dir
    if before is not None and before.absolute() != pack.absolute():
        invocation.console.say(
            f"The pack {pack} takes the place of INSIDER_SEED_DIR ({before}); what it lacks is the "
            "shipped seed's."
        )
    return invocation.with_settings({"seed_dir": pack})


def _pack_option() -> click.Option:
    return click.Option(
        ["--pack", "pack"],
        type=click.Path(path_type=Path, exists=True),
        metavar="PATH",
        help="A pack, as a folder or a zip, in the place of INSIDER_SEED_DIR and the shipped seed.",
    )
