"""The entry point: help that imports nothing heavy, commands by table."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click import Context
from click.testing import CliRunner

from insider.cli.commands import scenario
from insider.cli.main import TABLE, cli
from support.command_line import clean_environment, insider_process

_LIST_MODULES = """
import json, sys
from insider.cli.main import main
try:
    main()
except SystemExit as end:
    print(json.dumps([end.code, sorted({name.split(".")[0] for name in sys.modules})]))
"""


def test_help_imports_nothing_but_click() -> None:
    process = subprocess.run(
        [sys.executable, "-c", _LIST_MODULES, "--help"], capture_output=True, text=True, check=True
    )
    code, modules = json.loads(process.stdout.splitlines()[-1])
    assert code == 0
    assert "click" in modules
    heavy = {"sqlmodel", "sqlalchemy", "fastapi", "pydantic", "rich", "litellm", "alembic"}
    assert not heavy & set(modules)


@pytest.mark.parametrize("name", TABLE)
def test_the_table_says_of_each_command_what_the_command_says(name: str) -> None:
    command = cli.get_command(Context(cli), name)
    assert command is not None
    assert command.name == name
    assert command.get_short_help_str(limit=200) == TABLE[name].help


@pytest.mark.parametrize("name", TABLE)
def test_each_command_has_help(name: str) -> None:
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ")


@pytest.mark.parametrize("name", scenario.TABLE)
def test_the_table_of_a_group_says_what_its_commands_say(name: str) -> None:
    command = scenario.command.get_command(Context(scenario.command), name)
    assert command is not None
    assert command.name == name
    assert command.get_short_help_str(limit=200) == scenario.TABLE[name].help


def test_a_misspelt_command_is_told_its_neighbour() -> None:
    result = CliRunner().invoke(cli, ["shwo"])
    assert result.exit_code == 2
    assert "Did you mean 'show'?" in result.stderr


def test_an_output_that_is_closed_is_no_traceback(tmp_path: Path) -> None:
    process = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *insider_process("show", "--json")],
        cwd=tmp_path, env=clean_environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert process.stdout == ""
    assert "Traceback" not in process.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_is_told_with_what_to_do(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            insider_process("scenario", "schema", "pack"),
            cwd=tmp_path,
            env=clean_environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.returncode == 1
    assert "There is no space left to write on; make room, and do it again." in done.stderr
    assert "Traceback" not in done.stderr


def test_the_version_is_told() -> None:
    assert CliRunner().invoke(cli, ["--version"]).stdout.startswith("insider ")
