"""The command line as tests call it, in this process and as a process of its own."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from insider.cli.main import cli


@dataclass(frozen=True, slots=True)
class CommandLine:
    """Runs ``insider`` in a folder."""

    folder: Path

    def begin_with(self, folder: Path) -> None:
        """Copy what was done in another folder, where several tests begin alike."""
        shutil.copytree(folder, self.folder, dirs_exist_ok=True)

    def run(self, *words: str, code: int = 0) -> Result:
        """Run a command in this process and check its exit code."""
        with contextlib.chdir(self.folder):
            result = CliRunner().invoke(cli, words, catch_exceptions=False)
        assert result.exit_code == code, f"{result.exit_code}: {result.output}"
        return result

    def json(self, *words: str, code: int = 0) -> Any:
        """Run a command and return the JSON document that it prints."""
        return json.loads(self.run(*words, "--json", code=code).stdout)

    def json_lines(self, *words: str, code: int = 0) -> list[Any]:
        """Run a command and return the lines of JSON that it prints."""
        output = self.run(*words, "--json", code=code).stdout
        return [json.loads(line) for line in output.splitlines()]

    def play(self, scenario: str, actor: str, *words: str) -> Any:
        """Run one scripted episode and return its document."""
        (document,) = self.json_lines("run", scenario, "--model", f"scripted/{actor}", *words)
        return document

    def run_until(
        self, ready: Callable[[], bool], *words: str, number: int | None, code: int
    ) -> Result:
        """Run a command in this process and send a signal once something is so.

        Args:
            ready: Asked again and again in a thread, until it says yes or the command ends.
            words: The command.
            number: The signal; a real one, to this process. None for none.
            code: The exit code that the command must have.
        """
        ended = threading.Event()

        def interrupt() -> None:
            while not ended.wait(0.02):
                if ready():
                    if number is not None:
                        os.kill(os.getpid(), number)
                    return

        thread = threading.Thread(target=interrupt)
        thread.start()
        try:
            return self.run(*words, code=code)
        finally:
            ended.set()
            thread.join()

    def start(self, *words: str, **settings: str) -> "subprocess.Popen[str]":
        """Start a command as a process of its own."""
        return subprocess.Popen(
            insider_process(*words),
            cwd=self.folder,
            env={**clean_environment(), **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


def insider_process(*words: str) -> Sequence[str]:
    """Return the words that start ``insider`` with this Python."""
    return [sys.executable, "-c", "from insider.cli.main import main; main()", *words]


def clean_environment() -> dict[str, str]:
    """Return the environment without settings, colours and proxies."""
    dropped = ("INSIDER_", "NO_COLOR", "FORCE_COLOR", "COLUMNS")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
    return {**kept, "NO_PROXY": "*", "no_proxy": "*", "PYTHONWARNINGS": "default"}
