from pathlib import Path

import pytest

from support.command_line import CommandLine


@pytest.fixture
def insider(tmp_path: Path) -> CommandLine:
    """The command line, in an empty folder."""
    return CommandLine(tmp_path)
