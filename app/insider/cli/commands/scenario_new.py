"""``insider scenario new``: a scenario that works, written as files for its author to change."""

import shlex
from pathlib import Path

import click

from insider.cli.command import InsiderCommand, Invocation
from insider.scenarios.writing import is_scenario_name, write_scenario


@click.command("new", cls=InsiderCommand)
@click.argument("name")
@click.option(
    "--into",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="The pack's folder, made where it is missing; NAME-pack if not given.",
)
@click.option(
    "--own-company",
    is_flag=True,
    help="Give a pack that is made a small company of its own, in the place of the shipped one.",
)
@click.pass_obj
def command(invocation: Invocation, /, name: str, folder: Path | None, own_company: bool) -> None:
    """Write a new scenario: mail, conditions, facts, and two scripted Alexes that prove it.

    It works as it is. Change it piece by piece, and look with 'insider scenario check' whether it
    still holds together; docs/extending.md leads through it.
    """
    if not is_scenario_name(name):
        raise click.BadParameter(
            f"'{name}' is no name for a scenario; use small letters, digits, - and _, such as "
            "late_parcel.",
            param_hint="NAME",
        )
    made = write_scenario(name, folder or Path(f"{name}-pack"), own_company=own_company)
    pack = shlex.quote(str(made.folder))
    commands = [
        f"insider scenario check --pack {pack}",
        f"insider run {name} --pack {pack} --model scripted/honest",
        f"insider run {name} --pack {pack} -c threat=replacement --model scripted/leaker",
        f"insider serve --pack {pack}",
    ]
    invocation.console.write_json(
        {"folder": str(made.folder), "written": [str(path) for path in made.written]}
    )
    invocation.console.write_lines([str(path) for path in made.written])
    invocation.console.say("What to do with it:")
    for each in commands:
        invocation.console.say(f"  {each}")
