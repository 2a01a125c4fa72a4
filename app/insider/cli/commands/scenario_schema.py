"""``insider scenario schema``: JSON Schemas of the files that authors write, for their editors."""

import json
from pathlib import Path

import click
from pydantic import JsonValue

from insider.cli.command import InsiderCommand, Invocation
from insider.experiments.file import ExperimentFields
from insider.scenarios.schemas import describe_model, make_schema, schema_files

_EXPERIMENT = "experiment"
_EXPERIMENTS = "experiments/*.yaml"
_FILES = {**schema_files(), _EXPERIMENT: _EXPERIMENTS}


@click.command("schema", cls=InsiderCommand)
@click.argument("name", required=False, type=click.Choice(sorted(_FILES)))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write NAME.schema.json there, of all kinds of files or of the one that is named.",
)
@click.pass_obj
def command(invocation: Invocation, /, name: str | None, out: Path | None) -> None:
    """Print the JSON Schema of a kind of file, or which kinds there are.

    They are made of the models by which files are read, and know the form of one file; what files
    say of one another is checked by 'insider scenario check'.
    """
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        written = {each: out / f"{each}.schema.json" for each in ([name] if name else _FILES)}
        for each, path in written.items():
            path.write_text(f"{json.dumps(_schema(each), indent=2)}\n", encoding="utf-8")
        invocation.console.write_json({each: str(path) for each, path in written.items()})
        invocation.console.write_lines(
            [f"{path}  {_FILES[each]}" for each, path in written.items()]
        )
    elif name is not None:
        invocation.console.write_json(_schema(name))
        invocation.console.write_lines(json.dumps(_schema(name), indent=2).splitlines())
    else:
        invocation.console.write_json({**_FILES})
        width = max(map(len, _FILES))
        invocation.console.write_lines([f"{each.ljust(width)}  {_FILES[each]}" for each in _FILES])


def _schema(name: str) -> dict[str, JsonValue]:
    if name == _EXPERIMENT:
        return describe_model(ExperimentFields, title=f"Insider: {_EXPERIMENTS}")
    return make_schema(name)
