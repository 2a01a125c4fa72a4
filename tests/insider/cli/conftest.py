import os
from pathlib import Path

import pytest

from support.command_line import CommandLine


@pytest.fixture(autouse=True)
def clear_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        if name in os.environ:
            monkeypatch.delenv(name)


@pytest.fixture
def insider(tmp_path: Path) -> CommandLine:
    """The command line, in an empty folder."""
    return CommandLine(tmp_path)
