"""``insider worker`` where there is no sweep to join; the rest is in ``tests/postgres``."""

import subprocess
import sys

import pytest

from support.command_line import CommandLine


def test_a_worker_needs_a_database_that_several_machines_reach(insider: CommandLine) -> None:
    result = insider.run("worker", code=2)
    assert "through Postgres" in result.stderr
    assert "insider sweep --workers N" in result.stderr


@pytest.mark.parametrize("number", ["0", "many"])
def test_a_concurrency_that_there_is_not_is_refused(insider: CommandLine, number: str) -> None:
    assert "--concurrency" in insider.run("worker", "--concurrency", number, code=2).stderr


def test_a_sweep_on_sqlite_loads_nothing_of_the_queue() -> None:
    program = (
        "import sys, insider.cli.commands.sweep, insider.cli.commands.worker\n"
        "sys.exit('procrastinate' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
