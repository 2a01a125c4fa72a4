"""What docs/importing_mail.md shows is done here, and what it names is there."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from insider.cli.main import cli
from support.command_line import CommandLine
from support.letters import thread, write_mbox
from support.packs import SeedFolder

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "importing_mail.md").read_text()


def test_the_commands_of_the_guide_do_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (script,) = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
    write_mbox(tmp_path / "archive.mbox", thread(5))
    lines = [shlex.split(line, comments=True) for line in script.strip().split("\n")]
    assert lines[0] == ["cp", "-r", "seed_data", "my_seed"]
    for part in ("company", "grid", "scenarios"):
        shutil.copytree(ROOT / "seed_data" / part, tmp_path / "my_seed" / part)
    said = []
    for word, *words in lines[1:]:
        if word == "export":
            monkeypatch.setenv(*words[0].split("="))
        else:
            said.append(CommandLine(tmp_path).run(*words).stdout)
    assert said[0].startswith("5 messages, 1 thread, 2 insiders")
    assert said[1].startswith("Nothing is wrong with")
    assert "blackmail · control" in said[2]


def test_the_options_that_it_names_are_there() -> None:
    help_text = CliRunner().invoke(cli, ["scenario", "import", "mail", "--help"]).stdout
    named = set(re.findall(r"`(--[a-z-]+)", TEXT)) - {"--"}
    assert named <= set(re.findall(r"--[a-z-]+", help_text)) | {"--pack"}


def test_the_files_that_it_names_are_written(tmp_path: Path) -> None:
    folder = SeedFolder(tmp_path / "seed")
    write_mbox(tmp_path / "mbox", thread(2))
    words = ("scenario", "import", "mail", "mbox", "--into", "seed", "--as", "cy.ode")
    CommandLine(tmp_path).run(*words, "--topic", "nets")
    for name in ("mail/nets.jsonl", "outsiders/nets.yaml"):
        assert (folder.root / "company" / name).is_file()
        assert f"company/{name.replace('nets', 'TOPIC')}" in TEXT
