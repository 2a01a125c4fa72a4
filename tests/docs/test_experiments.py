"""What ``docs/experiments.md`` shows can be copied and run."""

import re
from pathlib import Path

from support.command_line import CommandLine

TEXT = (Path(__file__).parents[2] / "docs" / "experiments.md").read_text()


def test_the_example_is_ready_to_be_played(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    (tmp_path / "example.yaml").write_text(example)
    result = CommandLine(tmp_path).run("sweep", "example.yaml", "--dry-run")
    assert "threat-and-approval: 10 cells" in result.stderr
    assert "Nothing was played." in result.stderr
