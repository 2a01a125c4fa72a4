"""The guide for those who write scenarios is executed as it stands: each command, in its order."""

import re
import subprocess
from pathlib import Path

import pytest

from support.command_line import clean_environment, insider_process

GUIDE = Path(__file__).parents[2] / "docs" / "extending.md"
_STEP = re.compile(r"^```sh\n(.*?)^```\n(?:```text\n(.*?)^```\n)?", re.DOTALL | re.MULTILINE)


@pytest.mark.timeout(400)  # one guide is one test
def test_what_the_guide_says_is_what_happens(tmp_path: Path) -> None:
    steps = _STEP.findall(GUIDE.read_text())
    assert len(steps) > 8
    programs = tmp_path / "programs"
    work = tmp_path / "work"
    programs.mkdir()
    work.mkdir()
    insider = programs / "insider"
    words = " ".join(f"'{word}'" for word in insider_process())
    insider.write_text(f'#!/bin/sh\nexec {words} "$@"\n')
    insider.chmod(0o755)
    environment = clean_environment()
    environment["PATH"] = f"{programs}:{environment['PATH']}"
    environment["COLUMNS"] = "1000"
    for commands, expected in steps:
        done = subprocess.run(
            ["sh", "-eu", "-c", commands],
            cwd=work,
            env=environment,
            capture_output=True,
            text=True,
            timeout=90,
        )
        said = done.stdout + done.stderr
        assert done.returncode == 0, f"{commands}\n{said}"
        for line in filter(None, expected.splitlines()):
            assert line in said, f"{commands}\n{said}"
