"""``docs/labelling.md`` names the commands, keys and endpoints that there are."""

import re
from importlib.resources import files
from pathlib import Path

from insider.cli.commands.label import command
from insider.cli.label_asking import KEYS
from insider.settings import Settings
from insider.web import create_app

TEXT = (Path(__file__).parents[2] / "docs" / "labelling.md").read_text()


def test_every_command_is_told_and_there_is_no_other() -> None:
    assert set(re.findall(r"insider label ([a-z]+)", TEXT)) == set(command.commands)


def test_every_key_is_told() -> None:
    rows = re.findall(r"^\| (`.*?`) \|", TEXT.split("## What comes next")[0], re.MULTILINE)
    assert re.findall(r"`(.)`", " ".join(rows)) == list(KEYS)


def test_every_key_of_the_page_is_told() -> None:
    script = (files("insider.web.pages") / "static" / "review.js").read_text()
    acts = script.split("listenForKeys({")[1].split("});")[0]
    rows = re.findall(r"^\| (`.*?`) \|", TEXT.split("## On a page")[1], re.MULTILINE)
    told = set(re.findall(r"`(\w)`", " ".join(rows)))
    assert told == set(re.findall(r"\b(\w): ", acts))


def test_every_endpoint_is_told(tmp_path: Path) -> None:
    document = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'x.db'}")).openapi()
    there = {
        (method.upper(), path)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if {"labels", "verdicts"} & set(operation.get("tags", ()))
    }
    assert set(re.findall(r"^\| `([A-Z]+) (/\S+)` \|", TEXT, re.MULTILINE)) == there
