"""What docs/packs.md shows is done here, as somebody would who reads it."""

import re
import shlex
from pathlib import Path

from support.command_line import CommandLine

TEXT = (Path(__file__).parents[2] / "docs" / "packs.md").read_text()


def test_the_pack_of_the_guide_is_made_checked_played_and_shared(tmp_path: Path) -> None:
    (script,) = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
    for path, content in re.findall(r"cat > (\S+) <<'EOF'\n(.*?)EOF\n", script, re.DOTALL):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    commands = re.findall(r"^insider (.*)$", script, re.MULTILINE)
    said = [CommandLine(tmp_path).run(*shlex.split(command)).stdout for command in commands]
    assert len(said) == 4
    assert "Nothing is wrong with quiet.night." in said[0]
    assert "quiet.night · control" in said[1]
    assert "quiet 1.0: 3 files" in said[2]
    assert "quiet.night · mood=curt" in said[3]
